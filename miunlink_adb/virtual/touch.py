"""Fingers and keys: what a tap, a swipe, a key press does to the windows.

Knows the `Ui`; not who asks nor how the request came.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from miunlink_adb.virtual.faults import InputRefused
from miunlink_adb.virtual.layout import Node, within
from miunlink_adb.virtual.record import Swipe, Tap
from miunlink_adb.virtual.window import Window, scroller

if TYPE_CHECKING:
    from miunlink_adb.virtual.ui import Ui

SLOP = 24
"""Pixels that a finger may move and still tap (8 dp)."""
LONG_PRESS = 0.5
FLING_MS = 200


@dataclass(frozen=True, slots=True)
class Target:
    """What lies under a point: the window (None outside of all), who takes a tap, what is there."""

    window: Window | None
    taker: Node | None
    deepest: Node | None

    @property
    def node(self) -> Node | None:
        """What the record names."""
        return self.taker or self.deepest


@dataclass(frozen=True, slots=True)
class Scrolled:
    """The last scroll event: the list, by how much, where it stands now.

    `rows`: first and last visible row and their number (recycling lists); `at`: offset and the
    largest possible.
    """

    id: str
    moved: int
    rows: tuple[int, int, int] | None
    at: tuple[int, int]

    @property
    def at_end(self) -> bool:
        """As UiAutomator judges: the first or the last row is visible, or the offset extreme."""
        if self.rows is not None:
            return self.rows[0] == 0 or self.rows[1] == self.rows[2] - 1
        return self.at[0] in (0, self.at[1])


class Touch:
    """The display's touch panel."""

    def __init__(self, ui: Ui) -> None:
        self.ui = ui
        self.scrolled: Scrolled | None = None

    def refused(self, request: str, source: str, *, pointer: bool) -> str:
        """Why this input is lost, "" when it is not; raises InputRefused when it is refused."""
        if source == "owner":
            return ""
        host = self.ui.host
        shape = host.meet(request) or ""
        if shape == "input_exception" or host.faults.input == "exception":
            raise InputRefused(host.refusal())
        return shape or host.faults.drops(pointer=pointer)

    def target(self, x: float, y: float) -> Target:
        """What lies under the point."""
        for window in self.ui.windows():
            if within(window.frame, x, y):
                return Target(window, *window.hit(x, y))
            if window.screen.modal:
                return Target(window, None, None)
        return Target(None, None, None)

    async def tap(self, x: float, y: float, source: str, hold: float) -> bool:
        """Finger down, `hold` seconds, up; whether a view took it."""
        why = self.refused("tap", source, pointer=True)
        target = self.target(x, y)
        await self.ui.latency.sleep(hold)
        if not why and not self.ui.host.screen_on:
            why = "screen off"
        if not why and target.window is not None and not self.ui.alive(target.window.screen):
            why = "window gone"
        effect = "lost" if why else self._effect(target, long=hold >= LONG_PRESS)
        self._remember(target, x, y, source, effect, why)
        if not why:
            self._land(target, effect)
        return effect in ("tap", "long", "focus", "cancel")

    def _effect(self, target: Target, *, long: bool) -> str:
        if target.window is None:
            return "none"
        if target.deepest is None:
            return "cancel" if target.window.screen.cancelable else "none"
        if target.taker is None:
            return "none"
        view = target.taker.view
        if not view.enabled:
            return "disabled"
        if view.editable:
            return "focus"
        return "long" if long and (view.long_clickable or view.on_long_tap) else "tap"

    def _land(self, target: Target, effect: str) -> None:
        """Carry out what the finger did."""
        window, node = target.window, target.taker
        if effect == "cancel" and window is not None:
            window.screen.on_back()
        elif window is not None and node is not None and effect in ("tap", "long", "focus"):
            view = node.view
            if effect == "focus":
                window.screen.focus_id = view.id
                window.screen.keyboard_hidden = False
            act = view.on_long_tap if effect == "long" else view.on_tap
            if act is not None:
                act()
        self.ui.touch()

    def _remember(
        self, target: Target, x: float, y: float, source: str, effect: str, why: str
    ) -> None:
        record, view = self.ui.record, target.node.view if target.node else None
        record.taps.append(
            Tap(
                record.now(),
                source,
                x,
                y,
                target.window.component if target.window else "",
                view.id if view else "",
                label(target.node) if target.node else "",
                view.name if view else "",
                effect,
                why,
                target.window.screen.name if target.window else "",
            )
        )

    async def swipe(
        self, x1: float, y1: float, x2: float, y2: float, ms: float, source: str
    ) -> int:
        """Drag the finger in `ms` milliseconds; by how many pixels a list moved."""
        if abs(x2 - x1) <= SLOP and abs(y2 - y1) <= SLOP:
            await self.tap(x1, y1, source, ms / 1000)
            return 0
        self.scrolled = None
        why = self.refused("swipe", source, pointer=True)
        await self.ui.latency.sleep(ms / 1000)
        lost = bool(why) or not self.ui.host.screen_on
        moved = 0 if lost else self._drag((x1, y1), (x2, y2), ms)
        screen = self.ui.shown().name
        record = self.ui.record
        record.swipes.append(Swipe(record.now(), source, (x1, y1), (x2, y2), moved, lost, screen))
        await self.ui.latency.sleep(self.ui.latency.settle)
        return moved

    def _drag(self, start: tuple[float, float], end: tuple[float, float], ms: float) -> int:
        up = start[1] - end[1]
        if self.ui.gesture(start, up):
            return 0
        target = self.target(*start)
        node = scroller(target.window.root, *start) if target.window else None
        if target.window is None or node is None or node.scroll is None:
            return 0
        return self._scroll(target.window, node, up, ms)

    def _scroll(self, window: Window, node: Node, up: float, ms: float) -> int:
        """Move a list after the finger, and on when it was flung."""
        assert node.scroll is not None  # noqa: S101 - the caller looked
        offset, longest = node.scroll
        way = max(abs(up) - SLOP, 0)
        if ms < FLING_MS:
            way *= FLING_MS / max(ms, 20)
        new = min(max(offset + round(way if up > 0 else -way), 0), longest)
        if new != offset:
            window.screen.offsets[node.view.id] = new
            self._note_scroll(window, node, new - offset)
            self.ui.touch()
        return new - offset

    def _note_scroll(self, window: Window, node: Node, moved: int) -> None:
        for fresh in self.ui.windows():
            if fresh.screen is window.screen:
                for found in fresh.nodes():
                    if found.view.id == node.view.id and found.scroll is not None:
                        self.scrolled = Scrolled(node.view.id, moved, found.rows, found.scroll)
                        return


def label(node: Node) -> str:
    """A node's own text or description, or the first one below it; never a field's content."""
    if node.view.editable:
        return node.view.hint
    own = node.text or node.view.desc
    if own:
        return own
    return next((found for child in node.children if (found := label(child))), "")
