"""The command line of the matrix: what to walk, how many at a time, how to show it."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import sys
from collections.abc import Sequence

from miunlink_adb.virtual import known_releases
from miunlink_adb.virtual.worlds.world import LAYOUTS
from tests.matrix.plan import Choice, plan, sample
from tests.matrix.table import as_json, summary
from tests.matrix.walking import Outcome, walk_all

__all__ = ["jobs", "main", "seed_of_today"]


def seed_of_today() -> int:
    """A number that is one more each day, so that samples come round to everything."""
    return dt.datetime.now(dt.UTC).date().toordinal()


def jobs() -> int:
    """Walks at a time: they wait for their phones most of the time."""
    return 4 * (os.cpu_count() or 1)


def arguments() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="scripts/matrix",
        description="Sign virtual phones out: every release, in six varied languages, as China, "
        "international and tablet build. Ends with 1 if any walk fails.",
    )
    much = parser.add_mutually_exclusive_group()
    much.add_argument("--all", action="store_true", help="every language, not six of them")
    much.add_argument("--sample", action="store_true", help="what the tests walk with this seed")
    parser.add_argument("--releases", nargs="+", default=[], choices=known_releases(), metavar="R")
    parser.add_argument("--locales", nargs="+", default=[], metavar="L")
    parser.add_argument("--layouts", nargs="+", default=[], choices=LAYOUTS)
    parser.add_argument("--ids", default="kept", choices=("kept", "unknown", "both"))
    parser.add_argument("--jobs", type=int, default=jobs(), metavar="N")
    parser.add_argument("--seed", type=int, default=None, help="the day's number if left out")
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Walk and show; 0 if every walk ended as it must, else 1."""
    options = arguments().parse_args(argv)
    seed = seed_of_today() if options.seed is None else options.seed
    choice = Choice(
        tuple(options.releases),
        tuple(options.locales),
        tuple(options.layouts),
        options.ids,
        0 if options.all else 6,
        seed,
    )
    walks = plan(sample(seed) if options.sample else choice)
    sys.stderr.write(f"{len(walks)} walks, seed {seed}, {options.jobs} at a time\n")
    outcomes = walk_all(walks, jobs=options.jobs, done=_tell)
    shown = json.dumps(as_json(outcomes, seed)) if options.json else summary(outcomes)
    sys.stdout.write(shown + "\n")
    return int(any(outcome.failure for outcome in outcomes))


def _tell(outcome: Outcome) -> None:
    if outcome.failure:
        sys.stderr.write(f"FAILED {outcome.walk}: {outcome.failure}\n")
