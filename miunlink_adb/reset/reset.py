"""One reset from the first question to the proof; every end is a report.

Puts the steps together, and says at each end what is true of the phone. It must not know the
terminal, nor how a phone is reached.
"""

from __future__ import annotations

from functools import partial

from miunlink_adb import __version__
from miunlink_adb.archive import Archive
from miunlink_adb.clock import Clock
from miunlink_adb.errors import Cancelled, DeviceError, Interrupted, MiunlinkError, Refused
from miunlink_adb.event import Emit, Event
from miunlink_adb.journal import Journal
from miunlink_adb.keeping import serials_of
from miunlink_adb.phone import Restartable
from miunlink_adb.phone_key import phone_key
from miunlink_adb.preflight import Obstacle, check_supported
from miunlink_adb.props import parse_props
from miunlink_adb.reset.by_settings import reset_by_settings
from miunlink_adb.reset.by_twrp import reset_by_twrp, reset_from_twrp
from miunlink_adb.reset.coming_back import installation_of, look_after
from miunlink_adb.reset.obstacle import obstacles, reset_warnings
from miunlink_adb.reset.options import ResetOptions
from miunlink_adb.reset.outcome import ResetReport, Status
from miunlink_adb.reset.plan import plan
from miunlink_adb.reset.work import Before, Person, Stage, Work
from miunlink_adb.run_record import RunRecord
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
_UNFINISHED = (None, "left", "failed", "refused", "cancelled")


class _Keeping:
    """The journal of this reset, and what earlier ones left."""

    def __init__(self, archive: Archive | None, work: Work) -> None:
        self._archive, self._work = archive, work
        self.journal: Journal | None = None
        self.last: RunRecord | None = None
        self.has_backup = False

    def begin(self, before: Before) -> None:
        """Claim the phone; read what is on record of it; begin the journal."""
        archive, work = self._archive, self._work
        if archive is None:
            return
        if note := archive.claim(*before.serials):
            work.notice(note)
        runs = archive.runs_on(*before.serials)
        self.has_backup = any(r.command == "backup" and r.status == "done" for r in runs)
        resets = [run for run in runs if run.command == "reset" and _did_something(run)]
        # two of one second are told apart by when they were written last
        self.last = max(resets, key=lambda r: (r.began, r.last_moment), default=None)
        about = {
            "command": "reset",
            "version": __version__,
            "release": work.report.release,
            "region": work.report.region,
            "locale": before.facts.locale if before.facts else None,
            "options": work.options.to_journal(),
            "installation": before.installation or self._installation(),
        }
        self.journal = archive.begin(before.serials, about, work.started, work.notice)

    def _installation(self) -> str | None:
        """That of the run that is gone on with, for the one that goes on after this."""
        return self.last.about.get("installation") if self.last else None

    def event(self, event: Event) -> None:
        """Write an event."""
        if self.journal is not None:
            self.journal.event(event)

    def end(self, report: ResetReport) -> None:
        """Write how it ended."""
        if self.journal is not None:
            self.journal.end(report.to_journal())


def _did_something(run: RunRecord) -> bool:
    """Whether a run of `reset` came further than looking."""
    return any(entry.get("step") not in (None, "confirm") for entry in run.events)


def _sent_wipe(run: RunRecord | None) -> bool:
    return run is not None and any(entry.get("step") == "wipe" for entry in run.events)


class _Reset:
    """One reset."""

    def __init__(self, work: Work, keeping: _Keeping) -> None:
        self.work, self.keeping = work, keeping

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
        self.keeping.begin(before)
        check_supported(facts)
        if not work.options.dry_run and self._finish_last(before):
            return
        around = work.reading(lambda: look_around(work.phone))
        report.warnings = reset_warnings(facts, around, work.options)
        found = obstacles(facts, work.options, has_backup=self._has_backup())
        report.obstacles = found
        if work.options.dry_run:
            report.succeed("dry_run")
            return
        self._refuse(found)
        for warning in report.warnings:
            work.notice(f"Note: {warning}")
        way = reset_by_settings if work.options.via == "settings" else reset_by_twrp
        way(work, before)

    def _has_backup(self) -> bool:
        return self.keeping.has_backup

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
        """An earlier reset that was not seen to the end: whether it has happened since."""
        last, now, work = self.keeping.last, before.installation, self.work
        if last is None or last.status not in _UNFINISHED or before.facts is None:
            return False
        then = last.about.get("installation")
        if not isinstance(then, str) or now is None or now == then:
            work.notice("An earlier reset of this phone was not finished; nothing was erased.")
            return False
        old = Before(before.serials, before.device, before.names, before.facts, then)
        finding = look_after(work, old, before.facts)
        work.did("The phone was found to have been reset since the last run.")
        if finding.proven or not finding.open:
            work.report.succeed("done")
            return True
        raise Refused(
            f"The phone was reset since the last run. {' '.join(finding.open)}",
            guard="already_reset",
            hint="Nothing is reset a second time. 'miunlink-adb status' says what binds it now.",
        )

    def _from_recovery(self) -> None:
        work, report = self.work, self.work.report
        props = work.reading(lambda: parse_props(work.shell("getprop")))
        serials = serials_of(props, work.phone.serial)
        model = props.get("ro.product.model", "")
        report.model = model or None
        before = Before(serials, props.get("ro.product.device", ""), (model,))
        self.keeping.begin(before)
        last = self.keeping.last
        known = last is not None and last.status in _UNFINISHED
        if work.options.dry_run:
            report.succeed("dry_run")
            return
        self._refuse_recovery(known=known)
        then = last.about.get("installation") if last else None
        old = Before(serials, before.device, before.names, None, then)
        reset_from_twrp(work, old, sent=_sent_wipe(last) if known else False)

    def _refuse_recovery(self, *, known: bool) -> None:
        options = self.work.options
        if options.via != "twrp":
            raise Refused(
                "The phone is in a recovery, where Settings cannot be opened.",
                guard="in_recovery",
                hint="Choose Reboot > System on the phone, or go on there with --via twrp.",
            )
        if not known and not options.knows_password:
            raise Refused(
                "The phone is in a recovery, where its accounts cannot be read, and no earlier "
                "run has read them: with an account on it a reset would lock it.",
                guard="accounts_unread",
                hint="Choose Reboot > System on the phone and run this again in Android.",
            )


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
        keeping.event(event)
        emit(event)

    report = ResetReport(options.via, serial=phone.serial, plan=plan(options))
    name_of = partial(_name_of, archive)
    work = Work(phone, options, person, clock, tell, name_of, report, started=clock.now())
    keeping = _Keeping(archive, work)
    try:
        _Reset(work, keeping).run()
    except MiunlinkError as error:
        _fail(work, error)
    except KeyboardInterrupt:
        _fail(work, Interrupted())
    keeping.end(report)
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
