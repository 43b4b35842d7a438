"""Commands on the phone's files, with toybox's texts."""

from __future__ import annotations

import hashlib
import stat as mode_bits
from datetime import datetime
from typing import TYPE_CHECKING

from miunlink_adb.virtual.command.options import flags, value
from miunlink_adb.virtual.file_node import Directory, FileError, Link, Node

if TYPE_CHECKING:
    from collections.abc import Callable

    from miunlink_adb.virtual.command.call import Call, CommandFunction

_OWNERS = {0: "root", 1000: "system", 1015: "sdcard_rw", 2000: "shell"}


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
    return _each(
        call, call.args, lambda name: call.out.write(call.phone.files.read(call.path(name)))
    )


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
    """Copy one file (``cp``), or move it (``mv``)."""
    names = flags(call.args, "fp")[1]
    if len(names) != 2:
        return call.unknown(f"{call.name}: only SOURCE TARGET is built")
    files = call.phone.files
    source, target = (call.path(name) for name in names)

    def copy(name: str) -> None:
        del name
        data = files.read(source)
        inside = files.exists(target) and isinstance(files.walk(target), Directory)
        files.write(f"{target}/{source.rpartition('/')[2]}" if inside else target, data)
        if call.name == "mv":
            files.remove(source)

    return _each(call, names[:1], copy)


def ls(call: Call) -> int:
    """List files (``-l -a -d -1``)."""
    options, names = flags(call.args, "ladR1")
    status = 0
    for name in names or [call.directory]:
        try:
            _list(call, name, options)
        except FileError as error:
            status = 1
            call.complain(f"ls: {name}: {error.text}")
    return status


def _list(call: Call, name: str, options: set[str]) -> None:
    files, path = call.phone.files, call.path(name)
    as_itself = "d" in options or ("l" in options and not name.endswith("/"))
    node = files.walk(path, follow=not as_itself)
    if not isinstance(node, Directory) or "d" in options:
        call.print(_long(name, node) if "l" in options else name)
        return
    shown = {n: e for n, e in files.entries(path).items() if "a" in options or n[0] != "."}
    if "l" in options:
        call.print(f"total {4 * len(shown)}")
    for entry_name, entry in shown.items():
        call.print(_long(entry_name, entry) if "l" in options else entry_name)


def _long(name: str, node: Node) -> str:
    when = datetime.fromtimestamp(node.mtime).strftime("%Y-%m-%d %H:%M")  # noqa: DTZ006 - as ls
    arrow = f" -> {node.target}" if isinstance(node, Link) else ""
    links = 2 if isinstance(node, Directory) else 1
    return (
        f"{mode_bits.filemode(node.st_mode)} {links} {_owner(node.uid)} {_owner(node.gid)} "
        f"{node.size:6d} {when} {name}{arrow}"
    )


def _owner(number: int) -> str:
    return _OWNERS.get(number, str(number))


def stat(call: Call) -> int:
    """Show a file's facts; ``-c FORMAT`` with %s %a %Y %n %F %u %g."""
    form, args = value(call.args, "-c", "")
    options, names = flags(args, "L")

    def show(name: str) -> None:
        node = call.phone.files.walk(call.path(name), follow="L" in options)
        call.print(_format(form, name, node) if form else _describe(name, node))

    status = 0
    for name in names:
        try:
            show(name)
        except FileError as error:
            status = call.fail(f"'{name}': {error.text}")
    return status


def _kind(node: Node) -> str:
    if isinstance(node, Directory):
        return "directory"
    return "symbolic link" if isinstance(node, Link) else "regular file"


def _format(form: str, name: str, node: Node) -> str:
    values = {"%s": node.size, "%a": f"{node.mode:o}", "%Y": node.mtime, "%n": name}
    values |= {"%F": _kind(node), "%u": node.uid, "%g": node.gid}
    for key, text in values.items():
        form = form.replace(key, str(text))
    return form


