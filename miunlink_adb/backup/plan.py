"""What a backup has to do: from what is on the phone and what the folder has already.

Pure. It must not know phones, nor touch files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from miunlink_adb.backup.manifest import Record
from miunlink_adb.backup.names import Namer
from miunlink_adb.storage import Entry

__all__ = ["Job", "Plan", "Wanted", "make_plan", "needed_bytes"]

MARGIN, SHARE = 64 * 2**20, 50
"""Bytes, and one of so many, that are to stay free beside what is copied."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file on the phone that is to be in the backup."""

    name: str
    kind: str
    entry: Entry


@dataclass(slots=True)
class Job:
    """One file to copy, or only to compare; `attempts`: how often it changed meanwhile."""

    wanted: Wanted
    file: str
    attempts: int = 0

    @property
    def entry(self) -> Entry:
        """What the phone said of it last."""
        return self.wanted.entry

    def renewed(self, entry: Entry) -> Job:
        """The same file as it is now."""
        return Job(replace(self.wanted, entry=entry), self.file, self.attempts + 1)

    @property
    def key(self) -> str:
        """The same for the same bytes of the same file: names its unfinished part."""
        entry = self.wanted.entry
        text = f"{self.wanted.name}\0{entry.size}\0{entry.mtime}"
        return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:32]

    def record(self, size: int, digest: str, checked: str = "") -> Record:
        """As it stands in the manifest."""
        wanted = self.wanted
        mtime = wanted.entry.mtime
        return Record(wanted.name, wanted.kind, self.file, size, mtime, digest, checked)


@dataclass(slots=True)
class Plan:
    """`copy`: not there, or changed. `check`: copied, not compared yet. `kept`: unchanged."""

    copy: list[Job] = field(default_factory=list)
    check: list[tuple[Job, Record]] = field(default_factory=list)
    kept: list[Record] = field(default_factory=list)
    gone: list[Record] = field(default_factory=list)

    @property
    def copy_bytes(self) -> int:
        """Bytes to copy."""
        return sum(job.entry.size for job in self.copy)


def make_plan(
    wanted: Iterable[Wanted],
    known: Mapping[str, Record],
    present: Callable[[Record], bool],
    covered: Callable[[Record], bool],
) -> Plan:
    """Sort what is wanted; the first of several with one name counts.

    `present`: whether the copy of a record lies in the folder. `covered`: whether a record would
    have been found again if it were on the phone still.
    """
    plan = Plan()
    namer = Namer((record.name, record.file) for record in known.values())
    seen: set[str] = set()
    for one in wanted:
        if one.name in seen:
            continue
        seen.add(one.name)
        _sort(plan, one, namer, known.get(one.name), present)
    plan.gone = [r for name, r in known.items() if name not in seen and not r.gone and covered(r)]
    return plan


def _sort(
    plan: Plan, one: Wanted, namer: Namer, record: Record | None, present: Callable[[Record], bool]
) -> None:
    job = Job(one, namer.place(one.name))
    same = record is not None and record.file == job.file and _same(record, one.entry)
    if record is None or not same or not present(record):
        plan.copy.append(job)
    elif not record.checked:
        plan.check.append((job, record))
    else:
        plan.kept.append(replace(record, gone=False))


def _same(record: Record, entry: Entry) -> bool:
    return record.mtime == entry.mtime and entry.has_size(record.size)


def needed_bytes(size: int) -> int:
    """What has to be free for so many bytes, with a margin; nothing for nothing."""
    return size + max(MARGIN, size // SHARE) if size else 0
