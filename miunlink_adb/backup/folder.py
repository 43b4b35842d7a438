"""A backup's folder on this computer: private, one run at a time, nothing half-made in its place.

Its errors are told in words of ours. It must not know phones.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from miunlink_adb.backup.manifest import MANIFEST, MANIFEST_NEW, Manifest
from miunlink_adb.backup.names import inside
from miunlink_adb.errors import DeviceBusy, NoSpace, UsageError
from miunlink_adb.lock import FileLock

__all__ = ["BackupFolder", "PartFile", "in_words", "local_errors"]

_PARTS, _LOCK = "parts", ".lock"
_OURS = frozenset({MANIFEST, MANIFEST_NEW, _PARTS, _LOCK})
_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})
_BINARY = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
READ_SIZE = 1024 * 1024


class local_errors:  # noqa: N801 - a context, used as one; a class as it is entered very often
    """Inside, what this computer's file system refuses becomes an error of ours."""

    __slots__ = ("_root",)

    def __init__(self, root: Path) -> None:
        self._root = root

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not isinstance(error, OSError):
            return
        if error.errno in _FULL:
            raise NoSpace(f"The disk with {self._root} is full.") from error
        reason = error.strerror or type(error).__name__
        raise UsageError(
            f"The folder {self._root} cannot be used: {reason}.", hint="Name another folder."
        ) from error


