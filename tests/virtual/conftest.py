"""One private adb server for all tests of the virtual phone; phones are laid out per test."""

from collections.abc import Iterator

import pytest

from miunlink_adb.virtual.adb_server import AdbServer
from tests.virtual.bench import Bench, Plugged


@pytest.fixture(scope="session")
def adb_server(clean_environment: None) -> Iterator[AdbServer]:
    """A real adb server on a port of its own."""
    with AdbServer() as server:
        yield server


@pytest.fixture(scope="session")
def session_bench(adb_server: AdbServer) -> Iterator[Bench]:
    """The loop in which all phones of the session run."""
    bench = Bench(adb_server)
    yield bench
    bench.close()


@pytest.fixture
def bench(session_bench: Bench) -> Iterator[Bench]:
    """An empty bench; at the end no phone may have met a request that it did not know."""
    yield session_bench
    session_bench.clear()


@pytest.fixture
def plugged(bench: Bench) -> Plugged:
    """One phone that the adb server sees."""
    return bench.plug()
