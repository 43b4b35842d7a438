"""Commands that tell about the phone's files: ls, stat, readlink, df."""

from __future__ import annotations

import stat as mode_bits
from datetime import datetime
from typing import TYPE_CHECKING

from miunlink_adb.virtual.command.options import flags, value
from miunlink_adb.virtual.file_node import Directory, File, FileError, Link, Node

if TYPE_CHECKING:
    from miunlink_adb.virtual.command.call import Call, CommandFunction

_OWNERS = {0: "root", 1000: "system", 1015: "sdcard_rw", 2000: "shell"}


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
    if isinstance(node, Link):
        return "symbolic link"
    return "regular file" if isinstance(node, File) else "fifo"


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


def df(call: Call) -> int:
    """Show the free space of the data partition, in 1K blocks (``-h``: human-readable)."""
    options, names = flags(call.args, "hk")
    files = call.phone.files
    sizes = [files.capacity, files.capacity - files.free(), files.free()]
    percent = round(100 * sizes[1] / files.capacity)
    shown = [_human(size) if "h" in options else str(size // 1024) for size in sizes]
    title = "Size" if "h" in options else "1K-blocks"
    shared = bool(names) and names[0].startswith(("/sdcard", "/storage", "/mnt/sdcard"))
    place = "/storage/emulated" if shared else "/data"
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


COMMANDS: dict[str, CommandFunction] = {"ls": ls, "stat": stat, "readlink": readlink, "df": df}
