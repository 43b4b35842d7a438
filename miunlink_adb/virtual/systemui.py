"""Windows of the system itself: status and navigation bar, keyguard, shade, launcher.

Know views and what they are told; no app. A world may replace each by its own.
"""

from __future__ import annotations

from collections.abc import Callable

from miunlink_adb.virtual.screen import Screen
from miunlink_adb.virtual.view import FILL, View, column, frame, gap, image, line, row, text

SYSTEM_UI = "com.android.systemui"


class StatusBar(Screen):
    """Clock, signal and battery in a strip at the top; takes no taps, never has the focus."""

    kind = "system"
    modal = False
    package = SYSTEM_UI
    name = "status_bar"
    clock = "10:24"
    battery: Callable[[], int] = staticmethod(lambda: 76)

    def view(self) -> View:
        """The strip."""
        level = str(self.battery())
        return frame(
            line(
                text(self.clock, f"{SYSTEM_UI}:id/clock", height=FILL, desc=self.clock),
                gap(),
                image(f"{SYSTEM_UI}:id/wifi_signal", width=44, height=44),
                text(level, f"{SYSTEM_UI}:id/battery_digital", height=FILL),
                id=f"{SYSTEM_UI}:id/status_bar_contents",
                height=FILL,
                center=True,
            ),
            id=f"{SYSTEM_UI}:id/status_bar",
        )


class NavigationBar(Screen):
    """Menu, home and back at the bottom."""

    kind = "system"
    modal = False
    package = SYSTEM_UI
    name = "navigation_bar"

    def __init__(self, press: Callable[[str], object]) -> None:
        super().__init__()
        self.press = press

    def view(self) -> View:
        """Three buttons in MIUI's order."""
        keys = (("recent_apps", "Recents", "APP_SWITCH"), ("home", "Home", "HOME"))
        buttons = [self._button(*key) for key in (*keys, ("back", "Back", "BACK"))]
        return frame(line(*buttons, height=FILL), id=f"{SYSTEM_UI}:id/navigation_bar_frame")

    def _button(self, name: str, desc: str, key: str) -> View:
        return View(
            cls="android.widget.ImageView",
            id=f"{SYSTEM_UI}:id/{name}",
            desc=desc,
            clickable=True,
            weight=1.0,
            height=FILL,
            on_tap=lambda: self.press(key),
        )


class Keyguard(Screen):
    """The lock screen."""

    kind = "system"
    package = SYSTEM_UI
    name = "keyguard"
    cancelable = False
    window_title = "NotificationShade"

    def view(self) -> View:
        """A clock and a date; swiping up unlocks when there is no secret."""
        return frame(
            column(
                gap(500),
                text("10:24", f"{SYSTEM_UI}:id/current_time"),
                id=f"{SYSTEM_UI}:id/keyguard_clock_container",
                center=True,
            ),
            View(id=f"{SYSTEM_UI}:id/scrim_in_front", height=FILL, focusable=True),
            id=f"{SYSTEM_UI}:id/notification_panel",
        )


class Shade(Screen):
    """The open notification shade or quick settings."""

    kind = "system"
    package = SYSTEM_UI
    name = "shade"
    window_title = "NotificationShade"

    def view(self) -> View:
        """An empty list of notifications."""
        return column(
            gap(200),
            line(text("10:24", f"{SYSTEM_UI}:id/big_time")),
            gap(),
            id=f"{SYSTEM_UI}:id/notification_panel",
        )


class Recents(Shade):
    """The overview of open apps."""

    package = "com.miui.home"
    name = "recents"
    window_title = "Recents"


class Launcher(Screen):
    """A home screen of icons; Back does nothing on it. `icons`: label and what a tap opens."""

    package = "com.miui.home"
    activity = ".launcher.Launcher"
    name = "launcher"

    def __init__(self, icons: dict[str, Callable[[], object]] | None = None) -> None:
        super().__init__()
        self.icons = icons or {}

    def view(self) -> View:
        """Icons, one below the other."""
        icons = [
            row(text(label, f"{self.package}:id/icon_title"), on_tap=open_, desc=label)
            for label, open_ in self.icons.items()
        ]
        return frame(column(*icons), id=f"{self.package}:id/workspace")

    def on_back(self) -> None:
        """Nothing."""
