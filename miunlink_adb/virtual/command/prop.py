"""getprop and setprop."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from miunlink_adb.virtual.command.call import Call, CommandFunction


def getprop(call: Call) -> int:
    """Print one property (a default may follow), or all as ``[name]: [value]``."""
    props = call.phone.props
    if call.args:
        default = call.args[1] if len(call.args) > 1 else ""
        call.print(props.get(call.args[0]) or default)
        return 0
    for name in sorted(props):
        call.print(f"[{name}]: [{props[name]}]")
    return 0


def setprop(call: Call) -> int:
    """Refused but for the names that the shell user may set (``debug.``, ``log.``)."""
    if len(call.args) != 2:
        return call.fail("Needs 2 arguments")
    name, text = call.args
    if name.startswith(("debug.", "log.", "persist.log.tag")):
        call.phone.props[name] = text
        return 0
    call.complain(f"Failed to set property '{name}' to '{text}'.")
    call.complain("See dmesg for error reason.")
    return 1


COMMANDS: dict[str, CommandFunction] = {"getprop": getprop, "setprop": setprop}
