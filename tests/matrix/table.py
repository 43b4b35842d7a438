"""Outcomes of walks as a table for people and as JSON for machines.

It must not know how walks are made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from tests.matrix.walking import Outcome

__all__ = ["as_json", "summary"]

HEADER = ("release", "layout", "ids", "walks", "failed", "seconds", "locales")


def summary(outcomes: Iterable[Outcome]) -> str:
    """One line for each release, layout and kind of ids; below them every failure."""
    rows = [HEADER, *_rows(outcomes := list(outcomes))]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADER) - 1)]
    lines = ["  ".join([*(map(str.ljust, row, widths)), row[-1]]) for row in rows]
    failed = [outcome for outcome in outcomes if outcome.failure]
    lines += [f"FAILED {outcome.walk}: {outcome.failure}" for outcome in failed]
    lines.append(f"{len(outcomes)} walks, {len(failed)} failed")
    return "\n".join(lines)


def _rows(outcomes: list[Outcome]) -> Iterator[tuple[str, ...]]:
    groups: dict[tuple[str, str, str], list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        walk = outcome.walk
        groups[walk.release, walk.layout, walk.ids].append(outcome)
    for key, members in groups.items():
        failed = sum(bool(outcome.failure) for outcome in members)
        seconds = sum(outcome.seconds for outcome in members)
        locales = " ".join(sorted({outcome.walk.locale for outcome in members}))
        yield (*key, str(len(members)), str(failed), f"{seconds:.1f}", locales)


def as_json(outcomes: Iterable[Outcome], seed: int) -> dict[str, Any]:
    """Every walk with its failure (null if there is none), and the seed that chose them."""
    walks = [
        {
            "release": outcome.walk.release,
            "locale": outcome.walk.locale,
            "layout": outcome.walk.layout,
            "region": outcome.walk.region,
            "ids": outcome.walk.ids,
            "situation": outcome.walk.situation.name,
            "failure": outcome.failure or None,
            "seconds": round(outcome.seconds, 2),
            "screens": list(outcome.screens),
        }
        for outcome in outcomes
    ]
    failed = sum(walk["failure"] is not None for walk in walks)
    return {"format": 1, "seed": seed, "failed": failed, "walks": walks}
