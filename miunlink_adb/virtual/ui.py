"""The phone's windows: tasks and back stack, dialogs, keyboard, taps, swipes, keys, dumps.

Knows screens and views; no protocol and no app. All calls are made in one event loop.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from miunlink_adb.virtual import dump
from miunlink_adb.virtual.host import Host
from miunlink_adb.virtual.keyboard import Keyboard
from miunlink_adb.virtual.keys import Keys
from miunlink_adb.virtual.latency import Change
from miunlink_adb.virtual.layout import Node
from miunlink_adb.virtual.screen import Screen, full_class
from miunlink_adb.virtual.stage import Stage
from miunlink_adb.virtual.systemui import (
    Keyguard,
    Launcher,
    NavigationBar,
    Recents,
    Shade,
    StatusBar,
)
from miunlink_adb.virtual.tasks import HOME, Tasks
from miunlink_adb.virtual.touch import SLOP, Touch
from miunlink_adb.virtual.window import Display, Window

STATUS_HEIGHT = 86
NAVIGATION_HEIGHT = 130
UNLOCK_SWIPE = 400
SHELL_FORM_14 = 34


class Ui:
    """What is on one phone's display, and the only way to touch it.

    Screens change at once inside, but are drawn (dumped, tapped) `latency.transition` later.
    `launcher`, `status_bar`, `navigation_bar` (None: gestures), `keyguard`, `keyboard` and
    `secure_keyboard` (for password fields; None: the ordinary one) may be replaced by a world.
    `window_order`: the order in which a dump of all windows lists them is not defined on a phone:
    0 is the topmost first, another number one of the other orders.
    """

    def __init__(self, host: Host) -> None:
        self.host = host
        self.record = host.record
        self.latency = host.latency
        self.changed = Change()
        self.finger = Touch(self)
        self.keys = Keys(self)
        self.keyboard = Keyboard(self.keys.soft)
        self.secure_keyboard: Keyboard | None = None
        self.status_bar: Screen | None = StatusBar()
        self.navigation_bar: Screen | None = NavigationBar(self.keys.soft)
        self.keyguard: Screen = Keyguard()
        self.overlays: list[Screen] = []
        self.last_toast: str | None = None
        self.window_order = 0
        self.set_launcher(Launcher())

    def set_launcher(self, launcher: Screen) -> None:
        """Make this the home screen; closes everything else."""
        launcher.ui = self
        self.tasks = Tasks(launcher)
        self._drawn: tuple[list[Screen], list[Screen]] = ([launcher], [])
        self._front = launcher

    # Opening and closing

    def push(self, screen: Screen) -> None:
        """Open `screen` above the one in front; "system" screens lie above all apps."""
        screen.ui = self
        screen.opener = screen.opener or self.top()
        if screen.kind == "system":
            self.overlays.append(screen)
        else:
            self.tasks.push(screen)
        self.redraw()

    def pop(self) -> None:
        """Close the screen in front, without a result."""
        self.finish(self.top())

    def replace(self, screen: Screen) -> None:
        """Put `screen` in the place of the one in front (which gets no `on_result`)."""
        old = self.top()
        screen.opener = screen.opener or old.opener
        self._remove(old)
        self.push(screen)

    def finish(self, screen: Screen, result: object = None) -> None:
        """Close `screen`, with the dialogs that belong to it; its opener gets `result`."""
        if not self._remove(screen):
            return
        self.redraw()
        if screen.opener is not None and self.alive(screen.opener):
            screen.opener.on_result(result)

    def _remove(self, screen: Screen) -> bool:
        if screen in self.overlays:
            self.overlays.remove(screen)
            return True
        return bool(self.tasks.remove(screen))

    def home(self) -> None:
        """Show the launcher; tasks stay in the background."""
        self.overlays = [s for s in self.overlays if not isinstance(s, Shade)]
        self.tasks.raise_(HOME)
        self.redraw()

    def recents(self) -> None:
        """Show the overview of open apps."""
        self.push(Recents())

    # What is in front

    def top(self) -> Screen:
        """The screen in front, whether already drawn or not."""
        modal = [screen for screen in self.overlays if screen.modal]
        return modal[-1] if modal else self.tasks.top

    def shown(self) -> Screen:
        """The screen with the window focus as drawn now."""
        screens, overlays = self._drawn
        guarded = self.host.keyguard
        for screen in reversed(overlays):
            if screen.modal and (screen.over_keyguard or not guarded):
                return screen
        return self.keyguard if guarded and not screens[-1].over_keyguard else screens[-1]

    def focus(self) -> tuple[str, str] | None:
        """Package and full activity class of the focused window; None while nothing has focus.

        A window without an activity (keyguard, notification shade) has "" as its second part.
        """
        screen = self.shown()
        owner = self.tasks.host(screen)
        return owner.package, full_class(owner.package, owner.activity)

    def focus_title(self) -> str:
        """How dumpsys names the focused window: `package/activity` or "NotificationShade"."""
        screen = self.shown()
        return screen.window_title or self.tasks.host(screen).component

    def alive(self, screen: Screen) -> bool:
        """Whether the screen is still open."""
        bars = (self.keyboard, self.secure_keyboard, self.status_bar, self.navigation_bar)
        fixed = screen is self.keyguard or screen in bars or screen in self.overlays
        return fixed or self.tasks.owner(screen) is not None

    # Drawing

    def redraw(self) -> None:
        """Draw what is open now, after the transition."""
        picture = (self.tasks.visible(), list(self.overlays))
        self.latency.after(self.latency.transition, lambda: self._draw(picture))

    def _draw(self, picture: tuple[list[Screen], list[Screen]]) -> None:
        self._drawn = picture
        self.touch()

    def touch(self) -> None:
        """Say that something on the display may have changed: wakes the waits."""
        front = self.shown()
        if front is not self._front:
            self._front = front
            self.record.note("screen", front.name or front.component)
            front.on_shown()
            self.host.met_screen(front.name)
        self.changed.touch()

    def display(self) -> Display:
        """The display as it is held now."""
        width, height = self.host.size()
        bottom = height - (NAVIGATION_HEIGHT if self.navigation_bar else 0)
        return Display(width, height, STATUS_HEIGHT, bottom, self.host.rtl())

    def windows(self) -> list[Window]:
        """All windows as drawn, the topmost first; the one with the focus is `active`."""
        return Stage(self, self.display()).windows()

    def active(self) -> Window | None:
        """The window with the focus."""
        return Stage(self, self.display()).active()

    def reported(self) -> list[Window]:
        """The windows in the order in which accessibility reports them (see `window_order`)."""
        windows = self.windows()
        if self.window_order:
            Random(self.window_order).shuffle(windows)
        return windows

    def drawn(self) -> tuple[list[Screen], list[Screen]]:
        """Screens of apps and of the system that are drawn, the lowest first."""
        return self._drawn

    # Looking for tests, owners and tools

    def find(self, what: str) -> Node | None:
        """The topmost node whose id, name, text or description is `what`."""
        for window in self.windows():
            for node in window.nodes():
                view = node.view
                if what in (view.id, view.name, node.text, view.desc):
                    return node
        return None

    def field(self) -> str | None:
        """The id of the field with the cursor in the focused window."""
        window = self.active()
        nodes = window.nodes() if window else ()
        return next((node.view.id for node in nodes if node.focused and node.view.editable), None)

    def keyboard_shown(self) -> bool:
        """Whether the soft keyboard is open."""
        boards = (self.keyboard, self.secure_keyboard)
        return any(window.screen in boards for window in self.windows())

    # Time and messages

    def after(self, seconds: float, do: Callable[[], object]) -> None:
        """Call `do` later, as an app's own delay (cut short by `latency.scale`)."""
        self.latency.after(seconds, do)

    def toast(self, text: str) -> None:
        """Show a toast (what u2's getLastToast returns)."""
        self.last_toast = text
        self.record.note("toast", text)
        self.changed.touch()

    # Touching

    async def tap(self, x: float, y: float, *, source: str, hold: float | None = None) -> bool:
        """Finger down, `latency.hold` (or `hold`) seconds, up; True when a view took the tap.

        Raises InputRefused as `faults.input` says, for sources other than "owner".
        """
        return await self.finger.tap(x, y, source, self.latency.hold if hold is None else hold)

    async def tap_on(self, what: str, *, source: str = "owner") -> bool:
        """Tap what `find` finds; False when it is not there."""
        node = self.find(what)
        return node is not None and await self.tap(*node.center, source=source)

    async def swipe(
        self, x1: float, y1: float, x2: float, y2: float, ms: float, *, source: str
    ) -> int:
        """Drag from one point to the other; return by how many pixels the list there moved."""
        return await self.finger.swipe(x1, y1, x2, y2, ms, source)

    async def key(self, key: int | str, *, source: str) -> bool:
        """Press a key by code (4), name ("BACK", "KEYCODE_BACK"); False when unknown."""
        return self.keys.press(key, source)

    async def text(self, text: str, *, source: str) -> bool:
        """Type into the focused field; False when none has the cursor."""
        return self.keys.type(text, source)

    def gesture(self, start: tuple[float, float], up: float) -> bool:
        """Whether a swipe that begins at `start` is the system's: shade or unlocking."""
        if self.host.keyguard and self.shown() is self.keyguard:
            if up >= UNLOCK_SWIPE and not self.host.keyguard_secure:
                self.host.keyguard = False
                self.touch()
            return True
        if start[1] < STATUS_HEIGHT and up < -SLOP:
            self.push(Shade())
            return True
        return False

    def dump(
        self,
        *,
        active_only: bool = False,
        compressed: bool = False,
        max_depth: int = 50,
        form: str = "u2",
    ) -> str:
        """The display as XML: "u2" (dumpWindowHierarchy) or "shell" (`uiautomator dump`)."""
        if active_only or form == "shell":  # the others need not be drawn
            active = self.active()
            windows = [active] if active else []
        else:
            windows = self.reported()
        if form == "shell" and self.host.sdk >= SHELL_FORM_14:
            form = "shell14"
        roots = [window.root for window in windows]
        return dump.render(
            roots,
            rotation=self.host.rotation,
            compressed=compressed,
            max_depth=max_depth,
            form=form,
        )
