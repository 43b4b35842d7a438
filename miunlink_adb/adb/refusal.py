"""What a phone prints when it refuses: injected input, starting an activity.

Pure: text in, verdict out. It must not know how the text was got.
"""

from __future__ import annotations

import re

from miunlink_adb.errors import DeviceError, ElementNotFound

__all__ = ["is_input_refusal", "open_problem"]

_SPACE = re.compile(r"\s+")
_UNRESOLVED = (
    "unable to resolve Intent",
    "does not exist",
    "No activity found",
    "Error type 3",
)


def is_input_refusal(text: str) -> bool:
    """Whether this is MIUI's or Android's refusal of injected taps and keys.

    Consoles break the lines of such texts anywhere, so white space does not count. Both wordings
    ("Injecting to another application requires…" to Android 12, "Injecting input events requires
    the caller…" since 13) name the permission.
    """
    return "INJECT_EVENTS" in _SPACE.sub("", text)


def open_problem(text: str, intent: str) -> DeviceError | ElementNotFound | None:
    """What went wrong in the output of ``am start``; None when the activity was started.

    `intent`: how the page is called in the message. "Activity not started, its current task has
    been brought to the front" is a success.
    """
    plain = _SPACE.sub(" ", text)
    if "Permission Denial" in plain or "not exported" in plain:
        return ElementNotFound(f"This phone does not let adb open {intent}.")
    if any(words in plain for words in _UNRESOLVED):
        return ElementNotFound(f"This phone has no page for {intent}.")
    if "Error:" in plain or "Exception" in plain:
        return DeviceError(f"The phone could not open {intent}.")
    return None
