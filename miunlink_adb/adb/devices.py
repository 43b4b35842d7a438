"""The phones that the adb server knows, and choosing one of them.

It must not know packs, screens or the command line; it starts nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from miunlink_adb.adb.address import ServerAddress
from miunlink_adb.adb.error_map import foreign_errors
from miunlink_adb.adb.smart_socket import request
from miunlink_adb.clock import Clock, Deadline, SystemClock
from miunlink_adb.device_state.attached import Attached as AttachedDevice
from miunlink_adb.device_state.attached import parse_attached
from miunlink_adb.errors import DeviceError, NoDevice, Offline, SeveralDevices, Unauthorized

__all__ = ["AttachedDevice", "choose_device", "device_problem", "list_devices"]

LIST_SECONDS = 5.0
_PRINTED = ("transport_id", "usb", "product", "model", "device")
"""Details by which a phone can be chosen too, in the words that ``adb devices -l`` prints."""

_UDEV = (
    'Put SUBSYSTEM=="usb", ATTR{idVendor}=="2717", MODE="0660", TAG+="uaccess" and the same line '
    'with "18d1" into /etc/udev/rules.d/51-android.rules, run "udevadm control --reload" as root '
    "and replug the phone."
)
_MODES = {
    "recovery": "is in recovery",
    "sideload": "is in recovery, waiting for an update by sideload",
    "rescue": "is in rescue mode",
    "bootloader": "is in fastboot",
    "host": "is a device in host mode",
}


def list_devices(address: ServerAddress, *, clock: Clock | None = None) -> list[AttachedDevice]:
    """All phones that this server knows, in its order, usable or not.

    Raises:
        DeviceError: the server does not answer.
    """
    with foreign_errors("listing the attached phones"):
        deadline = Deadline(clock or SystemClock(), LIST_SECONDS)
        return list(parse_attached(request(address, "host:devices-l", deadline)))


def choose_device(devices: Sequence[AttachedDevice], serial: str | None) -> AttachedDevice:
    """The one phone that is meant, ready to be used.

    `serial`: a serial, or a detail as ``adb devices -l`` prints it (``transport_id:3``,
    ``usb:1-2``, ``model:Mi_10``); None or "" is fine when a single phone is attached.

    Raises:
        NoDevice, SeveralDevices, Unauthorized, Offline: with what to do about it.
    """
    matching = [d for d in devices if not serial or serial == d.serial]
    matching = matching or [d for d in devices if serial in _details(d)]
    if not matching:
        raise _none_of(devices, serial)
    if len(matching) > 1 and serial:  # a stale entry of the same phone is no second phone
        matching = [d for d in matching if d.state == "device"] or matching
    if len(matching) > 1:
        raise _several(matching, serial)
    problem = device_problem(matching[0])
    if problem:
        raise problem
    return matching[0]


def device_problem(device: AttachedDevice) -> DeviceError | None:
    """Why this phone cannot be used as it is; None when it can."""
    serial, state = device.serial, device.state
    if state == "device":
        return None
    if state in ("unauthorized", "authorizing"):
        return Unauthorized(f"The phone {serial} has not allowed this computer to debug it.")
    if state in ("offline", "connecting", "detached"):
        return Offline(f"The phone {serial} is attached, but does not answer ({state}).")
    if state == "no permissions":
        why = f": {device.cause}" if device.cause else ""
        text = f"The phone {serial} is attached, but this user may not open its USB port{why}."
        return NoDevice(text, hint=_UDEV)
    mode = _MODES.get(state, f"is in a state that adb calls {state!r}")
    return NoDevice(
        f"The phone {serial} {mode}, where nobody can be signed out.",
        hint="Restart the phone normally, unlock it and run the command again.",
    )


def _details(device: AttachedDevice) -> set[str]:
    values = ((name, getattr(device, name)) for name in _PRINTED)
    return {f"{name}:{value}" for name, value in values if value not in ("", None)}


def _none_of(devices: Sequence[AttachedDevice], serial: str | None) -> NoDevice:
    if not devices:
        return NoDevice(f"The phone {serial} is not attached." if serial else None)
    return NoDevice(
        f"The phone {serial} is not attached; attached: {_listed(devices)}.",
        hint="Choose one of the attached phones with -s, or plug the right one in.",
    )


def _several(devices: Sequence[AttachedDevice], serial: str | None) -> SeveralDevices:
    if serial:
        ids = [d.transport_id for d in devices if d.transport_id is not None]
        one = f"choose one with -s transport_id:{ids[-1]}" if ids else "update adb"
        return SeveralDevices(
            f"{len(devices)} phones answer to {serial}: {_listed(devices)}.",
            hint=f"Unplug the others, or {one}.",
        )
    return SeveralDevices(f"{len(devices)} phones are attached: {_listed(devices)}.")


def _listed(devices: Sequence[AttachedDevice]) -> str:
    return ", ".join(_named(device) for device in devices)


def _named(device: AttachedDevice) -> str:
    parts = [device.model.replace("_", " "), "" if device.state == "device" else device.state]
    if device.transport_id is not None:
        parts.append(f"transport_id:{device.transport_id}")
    inside = ", ".join(part for part in parts if part)
    return f"{device.serial} ({inside})" if inside else device.serial
