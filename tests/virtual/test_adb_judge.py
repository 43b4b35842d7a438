"""The real adb program judges the phone's daemon, services and shell."""

import asyncio
import os
import socket
import struct
import zlib
from pathlib import Path

import adbutils
import pytest

from miunlink_adb.virtual.adbd import Adbd
from miunlink_adb.virtual.auth import Authorization
from miunlink_adb.virtual.phone import Outlet
from miunlink_adb.virtual.wire import VERSION_CHECKSUM
from tests.virtual.bench import Bench, Plugged, make_phone


def test_devices_lists_the_phone_with_its_names(plugged: Plugged) -> None:
    """``adb devices -l`` shows serial, state, product, model and device of the banner."""
    out = plugged.bench.adb("devices", "-l").stdout

    line = next(line for line in out.splitlines() if line.startswith(plugged.serial))
    assert line.split()[1:5] == [
        "device",
        "product:ginkgo",
        "model:Redmi_Note_8",
        "device:ginkgo",
    ]


def test_two_phones_may_bear_one_hardware_serial(bench: Bench) -> None:
    """``ro.serialno`` is a property only: the adb server tells phones by their address."""
    one, other = bench.plug(make_phone("same")), bench.plug(make_phone("same"))

    assert one.serial != other.serial
    assert [p.shell("getprop ro.serialno").strip() for p in (one, other)] == ["same", "same"]


@pytest.mark.parametrize("status", [0, 1, 7, 255])
def test_shell_exit_codes_arrive(plugged: Plugged, status: int) -> None:
    """Shell protocol 2 carries the exit code."""
    assert plugged.adb("shell", f"exit {status}").returncode == status


def test_shell_keeps_output_and_errors_apart(plugged: Plugged) -> None:
    """Shell protocol 2 carries both outputs, and a command's standard input."""
    done = plugged.adb("shell", "echo out; ls /none; cat", text="typed")

    assert (done.stdout, done.stderr) == (
        "out\ntyped",
        "ls: /none: No such file or directory\n",
    )


def test_legacy_shell_mixes_both_and_knows_no_exit_code(plugged: Plugged) -> None:
    """``adb shell -x`` uses the old service: everything is output, the exit code is lost."""
    done = plugged.adb("shell", "-x", "echo out; ls /none; false")

    assert done.stdout == "out\nls: /none: No such file or directory\n"
    assert done.returncode == 0


def test_an_unknown_command_is_127_and_recorded(plugged: Plugged) -> None:
    """A command that no phone has fails as on a phone, and the record keeps it for the test."""
    plugged.expected_unknown = ["command frobnicate -x"]

    done = plugged.adb("shell", "frobnicate -x")

    assert done.returncode == 127
    assert done.stderr == "/system/bin/sh: frobnicate: inaccessible or not found\n"


def test_an_unknown_service_is_refused_and_recorded(plugged: Plugged) -> None:
    """A service that is not built is closed at once and recorded."""
    plugged.expected_unknown = ["service jdwp"]

    done = plugged.adb("jdwp")

    assert (done.returncode, done.stdout) == (1, "")
    assert "closed" in done.stderr


def test_interactive_shell_runs_lines_and_ends_with_its_input(plugged: Plugged) -> None:
    """``adb shell`` without a command runs what it is given and does not hang."""
    done = plugged.adb("shell", text="echo one\ncd /data/local/tmp\necho $PWD\n")

    assert done.stdout == "one\n/data/local/tmp\n"


@pytest.mark.parametrize("size", [0, 1, 65535, 65536, 3_708_402])
def test_push_and_pull_keep_every_byte(plugged: Plugged, tmp_path: Path, size: int) -> None:
    """A pushed file comes back the same, empty or as large as uiautomator2's server."""
    source, back = tmp_path / "source", tmp_path / "back"
    source.write_bytes(os.urandom(size))

    pushed = plugged.adb("push", str(source), "/data/local/tmp/file")
    pulled = plugged.adb("pull", "/data/local/tmp/file", str(back))

    assert (pushed.returncode, pulled.returncode) == (0, 0), pushed.stderr + pulled.stderr
    assert back.read_bytes() == source.read_bytes()


