"""All rows that were asked for run at once, several at a time; each test waits for its own.

A run mostly waits: one after the other they would take ten minutes.
"""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from miunlink_adb.virtual import AdbServer
from tests.faults.judging import Judged, judged
from tests.faults.rows import Row

AT_A_TIME = 8
SECONDS = 600.0


@pytest.fixture(scope="session")
def server(clean_environment: None) -> Iterator[AdbServer]:
    """A private adb server."""
    with AdbServer() as server:
        yield server


class Results:
    """What came of each row; all of them begin when the first is asked for."""

    def __init__(self, rows: list[Row], pool: ThreadPoolExecutor, server: AdbServer) -> None:
        self._rows, self._pool, self._server = rows, pool, server
        self._found: dict[str, Future[Judged]] = {}

    def of(self, row: Row) -> Judged:
        """The result of one row, once it is there."""
        if not self._found:
            self._found = {
                one.name: self._pool.submit(judged, one, self._server) for one in self._rows
            }
        return self._found[row.name].result(SECONDS)


@pytest.fixture(scope="session")
def results(request: pytest.FixtureRequest, server: AdbServer) -> Iterator[Results]:
    """Runs the rows of all tests that were collected."""
    pool = ThreadPoolExecutor(AT_A_TIME, "faults")
    try:
        yield Results(_wanted(request.session.items), pool, server)
    finally:
        pool.shutdown(cancel_futures=True)


def _wanted(items: list[Any]) -> list[Row]:
    found = (getattr(item, "callspec", None) for item in items)
    rows = (spec.params.get("row") for spec in found if spec is not None)
    return [row for row in rows if isinstance(row, Row)]
