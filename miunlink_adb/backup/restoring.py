"""The way back: files of a backup onto a phone, never over another file unless told so.

A file goes to a hidden name beside its place, is compared there, and gets its name last, so that
a place holds a whole file or none. Apps stay in the folder: nothing is installed. It must not
know how the phone is reached.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from miunlink_adb.backup.audit import existing_manifest, must_hold_backup
from miunlink_adb.backup.choice import APPS, SHARED
from miunlink_adb.backup.comparing import Comparison, Copied, Verify, comparison_for
from miunlink_adb.backup.folder import BackupFolder, in_words
from miunlink_adb.backup.manifest import Record
from miunlink_adb.backup.patience import Patience, Tools
from miunlink_adb.backup.plan import Job, Wanted, needed_bytes
from miunlink_adb.backup.report import CopyReport
from miunlink_adb.errors import DeviceError, NoSpace
from miunlink_adb.storage import Entry, Outgoing

__all__ = ["RestoreOptions", "restore_backup"]

_BATCH, _BATCH_BYTES = 128, 128 * 2**20


@dataclass(frozen=True, slots=True)
class RestoreOptions:
    """`to`: a folder of the phone, "" for where the files were. `kinds`: none for all.

    `deleted`: also what was deleted on the phone before the last backup.
    """

    folder: Path
    now: datetime
    to: str = ""
    kinds: tuple[str, ...] = ()
    overwrite: bool = False
    deleted: bool = False
    verify: Verify = "hash"


@dataclass(frozen=True, slots=True)
class _Item:
    """A record and where it goes."""

    record: Record
    target: str

    @property
    def hidden(self) -> str:
        """The name under which it comes."""
        above, _, name = self.target.rpartition("/")
        mark = hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:16]
        return f"{above}/.miunlink-{mark}.part"

    def at(self, path: str) -> Copied:
        """As something to compare: the copy on the phone, at a path."""
        record = self.record
        entry = Entry(path, "file", record.size, record.mtime)
        return Job(Wanted(record.name, record.kind, entry), record.file), record


def restore_backup(options: RestoreOptions, tools: Tools, report: CopyReport) -> None:
    """Copy back what is not on the phone; the report fills as it goes.

    Raises:
        DeviceError: the phone was lost for good. NoSpace: it is full. UsageError: no backup.
        The next run goes on from there.
    """
    began = tools.clock.now()
    must_hold_backup(options.folder)
    try:
        with BackupFolder(options.folder, options.now) as folder:
            records = existing_manifest(folder).records.values()
            items = _chosen(sorted(records, key=lambda record: record.name), options, report)
            _Restorer(options, tools, folder, report).run(items)
        report.conclude()
    finally:
        report.reconnections = tools.reconnections
        report.seconds = tools.clock.now() - began


def _chosen(records: Sequence[Record], options: RestoreOptions, report: CopyReport) -> list[_Item]:
    wanted = [r for r in records if not options.kinds or r.kind in options.kinds]
    report.apps_left = sum(record.kind == APPS for record in wanted)
    wanted = [r for r in wanted if r.kind != APPS and (options.deleted or not r.gone)]
    report.kinds = tuple(dict.fromkeys(record.kind for record in wanted))
    report.found, report.found_bytes = len(wanted), sum(record.size for record in wanted)
    return [_Item(record, _target(record.name, options.to)) for record in wanted]


def _target(name: str, to: str) -> str:
    if not to:
        return name
    return to.rstrip("/") + name.removeprefix(SHARED if name.startswith(f"{SHARED}/") else "")


class _Restorer:
    def __init__(
        self, options: RestoreOptions, tools: Tools, folder: BackupFolder, report: CopyReport
    ) -> None:
        self._options, self._tools = options, tools
        self._folder, self._report = folder, report
        self._storage, self._meter = tools.storage, tools.meter
        self._patience = Patience(tools)
        self._spoiled: set[str] = set()

    def run(self, items: list[_Item]) -> None:
        """Restore all of them, some at a time."""
        items = [item for item in items if self._is_here(item.record)]
        tools, storage = self._tools, self._storage
        compare = self._patience.call(
            lambda: comparison_for(self._options.verify, storage, self._folder, tools.tell)
        )
        self._report.checked_by = compare.name
        self._patience.call(lambda: self._must_have_room(items))
        self._meter.begin("restoring", len(items), sum(item.record.size for item in items))
        for batch in _batches(items):
            open_ = dict.fromkeys(batch)
            self._patience.call(lambda: self._restore(open_, compare))  # noqa: B023 - at once
            tools.tick()

    def _is_here(self, record: Record) -> bool:
        size = self._folder.size(record.file)
        if size == record.size:
            return True
        why = "missing_here" if size is None else "damaged_here"
        self._report.failures.append((record.name, why))
        return False

    def _must_have_room(self, items: Sequence[_Item]) -> None:
        there = self._storage.look([item.target for item in items])
        size = sum(i.record.size for i in items if not _could_be(there.get(i.target), i.record))
        free = self._storage.free(self._options.to or SHARED)
        if free is None:
            self._tools.tell("The phone does not say how much space is free.")
        elif needed_bytes(size) > free:
            raise NoSpace(
                f"{in_words(needed_bytes(size))} are needed on the phone, {in_words(free)} are "
                "free.",
                hint="Delete something on the phone, or restore less with --only.",
            )

    # -- some files ------------------------------------------------------------------------

    def _restore(self, open_: dict[_Item, None], compare: Comparison) -> None:
        """Some files, of which those that are done with are taken out of `open_`."""
        items = self._needed(open_, compare)
        hidden = [item.hidden for item in items]
        try:
            sent = self._send(items, open_)
            same = compare.equal([item.at(item.hidden) for item in sent])
            good = [item for item, equal in zip(sent, same, strict=True) if equal]
            moved = self._storage.move(
                [(item.hidden, item.target) for item in good], overwrite=self._options.overwrite
            )
        except BaseException:
            self._clear(hidden)
            raise
        self._count(sent, good, moved, open_)

    def _needed(self, open_: dict[_Item, None], compare: Comparison) -> list[_Item]:
        """Those that are not on the phone; the others are done with."""
        there = self._storage.look([item.target for item in open_])
        maybe = [item for item in open_ if _could_be(there.get(item.target), item.record)]
        equal = compare.equal([item.at(item.target) for item in maybe])
        same = {item for item, is_same in zip(maybe, equal, strict=True) if is_same}
        needed: list[_Item] = []
        for item in list(open_):
            entry = there.get(item.target)
            if item in same:
                self._report.kept += 1
                self._report.kept_bytes += item.record.size
                self._done(item, open_)
            elif entry is None or (self._options.overwrite and entry.kind == "file"):
                needed.append(item)
            else:
                self._report.conflicts.append(item.target)
                self._done(item, open_)
        return needed

    def _send(self, items: Sequence[_Item], open_: dict[_Item, None]) -> list[_Item]:
        """Send them under hidden names; those that have arrived."""
        by_path = {item.hidden: item for item in items}
        arrived: list[_Item] = []
        for sent in self._storage.send(map(self._outgoing, items)):
            item = by_path[sent.path]
            if not sent.problem and item.record.name not in self._spoiled:
                arrived.append(item)
                continue
            if "No space left" in sent.problem:
                raise NoSpace("The phone is full.")
            why = "refused" if sent.problem else "damaged_here"
            self._report.failures.append((item.record.name, why))
            self._done(item, open_)
            if not sent.problem:
                self._clear([sent.path])
        return arrived

    def _outgoing(self, item: _Item) -> Outgoing:
        record = item.record
        return Outgoing(item.hidden, record.size, record.mtime, lambda: self._read(record))

    def _read(self, record: Record) -> Iterator[bytes]:
        """The bytes of a file here; a file that is not what it was is noticed."""
        found = hashlib.sha256()
        with contextlib.suppress(OSError):
            for data in self._folder.read(record.file):
                found.update(data)
                yield data
                self._meter.add(len(data))
                self._tools.tick()
        if found.hexdigest() != record.sha256:
            self._spoiled.add(record.name)

    def _count(
        self,
        sent: Sequence[_Item],
        good: Sequence[_Item],
        moved: set[str],
        open_: dict[_Item, None],
    ) -> None:
        report = self._report
        for item in sent:
            if item not in good:
                report.failures.append((item.record.name, "not_equal"))
            elif item.hidden not in moved:
                report.conflicts.append(item.target)
            else:
                report.copied += 1
                report.copied_bytes += item.record.size
                report.checked += 1
            self._done(item, open_)
        self._clear([item.hidden for item in sent if item.hidden not in moved])

    def _done(self, item: _Item, open_: dict[_Item, None]) -> None:
        open_.pop(item, None)
        self._meter.add(0, 1)

    def _clear(self, paths: Sequence[str]) -> None:
        """Leave nothing half-made on the phone, if it still answers."""
        with contextlib.suppress(DeviceError):
            self._storage.remove(paths)


def _could_be(entry: Entry | None, record: Record) -> bool:
    return entry is not None and entry.kind == "file" and entry.has_size(record.size)


def _batches(items: Sequence[_Item]) -> Iterator[list[_Item]]:
    batch: list[_Item] = []
    size = 0
    for item in items:
        if batch and (len(batch) >= _BATCH or size >= _BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(item)
        size += item.record.size
    if batch:
        yield batch
