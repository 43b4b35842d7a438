"""All windows of one look at the display: which are drawn, in which order, which has the focus.

Knows the `Ui`'s state of that moment; nothing is changed here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from miunlink_adb.virtual.keyboard import Keyboard
from miunlink_adb.virtual.screen import Screen
from miunlink_adb.virtual.window import Display, Window, draw

if TYPE_CHECKING:
    from miunlink_adb.virtual.ui import Ui

KEYBOARD_SHARE = 0.36


class Stage:
    """One look: builds every visible window once."""

    def __init__(self, ui: Ui, display: Display) -> None:
        self.ui = ui
        self.display = display
        self.focused = ui.shown()
        self.board: Keyboard | None = None

    def active(self) -> Window | None:
        """The window with the focus, moved up when it has called the keyboard."""
        window = self._draw(self.focused)
        if window is not None and (board := self._keyboard(window)) is not None:
            self.board = board
            edge = round(self.display.height * (1 - KEYBOARD_SHARE))
            self.display = replace(self.display, bottom=min(edge, self.display.bottom))
            window = self._draw(self.focused)
        return window

    def windows(self) -> list[Window]:
        """The windows, the topmost first."""
        active = self.active()
        drawn = [
            active if screen is self.focused else self._draw(screen)
            for screen in reversed(self._screens())
        ]
        return self._bars() + [window for window in drawn if window is not None]

    def _screens(self) -> list[Screen]:
        """Screens between the bars, the lowest first."""
        apps, overlays = self.ui.drawn()
        if not self.ui.host.keyguard:
            boards: list[Screen] = [self.board] if self.board else []
            return [*apps, *boards, *overlays]
        above = [screen for screen in (*apps, *overlays) if screen.over_keyguard]
        return [self.ui.keyguard, *above, *([self.board] if self.board else [])]

    def _draw(self, screen: Screen) -> Window | None:
        if screen is self.board:
            top = self.display.bottom
            screen.frame = (0, top, self.display.width, self.display.height)
        component = self.ui.tasks.host(screen).component
        window = draw(screen, self.display, component)
        if window is not None:
            window.active = screen is self.focused
        return window

    def _keyboard(self, window: Window) -> Keyboard | None:
        """The keyboard that the field with the cursor brings up."""
        if not self.focused.focus_id or self.focused.keyboard_hidden:
            return None
        for node in window.nodes():
            if node.focused and node.view.editable:
                secure = self.ui.secure_keyboard if node.view.password else None
                return secure or self.ui.keyboard
        return None

    def _bars(self) -> list[Window]:
        """The status and the navigation bar, which nothing covers."""
        width, height, status = self.display.width, self.display.height, self.display.status
        windows = []
        if self.ui.status_bar is not None:
            self.ui.status_bar.frame = (0, 0, width, status)
            windows.append(self._draw(self.ui.status_bar))
        if self.ui.navigation_bar is not None:
            bottom = self.ui.display().bottom
            self.ui.navigation_bar.frame = (0, bottom, width, height)
            windows.append(self._draw(self.ui.navigation_bar))
        return [window for window in windows if window is not None]
