"""One sign-out from the first question to the proof: survey, checks, walk, verification.

Puts the rooms below together and returns a report, whatever happens. It must not know the
terminal, nor how a phone is reached.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from miunlink_adb.accounts import AccountsReport, xiaomi_counts
from miunlink_adb.actor import Actor
from miunlink_adb.archive import Archive
from miunlink_adb.clock import Clock
from miunlink_adb.coach import Coach
from miunlink_adb.errors import (
    DeviceError,
    InputBlocked,
    Interrupted,
    MiunlinkError,
    Refused,
)
from miunlink_adb.event import Emit, Event, Noticed
from miunlink_adb.flow import Flow, Refuse
from miunlink_adb.flows.signout import signout_flow
from miunlink_adb.guard import Guards, Owner
from miunlink_adb.head_start import head_start
from miunlink_adb.keeping import Keeper
from miunlink_adb.newer_release import Offer, stand_in
from miunlink_adb.observation import BEHIND
from miunlink_adb.pack import BoundPack
from miunlink_adb.packing import PackChoice
from miunlink_adb.phone import Phone
from miunlink_adb.phone_pack import choose_pack
from miunlink_adb.preflight import (
    FIND_DEVICE,
    check_not_reset,
    check_phone,
    check_supported,
    check_taps,
)
from miunlink_adb.recovery import Recovery
from miunlink_adb.remaining import remaining_bindings
from miunlink_adb.report import SignoutReport
from miunlink_adb.runner import Plan, Runner
from miunlink_adb.signout_options import SignoutOptions
from miunlink_adb.survey import PhoneFacts, read_locale, survey
from miunlink_adb.warning import warnings
from miunlink_adb.watch import Watch, read_accounts

__all__ = ["SignoutOptions", "sign_out"]

USER = "0"
"""The Android user whose account is signed out: the owner."""


Ready = Callable[[PhoneFacts, list[str]], None]


class _Signout:
    """The state of one sign-out while it goes on."""

    def __init__(
        self, phone: Phone, options: SignoutOptions, owner: Owner, clock: Clock, emit: Emit
    ) -> None:
        self.keeper = Keeper(None, clock, self.notice)
        self.pack: BoundPack | None = None
        self.phone, self.options, self.owner, self.clock = phone, options, owner, clock
        self.report = SignoutReport(started=clock.now(), serial=phone.serial)
        self._emit_to = emit
        self.recovery = Recovery(phone, clock, self.emit)
        self.facts: PhoneFacts | None = None
        self.runner: Runner | None = None
        self.offer: Offer = _nobody_agrees
        self.coaching = options.coach

    def emit(self, event: Event) -> None:
        self.report.collect(event)
        self.keeper.event(event)
        self._emit_to(event)

    def notice(self, message: str) -> None:
        self.report.notes.append(message)
        self.emit(Noticed(self.clock.now(), message))

    def run(self, ready: Ready) -> None:
        facts = self._survey()
        check_not_reset(facts)
        self._refuse_locked(facts)
        present = self._has_account(facts)
        self.keeper.tell_last(account_present=present)
        if not present:
            self.report.succeed("already_signed_out")
            return
        check_phone(facts)
        if not self.options.dry_run and not self.options.may_confirm:
            raise _nobody_confirms()
        self._check_taps(facts)
        with head_start(self.phone, facts.locale or ""):
            pack = self._pack(facts)
            ready(facts, warnings(facts))
            watch = self._watch(pack)
            guards = Guards(watch, self.owner, dry_run=self.options.dry_run)
            runner = self._runner(facts, watch, guards)
            if not self.coaching and _nothing_of_ours_in_front(facts, pack):
                runner.open_ahead()
        self._walk(facts, runner, watch, guards)

    def _check_taps(self, facts: PhoneFacts) -> None:
        if self.coaching:
            return
        try:
            check_taps(facts)
        except InputBlocked as error:
            self._begin_coaching(error)

    def _begin_coaching(self, error: InputBlocked) -> None:
        """The phone refuses taps: the owner makes them, if somebody is there to be told."""
        if self.coaching or not self.options.may_coach:
            raise error
        self.coaching = True
        self.notice(f"{error.message} You will be told what to tap.")

    def _survey(self) -> PhoneFacts:
        facts = self.facts = self.recovery.reading(lambda: survey(self.phone))
        options = self.options
        told = {"dry_run": options.dry_run, "route": options.route, "data": options.data}
        self.keeper.claim(facts, self.phone.serial, told)
        check_supported(facts)
        report, match = self.report, facts.release
        report.release, report.region, report.locale = match.release, match.region, facts.locale
        return facts

    def _refuse_locked(self, facts: PhoneFacts) -> None:
        """A lock of Find device that covers the phone: which one, its screen tells."""
        if facts.front is None or facts.front.package != FIND_DEVICE:
            return
        watch = self._watch(self._pack(facts))
        screen = watch.look().screen
        reaction = self._flow(facts).reactions.get(screen) if screen else None
        if isinstance(reaction, Refuse):
            raise Refused(reaction.message, guard=reaction.guard, hint=reaction.hint)

    def _has_account(self, facts: PhoneFacts) -> bool:
        report = facts.accounts
        if not report.complete or int(USER) not in report.users:
            report = self._read_accounts()
        self.report.before = xiaomi_counts(report)
        self.report.after = dict(self.report.before)
        return bool(self.report.before.get(USER, 0))

    def _read_accounts(self) -> AccountsReport:
        ask = partial(self.phone.shell, "dumpsys account")
        return read_accounts(lambda: self.recovery.reading(ask), self.clock)

    def _pack(self, facts: PhoneFacts) -> BoundPack:
        if self.pack is not None:
            return self.pack
        wanted = self._wanted(facts)
        choice = self.recovery.reading(
            lambda: choose_pack(self.phone, facts, wanted=wanted, clock=self.clock)
        )
        for note in choice.notes:
            self.notice(note)
        return self._take(choice)

    def _wanted(self, facts: PhoneFacts) -> str | None:
        """The pack that was named, or that is agreed to for a release newer than every pack."""
        named, found = self.options.release, stand_in(facts.release.release)
        if found is None or not (named == found.pack or (not named and self.offer(found.question))):
            return named
        self.notice(found.note)
        return found.pack

    def _take(self, choice: PackChoice) -> BoundPack:
        self.pack = choice.pack
        self.report.labels = choice.sources.to_json()
        return choice.pack

    def _rebind(self, pack: BoundPack) -> BoundPack | None:
        locale = read_locale(self.phone)
        if locale is None or locale == pack.locale:
            return None
        self.report.locale = locale
        if self.facts is None:
            return None
        wanted = pack.release
        return self._take(choose_pack(self.phone, self.facts, wanted=wanted, locale=locale))

    def _flow(self, facts: PhoneFacts) -> Flow:
        route = self.options.coach_route if self.coaching else self.options.route
        return signout_flow(international=facts.release.international, route=route)

    def _watch(self, pack: BoundPack) -> Watch:
        watch = Watch(self.phone, pack, self.clock, self.emit, lambda: self._rebind(watch.pack))
        return watch

    def _walk(self, facts: PhoneFacts, runner: Runner, watch: Watch, guards: Guards) -> None:
        try:
            ending = runner.run()
        except InputBlocked as error:
            self._begin_coaching(error)
            runner = self._runner(facts, watch, guards)
            ending = runner.run()
        if ending == "dry_run":
            runner.leave()
        else:
            self.report.after = watch.counted or watch.accounts()
        self.report.succeed("dry_run" if ending == "dry_run" else "signed_out")

    def _runner(self, facts: PhoneFacts, watch: Watch, guards: Guards) -> Runner:
        options, flow = self.options, self._flow(facts)
        actor = (
            Coach(self.phone, watch, self.emit, flow, options.handoff_timeout, USER)
            if self.coaching
            else Actor(self.phone, watch, self.emit)
        )
        if facts.screen_on is False:
            actor.wake()
        plan = Plan(flow, options.data, options.handoff_timeout, USER)
        self.runner = Runner(actor, plan, watch, guards, self.emit)
        return self.runner

    def finish(self) -> None:
        """Complete the report with what can still be read; never raises."""
        if self.runner is not None:
            self.report.route = self.runner.route
        if self.facts is None:
            return
        if self.report.error is not None and self.runner is not None and self.runner.under_way:
            self._read_after(self.report.error)
        self.report.remaining = remaining_bindings(self.facts, self.report.after)

    def _read_after(self, error: MiunlinkError) -> None:
        """The run was stopped on the way: whether the account is gone all the same."""
        try:
            accounts = self._read_accounts()
        except DeviceError:
            return
        self.report.after = xiaomi_counts(accounts)
        if not self.report.after[USER] and not isinstance(error, Interrupted):
            self.notice(f"The account is gone, although the run did not see it go: {error.message}")
            self.report.succeed("signed_out")


def _nothing_of_ours_in_front(facts: PhoneFacts, pack: BoundPack) -> bool:
    """Whether the phone is awake, unlocked, and shows some other app, as the survey saw it."""
    front = facts.front.package if facts.front else ""
    visible = facts.screen_on is True and facts.keyguard is False
    return visible and front not in ("", FIND_DEVICE, *BEHIND, *pack.own_packages)


def _nobody_confirms() -> Refused:
    return Refused(
        "Nobody is there to confirm: this is not a terminal and --yes was not given.",
        guard="confirmed",
        hint="Run it in a terminal, or add --yes if the owner agrees to sign out.",
    )


def _nobody_agrees(_question: str) -> bool:
    return False


def sign_out(  # noqa: PLR0913  each is a collaborator of its own
    phone: Phone,
    options: SignoutOptions,
    owner: Owner,
    clock: Clock,
    emit: Emit,
    ready: Ready = lambda _facts, _warnings: None,
    *,
    archive: Archive | None = None,
    offer: Offer = _nobody_agrees,
) -> SignoutReport:
    """Sign the phone's owner out and prove it; every end is a report, none an exception.

    `ready` is called with the facts and the warnings after all checks, before the phone is
    touched. `archive`: where the run is kept and the phone claimed; None: nowhere. `offer`: asked
    whether the newest pack may be tried on a release newer than every pack. The caller closes the
    phone, and then the archive.
    """
    job = _Signout(phone, options, owner, clock, emit)
    job.offer = offer
    job.keeper = Keeper(archive, clock, job.notice)
    steps: tuple[Callable[[], None], ...] = (partial(job.run, ready), job.finish)
    for step in steps:
        try:
            step()
        except MiunlinkError as error:
            job.keeper.capture(error, job.pack)
            job.report.fail(error)
        except KeyboardInterrupt:
            job.report.fail(Interrupted())
    job.keeper.end(job.report)
    return job.report
