"""Whether the screen is on, the keyguard shows, and the phone is locked.

Pure. Read are `dumpsys window`, `dumpsys power`, `dumpsys activity activities` and `dumpsys
trust`. It must not know what to do about a locked phone. None means: the text does not say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# The newest word for it first; the last is also true while a screen saver shows.
_KEYGUARD_KEYS = (
    "isKeyguardShowing", "mKeyguardShowing", "mShowingLockscreen", "isStatusBarKeyguard",
    "mIsShowing", "mDreamingLockscreen",
)  # fmt: skip
_SHOWING = re.compile(r"^\s*showing=(true|false)\b", re.MULTILINE)
_TRUST = re.compile(r'^\s*User ".*" \(id=(-?\d+)[^)]*\)(.*)$', re.MULTILINE)
_LOCKED = re.compile(r"\bdeviceLocked=(1|0|true|false)\b")


def keyguard_showing(text: str) -> bool | None:
    """True if the keyguard is in front, from `dumpsys window` or `dumpsys activity activities`."""
    for key in _KEYGUARD_KEYS:
        values = re.findall(rf"\b{key}=(true|false)\b", text)
        if values:
            return "true" in values
    delegate = text.partition("KeyguardServiceDelegate")[2]
    return _any_true(_SHOWING.findall(delegate)[:1])


def screen_on(text: str) -> bool | None:
    """True if the screen is on and the phone is awake, from `dumpsys power` or `dumpsys window`.

    A screen saver and an always-on display are off: a tap only wakes the phone there.
    """
    wakefulness = re.search(r"\bm?Wakefulness[=:]\s*(\w+)", text)
    if wakefulness:
        return wakefulness[1] == "Awake"
    display = re.findall(r"Display Power: state=(\w+)|screenState=(?:SCREEN_STATE_)?(\w+)", text)
    if display:
        return any("ON" in states for states in display)
    return _any_true(re.findall(r"\b(?:mScreenOn|mInteractive|mAwake)=(true|false)\b", text))


def device_locked(text: str, user: int | None = None) -> bool | None:
    """True if a user must unlock the phone first, from `dumpsys trust`.

    Args:
        text: the output of `dumpsys trust`.
        user: an Android user id; None means the one that is marked as current, else user 0.
    """
    states = {int(number): rest for number, rest in _TRUST.findall(text)}
    current = [number for number, rest in states.items() if "(current)" in rest]
    chosen = user if user is not None else (*current, 0)[0]
    found = _LOCKED.search(states.get(chosen, ""))
    return found[1] in {"1", "true"} if found else None


def _any_true(values: Iterable[str]) -> bool | None:
    values = list(values)
    return "true" in values if values else None
