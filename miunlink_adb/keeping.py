"""What a sign-out keeps of itself: its claim on the phone, its journal, a capture when it is lost.

Without an archive nothing is kept and every call does nothing. It must not know files, nor decide
anything about the run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from miunlink_adb import __version__
from miunlink_adb.archive import Archive
from miunlink_adb.capture import labels_of, scrubbed_xml
from miunlink_adb.clock import Clock
from miunlink_adb.deed import signout_words
from miunlink_adb.errors import MiunlinkError, PhoneFailure, ScreenError
from miunlink_adb.event import Acted, Event
from miunlink_adb.journal import Journal
from miunlink_adb.observation import Observation
from miunlink_adb.pack import BoundPack
from miunlink_adb.report import SignoutReport
from miunlink_adb.run_record import RunRecord, ago
from miunlink_adb.survey import PhoneFacts

__all__ = ["Keeper", "serials_of"]


def serials_of(props: Mapping[str, str], adb_serial: str) -> tuple[str, ...]:
    """What a phone is known by, best first: its own serial, then the one that adb says."""
    return (props.get("ro.serialno", ""), props.get("ro.boot.serialno", ""), adb_serial)


class Keeper:
    """Keeps the records of one run; what cannot be kept is told once and stops nothing."""

    def __init__(self, archive: Archive | None, clock: Clock, tell: Callable[[str], None]) -> None:
        """`tell`: takes a sentence for the person at the computer."""
        self._archive, self._clock, self._tell = archive, clock, tell
        self._journal: Journal | None = None
        self._last: RunRecord | None = None
        self._agreed = False

    def claim(self, facts: PhoneFacts, adb_serial: str, options: Mapping[str, object]) -> None:
        """Make the phone this run's own and begin the journal.

        Raises:
            DeviceBusy: another run has it.
        """
        archive = self._archive
        if archive is None:
            return
        serials = serials_of(facts.props, adb_serial)
        if note := archive.claim(*serials):
            self._tell(note)
        self._last = archive.last_run(*serials)
        match = facts.release
        about = {
            "command": "signout",
            "version": __version__,
            "release": match.release,
            "region": match.region,
            "locale": facts.locale,
            "options": dict(options),
        }
        self._journal = archive.begin(serials, about, self._clock.now(), self._not_recorded)

    def _not_recorded(self, why: str) -> None:
        self._tell(f"This run is not recorded from here on: {why}.")

    def event(self, event: Event) -> None:
        """Write an event into the journal."""
        self._agreed |= isinstance(event, Acted) and event.final
        if self._journal is not None:
            self._journal.event(event)

    def tell_last(self, *, account_present: bool) -> None:
        """Say where the last run on this phone stopped, and what is true now."""
        last, archive = self._last, self._archive
        if last is None or archive is None or not last.stopped:
            return
        screen = f"at {last.last_screen}" if last.last_screen else "before it knew a screen,"
        when = ago(last.last_moment, archive.now())
        account = "still there" if account_present else "gone"
        self._tell(f"The last run on this phone stopped {screen} {when}; the account is {account}.")

    def capture(self, error: MiunlinkError, pack: BoundPack | None) -> None:
        """Save what an unknown screen is built of, and say in the error's hint where that is."""
        seen = getattr(error, "observation", None)
        wanted = isinstance(error, ScreenError) and not isinstance(error, PhoneFailure)
        if not (wanted and isinstance(seen, Observation) and pack):
            return
        if self._archive is None or self._journal is None:
            return
        apps = frozenset({seen.package, *pack.own_packages})
        note = f"{pack.release} {pack.locale}: {error.code}"
        xml = scrubbed_xml(seen.root, labels_of(pack), apps=apps, note=note)
        file = self._archive.save_capture(self._journal, xml)
        if file is not None:
            error.hint += f" How the screen is built, without its texts, is kept in {file}."

    def end(self, report: SignoutReport) -> None:
        """Write how the run ended."""
        if self._journal is None:
            return
        error = report.error
        accounts = {"before": report.before, "after": report.after}
        words = signout_words(report.status, accounts, report.handoffs, agreed=self._agreed)
        self._journal.end(
            {
                "status": report.status,
                "error": error.code if error else None,
                "exit_code": report.exit_code,
                "route": report.route,
                "accounts": accounts,
                **words,
            }
        )
