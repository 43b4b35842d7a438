"""Outcomes of schedules as a table for people and as JSON for machines.

It must not know how schedules are made or run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tests.chaos.running import Outcome

__all__ = ["ENOUGH", "Totals", "as_json", "summary", "totals"]

ENOUGH = 0.99
"""The share of recoverable schedules that must end signed out."""
ENDS = ("signed_out", "cancelled", "refused", "handoff_timeout", "failed")


@dataclass(frozen=True)
class Totals:
    """Sums over all runs. `share`: of the recoverable ones, those that ended signed out."""

    runs: int
    violated: int
    recoverable: int
    recovered: int

    @property
    def share(self) -> float:
        """1.0 when there was nothing to recover."""
        return self.recovered / self.recoverable if self.recoverable else 1.0

    @property
    def good(self) -> bool:
        """No violation, and enough recovered."""
        return not self.violated and self.share >= ENOUGH


def totals(outcomes: Iterable[Outcome]) -> Totals:
    """The sums."""
    found = list(outcomes)
    recoverable = [outcome for outcome in found if outcome.schedule.recoverable]
    return Totals(
        len(found),
        sum(bool(outcome.violations) for outcome in found),
        len(recoverable),
        sum(outcome.recovered for outcome in recoverable),
    )


def summary(outcomes: Sequence[Outcome]) -> str:
    """Outcomes by fault, everything that must not be with the seed that repeats it, the sums."""
    rows = [("fault", "runs", *ENDS, "violated"), *_rows(outcomes)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    lines += [line for outcome in outcomes for line in _complaints(outcome)]
    sums = totals(outcomes)
    lines.append(
        f"{sums.runs} runs, {sums.violated} with violations; "
        f"{sums.recovered} of {sums.recoverable} recoverable ended signed out ({sums.share:.1%})"
    )
    return "\n".join(lines)


def _rows(outcomes: Sequence[Outcome]) -> list[tuple[str, ...]]:
    ends: dict[str, Counter[str]] = {}
    for outcome in outcomes:
        for kind in outcome.schedule.kinds:
            counts = ends.setdefault(kind, Counter())
            counts[outcome.status] += 1
            counts["runs"] += 1
            counts["violated"] += bool(outcome.violations)
    columns = ("runs", *ENDS, "violated")
    return [(kind, *(str(ends[kind][name] or "") for name in columns)) for kind in sorted(ends)]


def _complaints(outcome: Outcome) -> list[str]:
    about = f"seed {outcome.schedule.seed} ({outcome.schedule.text})"
    found = [f"VIOLATED {text} | {about}" for text in outcome.violations]
    if outcome.schedule.recoverable and not outcome.recovered and not found:
        found.append(f"NOT RECOVERED {outcome.status}: {outcome.message} | {about}")
    return found


def as_json(outcomes: Sequence[Outcome], seed: int) -> dict[str, Any]:
    """Every run and the sums."""
    sums = totals(outcomes)
    runs = [
        {
            "seed": outcome.schedule.seed,
            "schedule": outcome.schedule.text,
            "faults": list(outcome.schedule.kinds),
            "recoverable": outcome.schedule.recoverable,
            "status": outcome.status,
            "error": outcome.code or None,
            "seconds": round(outcome.seconds, 2),
            "violations": list(outcome.violations),
        }
        for outcome in outcomes
    ]
    return {
        "format": 1,
        "seed": seed,
        "runs": runs,
        "violated": sums.violated,
        "recoverable": sums.recoverable,
        "recovered": sums.recovered,
    }
