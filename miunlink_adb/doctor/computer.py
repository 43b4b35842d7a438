"""Checks of the way to the phone: adb server, cable, driver, permissions, authorization.

Pure. It must not know what is on a phone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from miunlink_adb.device_state.attached import Attached
from miunlink_adb.doctor.finding import Finding, fail, good, warn
from miunlink_adb.errors import MiunlinkError

__all__ = ["Computer", "UsbPhone", "examine_computer"]

CURRENT_SERVER = 41
"""The version of all adb servers since 2018."""
VENDORS = ("2717", "18d1")
"""USB vendor ids of Xiaomi's phones: Xiaomi's own and Google's, which they use too."""
UDEV_FILE = "/etc/udev/rules.d/51-android.rules"
UDEV = " and ".join(
    f'SUBSYSTEM=="usb", ATTR{{idVendor}}=="{vendor}", MODE="0660", TAG+="uaccess"'
    for vendor in VENDORS
)
UDEV_REMEDY = (
    f"Put these lines into {UDEV_FILE}: {UDEV}; then run 'udevadm control --reload' as root and "
    "replug the phone."
)


class UsbPhone(NamedTuple):
    """A phone on the computer's USB: its vendor id, and whether it offers adb."""

    vendor: str
    offers_adb: bool


@dataclass(frozen=True, slots=True)
class Computer:
    """What is known of the computer's side.

    `server`: the adb server's version, None if none answers (`server_problem` says why).
    `attached`: what it lists. `problem`: why the phone that is meant cannot be used. `usb`: phones
    on the USB; None where that cannot be read. `system`: `Linux`, `Windows`, `Darwin`.
    """

    server: int | None = None
    server_problem: MiunlinkError | None = None
    attached: Sequence[Attached] = ()
    problem: MiunlinkError | None = None
    usb: Sequence[UsbPhone] | None = None
    system: str = "Linux"


Check = Callable[[Computer], Iterator[Finding]]


def adb_server(computer: Computer) -> Iterator[Finding]:
    """An adb server answers."""
    error = computer.server_problem
    if error is not None:
        yield fail("adb_server", error.message, error.hint, error.exit_code)
    else:
        yield good("adb_server", "An adb server answers.")


def adb_version(computer: Computer) -> Iterator[Finding]:
    """It is of today: an older client or server kills the other at every call."""
    version = computer.server
    if version is None:
        return
    if version < CURRENT_SERVER:
        yield warn(
            "adb_version",
            f"The adb server has version {version}; since 2018 it is {CURRENT_SERVER}.",
            "Install today's Android platform-tools, end the old server with 'adb kill-server' "
            "when no other program needs it, and start again.",
        )
    else:
        yield good("adb_version", f"Its version is {version}.")


def phone_attached(computer: Computer) -> Iterator[Finding]:
    """Adb lists some phone; if not, the USB tells cable, driver and switch apart."""
    if computer.server is None:
        return
    if computer.attached:
        yield good("phone_attached", f"adb lists {len(computer.attached)} phone(s).")
        return
    what, remedy = _nothing_listed(computer)
    yield fail("phone_attached", what, remedy)


def _nothing_listed(computer: Computer) -> tuple[str, str]:
    on_phone = (
        "On the phone: Settings > About phone, tap the version seven times; then Developer "
        "options > USB debugging: on."
    )
    usb = computer.usb
    if usb and any(phone.offers_adb for phone in usb):
        what = "The phone is on the USB and offers adb, but adb does not list it."
        return what, f"Another adb server may hold it, or this user may not open it. {UDEV_REMEDY}"
    if usb:
        what = "The phone is on the USB, but it only charges, or USB debugging is off."
        return (
            what,
            f"Pull down the notifications, tap the USB one, choose 'File transfer'. {on_phone}",
        )
    what = "No phone is attached." if usb is None else "No phone is on the USB."
    cable = "Use a cable that carries data and a port of the computer itself; unlock the phone."
    driver = (
        "Install the phone's USB driver (Google USB Driver, or Xiaomi's) in the device manager. "
        if computer.system == "Windows"
        else ""
    )
    return what, f"{cable} {driver}{on_phone}"


def phone_state(computer: Computer) -> Iterator[Finding]:
    """The phone that is meant is one, and ready."""
    if not computer.attached:
        return
    error = computer.problem
    if error is None:
        yield good("phone_state", "The phone is ready.")
        return
    remedy = UDEV_REMEDY if _no_permissions(computer) else error.hint
    yield fail(f"phone_{_state(computer, error)}", error.message, remedy, error.exit_code)


def _no_permissions(computer: Computer) -> bool:
    return any(phone.state == "no permissions" for phone in computer.attached)


def _state(computer: Computer, error: MiunlinkError) -> str:
    if error.code in ("unauthorized", "offline", "several_devices"):
        return error.code
    states = {phone.state.replace(" ", "_") for phone in computer.attached} - {"device"}
    return states.pop() if len(states) == 1 and len(computer.attached) == 1 else "state"


CHECKS: tuple[Check, ...] = (adb_server, adb_version, phone_attached, phone_state)
"""In the order in which things are to be put right."""


def examine_computer(computer: Computer) -> list[Finding]:
    """Make every check."""
    return [finding for check in CHECKS for finding in check(computer)]
