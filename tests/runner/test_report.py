"""The one document of a sign-out: its keys, its statuses, its exit codes."""

from __future__ import annotations

import json

import pytest

from miunlink_adb.errors import (
    Cancelled,
    ConnectionLost,
    HandoffTimeout,
    InputBlocked,
    Interrupted,
    MiunlinkError,
    NoDevice,
    PhoneFailure,
    Refused,
    UnknownRelease,
    UnknownScreen,
)
from miunlink_adb.event import HandoffEnded, ScreenSeen
from miunlink_adb.report import SignoutReport
from tests.runner.bench import bench, obliging

KEYS = [
    "format", "command", "status", "serial", "release", "region", "locale", "route", "screens",
    "handoffs", "accounts", "remaining", "error",
]  # fmt: skip
"""What the command line promises, in its order."""


def seen(screen: str | None, at: float) -> ScreenSeen:
    """An event."""
    return ScreenSeen(at, screen, "com.x", "tap y", "shown by z", ("z: id z",))


@pytest.mark.parametrize(
    ("error", "status", "exit_code"),
    [
        (MiunlinkError(), "failed", 1),
        (NoDevice(), "failed", 3),
        (InputBlocked(), "failed", 3),
        (ConnectionLost(), "failed", 3),
        (UnknownRelease(), "failed", 4),
        (UnknownScreen(), "failed", 5),
        (PhoneFailure(), "failed", 5),
        (Refused(guard="battery"), "refused", 6),
        (Cancelled(), "cancelled", 6),
        (HandoffTimeout(), "handoff_timeout", 7),
        (Interrupted(), "cancelled", 130),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, MiunlinkError) else str(value),
)
def test_status_and_exit_code_follow_from_the_error(
    error: MiunlinkError, status: str, exit_code: int
) -> None:
    """Each kind of error has one status and one exit code."""
    report = SignoutReport()
    report.fail(error)

    assert (report.status, report.exit_code) == (status, exit_code)
    assert report.to_json()["error"] == error.to_json()


@pytest.mark.parametrize("status", ["signed_out", "already_signed_out", "dry_run"])
def test_a_good_end_is_exit_code_0(status: str) -> None:
    """Only these three statuses are success."""
    report = SignoutReport()
    report.succeed(status)  # type: ignore[arg-type]

    assert report.exit_code == 0
    assert report.to_json()["error"] is None


def test_a_report_that_nobody_ended_is_no_success() -> None:
    """A run that broke off without an error must not exit with 0."""
    assert SignoutReport().exit_code == 1


def test_the_document_has_every_key_also_when_nothing_happened() -> None:
    """No phone, no run: the keys are all there, and it is JSON."""
    report = SignoutReport()
    report.fail(NoDevice())

    document = json.loads(json.dumps(report.to_json()))

    assert set(KEYS) <= set(document)
    assert [key for key in document if key in KEYS] == KEYS
    assert document["accounts"] == {"before": {}, "after": {}}


def test_the_document_of_a_run() -> None:
    """A whole run's document: names, milliseconds, counts; the phone's own language tag."""
    made = obliging(bench("hyperos-1", "ru-RU"))

    document = json.loads(json.dumps(made.run(data="keep").to_json()))

    assert document["format"] == 1
    assert document["command"] == "signout"
    assert (document["release"], document["region"], document["locale"]) == (
        "hyperos-1",
        "MI",
        "ru-RU",
    )
    assert document["serial"] == "fake-1"
    assert document["accounts"] == {"before": {"0": 1}, "after": {"0": 0}}
    assert [entry["screen"] for entry in document["screens"]][:2] == [
        "settings_home",
        "account_page",
    ]
    assert {"screen", "at_ms", "reaction"} <= set(document["screens"][0])
    times = [entry["at_ms"] for entry in document["screens"]]
    assert times == sorted(times)
    assert set(document["handoffs"][0]) == {"reason", "seconds", "outcome"}
    assert all({"what", "user", "detail"} <= set(entry) for entry in document["remaining"])


def test_a_screen_stands_there_once_for_each_time_it_came_up() -> None:
    """Looks at the same screen are one entry; unknown screens are none."""
    report = SignoutReport(started=10.0)
    for number, screen in enumerate(["a", "a", None, "a", "b", "a"]):
        report.collect(seen(screen, 10.0 + number))

    assert [(entry["screen"], entry["at_ms"]) for entry in report.screens] == [
        ("a", 0),
        ("b", 4000),
        ("a", 5000),
    ]


def test_every_turn_stands_there() -> None:
    """Reason, seconds and outcome of each hand-off, in order."""
    report = SignoutReport()
    report.collect(HandoffEnded(5.0, "password", 2.00049, "wrong_password"))
    report.collect(HandoffEnded(9.0, "password", 4.0, "done"))

    assert report.handoffs == [
        {"reason": "password", "seconds": 2.0, "outcome": "wrong_password"},
        {"reason": "password", "seconds": 4.0, "outcome": "done"},
    ]


def test_a_failure_keeps_what_was_seen() -> None:
    """The document of a failed run says where it stood, and that the account is still there."""
    made = bench()
    made.terminal.says_yes = False

    document = made.run().to_json()

    assert document["status"] == "cancelled"
    assert document["screens"]
    assert document["accounts"] == {"before": {"0": 1}, "after": {"0": 1}}
    assert document["route"] == "settings"
