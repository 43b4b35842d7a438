"""settings: the three tables of the settings provider."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miunlink_adb.virtual.command.denial import deny, shell_is_trusted
from miunlink_adb.virtual.command.options import value

if TYPE_CHECKING:
    from miunlink_adb.virtual.command.call import Call, CommandFunction

_SPACES = ("system", "secure", "global")


def settings(call: Call) -> int:
    """``settings [--user N] get|put|delete|list NAMESPACE [KEY [VALUE]]``."""
    _, args = value(call.args, "--user", "")
    if len(args) < 2 or args[0] not in ("get", "put", "delete", "list"):
        return call.unknown("Invalid command")
    verb, space, rest = args[0], args[1], args[2:]
    if space not in _SPACES:
        call.complain(f"Invalid namespace '{space}'")
        return 255
    table = call.phone.settings[space]
    if verb == "list":
        for key in sorted(table):
            call.print(f"{key}={table[key]}")
        return 0
    if not rest:
        call.complain("Bad arguments")
        return 255
    if verb == "get":
        call.print(table.get(rest[0], "null"))
        return 0
    return _change(call, verb, space, rest)


def _change(call: Call, verb: str, space: str, rest: list[str]) -> int:
    if not shell_is_trusted(call.phone):
        return _denied(call, verb)
    table = call.phone.settings[space]
    if verb == "delete":
        call.print(f"Deleted {int(table.pop(rest[0], None) is not None)} rows")
    elif len(rest) < 2:
        call.complain("Bad arguments")
        return 255
    else:
        table[rest[0]] = rest[1]
    return 0


def _denied(call: Call, verb: str) -> int:
    permission = "android.permission.WRITE_SECURE_SETTINGS"
    if call.phone.sdk >= 30:
        return deny(call, verb, f"Permission denial, must have one of: [{permission}]")
    return deny(call, verb, f"Permission denial: writing to settings requires:{permission}")


COMMANDS: dict[str, CommandFunction] = {"settings": settings}
