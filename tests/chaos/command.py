"""The command line of the chaos test: how many schedules, from which seed, how to show them."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from loguru import logger

from tests.chaos.running import Outcome, run_all
from tests.chaos.table import as_json, summary, totals

__all__ = ["main", "seed_of_today"]

SPACING = 1000
"""Seeds of one day; the next day begins with others."""
QUIET = {"ADB_USB": "0", "ADB_MDNS": "0"}


def seed_of_today() -> int:
    """A seed that is another one each day, so that samples come round to everything."""
    return dt.datetime.now(dt.UTC).date().toordinal() * SPACING


def arguments() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="scripts/chaos",
        description="Sign virtual phones out while random things go wrong. Ends with 1 if a "
        "promise is broken, or if too few of the recoverable schedules end signed out.",
    )
    parser.add_argument("--runs", type=int, default=100, metavar="N")
    parser.add_argument("--seed", type=int, default=None, help="of the first run; the day's")
    parser.add_argument("--only", type=int, metavar="SEED", help="repeat one run")
    parser.add_argument("--jobs", type=int, default=6 * (os.cpu_count() or 1), metavar="J")
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run and show; 0 if every promise held and enough recovered, else 1."""
    options = arguments().parse_args(argv)
    seed = seed_of_today() if options.seed is None else options.seed
    seeds = range(seed, seed + options.runs) if options.only is None else [options.only]
    sys.stderr.write(f"{len(seeds)} runs from seed {seeds[0]}, {options.jobs} at a time\n")
    logger.remove()
    with _own_home():
        outcomes = run_all(seeds, jobs=options.jobs, done=_tell)
    shown = json.dumps(as_json(outcomes, seed)) if options.json else summary(outcomes)
    sys.stdout.write(shown + "\n")
    return int(not totals(outcomes).good)


def _tell(outcome: Outcome) -> None:
    for text in outcome.violations:
        sys.stderr.write(f"VIOLATED seed {outcome.schedule.seed}: {text}\n")


@contextmanager
def _own_home() -> Iterator[None]:
    """No state of the developer's is read or written; it is gone afterwards."""
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
        names = ("HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")
        os.environ.update({**dict.fromkeys(names, folder), **QUIET})
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)
