"""The phone's windows: tasks and back stack, dialogs, keyboard, taps, swipes, keys, dumps.

Knows screens and views; no protocol and no app. All calls are made in one event loop.
"""

from __future__ import annotations

from collections.abc import Callable

from miunlink_adb.virtual.latency import Latency
from miunlink_adb.virtual.screen import Screen


class Ui:
    """What is on one phone's display, and the only way to touch it.

    Screens change at once inside, but are drawn (dumped, tapped) `latency.transition` later.
    """

    latency: Latency

    def push(self, screen: Screen) -> None:
        """Open `screen` above the one in front; "system" screens lie above all apps."""
        raise NotImplementedError

    def pop(self) -> None:
        """Close the screen in front, without a result."""
        raise NotImplementedError

    def replace(self, screen: Screen) -> None:
        """Put `screen` in the place of the one in front (which gets no `on_result`)."""
        raise NotImplementedError

    def finish(self, screen: Screen, result: object = None) -> None:
        """Close `screen`, with the dialogs that belong to it; its opener gets `result`."""
        raise NotImplementedError

    def home(self) -> None:
        """Show the launcher; tasks stay in the background."""
        raise NotImplementedError

    def top(self) -> Screen:
        """The screen in front, whether already drawn or not."""
        raise NotImplementedError

    def shown(self) -> Screen:
        """The screen with the window focus as drawn now."""
        raise NotImplementedError

    def focus(self) -> tuple[str, str] | None:
        """Package and full activity class of the focused window; None while nothing has focus.

        A window without an activity (keyguard, notification shade) has "" as its second part.
        """
        raise NotImplementedError

    def after(self, seconds: float, do: Callable[[], object]) -> None:
        """Call `do` later, as an app's own delay (cut short by `latency.scale`)."""
        raise NotImplementedError

    def toast(self, text: str) -> None:
        """Show a toast (what u2's getLastToast returns)."""
        raise NotImplementedError

    def touch(self) -> None:
        """Say that something on the display may have changed: wakes the waits."""
        raise NotImplementedError

    async def tap(self, x: float, y: float, *, source: str, hold: float | None = None) -> bool:
        """Finger down, `latency.hold` (or `hold`) seconds, up. False when refused silently.

        Raises InputRefused as `faults.input` says, for sources other than "owner".
        """
        raise NotImplementedError

    async def swipe(
        self, x1: float, y1: float, x2: float, y2: float, ms: float, *, source: str
    ) -> int:
        """Drag from one point to the other; return by how many pixels the list there moved."""
        raise NotImplementedError

    async def key(self, key: int | str, *, source: str) -> bool:
        """Press a key by code (4), name ("BACK", "KEYCODE_BACK"); False when unknown."""
        raise NotImplementedError

    async def text(self, text: str, *, source: str) -> bool:
        """Type into the focused field; False when none has the cursor."""
        raise NotImplementedError

    def dump(
        self,
        *,
        active_only: bool = False,
        compressed: bool = False,
        max_depth: int = 50,
        form: str = "u2",
    ) -> str:
        """The display as XML: "u2" (dumpWindowHierarchy) or "shell" (`uiautomator dump`)."""
        raise NotImplementedError
