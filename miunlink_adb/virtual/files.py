"""The phone's file tree: paths, links, rights, free space.

Pure state: knows neither the sync service nor the shell.  Every access is the shell user's
(uid 2000): the rights decide, as on a phone without root.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from miunlink_adb.virtual.file_node import (
    SHELL_UID,
    Directory,
    Errno,
    File,
    FileError,
    Link,
    Node,
    may,
)

STORAGE = "/storage/emulated/0"
"""Where the owner's files lie; ``/sdcard`` leads there."""
STORAGE_FOLDERS = ("DCIM", "Download", "Android")
"""What a fresh phone has in it."""
_LINK_LIMIT = 40
_READ, _WRITE, _SEARCH = 4, 2, 1


def _parts(path: str) -> list[str]:
    return [part for part in path.split("/") if part not in ("", ".")]


class FileTree:
    """All files of a phone.

    Args:
        capacity: Size of the data partition in bytes.
        reserved: Bytes of it that other things take already.
        clock: Seconds since 1970, for times of change.
    """

    def __init__(
        self,
        *,
        capacity: int = 64 * 2**30,
        reserved: int = 24 * 2**30,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.capacity = capacity
        self.reserved = reserved
        self.clock = clock
        self.root = Directory()

    # Looking

    def walk(self, path: str, *, follow: bool = True) -> Node:
        """Return the node at an absolute path; raises FileError as the kernel would."""
        return self._walk(_parts(path), path, follow=follow)[0]

    def exists(self, path: str) -> bool:
        """Whether the shell user can see something at the path."""
        try:
            self.walk(path)
        except FileError:
            return False
        return True

    def read(self, path: str) -> bytes:
        """Return a file's bytes."""
        return self.open(path).data

    def open(self, path: str) -> File:
        """Return a file that the shell user may read, to be read in parts."""
        node = self.walk(path)
        if isinstance(node, Directory):
            raise FileError(Errno.EISDIR, path)
        if not may(node, _READ) or not isinstance(node, File):
            raise FileError(Errno.EACCES, path)
        return node

    def entries(self, path: str) -> dict[str, Node]:
        """Return a directory's entries by name, sorted, without ``.`` and ``..``."""
        node = self.walk(path)
        if not isinstance(node, Directory):
            raise FileError(Errno.ENOTDIR, path)
        if not may(node, _READ):
            raise FileError(Errno.EACCES, path)
        return dict(sorted(node.children.items()))

    def used(self) -> int:
        """Bytes taken on the data partition."""
        return self.reserved + sum(node.size for node in _files(self.root, read_only=False))

    def free(self) -> int:
        """Bytes left on the data partition, never below 0."""
        return max(0, self.capacity - self.used())

    # Changing, as the shell user

    def write(
        self, path: str, data: bytes, *, mode: int | None = None, mtime: int | None = None
    ) -> None:
        """Create or overwrite a file; what goes to a device such as ``/dev/null`` is gone."""
        path = self._final(path)
        old = self.walk(path) if self.exists(path) else None
        if isinstance(old, Directory):
            raise FileError(Errno.EISDIR, path)
        parent, name = self._parent(path)
        if not may(parent if old is None else old, _WRITE):
            raise FileError(Errno.EACCES, path)
        if path.startswith("/dev/"):
            return
        if len(data) - (old.size if old is not None else 0) > self.free():
            raise FileError(Errno.ENOSPC, path)
        self._store(parent, name, old, data, mode, mtime)

    def make_directory(self, path: str, *, parents: bool = False, mode: int = 0o771) -> None:
        """Create a directory; with ``parents`` also those above it, and none is no error."""
        if parents:
            above = path.rstrip("/").rpartition("/")[0]
            if above and not self.exists(above):
                self.make_directory(above, parents=True, mode=mode)
            if self.exists(path):
                return
        parent, name = self._parent(path)
        if name in parent.children:
            raise FileError(Errno.EEXIST, path)
        if not may(parent, _WRITE):
            raise FileError(Errno.EACCES, path)
        parent.children[name] = Directory(mode, SHELL_UID, parent.gid, int(self.clock()))

    def make_link(self, path: str, target: str) -> None:
        """Create a symbolic link."""
        parent, name = self._parent(path)
        if name in parent.children:
            raise FileError(Errno.EEXIST, path)
        if not may(parent, _WRITE):
            raise FileError(Errno.EACCES, path)
        parent.children[name] = Link(0o777, SHELL_UID, parent.gid, int(self.clock()), target)

    def remove(self, path: str, *, recursive: bool = False, directory: bool = False) -> None:
        """Remove a file or link; a directory with ``recursive``, or, empty, with ``directory``."""
        parent, name = self._parent(path)
        node = parent.children.get(name)
        if node is None:
            raise FileError(Errno.ENOENT, path)
        if isinstance(node, Directory) and not recursive:
            if not directory:
                raise FileError(Errno.EISDIR, path)
            if node.children:
                raise FileError(Errno.ENOTEMPTY, path)
        if not may(parent, _WRITE):
            raise FileError(Errno.EACCES, path)
        del parent.children[name]

    def move(self, source: str, target: str) -> None:
        """Give a file another path; it keeps its time and its bytes, what was there is gone."""
        node = self.walk(source, follow=False)
        parent, name = self._parent(target)
        if not may(parent, _WRITE):
            raise FileError(Errno.EACCES, target)
        self.remove(source, recursive=True)
        parent.children[name] = node

    # Changing, as the maker of the phone: no rights asked

    def place(self, path: str, node: Node) -> None:
        """Put a node at a path, making the directories above it; replaces what was there."""
        parts = _parts(path)
        here = self.root
        for part in parts[:-1]:
            below = here.children.setdefault(part, Directory())
            if isinstance(below, Link):
                below = self.walk(below.target)
            if not isinstance(below, Directory):
                raise FileError(Errno.ENOTDIR, path)
            here = below
        here.children[parts[-1]] = node

    def discard(self, path: str) -> None:
        """Take away what is at a path, if anything."""
        above, _, name = path.rstrip("/").rpartition("/")
        try:
            here = self.walk(above or "/")
        except FileError:
            return
        if isinstance(here, Directory):
            here.children.pop(name, None)

    def clear_storage(self) -> None:
        """Empty the owner's storage, as a factory reset does; its usual folders are made anew."""
        storage = self.walk(STORAGE)
        if isinstance(storage, Directory):
            storage.children.clear()
            for name in STORAGE_FOLDERS:
                storage.children[name] = Directory(0o770, 0, storage.gid, int(self.clock()))

    # Inside

    def _walk(self, parts: list[str], path: str, *, follow: bool) -> tuple[Node, bool]:
        """Return the node and whether it lies on a read-only file system."""
        trail: list[Directory] = [self.root]
        pending = list(reversed(parts))
        node: Node = self.root
        links = 0
        while pending:
            part = pending.pop()
            here = trail[-1]
            if part == "..":
                node = trail[-2] if len(trail) > 1 else self.root
                del trail[max(1, len(trail) - 1) :]
                continue
            node = _step(here, part, path)
            if isinstance(node, Link) and (pending or follow):
                links += 1
                if links > _LINK_LIMIT:
                    raise FileError(Errno.ELOOP, path)
                trail = [self.root] if node.target.startswith("/") else trail
                pending.extend(reversed(_parts(node.target)))
                node = trail[-1]
            elif isinstance(node, Directory):
                trail.append(node)
            elif pending:
                raise FileError(Errno.ENOTDIR, path)
        return node, _locked(trail)

    def _parent(self, path: str) -> tuple[Directory, str]:
        """Return the directory that holds (or would hold) the path, which must be writable."""
        parts = _parts(path)
        if not parts:
            raise FileError(Errno.EISDIR, path)
        node, locked = self._walk(parts[:-1], path, follow=True)
        if not isinstance(node, Directory):
            raise FileError(Errno.ENOTDIR, path)
        if locked:
            raise FileError(Errno.EROFS, path)
        if not may(node, _SEARCH):
            raise FileError(Errno.EACCES, path)
        return node, parts[-1]

    def _final(self, path: str) -> str:
        """Return the path of what a link at the end of a path stands for."""
        for _ in range(_LINK_LIMIT):
            try:
                node = self.walk(path, follow=False)
            except FileError:
                return path
            if not isinstance(node, Link):
                return path
            above = path.rpartition("/")[0]
            path = node.target if node.target.startswith("/") else f"{above}/{node.target}"
        raise FileError(Errno.ELOOP, path)

    def _store(
        self,
        parent: Directory,
        name: str,
        old: Node | None,
        data: bytes,
        mode: int | None,
        mtime: int | None,
    ) -> None:
        when = int(self.clock()) if mtime is None else mtime
        if isinstance(old, File):
            old.content, old.mtime = data, when
            if mode is not None and old.uid == SHELL_UID:
                old.mode = mode & 0o777
            return
        bits = 0o666 if mode is None else mode & 0o777
        parent.children[name] = File(bits, SHELL_UID, parent.gid, when, data)


def _step(here: Directory, part: str, path: str) -> Node:
    if not may(here, _SEARCH):
        raise FileError(Errno.EACCES, path)
    node = here.children.get(part)
    if node is None:
        raise FileError(Errno.ENOENT, path)
    return node


def _locked(trail: list[Directory]) -> bool:
    """Whether the innermost mount on the way is read-only: the root is, ``/data`` is not."""
    return len(trail) < 2 or trail[1].read_only


def _files(directory: Directory, *, read_only: bool) -> Iterator[File]:
    """Yield the files below a directory; those of read-only file systems only if asked for."""
    for node in directory.children.values():
        if isinstance(node, Directory):
            if read_only or not node.read_only:
                yield from _files(node, read_only=read_only)
        elif isinstance(node, File) and not callable(node.content):
            yield node
