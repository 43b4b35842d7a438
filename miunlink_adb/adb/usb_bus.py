"""Phones on this computer's USB, read from Linux's sysfs: is one there, and does it offer adb?

Only looks, and says nothing where there is no sysfs. It must not open a phone.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

__all__ = ["BusPhone", "usb_phones"]

SYSFS = Path("/sys/bus/usb/devices")
VENDORS = frozenset({"2717", "18d1"})
"""Xiaomi, and Google, whose id Xiaomi's phones use too."""
ADB = ("ff", "42", "01")
"""Class, subclass and protocol of adb's interface."""


class BusPhone(NamedTuple):
    """A phone: its USB vendor id, and whether one of its interfaces is adb's."""

    vendor: str
    offers_adb: bool


def usb_phones(folder: Path = SYSFS) -> list[BusPhone] | None:
    """The phones of Xiaomi's vendor ids on the USB; None where the USB cannot be read."""
    try:
        devices = sorted(folder.iterdir())
    except OSError:
        return None
    found = []
    for device in devices:
        vendor = _read(device / "idVendor")
        if vendor in VENDORS:
            interfaces = sorted(folder.glob(f"{device.name}:*"))
            found.append(BusPhone(vendor, any(_is_adb(item) for item in interfaces)))
    return found


def _is_adb(interface: Path) -> bool:
    names = ("bInterfaceClass", "bInterfaceSubClass", "bInterfaceProtocol")
    return tuple(_read(interface / name) for name in names) == ADB


def _read(file: Path) -> str:
    try:
        return file.read_text("ascii").strip().lower()
    except (OSError, UnicodeDecodeError):
        return ""
