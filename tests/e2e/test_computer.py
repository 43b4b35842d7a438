"""Faults of the computer rather than of the phone: the real command, as a process of its own."""

from __future__ import annotations

import os
import resource
from pathlib import Path

import pytest

from miunlink_adb.virtual import AdbServer, Owner
from tests.adb.fake_server import FakeAdb, FakePhone
from tests.e2e.phones import Phones
from tests.e2e.program import Program
from tests.e2e.version_proxy import VersionProxy

pytestmark = pytest.mark.adb_server

YES = ("signout", "--yes", "--data", "keep", "--json")


@pytest.mark.parametrize("version", [31, 36, 99])
def test_an_adb_server_of_another_version_is_used_as_it_is(
    phones: Phones, program: Program, server: AdbServer, version: int
) -> None:
    """Older or newer than ours: it serves other programs too, so it is left alone."""
    phone = phones.attach()
    pid = server.pid

    with VersionProxy(server.port, version) as proxy:
        port = str(proxy.port)
        done = program.run(
            "-s",
            phone.serial,
            *YES,
            turn=phone.turn,
            ADB_SERVER_SOCKET=f"tcp:127.0.0.1:{port}",
            ANDROID_ADB_SERVER_PORT=port,
        )

    assert (done.code, done.document["status"]) == (0, "signed_out")
    assert proxy.asked
    assert (server.pid, server.running) == (pid, True)


def test_two_phones_with_one_serial_are_not_mistaken_for_each_other(program: Program) -> None:
    """Cheap phones share serials: the command refuses to guess, and says how to choose."""
    twins = [FakePhone("0123456789ABCDEF", 3), FakePhone("0123456789ABCDEF", 4)]
    with FakeAdb(*twins) as adb:
        options = ("--adb-host", adb.address.host, "--adb-port", str(adb.address.port))
        done = program.run(*options, "-s", twins[0].serial, *YES)
        asked = [text for text in adb.asked if "transport" in text]

    assert (done.code, done.document["error"]["code"]) == (3, "several_devices")
    assert "transport_id:4" in done.document["error"]["hint"]
    assert asked == []


@pytest.mark.parametrize("limit", [0, 600])
def test_a_full_disk_does_not_stop_the_run(
    phones: Phones, program: Program, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    """Neither journal nor log can be written, at once or after a while: the result is the same."""
    phone = phones.attach()

    def fill() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    for name in [name for name in program.environment if name.startswith("COVERAGE")]:
        del program.environment[name]  # coverage's own file would meet the quota, too
    done = program.run("-s", phone.serial, *YES, turn=phone.turn, pipes={"preexec_fn": fill})

    assert (done.code, done.document["status"]) == (0, "signed_out")
    assert "Traceback" not in done.said


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux alone has /dev/full")
def test_a_result_that_cannot_be_written_is_no_success(phones: Phones, program: Program) -> None:
    """Whoever reads stdout got nothing: the exit code says so, in words and not with a stack."""
    phone = phones.attach()

    with Path("/dev/full").open("wb") as full:
        done = program.run("-s", phone.serial, *YES, turn=phone.turn, pipes={"stdout": full})

    assert done.code == 1
    assert "Traceback" not in done.said
    assert "could not be written" in done.said
    assert phone.accounts == {0: 0}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux alone has /dev/full")
def test_a_terminal_that_is_gone_does_not_stop_the_run(phones: Phones, program: Program) -> None:
    """Nothing can be told any more (nohup, a closed window): the owner still finishes the job."""
    phone = phones.attach()
    phone.virtual.hand_to(Owner.parse(["delay=0.5"]))

    with Path("/dev/full").open("wb") as full:
        done = program.run("-s", phone.serial, *YES, pipes={"stderr": full})

    assert (done.code, done.document["status"]) == (0, "signed_out")


def test_a_home_that_cannot_be_written_does_not_stop_the_run(
    phones: Phones, program: Program
) -> None:
    """No folder for journal, log and lock: the run goes on, and says what it does without."""
    phone = phones.attach()
    wall = program.folder / "wall"
    wall.write_text("a file where the folders should be")
    place = str(wall)

    done = program.run("-s", phone.serial, *YES, turn=phone.turn, HOME=place, XDG_STATE_HOME=place)

    assert (done.code, done.document["status"]) == (0, "signed_out")
    assert "Traceback" not in done.said
    assert os.fspath(wall) not in done.stdout
