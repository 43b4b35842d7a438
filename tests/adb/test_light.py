"""What does not look at a screen needs neither adbutils nor uiautomator2."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from uiautomator2 import exceptions as u2_errors

import miunlink_adb.adb
from miunlink_adb.adb import AdbShell, AttachedDevice, list_devices
from miunlink_adb.adb.automation import Automation
from miunlink_adb.adb.gesture import TAP_MS
from miunlink_adb.errors import Unauthorized
from tests.adb.fake_server import FakeAdb, FakePhone
from tests.architecture import ROOT

HEAVY = ("adbutils", "uiautomator2", "requests", "lxml", "PIL", "miunlink_adb.pack")
LOADED = f"""
import atexit, sys
atexit.register(lambda: print(*[n for n in {HEAVY!r} if n in sys.modules], file=sys.stderr))
from miunlink_adb.cli import main
main()
"""


def test_listing_phones_loads_nothing_that_only_driving_them_needs() -> None:
    """`devices` asks a phone everything that it shows; none of the heavy libraries is loaded."""
    with FakeAdb(FakePhone("a1b2", 5, answer=lambda _: ("hi\n", 0))) as server:
        done = subprocess.run(
            [sys.executable, "-c", LOADED, "--adb-port", str(server.address.port), "devices"],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        )

    assert "a1b2" in done.stdout
    assert done.stderr.split() == []


def test_a_shell_alone_answers_and_fails_as_a_phone_does() -> None:
    """The same answers, and errors of ours."""
    with FakeAdb(FakePhone("a", 5, answer=lambda command: (f"{command}!\n", 0))) as server:
        (device,) = list_devices(server.address)
        assert AdbShell(server.address, device).shell("getprop") == "getprop!\n"
        server.phones[0].fail = "device unauthorized."
        with pytest.raises(Unauthorized):
            AdbShell(server.address, device).shell("getprop")


@pytest.mark.parametrize("name", miunlink_adb.adb.__all__)
def test_every_name_is_found_when_it_is_asked_for(name: str) -> None:
    """What the room promises is there, and nothing else is."""
    assert getattr(miunlink_adb.adb, name) is not None
    assert miunlink_adb.adb.AttachedDevice is AttachedDevice
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        getattr(miunlink_adb.adb, "nothing_of_the_kind")  # noqa: B009  mypy knows better


class _Server(Automation):
    """A server on a phone that knows some forms of a tap; remembers what was asked."""

    def __init__(self, error: str) -> None:
        self.error, self.asked = error, list[tuple[object, ...]]()

    def call(self, method: str, params: object, timeout: float) -> object:
        """Refuse the form with a duration, if there is an error for it."""
        del method, timeout
        assert isinstance(params, tuple)
        self.asked.append(params)
        if self.error and len(params) == 3:
            raise u2_errors.RPCUnknownError(self.error, "")
        return True


@pytest.mark.parametrize(
    ("error", "asked"),
    [
        ("", [(1, 2, TAP_MS)]),
        ("-32602 method parameters invalid", [(1, 2, TAP_MS), (1, 2)]),
        ("-32601 method not found", [(1, 2, TAP_MS), (1, 2)]),
    ],
)
def test_a_tap_is_sent_once_more_only_where_it_was_not_understood(
    error: str, asked: list[tuple[int, ...]]
) -> None:
    """A server that has no such call has touched nothing."""
    server = _Server(error)

    server.tap(1, 2, TAP_MS, 5.0)

    assert server.asked == asked


def test_a_tap_that_failed_on_the_phone_is_not_repeated() -> None:
    """Whether the finger was down is not known."""
    server = _Server("-32001 java.lang.SecurityException")

    with pytest.raises(u2_errors.RPCUnknownError):
        server.tap(1, 2, TAP_MS, 5.0)

    assert server.asked == [(1, 2, TAP_MS)]
