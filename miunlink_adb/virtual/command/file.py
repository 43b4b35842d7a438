"""Commands that read and change the phone's files, with toybox's texts."""

from __future__ import annotations

import asyncio
import hashlib
from typing import TYPE_CHECKING

from miunlink_adb.virtual.command.options import flags, size
from miunlink_adb.virtual.file_node import Directory, File, FileError

if TYPE_CHECKING:
    from collections.abc import Callable

    from miunlink_adb.virtual.command.call import Call, CommandFunction

_BLOCK = 2**20


def _each(call: Call, names: list[str], do: Callable[[str], None]) -> int:
    """Do something for each name, complaining about the ones that fail."""
    status = 0
    for name in names:
        try:
            do(name)
        except FileError as error:
            status = call.fail(f"{name}: {error.text}")
    return status


async def cat(call: Call) -> int:
    """Write files, or the standard input."""
    if not call.args:
        while data := await call.stdin.read(65536):
            call.out.write(data)
            await call.flush()
        return 0
    status = 0
    for name in call.args:
        try:
            file = call.phone.files.open(call.path(name))
        except FileError as error:
            status = call.fail(f"{name}: {error.text}")
        else:
            await _show(call, file, 0, file.size)
    return status


def rm(call: Call) -> int:
    """Remove files (``-f -r -R``)."""
    options, names = flags(call.args, "frRv")

    def remove(name: str) -> None:
        path = call.path(name)
        if "f" in options and not _there(call, path):
            return
        call.phone.files.remove(path, recursive=bool(options & {"r", "R"}))

    return _each(call, names, remove)


def _there(call: Call, path: str) -> bool:
    try:
        call.phone.files.walk(path, follow=False)
    except FileError:
        return False
    return True


def rmdir(call: Call) -> int:
    """Remove empty directories."""
    return _each(
        call, call.args, lambda name: call.phone.files.remove(call.path(name), directory=True)
    )


def mkdir(call: Call) -> int:
    """Create directories (``-p``)."""
    options, names = flags(call.args, "p")
    return _each(
        call,
        names,
        lambda name: call.phone.files.make_directory(call.path(name), parents="p" in options),
    )


def touch(call: Call) -> int:
    """Create empty files, or give existing ones the present time."""

    def renew(name: str) -> None:
        path = call.path(name)
        old = call.phone.files.read(path) if call.phone.files.exists(path) else b""
        call.phone.files.write(path, old)

    return _each(call, call.args, renew)


def chmod(call: Call) -> int:
    """Change the permission bits of the shell's own files; octal modes only."""
    if len(call.args) < 2 or not call.args[0].isdecimal():
        return call.unknown("chmod: only octal modes are built")
    bits = int(call.args[0], 8)

    def change(name: str) -> None:
        node = call.phone.files.walk(call.path(name))
        if node.uid == 2000:
            node.mode = bits
        else:
            call.fail(f"chmod '{name}' to {bits:o}: Operation not permitted")

    return _each(call, call.args[1:], change)


def cp(call: Call) -> int:
    """Copy one file (``cp``), or move it (``mv``), which keeps its time."""
    names = flags(call.args, "fp")[1]
    if len(names) != 2:
        return call.unknown(f"{call.name}: only SOURCE TARGET is built")
    files = call.phone.files
    source, target = (call.path(name) for name in names)

    def copy(name: str) -> None:
        del name
        inside = files.exists(target) and isinstance(files.walk(target), Directory)
        final = f"{target}/{source.rpartition('/')[2]}" if inside else target
        if call.name == "mv":
            files.move(source, final)
        else:
            files.write(final, files.read(source))

    return _each(call, names[:1], copy)


async def digest(call: Call) -> int:
    """``md5sum``, ``sha1sum``, ``sha256sum``."""
    algorithm = call.name.removesuffix("sum")
    brief, names = flags(call.args, "b")

    def show(name: str, text: str) -> None:
        call.print(text if "b" in brief else f"{text}  {name}")

    if not names:
        data = await call.stdin.read()
        show("-", hashlib.new(algorithm, data, usedforsecurity=False).hexdigest())
    files: list[tuple[str, File]] = []
    status = 0
    for name in names:
        try:
            files.append((name, call.phone.files.open(call.path(name))))
        except FileError as error:
            status = call.fail(f"{name}: {error.text}")
    found = await asyncio.to_thread(lambda: [_digest(algorithm, file) for _, file in files])
    for (name, _), text in zip(files, found, strict=True):
        show(name, text)
    return status


def _digest(algorithm: str, file: File) -> str:
    """In a thread, as on a phone: the daemon goes on meanwhile."""
    found = hashlib.new(algorithm, usedforsecurity=False)
    offset = 0
    while data := file.part(offset, _BLOCK):
        found.update(data)
        offset += len(data)
    return found.hexdigest()


async def dd(call: Call) -> int:
    """Copy a range of a file: ``if= of= bs= skip= count=``, ``iflag=skip_bytes,count_bytes``."""
    given = dict(argument.split("=", 1) for argument in call.args if "=" in argument)
    block = size(given.get("bs", "512"))
    raw = given.get("iflag", "").split(",")
    start = size(given.get("skip", "0")) * (1 if "skip_bytes" in raw else block)
    count = (
        size(given["count"]) * (1 if "count_bytes" in raw else block) if "count" in given else -1
    )
    try:
        file = call.phone.files.open(call.path(given.get("if", "")))
        length = max(0, file.size - start) if count < 0 else min(count, max(0, file.size - start))
        if "of" in given:
            call.phone.files.write(call.path(given["of"]), file.part(start, length))
        else:
            await _show(call, file, start, start + length)
    except FileError as error:
        return call.fail(f"{error.path}: {error.text}")
    whole, rest = divmod(length, block)
    counts = f"{whole}+{int(rest > 0)}"
    if given.get("status") != "none":
        call.complain(f"{counts} records in\n{counts} records out\n{length} bytes copied")
    return 0


async def _show(call: Call, file: File, start: int, end: int) -> None:
    """Write a part of a file as the reader takes it: the file may be larger than memory."""
    while start < end and (data := file.part(start, min(_BLOCK, end - start))):
        call.out.write(data)
        await call.flush()
        start += len(data)


COMMANDS: dict[str, CommandFunction] = {
    "cat": cat,
    "rm": rm,
    "rmdir": rmdir,
    "mkdir": mkdir,
    "touch": touch,
    "chmod": chmod,
    "cp": cp,
    "mv": cp,
    "md5sum": digest,
    "sha1sum": digest,
    "sha256sum": digest,
    "dd": dd,
}
