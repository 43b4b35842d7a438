"""Running schedules, several at a time, and judging each: the run itself, then a second one.

It must not know which schedules there are, nor how outcomes are shown.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass

from miunlink_adb.virtual import AdbServer
from tests.chaos.schedule import Schedule, schedule
from tests.faults.bench import attached, run
from tests.faults.invariants import violations
from tests.faults.resuming import resumed

__all__ = ["Outcome", "run_all", "run_one"]


@dataclass(frozen=True)
class Outcome:
    """How one schedule ended. `status`, `code` (of the error): of the first run."""

    schedule: Schedule
    status: str
    code: str
    message: str
    seconds: float
    violations: tuple[str, ...]

    @property
    def recovered(self) -> bool:
        """Whether the account was signed out in spite of everything."""
        return self.status == "signed_out"


def run_all(
    seeds: Iterable[int], *, jobs: int, done: Callable[[Outcome], object] = lambda _: None
) -> list[Outcome]:
    """Run the schedules of these seeds, `jobs` at a time, on one private adb server.

    `done` is called in this thread as each ends; the list is in the order of the seeds.
    """
    wanted, outcomes = list(seeds), dict[int, Outcome]()
    with AdbServer() as server, ThreadPoolExecutor(jobs, "chaos") as pool:
        pending = [pool.submit(run_one, schedule(seed), server) for seed in wanted]
        try:
            for future in as_completed(pending):
                outcome = future.result()
                outcomes[outcome.schedule.seed] = outcome
                done(outcome)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [outcomes[seed] for seed in wanted]


def run_one(what: Schedule, server: AdbServer) -> Outcome:
    """One schedule on a phone of its own."""
    try:
        with attached(what.situation, server) as virtual:
            first = run(what.situation, virtual)
            found = violations(first)
            if not found and first.report.error is not None and not what.hopeless:
                found += resumed(first)
    except Exception:  # noqa: BLE001  one schedule's fault must not end the others
        return Outcome(what, "harness", "", "", 0.0, (traceback.format_exc(limit=-3),))
    error = first.report.error
    code, message = (error.code, error.message) if error else ("", "")
    return Outcome(what, first.report.status, code, message, first.seconds, tuple(found))
