"""The ground that the tests stand on holds."""

import os
import socket
from pathlib import Path

import platformdirs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import NO_PHONES, ForbiddenConnection, NetworkGuard

_STEERING = ("ADB_", "ANDROID_", "MIUNLINK_")


@pytest.mark.parametrize(
    "address", [("192.0.2.1", 80), ("example.invalid", 443), ("127.0.0.1", 5037), ("::1", 5037)]
)
def test_forbidden_addresses_are_refused(
    address: tuple[str, int], network_guard: NetworkGuard
) -> None:
    """A connection to another computer or to the default adb port fails, and is remembered."""
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as client, pytest.raises(ForbiddenConnection):
        client.connect(address)
    with socket.socket(family) as client, pytest.raises(ForbiddenConnection):
        client.connect_ex(address)

    assert network_guard.refused == [f"{address[0]}:{address[1]}"] * 2
    network_guard.refused.clear()


def test_loopback_is_open() -> None:
    """A free port of this computer can be reached."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        with socket.create_connection(server.getsockname()) as client:
            peer = client.getpeername()

        assert peer == server.getsockname()


def test_nothing_of_adb_is_inherited() -> None:
    """No variable that steers adb, adbutils or this program comes in from outside."""
    steering = {n: v for n, v in os.environ.items() if n.startswith(_STEERING)}

    assert steering == NO_PHONES


def test_state_lands_in_the_tests_own_home(own_home: Path) -> None:
    """What platformdirs says about the user's folders lies in the test's temporary folder."""
    state = platformdirs.user_state_path("miunlink-adb")

    assert state.is_relative_to(own_home)


@given(st.integers())
def test_property_tests_run_with_the_fixtures(number: int) -> None:
    """Hypothesis accepts the fixtures that every test gets."""
    assert Path(os.environ["HOME"]).name == "home", number