def test_push_into_the_link_sdcard_lands_in_storage(plugged: Plugged, tmp_path: Path) -> None:
    """``/sdcard/`` is a link: what is pushed there lies under /storage/emulated/0."""
    source = tmp_path / "note.txt"
    source.write_text("hello")

    assert plugged.adb("push", str(source), "/sdcard/").returncode == 0

    assert plugged.shell("cat /storage/emulated/0/note.txt") == "hello"


@pytest.mark.parametrize(
    ("target", "words"),
    [("/system/x", "Read-only file system"), ("/data/app/x", "Permission denied")],
)
def test_push_is_refused_where_the_shell_may_not_write(
    plugged: Plugged, tmp_path: Path, target: str, words: str
) -> None:
    """Read-only and foreign directories refuse a push in the phone's words."""
    source = tmp_path / "x"
    source.write_text("x")

    done = plugged.adb("push", str(source), target)

    assert done.returncode != 0
    assert words in done.stderr


def test_push_fails_when_the_phone_is_full(plugged: Plugged, tmp_path: Path) -> None:
    """A phone without free space says so and keeps no part of the file."""
    plugged.phone.files.reserved = plugged.phone.files.capacity - 100
    source = tmp_path / "x"
    source.write_bytes(b"x" * 101)

    done = plugged.adb("push", str(source), "/sdcard/x")

    assert "No space left on device" in done.stderr
    assert not plugged.phone.files.exists("/sdcard/x")


def test_a_folder_is_pushed_and_pulled(plugged: Plugged, tmp_path: Path) -> None:
    """Directories are listed, made and walked by the sync service."""
    folder = tmp_path / "folder"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "file").write_text("deep")

    plugged.adb("push", str(folder), "/sdcard/Download/")
    plugged.adb("pull", "/sdcard/Download/folder", str(tmp_path / "back"))

    assert (tmp_path / "back" / "deep" / "file").read_text() == "deep"


def test_exec_out_is_binary_clean(plugged: Plugged) -> None:
    """``exec-out`` hands bytes through unchanged: a picture is a whole PNG of the right size."""
    picture = plugged.bench.adb_raw("-s", plugged.serial, "exec-out", "screencap -p").stdout

    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", picture[16:24]) == plugged.phone.size()
    assert picture.endswith(b"IEND" + struct.pack(">I", zlib.crc32(b"IEND")))


def test_forward_reaches_a_server_in_the_phone(plugged: Plugged) -> None:
    """A forwarded port carries bytes both ways, to TCP ports and abstract names."""

    async def shout(reader: asyncio.StreamReader, writer: Outlet) -> None:
        writer.write((await reader.read(100)).upper())
        await writer.drain()
        writer.close()

    plugged.phone.listeners[9008] = plugged.phone.listeners["name"] = shout

    for remote in ("tcp:9008", "localabstract:name"):
        port = int(plugged.adb("forward", "tcp:0", remote).stdout)
        with socket.create_connection(("127.0.0.1", port), 10) as sock:
            sock.sendall(b"hello")
            assert sock.recv(100) == b"HELLO"
            assert sock.recv(100) == b""
        plugged.adb("forward", "--remove", f"tcp:{port}")


def test_forward_to_nothing_is_closed(plugged: Plugged) -> None:
    """A port on which nothing listens hangs up at once."""
    port = int(plugged.adb("forward", "tcp:0", "tcp:4711").stdout)

    with socket.create_connection(("127.0.0.1", port), 10) as sock:
        assert sock.recv(1) == b""
    plugged.adb("forward", "--remove", f"tcp:{port}")


def test_wait_for_device_ends_when_the_phone_comes(bench: Bench) -> None:
    """``wait-for-device`` returns once the phone is there."""
    plugged = bench.plug()

    assert plugged.adb("wait-for-device", "shell", "echo here").stdout == "here\n"


def test_unplug_is_offline_and_replug_is_the_same_serial(plugged: Plugged) -> None:
    """A pulled cable cuts the phone off; put back, it has its serial and a new transport."""
    server = plugged.bench.server
    before = plugged.adb("devices", "-l").stdout

    plugged.run(lambda adbd: adbd.unplug())
    server.wait_for_state(plugged.serial, "offline")
    unplugged = plugged.adb("shell", "echo no")
    plugged.run(lambda adbd: adbd.replug())
    server.reconnect(plugged.serial)
    server.wait_for_state(plugged.serial, "device")

    assert unplugged.returncode == 1
    assert plugged.shell("echo back") == "back\n"
    assert _transport(before, plugged) != _transport(plugged.adb("devices", "-l").stdout, plugged)


