"""Copying files from the phone: several at a time, compared as they come, again where needed.

The state lies in queues, so that a lost connection only ends a round: what was under way goes back
and the next round takes it up. It must not know what was chosen, nor how the phone is reached.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from miunlink_adb.backup.comparing import Comparison, Copied
from miunlink_adb.backup.folder import BackupFolder, local_errors
from miunlink_adb.backup.manifest import Manifest, Record
from miunlink_adb.backup.patience import Limits, Patience, Tools, look_surely
from miunlink_adb.backup.plan import Job
from miunlink_adb.backup.receiving import RESUME_FROM, Incoming
from miunlink_adb.backup.report import CopyReport
from miunlink_adb.backup.rounds import Round
from miunlink_adb.errors import ConnectionLost
from miunlink_adb.storage import Entry

__all__ = ["Copier", "Limits"]

_BATCH, _BATCH_BYTES = 256, 256 * 2**20
_ENOUGH, _ENOUGH_BYTES = 64, 32 * 2**20


class Copier:
    """Copies jobs into a folder and its manifest, and counts in a report."""

    def __init__(
        self,
        tools: Tools,
        folder: BackupFolder,
        manifest: Manifest,
        comparison: Comparison,
        report: CopyReport,
    ) -> None:
        self._tools, self._folder, self._manifest = tools, folder, manifest
        self._comparison, self._report = comparison, report
        self._storage, self._meter = tools.storage, tools.meter
        self._todo: deque[Job] = deque()
        self._unchecked: deque[Copied] = deque()
        self._changed: list[Job] = []
        self._fresh: set[str] = set()
        self._state = threading.Condition()
        self._round = Round(tools)

    def run(self, jobs: Iterable[Job], unchecked: Iterable[Copied], patience: Patience) -> None:
        """Copy and compare all of them; what cannot be is in the report.

        Raises:
            DeviceError, NoSpace, UsageError: what is done is done, the rest is for the next run.
        """
        self._todo.extend(jobs)
        self._unchecked.extend(unchecked)
        while self._todo or self._unchecked or self._changed:
            patience.call(self._renew)
            patience.call(self._one_round)

    def _one_round(self) -> None:
        count = min(self._tools.limits.threads, len(self._todo))
        self._round.run([self._copy] * count, self._check)

    # -- copying ---------------------------------------------------------------------------

    def _copy(self) -> None:
        while job := self._half_done():
            self._go_on(job)
        taken: dict[str, Job] = {}
        incoming: Incoming | None = None
        try:
            for piece in self._storage.receive(self._feed(taken)):
                self._round.halt()
                if incoming is None:
                    incoming = Incoming(self._folder, taken[piece.path])
                    incoming.begin()
                self._take(incoming, piece.data)
                if piece.ended:
                    whole, incoming = incoming, None
                    self._ended(taken.pop(piece.path), whole, piece.problem)
        finally:
            if incoming is not None:
                self._cut_off(incoming)
            self._put_back(taken.values())

    def _feed(self, taken: dict[str, Job]) -> Iterator[Entry]:
        """Files as they are asked for; `taken` holds those that are under way."""
        while True:
            with self._state:
                if not self._todo:
                    return
                job = self._todo.popleft()
            taken[job.entry.path] = job
            yield job.entry

    def _half_done(self) -> Job | None:
        """A large file of which an earlier attempt left a part that the hash can prove."""
        if not self._comparison.by_hash:
            return None
        with self._state:
            large = [job for job in self._todo if job.entry.size >= RESUME_FROM]
            for job in large:
                if self._folder.part(job.key).size():
                    self._todo.remove(job)
                    return job
        return None

    def _go_on(self, job: Job) -> None:
        incoming = Incoming(self._folder, job)
        try:
            start = incoming.go_on()
            self._meter.add(start)
            for data in self._storage.receive_rest(job.entry.path, start):
                self._round.halt()
                self._take(incoming, data)
            self._must_be_whole(incoming, job.entry)
        except BaseException:
            self._cut_off(incoming)
            self._put_back([job])
            raise
        with self._state:
            self._report.resumed_bytes += start
        self._ended(job, incoming, "")

    def _must_be_whole(self, incoming: Incoming, entry: Entry) -> None:
        """An end in the middle is a lost connection, unless the file itself has become shorter."""
        if incoming.count >= entry.size:
            return
        now = self._storage.look([entry.path]).get(entry.path)
        if now is not None and now.size == entry.size:
            raise ConnectionLost("The phone stopped in the middle of a file.")

    def _take(self, incoming: Incoming, data: bytes | bytearray | memoryview) -> None:
        incoming.take(data)
        self._meter.add(len(data))

    def _cut_off(self, incoming: Incoming) -> None:
        self._meter.add(-incoming.count)
        incoming.keep()

    def _put_back(self, jobs: Iterable[Job]) -> None:
        with self._state:
            self._todo.extendleft(reversed(list(jobs)))

    def _ended(self, job: Job, incoming: Incoming, problem: str) -> None:
        """A file has come, or the phone said why not."""
        reason = incoming.problem or _reason(problem)
        if reason or not job.entry.has_size(incoming.count):
            self._meter.add(-incoming.count)
            incoming.discard()
            with self._state:
                if reason in ("", "vanished"):
                    self._changed.append(job)
                else:
                    self._report.failures.append((job.wanted.name, reason))
            return
        incoming.store()
        record = job.record(incoming.count, incoming.digest)
        with local_errors(self._folder.root):
            self._manifest.add(record)
        self._meter.add(0, 1)
        with self._state:
            self._report.copied += 1
            self._report.copied_bytes += record.size
            self._fresh.add(record.name)
            self._unchecked.append((job, record))

    # -- comparing -------------------------------------------------------------------------

    def _check(self) -> None:
        while batch := self._next_batch():
            try:
                equal = self._comparison.equal(batch)
            except BaseException:
                with self._state:
                    self._unchecked.extendleft(reversed(batch))
                raise
            self._settle(batch, equal)

    def _next_batch(self) -> list[Copied]:
        """What was copied since, once it is worth asking; nothing when nothing more comes."""
        with self._state:
            while self._round.copying and not self._enough():
                self._state.wait(0.05)
                self._round.halt()
            batch: list[Copied] = []
            size = 0
            while self._unchecked and len(batch) < _BATCH and size < _BATCH_BYTES:
                batch.append(self._unchecked.popleft())
                size += batch[-1][1].size
            return batch

    def _enough(self) -> bool:
        if len(self._unchecked) >= _ENOUGH:
            return True
        return sum(record.size for _, record in self._unchecked) >= _ENOUGH_BYTES

    def _settle(self, batch: Sequence[Copied], equal: Sequence[bool]) -> None:
        pairs = list(zip(batch, equal, strict=True))
        checked = [replace(r, checked=self._comparison.name) for (_, r), same in pairs if same]
        with local_errors(self._folder.root):
            self._manifest.add(*checked)
        with self._state:
            self._report.checked += len(checked)
            for (job, record), same in pairs:
                if not same:
                    self._changed.append(job)
                    self._uncount(record)

    def _uncount(self, record: Record) -> None:
        """What was copied in vain."""
        if record.name in self._fresh:
            self._fresh.discard(record.name)
            self._report.copied -= 1
            self._report.copied_bytes -= record.size
            self._meter.add(-record.size, -1)

    # -- again -----------------------------------------------------------------------------

    def _renew(self) -> None:
        """Files that changed or went while they were copied: look again, a bounded time."""
        if not self._changed:
            return
        now = look_surely(self._storage, [job.entry.path for job in self._changed])
        changed, self._changed = self._changed, []
        for job in changed:
            entry, name = now.get(job.entry.path), job.wanted.name
            if entry is None or entry.kind != "file":
                self._report.vanished.append(name)
            elif job.attempts + 1 >= self._tools.limits.changes:
                self._report.failures.append((name, "changed"))
            else:
                self._report.copied_again += 1
                self._todo.append(job.renewed(entry))


def _reason(problem: str) -> str:
    """The phone's words in one of ours; "" for none."""
    if not problem:
        return ""
    reasons: tuple[tuple[str, str], ...] = (
        ("No such file", "vanished"),
        ("Permission denied", "unreadable"),
        ("Operation not permitted", "unreadable"),
    )
    return next((reason for words, reason in reasons if words in problem), "refused")
