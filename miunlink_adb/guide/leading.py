"""Leading an owner through a guide from beginning to end, with everything that is kept of it.

The phone is claimed when the guide changes something on it; the sitting is the front's; what can
be seen on the phone is looked at before and after. It must not know terminals, pages or adb.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from miunlink_adb import __version__
from miunlink_adb.archive import Archive
from miunlink_adb.clock import Clock
from miunlink_adb.errors import (
    Cancelled,
    DeviceError,
    Interrupted,
    MiunlinkError,
    NoDevice,
    UnsupportedDevice,
)
from miunlink_adb.event import Emit, Event
from miunlink_adb.guide.card import IMEI_QUESTION, PhoneCard, phone_card
from miunlink_adb.guide.checks import PhoneChecks
from miunlink_adb.guide.progress import ProgressFile
from miunlink_adb.guide.result import GuideReport
from miunlink_adb.guide.sitting import Front, Sitting
from miunlink_adb.journal import Journal
from miunlink_adb.keeping import serials_of
from miunlink_adb.phone import Phone
from miunlink_adb.survey import PhoneFacts, survey

__all__ = ["Leading"]

Tell = Callable[[str], None]
SIGNED_OUT = "no_account"
GOES_ON = "The same command goes on from where you were."
THROUGH = "All steps were through; 'miunlink-adb status' says what still binds the phone."


@dataclass(frozen=True, slots=True)
class _Attached:
    """What is known of a phone. `serials`: none without a phone."""

    facts: PhoneFacts | None = None
    card: PhoneCard | None = None
    serials: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Leading:
    """How a guide is led.

    Attributes:
        archive: where it is recorded and how far the owner came is kept.
        clock: for waiting.
        tell: takes a sentence for the person at the computer.
        wait: seconds that the phone has in the end to hear that it was removed.
        anew: forget an earlier sitting.
        options: for the journal: flags and words only.
        show: takes what happens, as it happens.
    """

    archive: Archive
    clock: Clock
    tell: Tell
    wait: float = 30.0
    anew: bool = False
    options: Mapping[str, object] | None = None
    show: Emit = lambda _: None

    def lead(self, report: GuideReport, phone: Phone | None, front: Front) -> None:
        """Fill the report of a guide that was not begun; raises nothing of its own.

        Whatever goes wrong stands in ``report.error``; how far the owner came is kept.
        """
        try:
            attached = self._look(report, phone)
            if report.guide.changes_phone and (note := self.archive.claim(*attached.serials)):
                self.tell(note)
        except MiunlinkError as error:
            report.error = error
            return
        except KeyboardInterrupt:
            report.error = Interrupted()
            return
        journal = self._begin(report, attached)

        def emit(event: Event) -> None:
            journal.event(event)
            self.show(event)

        try:
            self._sit(report, phone, attached, front, emit)
        finally:
            journal.end(report.deed())

    def _look(self, report: GuideReport, phone: Phone | None) -> _Attached:
        """Who this phone is.

        Raises:
            DeviceError: it does not answer, or is needed and not there, or not Xiaomi's.
        """
        needed = report.guide.phone == "required"
        if phone is None:
            if needed:
                raise NoDevice
            return _Attached()
        try:
            facts, parcel = survey(phone), phone.shell(IMEI_QUESTION)
        except DeviceError as error:
            if needed:
                raise
            self.tell(f"The phone is left out: {error.message}")
            return _Attached()
        if needed and not (facts.release.is_xiaomi or facts.release.release):
            raise UnsupportedDevice(hint="Only Xiaomi, Redmi and POCO phones belong to an account.")
        report.card = phone_card(facts.release, facts.props, parcel)
        return _Attached(facts, report.card, serials_of(facts.props, phone.serial))

    def _begin(self, report: GuideReport, attached: _Attached) -> Journal:
        facts = attached.facts
        about = {
            "command": report.command,
            "version": __version__,
            "release": facts.release.release if facts else None,
            "region": facts.release.region if facts else None,
            "locale": facts.locale if facts else None,
            "options": dict(self.options or {}),
        }
        return self.archive.begin(attached.serials, about, self.clock.now(), self._not_recorded)

    def _not_recorded(self, why: str) -> None:
        self.tell(f"This is not recorded from here on: {why}.")

    def _sit(
        self,
        report: GuideReport,
        phone: Phone | None,
        attached: _Attached,
        front: Front,
        emit: Emit,
    ) -> None:
        archive, guide = self.archive, report.guide
        checks = PhoneChecks(phone if attached.card else None, self.clock)
        progress = ProgressFile(
            archive.folder, guide.name, attached.serials, archive.now, self.tell
        )
        sitting = Sitting(guide, attached.card, checks, progress, emit, self.clock)
        try:
            sitting.start(anew=self.anew)
            front(sitting)
            report.walk = sitting.walk
            if report.walk.finished:
                self._look_at_the_end(sitting)
            else:
                report.error = _left(report)
        except MiunlinkError as error:
            report.error = error
        except KeyboardInterrupt:
            report.error = Interrupted(hint=THROUGH if sitting.walk.finished else GOES_ON)
        finally:
            report.walk, report.before = sitting.walk, sitting.before
            report.results, report.after = sitting.results, self._after(sitting)

    def _look_at_the_end(self, sitting: Sitting) -> None:
        """Look whether the phone is signed out; it may hear late of its removal, and gets time."""
        outcomes = sitting.walk.outcomes
        asked = [
            step.id
            for step in sitting.guide.steps
            if step.check == SIGNED_OUT and outcomes.get(step.id) == "confirmed"
        ]
        for step in asked if sitting.checks.has_phone else []:
            found = sitting.results[step] = sitting.checks.look(SIGNED_OUT)
            if sitting.guide.changes_phone and found.outcome == "not_yet":
                self.tell(f"Waiting up to {self.wait:.0f} s for the phone to be signed out …")
                sitting.results[step] = sitting.checks.wait_for(SIGNED_OUT, self.wait)

    def _after(self, sitting: Sitting) -> Mapping[str, int] | None:
        """The accounts now; None when nothing was answered, so that nothing can have changed."""
        if not sitting.checks.has_phone or not sitting.walk.outcomes:
            return None
        with contextlib.suppress(KeyboardInterrupt):  # told to end: the last look counts
            if not any(found.name == SIGNED_OUT for found in sitting.results.values()):
                sitting.checks.look(SIGNED_OUT)
        return sitting.checks.counts


def _left(report: GuideReport) -> Cancelled:
    walk = report.walk
    return Cancelled(
        f"The guide was left at step {walk.number} of {len(walk.guide.steps)}.",
        hint="Run the same command again: it goes on from there.",
    )
