"""What a phone comes up as after a restart: Android, TWRP, the maker's recovery, the bootloader.

TWRP's properties and the state that adb lists are facts; that adb sees nothing of the maker's own
recovery until its owner waits for an update there is a report. A locked bootloader starts only the
maker's recovery. Knows the phone's state; no command, no app.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from miunlink_adb.virtual.file_node import File, Link

if TYPE_CHECKING:
    from miunlink_adb.virtual.phone import Phone

SYSTEM, TWRP, SIDELOAD, MENU, BOOTLOADER, DOWN = (
    "system",
    "recovery",
    "sideload",
    "menu",
    "bootloader",
    "down",
)
"""What runs on the phone; the first three in the words of adb's list, the others it cannot see."""
RECOVERIES = ("stock", "sideload", "twrp", "twrp_old")
"""What is installed: the maker's, the same while it waits for an update, TWRP with and without
`format`."""
TARGETS = ("", "system", "recovery", "sideload", "bootloader", "fastboot")
TWRP_VERSION = "3.7.0_12-0"
_OLD_VERSION = "3.4.0-0"
_KEPT = ("ro.product.", "ro.serialno", "ro.boot.", "ro.secureboot.", "ro.hardware", "ro.board.")
_MOUNTS = "rootfs / rootfs rw 0 0\n/dev/block/dm-0 /data f2fs rw 0 0\n"
_MOUNTS_FILE = "/proc/mounts"
_MEDIA = "/data/media"
"""Where a recovery sees what Android shows as internal storage."""


def restart(phone: Phone, target: str = "") -> None:
    """Let the phone go down now and come up later, whatever becomes of who asked for it."""
    phone.shut_down()
    phone.latency.after(phone.latency.boot, partial(come_up, phone, target))


def come_up(phone: Phone, target: str = "") -> None:
    """Start what `target` names."""
    if target in ("", "system"):
        phone.boot()
    elif target in ("recovery", "sideload"):
        _recover(phone)
    else:
        phone.mode = BOOTLOADER
        phone.record.note("mode", phone.mode)


def unlocked(phone: Phone) -> bool:
    """Whether the bootloader starts what its maker has not signed."""
    return phone.props.get("ro.secureboot.lockstate") == "unlocked"


def reachable(phone: Phone) -> bool:
    """Whether adb sees the phone once a cable is in it."""
    return phone.debugging if phone.mode == SYSTEM else phone.mode in (TWRP, SIDELOAD)


def _recover(phone: Phone) -> None:
    twrp = phone.recovery.startswith("twrp") and unlocked(phone)
    seen = SIDELOAD if phone.recovery == "sideload" else MENU
    phone.mode = TWRP if twrp else seen
    phone.record.note("mode", phone.mode)
    phone.system_props = phone.props
    phone.props = _twrp_props(phone) if twrp else _update_props(phone)
    phone.files.place(_MOUNTS_FILE, File(0o444, content=_MOUNTS.encode()))
    phone.files.place(f"{_MEDIA}/0", Link(target="/storage/emulated/0"))
    if reachable(phone):
        phone.plugged = True
        phone.link("plug")


def leave(phone: Phone) -> None:
    """Android starts: its own properties are there again."""
    if phone.system_props is not None:
        phone.props, phone.system_props = phone.system_props, None
        phone.files.discard(_MOUNTS_FILE)
        phone.files.discard(_MEDIA)
    phone.mode = SYSTEM


def _twrp_props(phone: Phone) -> dict[str, str]:
    device = phone.props.get("ro.product.device", "")
    kept = {key: text for key, text in phone.props.items() if key.startswith(_KEPT)}
    return kept | {
        "ro.product.name": f"twrp_{device}",
        "ro.twrp.version": TWRP_VERSION if phone.recovery == "twrp" else _OLD_VERSION,
        "ro.twrp.boot": "1",
        "ro.bootmode": "recovery",
        "ro.boot.mode": "recovery",
        "ro.secure": "0",
        "ro.debuggable": "1",
        "init.svc.recovery": "running",
        "sys.usb.config": "mtp,adb",
    }


def _update_props(phone: Phone) -> dict[str, str]:
    """While it waits for an update the model is the recovery image's."""
    return {
        "ro.product.name": phone.props.get("ro.product.device", ""),
        "ro.product.device": phone.props.get("ro.product.device", ""),
        "ro.product.model": "xiaomi_for_arm64",
        "ro.bootmode": "recovery",
    }
