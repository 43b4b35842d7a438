"""From an adb server's address to a phone that can be driven.

It must not know what is done with the phone.
"""

from __future__ import annotations

from miunlink_adb.adb.address import ServerAddress
from miunlink_adb.adb.devices import AttachedDevice, choose_device, list_devices
from miunlink_adb.adb.limits import Limits
from miunlink_adb.adb.phone import AdbPhone
from miunlink_adb.clock import Clock, SystemClock

__all__ = ["connect"]


def connect(
    address: ServerAddress,
    device: AttachedDevice | str | None,
    *,
    clock: Clock | None = None,
    limits: Limits = Limits(),
) -> AdbPhone:
    """A phone ready to be driven; close it at the end.

    `device`: what `choose_device` returned, or a serial as it takes it. `clock`: the runner's.
    `limits`: how long a server that hangs is waited for.
    Nothing is started on the phone before it is looked at.

    Raises:
        DeviceError: as `choose_device` says.
    """
    clock = clock or SystemClock()
    if not isinstance(device, AttachedDevice):
        device = choose_device(list_devices(address, clock=clock), device)
    return AdbPhone(address, device, clock, limits)
