"""What every test stands on: a clean environment and a closed network.

No test sees the developer's phone, adb server, home folder or settings, and none can reach another
computer: a connection that leaves this one, or goes to the default adb port, fails the test even
when the code under test swallows the error.
"""

import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from tests.browser import chromium

if TYPE_CHECKING:
    from selenium.webdriver.chrome.webdriver import WebDriver

pytest.register_assert_rewrite("tests.e2e.phones", "tests.e2e.shape", "tests.e2e.worlds")

# No deadline per example: on a loaded machine it measures the machine.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")

DEFAULT_ADB_PORT = 5037

NO_PHONES = {"ADB_USB": "0", "ADB_MDNS": "0"}
"""An adb server that a test starts looks for no phone on a cable or in the network."""

WHOLE = ("chaos", "e2e", "emulator", "faults", "matrix", "virtual")
"""Folders whose tests run whole phones: what they run of the program is counted elsewhere."""
LONG = (
    *("test_hostile", "test_matrix", "test_random", "test_virtual_screens"),
    *("test_command", "test_commands", "test_making_commands", "test_tour"),
)
"""Modules that do the same a great many times, or run whole commands on whole phones."""

_INHERITED = ("ADB_", "ANDROID_", "MIUNLINK_", "PLATFORMDIRS_", "WIN_PD_", "XDG_")
_HOMES = {
    "HOME": "home",
    "USERPROFILE": "home",
    "APPDATA": "home/appdata",
    "LOCALAPPDATA": "home/local-appdata",
    "WIN_PD_OVERRIDE_APPDATA": "home/appdata",
    "WIN_PD_OVERRIDE_LOCAL_APPDATA": "home/local-appdata",
    "XDG_CACHE_HOME": "home/cache",
    "XDG_CONFIG_HOME": "home/config",
    "XDG_DATA_HOME": "home/data",
    "XDG_RUNTIME_DIR": "home/runtime",
    "XDG_STATE_HOME": "home/state",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the tests marked `emulator` run on a device of the developer's choice."""
    parser.addoption(
        "--phone",
        default="virtual",
        help="for -m emulator: a device with the mock apps, or 'virtual' (the default)",
    )


TOGETHER = ("test_aapt", "test_building", "test_mock_apps", "test_recovery", "test_table")
"""Modules whose tests share what is costly to make: one process runs all of each."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure coverage where it tells something, for it triples what a test costs; share."""
    tests = Path(__file__).parent
    for item in items:
        path = item.path.relative_to(tests)
        made_up = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
        if made_up or path.parts[0] in WHOLE or path.stem in LONG:
            item.add_marker(pytest.mark.no_cover)
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("browser"))
        elif path.stem in TOGETHER:
            item.add_marker(pytest.mark.xdist_group(str(path)))


class ForbiddenConnection(AssertionError):
    """A test tried to leave this computer, or to talk to the default adb server."""


class NetworkGuard:
    """Decides which addresses a test may connect to, and remembers what it refused."""

    def __init__(self) -> None:
        self.refused: list[str] = []

    def check(self, address: object) -> None:
        """Pass a loopback address with any port but adb's default; refuse every other.

        Raises:
            ForbiddenConnection: and keeps the address in `refused`.
        """
        if not isinstance(address, tuple):  # a path: a Unix socket
            return
        host, port = address[0], address[1]
        if not _is_loopback(str(host)) or port == DEFAULT_ADB_PORT:
            self.refused.append(f"{host}:{port}")
            raise ForbiddenConnection(f"a test may not connect to {host}:{port}")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def clean_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Forget the developer's variables before anything else is set up."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(_INHERITED):
                patch.delenv(name)
        for name, value in NO_PHONES.items():
            patch.setenv(name, value)
        _move_home(patch, tmp_path_factory.mktemp("session"))
        yield


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test a home folder of its own; returns it."""
    return _move_home(monkeypatch, tmp_path)


def _move_home(patch: pytest.MonkeyPatch, folder: Path) -> Path:
    for name, below in _HOMES.items():
        target = folder / below
        target.mkdir(parents=True, exist_ok=True)
        patch.setenv(name, str(target))
    return folder / "home"


@pytest.fixture(scope="session", autouse=True)
def closed_network() -> Iterator[NetworkGuard]:
    """Put the guard before every connection that this process makes."""
    guard = NetworkGuard()
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def guarded(self: socket.socket, address: Any, /) -> None:
        guard.check(address)
        connect(self, address)

    def guarded_ex(self: socket.socket, address: Any, /) -> int:
        guard.check(address)
        return connect_ex(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        patch.setattr(socket.socket, "connect_ex", guarded_ex)
        yield guard


@pytest.fixture(autouse=True)
def network_guard(closed_network: NetworkGuard) -> Iterator[NetworkGuard]:
    """Fail a test in which something was refused, whoever caught the error."""
    closed_network.refused.clear()
    yield closed_network
    assert closed_network.refused == [], "a test tried to leave this computer"


@pytest.fixture(scope="session")
def browser(
    clean_environment: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator["WebDriver"]:
    """One headless Chromium without scripts for all tests that look at a page."""
    with chromium(tmp_path_factory.mktemp("chromium")) as browser:
        yield browser