def _transport(listing: str, plugged: Plugged) -> str:
    line = next(line for line in listing.splitlines() if line.startswith(plugged.serial))
    return line.rpartition("transport_id:")[2]


def test_an_offline_phone_answers_nothing(plugged: Plugged) -> None:
    """A daemon that hangs is listed, but not as a device."""
    plugged.run(lambda adbd: adbd.go_offline())
    plugged.bench.server.wait_for_state(plugged.serial, "offline")

    assert plugged.adb("shell", "echo no").returncode == 1


def test_sideload_state_is_passed_on(bench: Bench) -> None:
    """The banner's first word is the state that adb shows."""
    plugged = bench.lay(make_phone(), state="sideload")
    bench.server.request(f"host:connect:{plugged.serial}")

    assert bench.server.devices()[plugged.serial] == "sideload"


def test_an_unauthorized_phone_says_so_until_its_owner_allows(bench: Bench) -> None:
    """With a phone that asks, adb sees *unauthorized*; *Allow* on the phone makes it a device."""
    plugged = bench.lay(make_phone(), authorization=Authorization.ASK)
    said = bench.server.connect(plugged.serial)
    state = bench.server.devices()[plugged.serial]

    async def allow(adbd: object) -> bool:
        return plugged.adbd.allow()

    assert "failed to authenticate" in said
    assert state == "unauthorized"
    assert plugged.run(allow)
    assert plugged.adb("wait-for-device", "shell", "echo ok").stdout == "ok\n"


def test_a_known_computer_is_not_asked_again_until_revoked(bench: Bench) -> None:
    """An allowed key signs its way in after a replug; *Revoke* makes it a stranger again."""
    plugged = bench.lay(make_phone(), authorization=Authorization.ACCEPT)
    bench.server.connect(plugged.serial)
    plugged.adb("wait-for-device")
    plugged.adbd.authorization = Authorization.NEVER

    bench.server.reconnect(plugged.serial)
    known = plugged.shell("echo known")
    plugged.run(lambda adbd: adbd.revoke())
    bench.server.reconnect(plugged.serial)

    assert known == "known\n"
    bench.server.wait_for_state(plugged.serial, "unauthorized")


def test_the_old_protocol_version_works(bench: Bench, tmp_path: Path) -> None:
    """With version 0x01000000 and payloads of 4096 bytes, sums are right in both directions."""
    plugged = bench.plug(version=VERSION_CHECKSUM, max_payload=4096)
    source = tmp_path / "x"
    source.write_bytes(os.urandom(20_000))

    plugged.adb("push", str(source), "/sdcard/x")
    plugged.adb("pull", "/sdcard/x", str(tmp_path / "y"))

    assert (tmp_path / "y").read_bytes() == source.read_bytes()


def test_a_phone_without_features_is_an_old_one(bench: Bench) -> None:
    """Without announced features adb falls back to the old shell and the old stat."""
    plugged = bench.plug(features=())

    done = plugged.adb("shell", "echo old; false")

    assert (done.stdout, done.returncode) == ("old\n", 0)
    assert "Download" in plugged.adb("ls", "/sdcard/").stdout


def test_refusals_of_a_user_build(plugged: Plugged) -> None:
    """Root is refused in adbd's words; reverse is listed as empty."""
    assert "cannot run as root in production builds" in plugged.adb("root").stdout
    assert plugged.adb("reverse", "--list").stdout.strip() == ""


def test_sixty_four_phones_share_one_loop(bench: Bench) -> None:
    """Sixty-four phones in one event loop all answer."""
    plugged = [bench.plug(make_phone(f"phone{number}")) for number in range(64)]

    names = [one.shell("getprop ro.serialno").strip() for one in plugged]

    assert names == [f"phone{number}" for number in range(64)]


def test_closing_the_stream_ends_the_command(plugged: Plugged) -> None:
    """A command that runs for ever ends when its computer hangs up."""
    client = adbutils.AdbClient("127.0.0.1", plugged.bench.server.port)
    stream = client.device(plugged.serial).shell("logcat", stream=True)
    first = stream.conn.recv(9)
    stream.close()

    async def ended(adbd: Adbd) -> list[object]:
        tasks = [task for connection in adbd._connections for task in connection._tasks]
        return list(await asyncio.gather(*tasks))

    assert first == b"---------"
    assert all(result is None for result in plugged.run(ended))
