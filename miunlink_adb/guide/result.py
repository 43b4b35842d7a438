"""How a guide ended: the document for machines, and the deed for the journal.

Pure. What the owner confirmed is told as that, never as something that was seen. It must not know
how the guide was shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from miunlink_adb.deed import last_entry
from miunlink_adb.errors import Cancelled, Interrupted, MiunlinkError, Refused
from miunlink_adb.guide.card import PhoneCard
from miunlink_adb.guide.checks import CheckResult, Counts
from miunlink_adb.guide.model import Guide, Step
from miunlink_adb.guide.walk import Walk, begin

__all__ = ["GuideReport"]

FORMAT = 1


@dataclass(slots=True)
class GuideReport:
    """One use of a guide.

    Attributes:
        guide: in the language in which it was shown; `english` the same in English.
        walk: how far the owner came. `card`: the phone; None without one.
        before, after: Xiaomi accounts per Android user; None where they could not be read.
        results: what was looked up, by step.
        printed: it was only printed: nothing was asked.
        error: why it did not come to its end.
    """

    guide: Guide
    english: Guide
    walk: Walk
    card: PhoneCard | None = None
    before: Counts | None = None
    after: Counts | None = None
    results: Mapping[str, CheckResult] = field(default_factory=dict)
    printed: bool = False
    error: MiunlinkError | None = None

    @classmethod
    def unopened(cls, guide: Guide, english: Guide) -> GuideReport:
        """The report of a guide that nobody has answered yet."""
        return cls(guide, english, begin(guide))

    @property
    def command(self) -> str:
        """``cloud remove-device``."""
        return f"cloud {self.guide.name}"

    @property
    def status(self) -> str:
        """``done``, ``printed``, ``left``, ``refused`` or ``failed``."""
        if self.printed:
            return "printed"
        if self.walk.finished and isinstance(self.error, Interrupted | None):
            return "done"
        if isinstance(self.error, Refused):
            return "refused"
        return "left" if isinstance(self.error, Cancelled | Interrupted | None) else "failed"

    @property
    def exit_code(self) -> int:
        """0 when it came to its end, else that of the error."""
        return self.error.exit_code if self.error else 0

    # -- what it says ----------------------------------------------------------------------

    @property
    def did(self) -> list[str]:
        """What was done, in English."""
        if not self.walk.outcomes:
            return []
        led = f"Led the owner through the guide: {self.english.title}."
        gone = "The phone's own account list shows that it is signed out now."
        return [led, gone] if self.signed_out else [led]

    @property
    def signed_out(self) -> bool:
        """Whether accounts were there before, and none is now."""
        known = self.before is not None and self.after is not None
        return known and any((self.before or {}).values()) and not any((self.after or {}).values())

    @property
    def confirmed(self) -> list[str]:
        """What the owner confirmed himself, in English."""
        return [f"{step.statement}." for step in self._with("confirmed")]

    @property
    def open(self) -> list[str]:
        """What is still open, in English."""
        skipped = [f"Not confirmed by the owner: {s.statement}." for s in self._with("skipped")]
        left = f"The guide was left at step {self.walk.number} of {len(self.guide.steps)}."
        seen = [
            f"{result.detail}"
            for result in self.results.values()
            if result.outcome == "not_yet" and result.name == "no_account"
        ]
        return [*([left] if self.status == "left" else []), *skipped, *dict.fromkeys(seen)]

    def _with(self, outcome: str) -> list[Step]:
        return [s for s in self.english.steps if self.walk.outcomes.get(s.id) == outcome]

    def fail(self, error: MiunlinkError) -> None:
        """It ended with an error."""
        self.error = error

    # -- for machines ----------------------------------------------------------------------

    def deed(self) -> dict[str, Any]:
        """The last entry of a journal."""
        outcomes = list(self.walk.outcomes.values())
        checks = {r.name: r.outcome == "passed" for r in self.results.values() if _is_known(r)}
        evidence: dict[str, Any] = {
            "steps": {"confirmed": outcomes.count("confirmed"), "all": len(self.guide.steps)}
        }
        if self.before is not None and self.after is not None:
            evidence["accounts"] = {"before": dict(self.before), "after": dict(self.after)}
        return last_entry(
            self.status,
            self.error,
            self.exit_code,
            did=self.did,
            confirmed=self.confirmed,
            evidence={**evidence, **({"checks": checks} if checks else {})},
            left_open=self.open,
        )

    def to_json(self) -> dict[str, Any]:
        """The one document of ``--json``."""
        guide = self.guide
        return {
            "format": FORMAT,
            "command": self.command,
            "status": self.status,
            "guide": {
                name: getattr(guide, name)
                for name in ("name", "language", "title", "summary", "warning", "closing")
            },
            "phone": self.card.to_json() if self.card else None,
            "steps": [self._step(step) for step in guide.steps],
            "accounts": {"before": _plain(self.before), "after": _plain(self.after)},
            "checks": [result.to_json() for result in self.results.values()],
            "confirmed": self.confirmed,
            "open": [] if self.printed else self.open,
            "error": self.error.to_json() if self.error else None,
        }

    def _step(self, step: Step) -> dict[str, Any]:
        """A step; its address only where it may be told."""
        told = self.printed or self.walk.may_show(step)
        return {
            **{name: getattr(step, name) for name in ("id", "title", "where", "look_for")},
            **{name: getattr(step, name) for name in ("warning", "statement")},
            "address": step.address if told else None,
            "must_confirm": step.must_confirm,
            "check": step.check,
            "outcome": self.walk.outcomes.get(step.id),
        }


def _is_known(result: CheckResult) -> bool:
    return result.outcome != "unknown"


def _plain(counts: Counts | None) -> dict[str, int] | None:
    return None if counts is None else dict(counts)
