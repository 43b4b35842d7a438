"""The way to the phone: every cause is told from the others, with what to do about it."""

from pathlib import Path

import pytest

from miunlink_adb.adb import choose_device, usb_phones
from miunlink_adb.adb.holder import find_holder, find_holder_process
from miunlink_adb.device_state.attached import parse_attached
from miunlink_adb.doctor import Computer, UsbPhone, examine_computer, exit_code
from miunlink_adb.doctor.finding import Finding
from miunlink_adb.errors import MiunlinkError, NoAdb


def listed(text: str, serial: str | None = None, version: int = 41) -> Computer:
    """A computer whose adb lists these phones, and the problem that choosing one meets."""
    attached = parse_attached(text)
    problem: MiunlinkError | None = None
    try:
        choose_device(attached, serial)
    except MiunlinkError as error:
        problem = error
    return Computer(version, None, attached, problem)


def stops(computer: Computer) -> Finding:
    """The one finding that stops us."""
    (found,) = [finding for finding in examine_computer(computer) if finding.state == "fail"]
    return found


def test_a_ready_phone_passes() -> None:
    """A server of today and one ready phone: nothing is found, exit 0."""
    findings = examine_computer(listed("A1 device"))
    assert {finding.state for finding in findings} == {"ok"}
    assert exit_code(findings) == 0


def test_no_adb_is_all_that_is_told() -> None:
    """Without a server nothing of the phone can be said, so nothing else is."""
    findings = examine_computer(Computer(server_problem=NoAdb("adb is not installed.")))
    assert [finding.check for finding in findings] == ["adb_server"]
    assert "platform-tools" in findings[0].remedy
    assert exit_code(findings) == 3


def test_an_old_server_is_a_warning() -> None:
    """An old server may work: it is told, and does not stop us."""
    findings = examine_computer(listed("A1 device", version=36))
    assert [f.check for f in findings if f.state == "warn"] == ["adb_version"]
    assert exit_code(findings) == 0


@pytest.mark.parametrize(
    ("usb", "system", "what", "remedy"),
    [
        ((UsbPhone("2717", offers_adb=False),), "Linux", "only charges", "File transfer"),
        ((UsbPhone("18d1", offers_adb=True),), "Linux", "does not list it", "udev/rules.d"),
        ((), "Linux", "No phone is on the USB", "cable that carries data"),
        (None, "Windows", "No phone is attached", "USB driver"),
        (None, "Darwin", "No phone is attached", "cable that carries data"),
    ],
)
def test_why_no_phone_is_listed(
    usb: tuple[UsbPhone, ...] | None, system: str, what: str, remedy: str
) -> None:
    """Cable, driver, permission and a phone that only charges are told apart by the USB."""
    found = stops(Computer(41, usb=usb, system=system))
    assert found.check == "phone_attached"
    assert what in found.what
    assert remedy in found.remedy


@pytest.mark.parametrize(
    ("text", "check", "remedy"),
    [
        ("A1 unauthorized", "phone_unauthorized", "Always allow"),
        ("A1 offline", "phone_offline", "replug"),
        ("A1 no permissions (missing udev rules?)", "phone_no_permissions", "2717"),
        ("A1 recovery", "phone_recovery", "Restart the phone"),
        ("A1 sideload", "phone_sideload", "Restart the phone"),
        ("A1 bootloader", "phone_bootloader", "Restart the phone"),
        ("A1 device\nB2 device", "phone_several_devices", "-s"),
        ("A1 device\nB2 unauthorized", "phone_several_devices", "-s"),
    ],
)
def test_why_a_phone_is_not_ready(text: str, check: str, remedy: str) -> None:
    """Each state of a listed phone has a name and a way out; all are the device's: exit 3."""
    found = stops(listed(text))
    assert (found.check, found.code) == (check, 3)
    assert remedy in found.remedy


def test_the_udev_rule_is_told_in_full() -> None:
    """Both vendor ids that Xiaomi's phones use stand in lines that can be copied."""
    remedy = stops(listed("A1 no permissions")).remedy
    for vendor in ("2717", "18d1"):
        assert (
            f'SUBSYSTEM=="usb", ATTR{{idVendor}}=="{vendor}", MODE="0660", TAG+="uaccess"' in remedy
        )


def sysfs(folder: Path, name: str, files: dict[str, str]) -> None:
    """One device or interface below a folder like /sys/bus/usb/devices."""
    (folder / name).mkdir(parents=True)
    for file, text in files.items():
        (folder / name / file).write_text(f"{text}\n")


INTERFACE = ("bInterfaceClass", "bInterfaceSubClass", "bInterfaceProtocol")


def test_phones_on_the_usb(tmp_path: Path) -> None:
    """Phones of both vendor ids are seen, other devices are not, and adb's interface is told."""
    sysfs(tmp_path, "1-1", {"idVendor": "2717"})
    sysfs(tmp_path, "1-1:1.0", dict(zip(INTERFACE, ("06", "01", "01"), strict=True)))
    sysfs(tmp_path, "1-1:1.1", dict(zip(INTERFACE, ("ff", "42", "01"), strict=True)))
    sysfs(tmp_path, "1-2", {"idVendor": "18D1"})
    sysfs(tmp_path, "1-2:1.0", dict(zip(INTERFACE, ("06", "01", "01"), strict=True)))
    sysfs(tmp_path, "1-3", {"idVendor": "046d"})
    sysfs(tmp_path, "usb1", {})
    assert usb_phones(tmp_path) == [("2717", True), ("18d1", False)]


def test_a_computer_without_sysfs_says_nothing(tmp_path: Path) -> None:
    """Where the USB cannot be read, that is not taken for an empty one."""
    assert usb_phones(tmp_path / "missing") is None


def test_a_holder_is_named_with_its_process() -> None:
    """The program and its process id, as words and apart; our own words for both."""
    listing = "USER PID PPID NAME\nu0_a1 4711 712 io.appium.uiautomator2.server\n"
    assert find_holder_process(listing) == ("Appium", 4711)
    assert find_holder(listing) == "Appium (process 4711 on the phone)"
    assert find_holder_process("USER PID NAME\nroot 1 init\n") is None
