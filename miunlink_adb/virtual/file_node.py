"""Entries of the phone's file tree, and the errors that using them gives.

Pure data: knows neither paths nor the tree.
"""

from __future__ import annotations

import stat as mode_bits
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum

from miunlink_adb.virtual.content import Content

SHELL_UID = 2000
SHELL_GROUPS = frozenset({2000, 1004, 1007, 1011, 1015, 1028, 1078, 1079, 3001, 3002, 3003, 3006})
"""Groups of the shell user that matter here: input, log, adb, sdcard_rw, sdcard_r and others."""


class Errno(IntEnum):
    """Linux error numbers that file operations give, as the sync service sends them."""

    EPERM = 1
    ENOENT = 2
    EACCES = 13
    EEXIST = 17
    ENOTDIR = 20
    EISDIR = 21
    EINVAL = 22
    ENOSPC = 28
    EROFS = 30
    ENOTEMPTY = 39
    ELOOP = 40


_TEXTS = {
    Errno.EPERM: "Operation not permitted",
    Errno.ENOENT: "No such file or directory",
    Errno.EACCES: "Permission denied",
    Errno.EEXIST: "File exists",
    Errno.ENOTDIR: "Not a directory",
    Errno.EISDIR: "Is a directory",
    Errno.EINVAL: "Invalid argument",
    Errno.ENOSPC: "No space left on device",
    Errno.EROFS: "Read-only file system",
    Errno.ENOTEMPTY: "Directory not empty",
    Errno.ELOOP: "Too many symbolic links encountered",
}


class FileError(Exception):
    """A file operation that the phone refuses; ``text`` is bionic's message."""

    def __init__(self, errno: Errno, path: str) -> None:
        super().__init__(f"{path}: {_TEXTS[errno]}")
        self.errno = errno
        self.path = path
        self.text = _TEXTS[errno]


@dataclass
class Node:
    """What all entries have: permission bits, owner, time of change in seconds since 1970."""

    mode: int = 0o644
    uid: int = 0
    gid: int = 0
    mtime: int = 0

    kind = 0

    @property
    def st_mode(self) -> int:
        """Type and permission bits together, as stat gives them."""
        return self.kind | self.mode

    @property
    def size(self) -> int:
        """Size in bytes as stat gives it."""
        return 0


@dataclass
class File(Node):
    """A file; its content may be a callable that makes it on first reading, or read in parts."""

    content: bytes | Callable[[], bytes] | Content = b""
    kind = mode_bits.S_IFREG

    def part(self, offset: int, length: int) -> bytes:
        """Bytes from an offset; fewer where the file ends."""
        if isinstance(self.content, Content):
            return self.content.read(offset, length)
        return self.data[offset : offset + length]

    @property
    def data(self) -> bytes:
        """The bytes in the file, all of them in memory."""
        if isinstance(self.content, Content):
            return self.content.read(0, self.content.size)
        if callable(self.content):
            self.content = self.content()
        return self.content

    @property
    def size(self) -> int:
        """Number of bytes in the file."""
        return self.content.size if isinstance(self.content, Content) else len(self.data)


@dataclass
class Directory(Node):
    """A directory; ``read_only`` marks the root of a file system that takes no writes."""

    mode: int = 0o755
    children: dict[str, Node] = field(default_factory=dict)
    read_only: bool = False
    kind = mode_bits.S_IFDIR

    @property
    def size(self) -> int:
        """What ext4 and f2fs say for a small directory."""
        return 4096


@dataclass
class Link(Node):
    """A symbolic link."""

    mode: int = 0o777
    target: str = ""
    kind = mode_bits.S_IFLNK

    @property
    def size(self) -> int:
        """Length of the target."""
        return len(self.target)


@dataclass
class Special(Node):
    """A fifo, socket or device: `kind` is its type, as in stat's mode."""

    kind: int = mode_bits.S_IFIFO


def may(node: Node, right: int) -> bool:
    """Whether the shell user has a right (4 read, 2 write, 1 search) on a node."""
    if node.uid == SHELL_UID:
        return bool(node.mode >> 6 & right)
    if node.gid in SHELL_GROUPS:
        return bool(node.mode >> 3 & right)
    return bool(node.mode & right)
