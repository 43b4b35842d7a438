"""One row of the fault table, run and judged; picklable facts only, the phone is gone by then.

It must not know which rows there are.
"""

from __future__ import annotations

from dataclasses import dataclass

from miunlink_adb.virtual import AdbServer
from tests.faults.bench import attached, run
from tests.faults.invariants import violations
from tests.faults.resuming import resumed
from tests.faults.rows import Row

__all__ = ["Judged", "judged"]


@dataclass(frozen=True)
class Judged:
    """How a row ended. `code`, `message`: of its error. `resumed`: what a second run did wrong."""

    status: str
    code: str
    message: str
    violations: list[str]
    resumed: list[str]


def judged(row: Row, server: AdbServer) -> Judged:
    """Run it on a phone of its own; a second time if it ended without success and may go on."""
    with attached(row.situation, server) as virtual:
        done = run(row.situation, virtual)
        error, found = done.report.error, violations(done)
        wrong = resumed(done) if error is not None and row.resumes and not done.hung else []
    code, message = (error.code, error.message) if error else ("", "")
    return Judged(done.report.status, code, message, found, wrong)
