"""A sample of the chaos test: another one each day, repeated by the seed that it prints."""

from __future__ import annotations

import sys
import threading

import pytest

from tests.chaos.command import seed_of_today
from tests.chaos.running import run_all
from tests.chaos.schedule import schedule
from tests.chaos.table import as_json, summary, totals

RUNS = 16
AT_A_TIME = 8
OURS = ("kept-shell", "faults-run", "virtual-phone")
"""Threads that end with a run."""
SLACK = 1
"""Of so few runs one that is not recovered is already more than a hundredth."""


def test_random_faults_break_no_promise(
    capsys: pytest.CaptureFixture[str], clean_environment: None
) -> None:
    """Whatever goes wrong, and when: no promise is broken, and what can be recovered is."""
    seed = seed_of_today()
    outcomes = run_all(range(seed, seed + RUNS), jobs=AT_A_TIME)
    with capsys.disabled():
        sys.stderr.write(f" [chaos: seeds {seed} to {seed + RUNS - 1}]")

    sums = totals(outcomes)
    assert sums.violated == 0, summary(outcomes)
    assert sums.recoverable - sums.recovered <= SLACK, summary(outcomes)
    assert len(as_json(outcomes, seed)["runs"]) == RUNS
    assert [thread.name for thread in threading.enumerate() if thread.name in OURS] == []


def test_a_seed_is_always_the_same_schedule() -> None:
    """What is printed for a seed can be repeated: phone, people, faults and moments."""
    for seed in range(50):
        first, second = schedule(seed), schedule(seed)
        assert first.text == second.text
        assert list(first.situation.faults()) == list(second.situation.faults())
        assert list(first.situation.faults()) == list(first.situation.faults())
