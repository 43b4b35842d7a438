#!/usr/bin/env python3
"""How long packs take to load: all of them, and one release in one language. Medians, cold.

    benchmarks/packs.py [--runs N] [--locale L] [--json]

Cold means that nothing of the program remembers an earlier load; the system's file cache is warm.
Targets on a quiet machine: 50 ms for all, 10 ms for one release with one language. The processor's
time stands beside: where it is much less than the time that passed, the machine was not quiet.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from miunlink_adb.pack import known_releases, load_bound, load_pack  # noqa: E402

TARGETS = {"all packs": 50.0, "one release, one language": 10.0}


def forget() -> None:
    """Empty every cache of the program."""
    for name, module in list(sys.modules.items()):
        if name.startswith("miunlink_adb"):
            for member in list(vars(module).values()):
                clear = getattr(member, "cache_clear", None)
                if clear is not None:
                    clear()


class Times(NamedTuple):
    """Medians of cold loads, in milliseconds: the time that passed, and the processor's."""

    passed: float
    processor: float


def medians(load: Callable[[], object], runs: int) -> Times:
    """Load `runs` times, cold."""
    clocks = (time.perf_counter, time.process_time)
    times = []
    for _ in range(runs):
        forget()
        began = [clock() for clock in clocks]
        load()
        times.append([(clock() - start) * 1000 for clock, start in zip(clocks, began, strict=True)])
    return Times(*(statistics.median(column) for column in zip(*times, strict=True)))


def load_all() -> None:
    """Every pack, without words."""
    for release in known_releases():
        load_pack(release)


def measure(runs: int, locale: str) -> dict[str, Times]:
    """What is measured; of single releases the slowest counts."""
    each = {r: medians(partial(load_bound, r, locale), runs) for r in known_releases()}
    return {
        "all packs": medians(load_all, runs),
        "one release, one language": max(each.values()),
        **{f"  {release}, {locale}": times for release, times in each.items()},
    }


def main() -> int:
    """Measure and print; always 0: a slow machine is no fault of the program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=25)
    parser.add_argument("--locale", default="de")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = measure(options.runs, options.locale)
    if options.json:
        print(json.dumps({name.strip(): times._asdict() for name, times in found.items()}))
        return 0
    for name, times in found.items():
        target = f"  (target {TARGETS[name]:.0f})" if name in TARGETS else ""
        shown = f"{times.passed:7.2f} ms, processor {times.processor:7.2f} ms"
        print(f"{name:32} {shown}{target}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
