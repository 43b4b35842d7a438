"""One reset from the first question to the proof; every end is a report.

Puts the steps together, and says at each end what is true of the phone. It must not know the
terminal, nor how a phone is reached.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from miunlink_adb.archive import Archive
from miunlink_adb.clock import Clock
from miunlink_adb.errors import Cancelled, DeviceError, Interrupted, MiunlinkError, Refused
from miunlink_adb.event import Emit, Event
from miunlink_adb.keeping import serials_of
from miunlink_adb.phone import Restartable
from miunlink_adb.phone_key import phone_key
from miunlink_adb.preflight import Obstacle, check_supported
from miunlink_adb.props import parse_props
from miunlink_adb.reset.by_settings import reset_by_settings
from miunlink_adb.reset.by_twrp import reset_by_twrp, reset_from_twrp
from miunlink_adb.reset.coming_back import installation_of, look_after
from miunlink_adb.reset.obstacle import obstacles, recovery_obstacles, reset_warnings
from miunlink_adb.reset.options import ResetOptions
from miunlink_adb.reset.outcome import ResetReport, Status
from miunlink_adb.reset.plan import plan
from miunlink_adb.reset.record import Record
from miunlink_adb.reset.work import Before, Person, Stage, Work
from miunlink_adb.surroundings import look_around
from miunlink_adb.survey import survey

__all__ = ["reset_phone"]

TRUE_NOW: dict[Stage, str] = {
    "checking": "Nothing on the phone was changed.",
    "page_open": "The reset page may be open on the phone; nothing was erased unless it is "
    "confirmed there.",
    "away": "The phone is restarting, or away; run this again when it is back: it looks whether "
    "it was reset, and resets nothing twice.",
    "in_recovery": "Nothing was erased. The phone may be in its recovery: run this again to go on, "
    "or choose Reboot > System there.",
    "wiping": "TWRP was told to erase, and what became of that is not known. Leave the phone until "
    "its screen says that it is done, then run this again: it looks first and repeats nothing.",
    "not_erased": "TWRP did not erase the data, or not all of them; the phone is in TWRP.",
    "wiped": "The data are erased. The phone may still have to restart: choose Reboot > System on "
    "it, or run this again.",
}
"""What is true of the phone, by how far it came."""


class _Reset:
    """One reset."""

    def __init__(self, work: Work, record: Record) -> None:
        self.work, self.record = work, record

    def run(self) -> None:
        """As far as it goes."""
        if self.work.phone.attachment().state == "recovery":
            self._from_recovery()
        else:
            self._from_android()

    def _from_android(self) -> None:
        work, report = self.work, self.work.report
        facts = work.reading(lambda: survey(work.phone))
        match = facts.release
        report.model = match.marketname or match.model or None
        report.release, report.region = match.release, match.region
        before = Before(
            serials_of(facts.props, work.phone.serial),
            match.device,
            (match.model, match.marketname),
            facts,
            installation_of(work),
        )
        self.record.begin(before)
        check_supported(facts)
        if not work.options.dry_run and self._finish_last(before):
            return
        around = work.reading(lambda: look_around(work.phone))
        report.warnings = reset_warnings(facts, around, work.options)
        found = obstacles(facts, work.options, has_backup=self.record.has_backup)
        report.obstacles = found
        if work.options.dry_run:
            report.succeed("dry_run")
            return
        self._refuse(found)
        for warning in report.warnings:
            work.notice(f"Note: {warning}")
        way = reset_by_settings if work.options.via == "settings" else reset_by_twrp
        way(work, before)

    def _refuse(self, found: list[Obstacle]) -> None:
        """The first obstacle stops it; a missing backup only if nobody says that none is needed."""
        for obstacle in found:
            if obstacle.guard == "no_backup" and self.work.asks(
                f"{obstacle.message} Erase the phone without one?"
            ):
                self.work.report.confirmed.append("The owner needs no backup.")
                continue
            raise Refused(obstacle.message, guard=obstacle.guard, hint=obstacle.hint)

    def _finish_last(self, before: Before) -> bool:
        """A reset of a while ago that was not seen to its end: whether it has happened since."""
        now, work, then = before.installation, self.work, self.record.installation
        if not self.record.unseen() or before.facts is None:
            return False
        if then is None or now is None or now == then:
            work.notice("The last reset of this phone was not finished; nothing was erased by it.")
            return False
        finding = look_after(work, replace(before, installation=then), before.facts)
        work.did(
            f"The phone was found to have been reset since the last run ({self.record.when()})."
        )
        if finding.proven or not finding.open:
            work.report.succeed("done")
            return True
        raise Refused(
            f"The phone was reset since the last run. {' '.join(finding.open)}",
            guard="already_reset",
            hint="Nothing is reset a second time now. 'miunlink-adb status' says what binds it.",
        )

    def _from_recovery(self) -> None:
        work, report, record = self.work, self.work.report, self.record
        props = work.reading(lambda: parse_props(work.shell("getprop")))
        serials = serials_of(props, work.phone.serial)
        model = props.get("ro.product.model", "")
        report.model = model or None
        before = Before(serials, props.get("ro.product.device", ""), (model,))
        record.begin(before)
        known = record.may_erase_unread()
        report.obstacles = recovery_obstacles(
            work.options, known=known, has_backup=record.has_backup
        )
        if work.options.dry_run:
            report.succeed("dry_run")
            return
        self._refuse(report.obstacles)
        if known:
            work.notice(
                f"The accounts of this phone were read {record.when()}, before it was restarted. "
                "If it was used since, stop and choose Reboot > System on it."
            )
        before = replace(before, installation=record.installation if known else None)
        reset_from_twrp(work, before, sent=known and record.sent_wipe())


def reset_phone(
    phone: Restartable,
    options: ResetOptions,
    person: Person,
    clock: Clock,
    emit: Emit,
    *,
    archive: Archive | None = None,
) -> ResetReport:
    """Lead a phone's owner through its factory reset and prove it.

    `emit` is told every event; `person` is asked only where `options.may_ask`. `archive`: where
    the run is kept and the phone claimed. The caller closes the archive.
    """

    def tell(event: Event) -> None:
        record.event(event)
        emit(event)

    report = ResetReport(options.via, serial=phone.serial, plan=plan(options))
    name_of = partial(_name_of, archive)
    work = Work(phone, options, person, clock, tell, name_of, report, started=clock.now())
    record = Record(archive, work)
    try:
        _Reset(work, record).run()
    except MiunlinkError as error:
        _fail(work, error)
    except KeyboardInterrupt:
        _fail(work, Interrupted())
    record.end(report)
    return report


def _name_of(archive: Archive | None, identifier: str) -> str | None:
    if archive is None:
        return identifier
    try:
        archive.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return phone_key(archive.folder, identifier)
    except OSError:
        return None


def _fail(work: Work, error: MiunlinkError) -> None:
    """The error says what happened; its hint, what is true of the phone now and what to do."""
    own = error.hint if error.hint != type(error).default_hint else ""
    true_now = TRUE_NOW[work.stage]
    error.hint = f"{true_now} {own}".strip() if true_now not in own else own
    if work.stage == "checking" and isinstance(error, DeviceError) and not own:
        error.hint = f"{true_now} {type(error).default_hint}"
    status = _status(work.stage, error)
    if status == "left":
        work.report.open.append(true_now)
    work.report.fail(error, status)


def _status(stage: Stage, error: MiunlinkError) -> Status:
    if isinstance(error, Refused):
        return "refused"
    if isinstance(error, Cancelled | Interrupted) and stage == "checking":
        return "cancelled"
    if stage == "checking" or error.code == "phone_failure":
        return "failed"
    return "left"
