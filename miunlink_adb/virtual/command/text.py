"""Commands that pass text on: grep, head, tail and their like."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from miunlink_adb.virtual.command.options import flags, size, value
from miunlink_adb.virtual.file_node import FileError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from miunlink_adb.virtual.command.call import Call, CommandFunction


async def _lines(call: Call, names: list[str]) -> AsyncIterator[tuple[str, bytes]]:
    """Yield the name and each line, without its end, of the files, or of the standard input."""
    for name in names:
        try:
            for line in call.phone.files.read(call.path(name)).splitlines():
                yield name, line
        except FileError as error:
            call.fail(f"{name}: {error.text}")
    while not names and (line := await call.stdin.readline()):
        yield "", line.removesuffix(b"\n")


async def grep(call: Call) -> int:
    """Print the lines that match; ``-i -v -c -q -o -E -F -n -w -l``, ``-m N``, ``-e PATTERN``."""
    limit, args = value(call.args, "-m", "0")
    given, args = value(args, "-e", "")
    options, rest = flags(args, "ivcqoEFnwla")
    pattern = given or (rest.pop(0) if rest else "")
    matcher = _matcher(pattern, options)
    count, number = 0, 0
    async for name, line in _lines(call, rest):
        number += 1
        found = matcher.search(line.decode("utf-8", "surrogateescape"))
        if (found is None) is ("v" not in options):
            continue
        count += 1
        if not options & {"c", "q", "l"}:
            text = found.group() if found and "o" in options else line.decode(errors="replace")
            head = f"{name}:" if len(rest) > 1 else ""
            call.print(f"{head}{number}:{text}" if "n" in options else f"{head}{text}")
        if "q" in options or count == int(limit):
            break
    if "c" in options:
        call.print(str(count))
    return 0 if count else 1


def _matcher(pattern: str, options: set[str]) -> re.Pattern[str]:
    if "F" in options:
        pattern = re.escape(pattern)
    elif "E" not in options:
        pattern = _basic(pattern)
    if "w" in options:
        pattern = rf"\b(?:{pattern})\b"
    return re.compile(pattern, re.IGNORECASE if "i" in options else 0)


def _basic(pattern: str) -> str:
    """Turn a basic regular expression into Python's: what groups there is escaped, and not here."""
    return re.sub(r"\\?[(){}|+?]", lambda found: _swap(found.group()), pattern)


def _swap(text: str) -> str:
    return text[1:] if text.startswith("\\") else "\\" + text


async def head(call: Call) -> int:
    """Print the first lines (``-n N``, ``-N``) or bytes (``-c N``)."""
    count_bytes, args = value(call.args, "-c", "")
    if count_bytes:
        return await _bytes(call, args, slice(0, size(count_bytes)))
    count, args = _count(args)
    seen = 0
    async for _, line in _lines(call, args):
        if seen >= count:
            break
        seen += 1
        call.out.write(line + b"\n")
    return 0


async def tail(call: Call) -> int:
    """Print the last lines (``-n N``, ``-n +N`` from line N on) or bytes (``-c N``, ``-c +N``)."""
    count_bytes, args = value(call.args, "-c", "")
    if count_bytes.startswith("+"):
        return await _bytes(call, args, slice(max(size(count_bytes[1:]) - 1, 0), None))
    if count_bytes:
        number = size(count_bytes)
        return await _bytes(call, args, slice(-number, None) if number else slice(0))
    count, rest = value(args, "-n", "")
    if count.startswith("+"):
        lines = [line async for _, line in _lines(call, rest)][int(count) - 1 :]
    else:
        number, rest = _count(args)
        lines = [line async for _, line in _lines(call, rest)][-number:] if number else []
    call.out.write(b"".join(line + b"\n" for line in lines))
    return 0


def _count(args: list[str]) -> tuple[int, list[str]]:
    """Return how many lines ``-n N`` or ``-N`` asks for (10 unless said), and the other words."""
    count, rest = value(args, "-n", "")
    if not count and rest and re.fullmatch(r"-\d+", rest[0]):
        count, rest = rest[0][1:], rest[1:]
    return int(count or 10), rest


async def _bytes(call: Call, names: list[str], part: slice) -> int:
    """Write a slice of the bytes of a file, or of the standard input."""
    status = 0
    for name in names or [""]:
        try:
            data = call.phone.files.read(call.path(name)) if name else await call.stdin.read()
        except FileError as error:
            status = call.fail(f"{name}: {error.text}")
        else:
            call.out.write(data[part])
    return status


async def wc(call: Call) -> int:
    """Count lines, words, bytes (``-l -w -c``)."""
    options, names = flags(call.args, "lwc")
    try:
        data = call.phone.files.read(call.path(names[0])) if names else await call.stdin.read()
    except FileError as error:
        return call.fail(f"{names[0]}: {error.text}")
    counts = {"l": data.count(b"\n"), "w": len(data.split()), "c": len(data)}
    shown = [str(number) for key, number in counts.items() if not options or key in options]
    call.print(" ".join(shown + names))
    return 0


async def sort(call: Call) -> int:
    """Sort lines (``-u -r``)."""
    options, names = flags(call.args, "ur")
    lines = sorted([line async for _, line in _lines(call, names)], reverse="r" in options)
    chosen = list(dict.fromkeys(lines)) if "u" in options else lines
    call.out.write(b"".join(line + b"\n" for line in chosen))
    return 0


async def tr(call: Call) -> int:
    """Delete characters (``-d SET``); other uses are not built."""
    if len(call.args) != 2 or call.args[0] != "-d":
        return call.unknown("tr: only -d SET is built")
    gone = call.args[1].encode().decode("unicode_escape").encode()
    call.out.write((await call.stdin.read()).translate(None, gone))
    return 0


COMMANDS: dict[str, CommandFunction] = {
    "grep": grep,
    "head": head,
    "tail": tail,
    "wc": wc,
    "sort": sort,
    "tr": tr,
}
