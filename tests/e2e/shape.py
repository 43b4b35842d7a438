"""The shape of the one document of `signout --json`, as the command line promises it."""

from typing import Any

STATUSES = {
    "signed_out": 0,
    "already_signed_out": 0,
    "dry_run": 0,
    "refused": 6,
    "cancelled": 6,
    "handoff_timeout": 7,
}
"""The exit code of each status; `failed` has that of its error."""
INTERRUPTED = 130
FAILURES = {1, 2, 3, 4, 5}
OUTCOMES = {
    "done",
    "wrong_password",
    "wrong_code",
    "cancelled",
    "timeout",
    "interrupted",
    "too_many_attempts",
}
_TEXT_OR_NONE = ("serial", "release", "region", "locale", "route")


def assert_shape(document: dict[str, Any], code: int) -> None:
    """Every key is there with the right type, and the exit code fits the status."""
    assert (document["format"], document["command"]) == (1, "signout")
    for key in _TEXT_OR_NONE:
        assert isinstance(document[key], str | None), key
    _assert_code(document, code)
    _assert_screens(document["screens"])
    for handoff in document["handoffs"]:
        assert isinstance(handoff["reason"], str)
        assert isinstance(handoff["seconds"], float | int)
        assert handoff["seconds"] >= 0
        assert handoff["outcome"] in OUTCOMES
    assert set(document["accounts"]) == {"before", "after"}
    for counts in document["accounts"].values():
        assert all(user.isdigit() and type(n) is int for user, n in counts.items()), counts
    for binding in document["remaining"]:
        assert isinstance(binding["what"], str)
        assert isinstance(binding["user"], int | None)
        assert isinstance(binding["detail"], str)


def _assert_code(document: dict[str, Any], code: int) -> None:
    status, error = document["status"], document["error"]
    assert (error is None) == (code == 0)
    if error is not None:
        assert set(error) == {"code", "message", "hint"}
        assert all(isinstance(text, str) and text for text in error.values())
    if code == INTERRUPTED:
        assert status == "cancelled"
    elif status == "failed":
        assert code in FAILURES
    else:
        assert STATUSES[status] == code


def _assert_screens(screens: list[dict[str, Any]]) -> None:
    times = [screen["at_ms"] for screen in screens]
    assert all(type(at) is int and at >= 0 for at in times)
    assert times == sorted(times)
    assert len(set(times)) == len(times), "two screens at the same time"
    for screen in screens:
        assert isinstance(screen["screen"], str)
        assert isinstance(screen["reaction"], str)


def screens(document: dict[str, Any]) -> list[str]:
    """The names of the screens, in order."""
    return [screen["screen"] for screen in document["screens"]]


def handoffs(document: dict[str, Any]) -> list[tuple[str, str]]:
    """Reason and outcome of each of the owner's turns."""
    return [(handoff["reason"], handoff["outcome"]) for handoff in document["handoffs"]]


def in_order(wanted: list[str], seen: list[str]) -> bool:
    """Whether all wanted names were seen in this order, whatever came between."""
    rest = iter(seen)
    return all(name in rest for name in wanted)
