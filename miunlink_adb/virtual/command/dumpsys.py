"""dumpsys: which system service prints what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miunlink_adb.virtual.command.dump.account import dump_account
from miunlink_adb.virtual.command.dump.activity import dump_activity
from miunlink_adb.virtual.command.dump.hardware import (
    dump_battery,
    dump_display,
    dump_input,
    dump_input_method,
    dump_power,
    dump_surface_flinger,
)
from miunlink_adb.virtual.command.dump.package import dump_package
from miunlink_adb.virtual.command.dump.policy import (
    dump_connectivity,
    dump_device_policy,
    dump_lock_settings,
    dump_trust,
    dump_user,
    dump_wifi,
)
from miunlink_adb.virtual.command.dump.window import dump_window
from miunlink_adb.virtual.command.options import value

if TYPE_CHECKING:
    from collections.abc import Callable

    from miunlink_adb.virtual.command.call import Call, CommandFunction
    from miunlink_adb.virtual.phone import Phone

SERVICES: dict[str, Callable[[Phone, list[str]], str]] = {
    "SurfaceFlinger": dump_surface_flinger,
    "account": dump_account,
    "activity": dump_activity,
    "battery": dump_battery,
    "connectivity": dump_connectivity,
    "device_policy": dump_device_policy,
    "display": dump_display,
    "input": dump_input,
    "input_method": dump_input_method,
    "lock_settings": dump_lock_settings,
    "package": dump_package,
    "power": dump_power,
    "trust": dump_trust,
    "user": dump_user,
    "wifi": dump_wifi,
    "window": dump_window,
}


def dumpsys(call: Call) -> int:
    """``dumpsys [-t SECONDS] [-l] SERVICE ARGUMENTS``."""
    _, args = value(call.args, "-t", "")
    _, args = value(args, "-T", "")
    if args[:1] == ["-l"]:
        call.print("Currently running services:")
        call.print("\n".join(f"  {name}" for name in SERVICES))
        return 0
    dump = SERVICES.get(args[0]) if args else None
    if dump is None or not call.phone.boot_completed:
        shown = args[0] if args else ""
        if dump is None:
            call.phone.record.unknown.append(f"dumpsys {shown}")
        call.complain(f"Can't find service: {shown}")
        return 0
    call.print(dump(call.phone, args[1:]), end="")
    return 0


COMMANDS: dict[str, CommandFunction] = {"dumpsys": dumpsys}
