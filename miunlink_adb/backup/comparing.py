"""Whether copies are what the phone has: by its own hash, by reading again, or by size and time.

It must not know who copies, nor change anything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Literal

from miunlink_adb.backup.folder import BackupFolder, local_errors
from miunlink_adb.backup.manifest import Record
from miunlink_adb.backup.plan import Job
from miunlink_adb.storage import Entry, PhoneStorage

__all__ = ["Comparison", "Copied", "comparison_for"]

Copied = tuple[Job, Record]
Verify = Literal["hash", "read", "size"]


class Comparison:
    """`name`: how it compares, as it stands in the manifest."""

    def __init__(self, name: str, storage: PhoneStorage, folder: BackupFolder) -> None:
        self.name = name
        self._storage, self._folder = storage, folder

    @property
    def by_hash(self) -> bool:
        """Whether parts of files can be trusted: what is put together is proven by its hash."""
        return self.name in ("sha256", "md5")

    def equal(self, copied: Sequence[Copied]) -> list[bool]:
        """For each copy, whether the phone has the same."""
        if self.name == "read":
            return self._read_again(copied)
        if self.name == "size":
            return self._same_facts(copied)
        theirs = self._storage.digests([job.entry for job, _ in copied])
        return [theirs.get(job.entry.path) == self._own(record) for job, record in copied]

    def _own(self, record: Record) -> str:
        if self.name == "sha256":
            return record.sha256
        found = hashlib.new(self.name, usedforsecurity=False)
        with local_errors(self._folder.root):
            for data in self._folder.read(record.file):
                found.update(data)
        return found.hexdigest()

    def _same_facts(self, copied: Sequence[Copied]) -> list[bool]:
        now = self._storage.look([job.entry.path for job, _ in copied])
        return [_stays(now.get(job.entry.path), job.entry, record) for job, record in copied]

    def _read_again(self, copied: Sequence[Copied]) -> list[bool]:
        hashes = {job.entry.path: hashlib.sha256() for job, _ in copied}
        failed = set()
        for piece in self._storage.receive([job.entry for job, _ in copied]):
            hashes[piece.path].update(piece.data)
            if piece.problem:
                failed.add(piece.path)
        same = self._same_facts(copied)
        return [
            stays
            and job.entry.path not in failed
            and hashes[job.entry.path].hexdigest() == r.sha256
            for stays, (job, r) in zip(same, copied, strict=True)
        ]


def _stays(now: Entry | None, before: Entry, record: Record) -> bool:
    """A listing and a look may tell sizes in different widths."""
    return now is not None and now.mtime == before.mtime and now.has_size(record.size)


def comparison_for(
    wanted: Verify, storage: PhoneStorage, folder: BackupFolder, tell: Callable[[str], None]
) -> Comparison:
    """How this phone's files can be compared, as wanted or the next best; says if it is less."""
    name = wanted if wanted != "hash" else storage.digest_kind()
    if not name:
        tell(
            "This phone cannot make hashes: copies are compared by size and time only. "
            "With --verify read each file is read twice and compared."
        )
    return Comparison(name or "size", storage, folder)
