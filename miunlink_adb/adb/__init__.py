"""Phones over adb: finding an adb server and a phone, and driving it.

The only room that imports adbutils and uiautomator2, and only once a phone's screen is looked at:
both cost a third of a second. Its own modules load when they are asked for, too. It must not know
packs, screens or flows.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from miunlink_adb.adb.quiet import quiet_libraries

if TYPE_CHECKING:
    from miunlink_adb.adb.address import ServerAddress, resolve_server
    from miunlink_adb.adb.attach import connect
    from miunlink_adb.adb.devices import (
        AttachedDevice,
        choose_device,
        device_problem,
        list_devices,
    )
    from miunlink_adb.adb.handset import Handset
    from miunlink_adb.adb.holder import Holder, find_holder_process
    from miunlink_adb.adb.limits import Limits
    from miunlink_adb.adb.look import FocusState
    from miunlink_adb.adb.phone import AdbPhone, InputAnswer
    from miunlink_adb.adb.server import ensure_server
    from miunlink_adb.adb.shell import AdbShell
    from miunlink_adb.adb.usb_bus import BusPhone, usb_phones

__all__ = [
    "AdbPhone",
    "AdbShell",
    "AttachedDevice",
    "BusPhone",
    "FocusState",
    "Handset",
    "Holder",
    "InputAnswer",
    "Limits",
    "ServerAddress",
    "choose_device",
    "connect",
    "device_problem",
    "ensure_server",
    "find_holder_process",
    "list_devices",
    "resolve_server",
    "usb_phones",
]

_HOMES = {
    "address": ("ServerAddress", "resolve_server"),
    "attach": ("connect",),
    "devices": ("AttachedDevice", "choose_device", "device_problem", "list_devices"),
    "handset": ("Handset",),
    "holder": ("Holder", "find_holder_process"),
    "look": ("FocusState",),
    "limits": ("Limits",),
    "phone": ("AdbPhone", "InputAnswer"),
    "server": ("ensure_server",),
    "shell": ("AdbShell",),
    "usb_bus": ("BusPhone", "usb_phones"),
}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Load the module that a name comes from."""
        home = next((home for home, names in _HOMES.items() if name in names), None)
        if home is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(importlib.import_module(f"{__name__}.{home}"), name)
        return value


quiet_libraries()
