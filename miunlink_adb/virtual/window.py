"""Windows as drawn: a screen's views laid out in its frame, and what a finger hits.

Knows screens and layouts; neither tasks nor time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from miunlink_adb.virtual.layout import Layout, Node, Rect, meet, within
from miunlink_adb.virtual.screen import Screen
from miunlink_adb.virtual.view import FILL, View, column, frame

DIALOG_MARGIN = 60


@dataclass(frozen=True, slots=True)
class Display:
    """The display's size and what is left of it for apps (`content`)."""

    width: int
    height: int
    status: int
    bottom: int
    rtl: bool = False

    @property
    def whole(self) -> Rect:
        """All of it."""
        return (0, 0, self.width, self.height)


@dataclass(slots=True, eq=False)
class Window:
    """A window as drawn. `component` names the activity that it belongs to."""

    screen: Screen
    frame: Rect
    root: Node
    component: str
    active: bool = False

    def nodes(self) -> Iterator[Node]:
        """All nodes in preorder."""
        return walk(self.root)

    def hit(self, x: float, y: float) -> tuple[Node | None, Node | None]:
        """The node that takes a tap at the point, and the deepest node there."""
        if not within(self.frame, x, y):
            return None, None
        return taker(self.root, x, y), deepest(self.root, x, y)


def walk(node: Node) -> Iterator[Node]:
    """A node and all below it, parents first."""
    yield node
    for child in node.children:
        yield from walk(child)


def taker(node: Node, x: float, y: float) -> Node | None:
    """The view that takes a tap: the topmost deepest tappable one; a disabled one takes it too."""
    if not within(node.visible, x, y):
        return None
    for child in reversed(node.children):
        found = taker(child, x, y)
        if found is not None:
            return found
    view = node.view
    return node if view.clickable or view.long_clickable or view.on_tap else None


def deepest(node: Node, x: float, y: float) -> Node | None:
    """The topmost deepest node at the point."""
    if not within(node.visible, x, y):
        return None
    found = (deepest(child, x, y) for child in reversed(node.children))
    return next((child for child in found if child is not None), node)


def scroller(node: Node, x: float, y: float) -> Node | None:
    """The deepest scrollable node at the point."""
    if not within(node.visible, x, y):
        return None
    for child in reversed(node.children):
        found = scroller(child, x, y)
        if found is not None:
            return found
    return node if node.view.scrollable and node.view.enabled else None


def draw(screen: Screen, display: Display, component: str) -> Window | None:
    """Lay a screen out; None when nothing of it would be visible."""
    view = screen.view()
    layout = Layout(screen.package, screen.fields, screen.offsets, screen.focus_id)
    box = _frame(screen, view, layout, display)
    if display.rtl:
        layout.mirror = box[0] + box[2]
    root = layout.arrange(_decorated(screen, view, display), box, meet(box, display.whole))
    return Window(screen, box, root, component) if root is not None else None


def _decorated(screen: Screen, view: View, display: Display) -> View:
    """Android's decor around an app's content; system windows have none."""
    kind = screen.box or screen.kind
    if kind == "system":
        return view
    view.height = FILL if view.height is None else view.height
    content = frame(view, id="android:id/content", height=FILL)
    if kind != "activity":
        return frame(content)
    above = View(height=display.status, visible=False)
    below = View(height=display.height - display.bottom, visible=False)
    strip = View(id="android:id/statusBarBackground", height=display.status)
    return frame(column(above, content, below, height=FILL), strip)


def _frame(screen: Screen, view: View, layout: Layout, display: Display) -> Rect:
    if screen.frame is not None:
        return screen.frame
    kind = screen.box or screen.kind
    if kind in ("activity", "system"):
        return display.whole
    margin = DIALOG_MARGIN if kind == "dialog" else 0
    room = display.bottom - display.status
    width = display.width - 2 * margin
    height = min(layout.height(view, width), room)
    bottom = display.bottom
    if kind == "dialog":
        bottom -= (room - height) // 2
    return (margin, bottom - height, margin + width, bottom)
