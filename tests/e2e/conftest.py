"""One real adb server for all end-to-end tests; each test attaches virtual phones of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from miunlink_adb.virtual import AdbServer
from tests.e2e.phones import Phones
from tests.e2e.program import Program


@pytest.fixture(scope="session")
def server(clean_environment: None) -> Iterator[AdbServer]:
    """A private adb server; no test starts or ends it."""
    with AdbServer() as server:
        yield server


@pytest.fixture
def phones(server: AdbServer) -> Iterator[Phones]:
    """Attaches virtual phones; at the end it looks whether each was treated as promised."""
    phones = Phones(server)
    try:
        yield phones
        phones.check()
    finally:
        phones.put_away()


@pytest.fixture
def program(server: AdbServer, tmp_path: Path) -> Iterator[Program]:
    """The command; at the end no process that it started may live on."""
    program = Program(tmp_path, server.environment())
    yield program
    assert program.left_running() == []
