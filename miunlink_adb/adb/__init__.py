"""Phones over adb: finding an adb server and a phone, and driving it.

The only room that imports adbutils and uiautomator2, and only once a phone's screen is looked at:
both cost a third of a second. It must not know packs, screens or flows.
"""

from __future__ import annotations

from miunlink_adb.adb.address import ServerAddress, resolve_server
from miunlink_adb.adb.connect import connect
from miunlink_adb.adb.devices import (
    AttachedDevice,
    choose_device,
    device_problem,
    list_devices,
)
from miunlink_adb.adb.handset import Handset
from miunlink_adb.adb.holder import Holder, find_holder_process
from miunlink_adb.adb.look import FocusState
from miunlink_adb.adb.phone import AdbPhone, InputAnswer, Limits
from miunlink_adb.adb.quiet import quiet_libraries
from miunlink_adb.adb.server import ensure_server
from miunlink_adb.adb.usb_bus import BusPhone, usb_phones

__all__ = [
    "AdbPhone",
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

quiet_libraries()
