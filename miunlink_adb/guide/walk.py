"""Where an owner is in a guide: which steps he has answered, and what an answer leads to.

Pure, and frozen: an answer makes a new walk. The place is never stored: it is the first step that
has no outcome. It must not know how questions are asked, nor where progress is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from miunlink_adb.guide.model import Guide, Step

__all__ = ["Outcome", "Walk", "begin", "resume"]

Outcome = Literal["confirmed", "skipped"]
_OUTCOMES: Mapping[str, Outcome] = {"done": "confirmed", "yes": "confirmed", "skip": "skipped"}


@dataclass(frozen=True, slots=True)
class Walk:
    """A guide with the outcomes so far, and whether the owner left."""

    guide: Guide
    outcomes: Mapping[str, Outcome] = field(default_factory=lambda: MappingProxyType({}))
    left: bool = False

    @property
    def step(self) -> Step | None:
        """The step that is to be answered; None when all are, or the owner left."""
        return None if self.left else self.next_step

    @property
    def next_step(self) -> Step | None:
        """The first step without an outcome, also for somebody who left."""
        return next((step for step in self.guide.steps if step.id not in self.outcomes), None)

    @property
    def number(self) -> int:
        """Of the step that is to be answered, from 1; one more than there are when all are."""
        step = self.next_step
        return self.guide.steps.index(step) + 1 if step else len(self.guide.steps) + 1

    @property
    def finished(self) -> bool:
        """Whether each step has an outcome."""
        return self.next_step is None

    @property
    def over(self) -> bool:
        """Whether nothing more is asked."""
        return self.left or self.finished

    def answers(self) -> tuple[str, ...]:
        """What can be answered now: the way on first, then those that there are."""
        step = self.step
        if step is None:
            return ()
        back = ("back",) if self.number > 1 else ()
        skip = () if step.must_confirm else ("skip",)
        return ("yes" if step.gate else "done", *back, *skip, "leave")

    def answered(self, answer: str) -> Walk:
        """The walk after an answer.

        Raises:
            ValueError: that is no answer to the step at hand.
        """
        step = self.step
        if step is None or answer not in self.answers():
            raise ValueError(f"{answer!r} is no answer here")
        if answer == "leave":
            return replace(self, left=True)
        outcomes = dict(self.outcomes)
        if answer == "back":
            del outcomes[self.guide.steps[self.number - 2].id]
        else:
            outcomes[step.id] = _OUTCOMES[answer]
        return replace(self, outcomes=MappingProxyType(outcomes))

    def may_show(self, step: Step) -> bool:
        """Whether its address may be told: every gate before it has had its yes."""
        before = self.guide.steps[: self.guide.steps.index(step)]
        return all(self.outcomes.get(gate.id) == "confirmed" for gate in before if gate.gate)


def begin(guide: Guide) -> Walk:
    """A walk from the first step."""
    return Walk(guide)


def resume(guide: Guide, kept: Mapping[str, str]) -> Walk:
    """A walk that goes on: with what is still known of `kept`, up to the first gap.

    A yes at a gate counts for one sitting: it is asked for again, and what was answered after it
    is kept behind it. Whatever `kept` holds that the guide does not know is left out.
    """
    outcomes: dict[str, Outcome] = {}
    for step in guide.steps:
        outcome = kept.get(step.id)
        if step.gate:
            continue
        if outcome == "confirmed" or (outcome == "skipped" and not step.must_confirm):
            outcomes[step.id] = "confirmed" if outcome == "confirmed" else "skipped"
        else:
            break
    return Walk(guide, MappingProxyType(outcomes))
