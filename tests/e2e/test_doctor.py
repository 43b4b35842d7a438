"""`doctor` against virtual phones: what it finds from outside, and what it mends when agreed."""

import os
import pty
import subprocess
from pathlib import Path

import pytest

from miunlink_adb.virtual import AdbServer
from tests.e2e.phones import Phones
from tests.e2e.program import COMMAND, ROOT, Program


def states(document: dict[str, object]) -> dict[str, str]:
    """Check -> state."""
    findings = document["findings"]
    assert isinstance(findings, list)
    return {finding["check"]: finding["state"] for finding in findings}


@pytest.mark.parametrize("spec", ["miui-8:en", "miui-11:cn", "hyperos-1:de", "hyperos-3:ar"])
def test_a_phone_in_order(phones: Phones, program: Program, spec: str) -> None:
    """Nothing is in the way of any release: exit 0, nothing tapped, nothing left running."""
    phone = phones.attach(spec)
    done = program.run("doctor", "--json")
    assert set(states(done.document).values()) == {"ok"}
    assert (done.code, done.document["ok"]) == (0, True)
    assert phone.taps == []


@pytest.mark.parametrize(
    ("switch", "check", "code"),
    [
        ("taps=off", "taps", 3),
        ("missing_packages=com.xiaomi.finddevice", "app_finddevice", 3),
        ("disabled_packages=com.xiaomi.account", "app_account", 6),
        ("network=no", "network", 3),
        ("clock_off=-200000", "clock", 3),
        ("private_dns=dns.example", "private_dns", 0),
        ("holder=appium", "automation", 3),
        ("storage_full=yes", "storage", 3),
        ("battery=15 charging=no", "low_battery", 0),
        ("battery=5 charging=no", "battery", 6),
        ("keyguard=secure", "keyguard", 0),
        ("second_space=yes second_space_in_front=yes", "other_user", 6),
        ("device_owner=org.x/.A", "device_owner", 6),
        ("device_owner=org.x/.A financed=yes", "finance_lock", 6),
        ("frp=yes", "frp", 6),
        ("provisioned=no", "not_set_up", 6),
        ("updating=yes", "system_update", 6),
        ("lost_mode=yes", "find_device_window", 6),
    ],
)
def test_a_cause_is_found(
    phones: Phones, program: Program, switch: str, check: str, code: int
) -> None:
    """Each cause is found on the phone that has it, and is all that is found."""
    phones.attach("hyperos-1:de", *switch.split())
    done = program.run("doctor", "--json")
    found = {name for name, state in states(done.document).items() if state != "ok"}
    assert found == {check}
    assert done.code == code
    assert done.document["ok"] is (code == 0)


def test_what_the_packs_lack_for_this_phone(phones: Phones, program: Program) -> None:
    """A language that the packs hardly know: the labels are named, and who tells them instead."""
    phones.attach("hyperos-3:hi")
    done = program.run("doctor", "--json")
    (found,) = [row for row in done.document["findings"] if row["check"] == "pack_labels"]

    assert (done.code, found["state"]) == (0, "ok")
    assert "account.account_user_id_show" in found["what"]
    assert "the phone's own apps do not tell" in found["what"]


def test_no_phone_and_several_phones(phones: Phones, program: Program) -> None:
    """Without a phone the cable is told of; with two, how to choose; -s chooses."""
    done = program.run("doctor", "--json")
    assert (done.code, states(done.document)["phone_attached"]) == (3, "fail")
    first = phones.attach("miui-11:en")
    phones.attach("hyperos-1:en")
    done = program.run("doctor", "--json")
    assert (done.code, states(done.document)["phone_several_devices"]) == (3, "fail")
    assert program.run("doctor", "-s", first.serial).code == 0


def test_people_read_causes_and_remedies(phones: Phones, program: Program) -> None:
    """Each line has the state first; the summary names what is in the way, in order."""
    phones.attach("miui-11:ru", "taps=off", "network=no")
    done = program.run("doctor")
    assert "fail taps:" in done.stdout
    assert "“Отладка по USB (Настройки безопасности)”" in done.stdout
    assert "In the way: taps, network." in done.stdout


def test_nothing_is_mended_without_a_terminal(phones: Phones, program: Program) -> None:
    """--fix has nobody to ask: a wrong command line, and the phone stays as it is."""
    phone = phones.attach("miui-11:en", "missing_packages=com.xiaomi.finddevice")
    assert program.run("doctor", "--fix").code == 2
    assert not phone.touched


def in_a_terminal(server: AdbServer, home: Path, answer: str, *arguments: str) -> tuple[int, str]:
    """Run the command in a terminal whose person answers every question the same."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, **server.environment(), "PYTHONPATH": str(ROOT)}
    os.write(ours, f"{answer}\n".encode() * 5)
    with subprocess.Popen(
        [*COMMAND, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, env=environment,
        cwd=home, start_new_session=True,
    ) as process:  # fmt: skip
        os.close(theirs)
        said = b""
        try:
            while data := os.read(ours, 65536):
                said += data
        except OSError:  # the terminal's other side was closed
            pass
        finally:
            os.close(ours)
        return process.wait(60), said.decode()


@pytest.mark.parametrize(("answer", "mended"), [("y", True), ("n", False)])
def test_what_is_agreed_is_mended(
    phones: Phones, server: AdbServer, tmp_path: Path, answer: str, mended: bool
) -> None:
    """Each change is asked for; agreed, the app is back and the holder gone; else nothing is."""
    phone = phones.attach("miui-11:en", "missing_packages=com.xiaomi.finddevice", "holder=appium")
    code, said = in_a_terminal(server, tmp_path, answer, "doctor", "--fix")
    assert "Run on the phone: cmd package install-existing com.xiaomi.finddevice?" in said
    assert "Appium runs" in said
    assert (code == 0) is mended
    there = phone.virtual.call(
        lambda p: (bool(p.packages["com.xiaomi.finddevice"].installed_users), p.automation.holder)
    )
    assert there == ((True, "") if mended else (False, "appium"))
