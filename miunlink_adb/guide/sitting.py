"""One sitting of an owner with a guide: answers, what is looked up after them, what is kept.

Terminal and page drive the same sitting. It must not know either of them.
"""

from __future__ import annotations

from collections.abc import Callable

from miunlink_adb.clock import Clock
from miunlink_adb.event import Emit, StepTaken
from miunlink_adb.guide.card import PhoneCard
from miunlink_adb.guide.checks import CheckResult, Counts, PhoneChecks
from miunlink_adb.guide.model import Guide, Step
from miunlink_adb.guide.progress import Kept, ProgressFile
from miunlink_adb.guide.walk import begin, resume

__all__ = ["Front", "Sitting"]


class Sitting:
    """The guide in the owner's hands. Not for several threads at once."""

    def __init__(
        self,
        guide: Guide,
        card: PhoneCard | None,
        checks: PhoneChecks,
        progress: ProgressFile | None,
        emit: Emit,
        clock: Clock,
    ) -> None:
        """`card`: the attached phone; None without. `progress`: None keeps nothing."""
        self.guide, self.card, self.checks = guide, card, checks
        self._progress, self._emit, self._clock = progress, emit, clock
        self.walk = begin(guide)
        self.resumed = False
        self.before: Counts | None = None
        self.results: dict[str, CheckResult] = {}
        self.last: CheckResult | None = None

    def start(self, *, anew: bool = False) -> None:
        """Take up what an earlier sitting left, and count the accounts that there are now.

        `anew`: forget the earlier sitting.
        """
        if self._progress is not None and anew:
            self._progress.forget()
        kept = self._progress.load() if self._progress is not None else Kept()
        self.walk = resume(self.guide, kept.outcomes)
        self.resumed = bool(self.walk.outcomes)
        if self.checks.has_phone:
            self.checks.look("no_account")
        self.before = kept.before if self.resumed and kept.before else self.checks.counts

    def answer(self, step: str, answer: str) -> CheckResult | None:
        """Take an answer to a step; returns what was looked up on the phone after it, if anything.

        Raises:
            ValueError: that step is not the one that is asked, or the answer is none of its.
        """
        asked = self.walk.step
        if asked is None or asked.id != step:
            raise ValueError(f"{step!r} is not asked now")
        self.walk = self.walk.answered(answer)
        self.last = self._looked(asked, answer)
        outcome = {"done": "confirmed", "yes": "confirmed", "skip": "skipped"}.get(answer, answer)
        self._emit(StepTaken(self._clock.now(), asked.id, outcome))
        self._keep()
        return self.last

    def _looked(self, step: Step, answer: str) -> CheckResult | None:
        if answer == "back" and (again := self.walk.step):
            self.results.pop(again.id, None)
        if answer not in ("done", "yes") or step.check is None or not self.checks.has_phone:
            return None
        found = self.results[step.id] = self.checks.look(step.check)
        return found

    def _keep(self) -> None:
        if self._progress is None:
            return
        if self.walk.finished:
            self._progress.forget()
        else:
            self._progress.save(Kept(dict(self.walk.outcomes), self.before))


Front = Callable[[Sitting], None]
"""Leads through a sitting until its walk is over."""
