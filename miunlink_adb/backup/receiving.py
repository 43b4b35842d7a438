"""One file on its way into the folder: its bytes, its hash, what may go wrong on the disk.

It must not know where the bytes come from.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
from pathlib import Path

from miunlink_adb.backup.folder import READ_SIZE, BackupFolder, PartFile, local_errors
from miunlink_adb.backup.plan import Job
from miunlink_adb.storage import Bytes

__all__ = ["RESUME_FROM", "Incoming"]

RESUME_FROM = 8 * 2**20
"""Files of at least so many bytes are gone on with, not begun again, after an interruption."""


class Incoming:
    """A file that is being received; `problem` says why it cannot be kept."""

    def __init__(self, folder: BackupFolder, job: Job) -> None:
        self.job = job
        self.problem = ""
        self._folder = folder
        self._hash = hashlib.sha256()
        with local_errors(folder.root):
            self._part: PartFile = folder.part(job.key)

    @property
    def count(self) -> int:
        """Bytes so far."""
        return self._part.count

    @property
    def digest(self) -> str:
        """SHA-256 of them, in hex."""
        return self._hash.hexdigest()

    def begin(self) -> None:
        """From the first byte on."""
        with local_errors(self._folder.root):
            self._part.begin()

    def go_on(self) -> int:
        """With what an earlier attempt left, down to a whole block; returns how many bytes."""
        with local_errors(self._folder.root):
            entry, size = self.job.entry, self._part.size()
            keep = (min(size, entry.size) if entry.whole else size) // READ_SIZE * READ_SIZE
            with contextlib.suppress(FileNotFoundError), Path(self._part.path).open("rb") as stream:
                for _ in range(keep // READ_SIZE):
                    self._hash.update(stream.read(READ_SIZE))
            self._part.begin(keep)
        return keep

    def take(self, data: Bytes) -> None:
        """More bytes; after a problem they are let go."""
        if self.problem:
            return
        try:
            with local_errors(self._folder.root):
                self._write(data)
        finally:
            self._hash.update(data)

    def _write(self, data: Bytes) -> None:
        try:
            self._part.write(data)
        except OSError as error:
            if error.errno != errno.EFBIG:
                raise
            self.problem = "too_large_here"

    def keep(self) -> None:
        """Cut off: what is there is for the next attempt, if it is worth it."""
        if self.job.entry.size < RESUME_FROM or self.problem:
            self.discard()
        else:
            with local_errors(self._folder.root):
                self._part.close()

    def discard(self) -> None:
        """It is worth nothing."""
        self._part.discard()

    def store(self) -> None:
        """It is whole: put it into its place."""
        with local_errors(self._folder.root):
            self._part.close()
            self._folder.store(self._part, self.job.file, self.job.entry.mtime)