class BackupFolder:
    """The folder, locked while the context lasts."""

    def __init__(self, root: Path, now: datetime) -> None:
        """`root`: need not exist. `now`: for others to see since when it is in use."""
        self.root = root
        self._now = now
        self._lock: FileLock | None = None
        self._made: set[str] = set()
        self._top = str(root)

    def __enter__(self) -> Self:
        with local_errors(self.root):
            self._prepare()
            lock = FileLock(self.root / _LOCK)
            if lock.acquire(self._now) is not None:
                raise DeviceBusy("Another run of this program is using this folder.")
        self._lock = lock
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._lock is not None:
            self._lock.release()

    def _prepare(self) -> None:
        """Make the folder; one that holds something else is left alone."""
        if not self.root.exists():
            self.root.mkdir(mode=0o700, parents=True)
            return
        names = {entry.name for entry in self.root.iterdir()} - {_LOCK, _PARTS}
        if names and MANIFEST not in names:
            raise UsageError(
                f"{self.root} holds something else than a backup.",
                hint="Name a folder that is empty or does not exist.",
            )
        with contextlib.suppress(OSError):  # a stick with FAT knows no rights
            self.root.chmod(0o700)

    def manifest(self) -> Manifest | None:
        """The manifest that is there.

        Raises:
            UsageError: a newer version of this program wrote it.
        """
        with local_errors(self.root):
            found = Manifest.load(self.root)
            lost = found is None and (self.root / MANIFEST).exists()
        if lost:
            raise UsageError(
                f"The manifest in {self.root} cannot be read.",
                hint="Keep that folder as it is, and name another one.",
            )
        if found is not None and not found.readable:
            raise UsageError(
                f"The backup in {self.root} was written by a newer version of this program.",
                hint="Update this program.",
            )
        return found

    def free(self) -> int:
        """Bytes that are free here."""
        with local_errors(self.root):
            return shutil.disk_usage(self.root).free

    # -- files -----------------------------------------------------------------------------

    def path(self, file: str) -> Path:
        """Where a file of the manifest lies.

        Raises:
            UsageError: that would lead out of the folder.
        """
        if not inside(file):
            raise UsageError("The manifest names a file outside of its folder.")
        return self.root.joinpath(*file.split("/"))

    def size(self, file: str) -> int | None:
        """The size of a file; None when there is no ordinary one."""
        try:
            found = self.path(file).lstat()
        except OSError:
            return None
        return found.st_size if stat.S_ISREG(found.st_mode) else None

    def read(self, file: str) -> Iterator[bytes]:
        """The bytes of a file, in parts.

        Raises:
            OSError: it cannot be read.
        """
        handle = os.open(self.path(file), os.O_RDONLY | _BINARY)
        with os.fdopen(handle, "rb", buffering=0) as stream:
            while data := stream.read(READ_SIZE):
                yield data

    def files(self) -> Iterator[str]:
        """All that lies in the folder as if it belonged to the backup, by its path in it."""
        for path in sorted(self.root.rglob("*")):
            file = path.relative_to(self.root).as_posix()
            top = file.split("/")[0]
            if top not in _OURS and (path.is_symlink() or not path.is_dir()):
                yield file

    # -- parts -----------------------------------------------------------------------------

    def part(self, key: str) -> PartFile:
        """A file that is not whole yet; `key`: the same for the same file in a later run."""
        self._within(_PARTS)
        return PartFile(f"{self._top}/{_PARTS}/{key}.part")

    def parts(self) -> dict[str, int]:
        """What earlier runs left unfinished: keys and sizes."""
        found = (self.root / _PARTS).glob("*.part")
        return {path.stem: path.lstat().st_size for path in found}

    def keep_parts(self, keys: set[str]) -> None:
        """Throw away what earlier runs left unfinished and nobody goes on with."""
        for path in (self.root / _PARTS).glob("*.part"):
            if path.stem not in keys:
                path.unlink(missing_ok=True)
        if not keys:
            with contextlib.suppress(OSError):
                (self.root / _PARTS).rmdir()
                self._made.discard(_PARTS)

    def store(self, part: PartFile, file: str, mtime: int) -> None:
        """Put a part that is whole into its place, with its time."""
        if not inside(file):
            raise UsageError("The manifest names a file outside of its folder.")
        self._within(file.rpartition("/")[0])
        with contextlib.suppress(OSError, OverflowError):
            os.utime(part.path, (mtime, mtime))
        os.replace(part.path, f"{self._top}/{file}")  # noqa: PTH105 - thousands of times

    def _within(self, folder: str) -> None:
        """Make folders, each with rights for its owner alone; none may lead elsewhere."""
        if folder in self._made:
            return
        if above := folder.rpartition("/")[0]:
            self._within(above)
        place = self.root / folder
        place.mkdir(mode=0o700, exist_ok=True)
        if not place.resolve().is_relative_to(self.root.resolve()):
            raise UsageError(f"{place} leads out of the backup's folder.")
        self._made.add(folder)

    def settle(self) -> None:
        """Everything on the disk, whatever happens to the computer now."""
        if hasattr(os, "sync"):
            os.sync()


class PartFile:
    """Bytes as they come."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.count = 0
        self._handle: int | None = None

    def size(self) -> int:
        """What an earlier run left."""
        try:
            return Path(self.path).lstat().st_size
        except OSError:
            return 0

    def begin(self, keep: int = 0) -> None:
        """Open it, with so many of its first bytes."""
        flags = os.O_WRONLY | os.O_CREAT | _BINARY | (0 if keep else os.O_TRUNC)
        self._handle = os.open(self.path, flags, 0o600)
        if keep:
            os.ftruncate(self._handle, keep)
            os.lseek(self._handle, keep, os.SEEK_SET)
        self.count = keep

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Append."""
        view = memoryview(data)
        self.count += view.nbytes
        while view.nbytes:
            view = view[os.write(self._handle if self._handle is not None else -1, view) :]

    def close(self) -> None:
        """No more comes; what is there stays."""
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)

    def discard(self) -> None:
        """It is worth nothing."""
        with contextlib.suppress(OSError):
            self.close()
        with contextlib.suppress(OSError):
            Path(self.path).unlink()


def in_words(count: int) -> str:
    """A number of bytes for people."""
    size = float(count)
    for unit in ("bytes", "KB", "MB", "GB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "bytes" or size >= 100 else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} TB"
