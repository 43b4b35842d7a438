"""Waiting for a phone that was lost: the same serial, ready, booted.

It must not know what was being done when it was lost.
"""

from __future__ import annotations

import re

from miunlink_adb.adb.address import ServerAddress
from miunlink_adb.adb.devices import AttachedDevice, choose_device, list_devices
from miunlink_adb.adb.error_map import foreign_errors
from miunlink_adb.adb.server import ensure_server
from miunlink_adb.adb.smart_socket import AdbFail, request
from miunlink_adb.clock import Clock, Deadline
from miunlink_adb.errors import DeviceError, NoAdb, NoDevice, Offline

__all__ = ["await_device", "reconnect"]

_POLL = 0.25
_RECONNECT_EVERY = 2.0
_NETWORK = re.compile(r"(\[.+\]|[^:\s]+):\d+")


def await_device(
    address: ServerAddress, serial: str, deadline: Deadline, clock: Clock
) -> AttachedDevice:
    """The phone with this serial once it is ready; a server that is gone is started again.

    A phone on the network is connected to again: adb forgets it when its server restarts.

    Raises:
        DeviceError: why it was not ready when the time was over.
    """
    again = Deadline(clock, 0.0)
    while True:
        try:
            return _find(address, serial, clock, deadline)
        except DeviceError as error:
            if deadline.expired:
                raise
            if again.expired and isinstance(error, NoDevice | Offline):
                again = Deadline(clock, _RECONNECT_EVERY)
                reconnect(address, serial, clock)
        clock.sleep(deadline.slice(_POLL))


def _find(address: ServerAddress, serial: str, clock: Clock, deadline: Deadline) -> AttachedDevice:
    ensure_server(address, clock=clock, seconds=max(deadline.remaining, 1.0))
    return choose_device(list_devices(address, clock=clock), serial)


def reconnect(address: ServerAddress, serial: str, clock: Clock) -> None:
    """Let adb connect to ``host:port`` again; whether it could is seen in the list."""
    if not _NETWORK.fullmatch(serial):
        return
    try:
        with foreign_errors("connecting to the phone again"):
            request(address, f"host:connect:{serial}", Deadline(clock, 5.0))
    except (DeviceError, NoAdb, AdbFail):
        return
