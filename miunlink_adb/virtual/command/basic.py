"""Commands that need nothing of the phone but its clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miunlink_adb.virtual.file_node import Directory, File, FileError

if TYPE_CHECKING:
    from collections.abc import Callable

    from miunlink_adb.virtual.command.call import Call, CommandFunction


def echo(call: Call) -> int:
    """Print the arguments; ``-n`` without the line's end."""
    newline = call.args[:1] != ["-n"]
    call.print(" ".join(call.args if newline else call.args[1:]), end="\n" if newline else "")
    return 0


def true(call: Call) -> int:
    """Succeed."""
    del call
    return 0


def false(call: Call) -> int:
    """Fail."""
    del call
    return 1


async def sleep(call: Call) -> int:
    """Wait for seconds, as the phone's latency lets time pass."""
    try:
        seconds = float(call.args[0].removesuffix("s"))
    except (IndexError, ValueError):
        return call.fail("needs 1 argument" if not call.args else f"not a time: {call.args[0]}")
    await call.phone.latency.sleep(seconds)
    return 0


def test(call: Call) -> int:
    """Compare strings and numbers, look for files: ``test`` and ``[``."""
    args = call.args
    if call.name == "[":
        if args[-1:] != ["]"]:
            return call.fail("missing ']'", 2)
        args = args[:-1]
    negate = args[:1] == ["!"]
    value = _test(call, args[1:] if negate else args)
    return int(value is negate)


_BINARY: dict[str, Callable[[str, str], bool]] = {
    "=": lambda a, b: a == b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "-eq": lambda a, b: int(a) == int(b),
    "-ne": lambda a, b: int(a) != int(b),
    "-gt": lambda a, b: int(a) > int(b),
    "-lt": lambda a, b: int(a) < int(b),
    "-ge": lambda a, b: int(a) >= int(b),
    "-le": lambda a, b: int(a) <= int(b),
}


def _test(call: Call, args: list[str]) -> bool:
    if len(args) == 1:
        return args[0] != ""
    if len(args) == 2 and args[0] in ("-z", "-n"):
        return (args[1] == "") is (args[0] == "-z")
    if len(args) == 2 and args[0] in ("-e", "-f", "-d", "-r", "-s"):
        return _test_file(call, args[0], call.path(args[1]))
    if len(args) == 3 and args[1] in _BINARY:
        return _BINARY[args[1]](args[0], args[2])
    if args:
        call.unknown("test: this expression is not built")
    return False


def _test_file(call: Call, flag: str, path: str) -> bool:
    try:
        node = call.phone.files.walk(path)
    except FileError:
        return False
    if flag == "-s":
        return node.size > 0
    kinds: dict[str, type] = {"-f": File, "-d": Directory}
    return isinstance(node, kinds.get(flag, object))


COMMANDS: dict[str, CommandFunction] = {
    "echo": echo,
    "true": true,
    ":": true,
    "false": false,
    "sleep": sleep,
    "test": test,
    "[": test,
}
