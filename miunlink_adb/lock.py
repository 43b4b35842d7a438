"""A lock that one process holds on a name, kept by the operating system.

It ends with its process, however that ends, so there is no stale lock; the file that carries it is
only where it hangs, and says who holds it. It must not know what is locked.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

__all__ = ["FileLock", "Holder"]

_FAR = 1 << 30
"""On Windows a locked byte cannot be read: lock one behind everything that is written."""
_ATTEMPTS = 20


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock: process id and since when; None where the file does not say."""

    pid: int | None
    since: datetime | None


class FileLock:
    """An exclusive lock on a file, for other processes and for others in this one."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._handle: int | None = None

    def acquire(self, since: datetime) -> Holder | None:
        """Take it without waiting; None when it is ours now, else who holds it.

        Raises:
            OSError: the file can neither be made nor opened.
        """
        for _ in range(_ATTEMPTS):
            handle = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
            if not _try_lock(handle):
                os.close(handle)
                return self.holder()
            if _is_same(handle, self._file):
                self._handle = handle
                _write(handle, since)
                return None
            os.close(handle)  # its last holder removed the file in between
        raise OSError(f"{self._file} changes all the time")

    def holder(self) -> Holder:
        """Whoever wrote last that it holds the lock."""
        try:
            found = json.loads(self._file.read_bytes()[:500])
            return Holder(int(found["pid"]), datetime.fromisoformat(found["since"]))
        except (OSError, ValueError, TypeError, KeyError):
            return Holder(None, None)

    @property
    def held(self) -> bool:
        """Whether anybody holds it now."""
        if self._handle is not None:
            return True
        try:
            handle = os.open(self._file, os.O_RDWR)
        except OSError:
            return False
        try:
            return not _try_lock(handle)
        finally:
            os.close(handle)

    def release(self) -> None:
        """Give it up and remove the file; never raises."""
        handle, self._handle = self._handle, None
        if handle is None:
            return
        with contextlib.suppress(OSError):  # Windows removes no open file: then it stays, unlocked
            self._file.unlink()
        os.close(handle)


def _try_lock(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            os.lseek(handle, _FAR, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _is_same(handle: int, file: Path) -> bool:
    """Whether the file that is locked is still the one that others will find."""
    try:
        return os.path.samestat(os.fstat(handle), file.stat())
    except OSError:
        return False


def _write(handle: int, since: datetime) -> None:
    """Say who holds it; a full disk does not matter to the lock."""
    text = json.dumps({"pid": os.getpid(), "since": since.isoformat(timespec="seconds")})
    with contextlib.suppress(OSError):
        os.lseek(handle, 0, os.SEEK_SET)
        os.ftruncate(handle, 0)
        os.write(handle, text.encode())
