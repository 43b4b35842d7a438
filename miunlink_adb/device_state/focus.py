"""Which activity is in front, from `dumpsys window` or `dumpsys activity activities`.

Pure. It must not know which activity is ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_FOCUS = re.compile(r"^\s*mCurrentFocus\s*=\s*(.*?)\s*$", re.MULTILINE)
_DISPLAY = re.compile(r"^\s*Display: mDisplayId=(\d+)", re.MULTILINE)
# Asked in this order where the text has no mCurrentFocus line at all.
_APP_LINES = (
    re.compile(r"^\s*mFocusedApp\s*=(.*)$", re.MULTILINE),
    re.compile(r"^\s*topResumedActivity\s*=(.*)$", re.MULTILINE),
    re.compile(r"^\s*mResumedActivity\s*[:=](.*)$", re.MULTILINE),
    re.compile(r"^\s*ResumedActivity\s*[:=](.*)$", re.MULTILINE),
)
# Window{5fa9554 u0 title}, on Xiaomi builds also Window{546b98b mode=0 rootTaskId=1 u0 title}.
_WINDOW = re.compile(r"Window\{[0-9a-f]+ (?:\w+=\S+ )*(?:u\d+ )?(.*?)(?: paused=\w+)?\}?$")
_COMPONENT = re.compile(r"([A-Za-z][\w.]*)/([^\s/{}]+)")
_SYSTEM_UI = re.compile(
    r"(StatusBar|NotificationShade|Keyguard|Bouncer|KeyguardScrim|GlobalActions|VolumeDialog|"
    r"ActionsDialog|NavigationBar\d*|control_center|gesture_stub\w*)"
)
_ANR = re.compile(r"Application (?:Not Responding|Error): .*")


class Focus(NamedTuple):
    """What is in front: the package and the full class of its activity.

    For windows of the system that are no activity the window's title stands in `activity`:
    `NotificationShade` of com.android.systemui, "Application Not Responding: …" of android.
    """

    package: str
    activity: str


def parse_focus(text: str) -> Focus | None:
    """Return what is in front; None if nothing has the focus now, or the text does not say.

    A null focus is the moment between two screens: no older line may answer for it. A popup
    belongs to the app that has the focus.
    """
    titles = [_title(value) for value in _focus_lines(text)]
    known = [title for title in titles if title]
    if not known:
        return None if titles else _app(text)
    return _of_window(known[0], text)


def _focus_lines(text: str) -> list[str]:
    """What has the focus, per display; only on the phone's own if that section says so.

    To Android 9 the line stands once, after the sections of all displays.
    """
    starts = [(found.start(), found[1]) for found in _DISPLAY.finditer(text)]
    lines = [(found.start(), found[1]) for found in _FOCUS.finditer(text)]
    owned = [
        (next((one for at, one in reversed(starts) if at < place), ""), value)
        for place, value in lines
    ]
    own = [value for display, value in owned if display == "0"]
    return own or [value for _, value in owned]


def _title(value: str) -> str:
    """A window's title; empty for null."""
    if value in {"", "null"}:
        return ""
    window = _WINDOW.match(value)
    return window[1].strip() if window else value


def _of_window(title: str, text: str) -> Focus | None:
    if _ANR.fullmatch(title):
        return Focus("android", title)
    if component := _component(title):
        return component
    if _SYSTEM_UI.fullmatch(title):
        return Focus("com.android.systemui", title)
    return _app(text) if title.startswith("PopupWindow") else None


def _app(text: str) -> Focus | None:
    return next(_apps(text), None)


def _apps(text: str) -> Iterator[Focus]:
    for pattern in _APP_LINES:
        for value in pattern.findall(text):
            if component := _component(value):
                yield component


def _component(text: str) -> Focus | None:
    found = _COMPONENT.search(text)
    if not found:
        return None
    package, name = found.groups()
    return Focus(package, package + name if name.startswith(".") else name)
