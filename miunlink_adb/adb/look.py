"""Reading one look at the phone: the dump, and what has the focus where the dump does not say.

Pure. It must not know how the texts were got, nor packs and screens.
"""

from __future__ import annotations

from dataclasses import dataclass

from miunlink_adb.device_state.focus import parse_focus
from miunlink_adb.device_state.lock import keyguard_showing, screen_on
from miunlink_adb.hierarchy import Node

__all__ = ["SYSTEM_UI", "FocusState", "read_focus", "single_package"]

SYSTEM_UI = "com.android.systemui"


@dataclass(frozen=True, slots=True)
class FocusState:
    """What the window manager says is in front.

    `package`, `activity`: of the focused window, "" while nothing has the focus. `keyguard`: the
    lock screen is up. `asleep`: the screen is off.
    """

    package: str = ""
    activity: str = ""
    keyguard: bool = False
    asleep: bool = False


def read_focus(window_dump: str) -> FocusState:
    """The focus in the text of ``dumpsys window``."""
    focus = parse_focus(window_dump)
    return FocusState(
        package=focus.package if focus else "",
        activity=focus.activity if focus else "",
        keyguard=keyguard_showing(window_dump) is True,
        asleep=screen_on(window_dump) is False,
    )


def single_package(root: Node) -> str | None:
    """The package whose windows alone are in the dump; None if that alone says too little.

    The system's own windows do: the keyguard and the notification shade are such.
    """
    packages = {_package_of(window) for window in root.children} - {""}
    if len(packages) != 1 or SYSTEM_UI in packages:
        return None
    return packages.pop()


def _package_of(window: Node) -> str:
    return next((node.package for node in window.walk() if node.package), "")