def _describe(name: str, node: Node) -> str:
    blocks = (node.size + 511) // 512
    return (
        f"  File: {name}\n"
        f"  Size: {node.size}\t Blocks: {blocks}\t IO Blocks: 512\t{_kind(node)}\n"
        f"Access: ({node.mode:04o}/{mode_bits.filemode(node.st_mode)})\t"
        f"Uid: ({node.uid:5d}/{_owner(node.uid)})\tGid: ({node.gid:5d}/{_owner(node.gid)})"
    )


def readlink(call: Call) -> int:
    """Print where a link points (``-f``: the final path, links not resolved one by one)."""
    options, names = flags(call.args, "f")
    for name in names:
        try:
            node = call.phone.files.walk(call.path(name), follow=False)
        except FileError:
            return 1
        if isinstance(node, Link):
            call.print(node.target)
        elif "f" in options:
            call.print(call.path(name))
        else:
            return 1
    return 0


async def digest(call: Call) -> int:
    """``md5sum``, ``sha1sum``, ``sha256sum``."""
    algorithm = call.name.removesuffix("sum")
    brief, names = flags(call.args, "b")

    def show(name: str, data: bytes) -> None:
        text = hashlib.new(algorithm, data, usedforsecurity=False).hexdigest()
        call.print(text if "b" in brief else f"{text}  {name}")

    if not names:
        show("-", await call.stdin.read())
    return _each(call, names, lambda n: show(n, call.phone.files.read(call.path(n))))


def dd(call: Call) -> int:
    """Copy a range of a file: ``if= of= bs= skip= count=``, ``iflag=skip_bytes,count_bytes``."""
    given = dict(argument.split("=", 1) for argument in call.args if "=" in argument)
    block = int(given.get("bs", "512"))
    raw = given.get("iflag", "").split(",")
    start = int(given.get("skip", "0")) * (1 if "skip_bytes" in raw else block)
    count = int(given["count"]) * (1 if "count_bytes" in raw else block) if "count" in given else -1
    try:
        data = call.phone.files.read(call.path(given.get("if", "")))
        part = data[start : start + count if count >= 0 else None]
        if "of" in given:
            call.phone.files.write(call.path(given["of"]), part)
        else:
            call.out.write(part)
    except FileError as error:
        return call.fail(f"{error.path}: {error.text}")
    whole, rest = divmod(len(part), block)
    counts = f"{whole}+{int(rest > 0)}"
    if given.get("status") != "none":
        call.complain(f"{counts} records in\n{counts} records out\n{len(part)} bytes copied")
    return 0


def df(call: Call) -> int:
    """Show the free space of the data partition, in 1K blocks (``-h``: human-readable)."""
    options, names = flags(call.args, "hk")
    files = call.phone.files
    sizes = [files.capacity, files.capacity - files.free(), files.free()]
    percent = round(100 * sizes[1] / files.capacity)
    shown = [_human(size) if "h" in options else str(size // 1024) for size in sizes]
    title = "Size" if "h" in options else "1K-blocks"
    place = "/storage/emulated" if names and "sdcard" in names[0] else "/data"
    device = "/dev/fuse" if place != "/data" else "/dev/block/dm-8"
    call.print(f"Filesystem      {title:>10} {'Used':>10} {'Available':>10} Use% Mounted on")
    call.print(f"{device:<15} {shown[0]:>10} {shown[1]:>10} {shown[2]:>10} {percent:3d}% {place}")
    return 0


def _human(size: int) -> str:
    number = float(size)
    for unit in ("", "K", "M", "G"):
        if number < 1024:
            return f"{number:.0f}{unit}" if number >= 10 else f"{number:.1f}{unit}"
        number /= 1024
    return f"{number:.1f}T"


COMMANDS: dict[str, CommandFunction] = {
    "cat": cat,
    "rm": rm,
    "rmdir": rmdir,
    "mkdir": mkdir,
    "touch": touch,
    "chmod": chmod,
    "cp": cp,
    "mv": cp,
    "ls": ls,
    "stat": stat,
    "readlink": readlink,
    "md5sum": digest,
    "sha1sum": digest,
    "sha256sum": digest,
    "dd": dd,
    "df": df,
}
