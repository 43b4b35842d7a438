"""The journal of a reset, and what earlier runs on the phone left on record.

What is on record counts only for a while: the phone may have been used since. It must not know how
a reset is done, nor what is shown.
"""

from __future__ import annotations

from datetime import timedelta

from miunlink_adb import __version__
from miunlink_adb.archive import Archive
from miunlink_adb.event import Event
from miunlink_adb.journal import Journal
from miunlink_adb.reset.outcome import ResetReport
from miunlink_adb.reset.work import Before, Work
from miunlink_adb.run_record import RunRecord, ago

__all__ = ["Record"]

UNSEEN_FOR = timedelta(hours=24)
"""How long after a reset whose end was not seen a new installation is taken for its result."""
READ_FOR = timedelta(hours=12)
"""How long after its accounts were read a phone in its recovery may be erased on that."""


_FOUND = ("restart_recovery", "identify")


class Record:
    """Keeps nothing and knows nothing without an archive."""

    def __init__(self, archive: Archive | None, work: Work) -> None:
        self._archive, self._work = archive, work
        self._journal: Journal | None = None
        self._runs: list[RunRecord] = []
        self.has_backup = False

    def begin(self, before: Before) -> None:
        """Claim the phone; read what is on record of it; begin the journal.

        Raises:
            DeviceBusy: another run has the phone.
        """
        archive, work = self._archive, self._work
        if archive is None:
            return
        if note := archive.claim(*before.serials):
            work.notice(note)
        # two of one second are told apart by when they were written last
        found = archive.runs_on(*before.serials)
        self._runs = sorted(found, key=lambda r: (r.began, r.last_moment), reverse=True)
        self.has_backup = any(r.command == "backup" and r.status == "done" for r in self._runs)
        about = {
            "command": "reset",
            "version": __version__,
            "release": work.report.release,
            "region": work.report.region,
            "locale": before.facts.locale if before.facts else None,
            "options": work.options.to_journal(),
            "installation": before.installation or self.installation,
        }
        self._journal = archive.begin(before.serials, about, work.started, work.notice)

    @property
    def last(self) -> RunRecord | None:
        """The newest reset of this phone that came further than looking."""
        return next((run for run in self._runs if run.command == "reset" and _acted(run)), None)

    @property
    def installation(self) -> str | None:
        """The name of what was on the phone when the last reset began."""
        name = self.last.about.get("installation") if self.last else None
        return name if isinstance(name, str) else None

    def unseen(self) -> bool:
        """Whether the last reset may have come to its end since, without being seen."""
        last = self.last
        return (
            last is not None and last.status in (None, "left") and self._is_young(last, UNSEEN_FOR)
        )

    def may_erase_unread(self) -> bool:
        """Whether a phone in its recovery was read by a run that brought it there, a while ago.

        Not if it was seen in Android after that: somebody may have signed in.
        """
        read, last = self._last_read, self.last
        if read is None or last is None or not self._is_young(read, READ_FOR):
            return False
        brought = read.command == "reset" and "restart_recovery" in _steps(read)
        return brought and last.status != "done" and not _was_other(last)

    @property
    def _last_read(self) -> RunRecord | None:
        """The newest run of any command that saw the phone in Android."""
        return next((run for run in self._runs if run.about.get("release")), None)

    def sent_wipe(self) -> bool:
        """Whether the last reset told TWRP to erase."""
        return self.last is not None and "wipe" in _steps(self.last)

    def when(self) -> str:
        """How long ago the phone was seen in Android last, in words."""
        if self._last_read is None or self._archive is None:
            return "never"
        return ago(self._last_read.last_moment, self._archive.now())

    def _is_young(self, run: RunRecord, most: timedelta) -> bool:
        return self._archive is not None and self._archive.now() - run.last_moment <= most

    def event(self, event: Event) -> None:
        """Write an event."""
        if self._journal is not None:
            self._journal.event(event)

    def end(self, report: ResetReport) -> None:
        """Write how it ended."""
        if self._journal is not None:
            self._journal.end(report.to_journal())


def _steps(run: RunRecord) -> set[str]:
    return {str(entry["step"]) for entry in run.events if entry.get("step")}


def _acted(run: RunRecord) -> bool:
    return bool(_steps(run) - {"confirm"})


def _was_other(run: RunRecord) -> bool:
    """Whether what was found was no TWRP, or another phone."""
    found = [str(e.get("outcome")) for e in run.events if e.get("step") in _FOUND]
    return any(outcome in ("sideload", "device", "other") for outcome in found)
