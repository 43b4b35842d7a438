"""A tiny language for screens: views in a column, one list that scrolls, and the dump of it all.

The dump is written as XML and read by the program's own parser, as a phone's would be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from miunlink_adb.hierarchy import Bounds, Node, parse_hierarchy

WIDTH, HEIGHT = 1080, 2340
ROW, BAR = 150, 170
TEXT, BUTTON, IMAGE = "android.widget.TextView", "android.widget.Button", "android.widget.ImageView"
EDIT, LIST, WEB = "android.widget.EditText", "android.widget.ListView", "android.webkit.WebView"
FRAME, ROWS = "android.widget.FrameLayout", "android.widget.LinearLayout"

OnTap = Callable[[], object]


@dataclass
class View:
    """One view. `name`: how a tap on it is recorded; `on_tap`: what it does."""

    cls: str = FRAME
    id: str = ""
    text: str = ""
    name: str = ""
    on_tap: OnTap | None = None
    password: bool = False
    height: int = ROW
    children: tuple[View, ...] = ()
    bounds: Bounds = field(default=Bounds(0, 0, 0, 0))
    scrollable: bool = False

    def walk(self) -> Iterator[View]:
        """This view and all inside it, outer ones first."""
        yield self
        for child in self.children:
            yield from child.walk()


def label(text: str, id: str = "") -> View:  # noqa: A002  Android's word
    """A text."""
    return View(TEXT, id, text)


def button(text: str, id: str = "", *, name: str, on_tap: OnTap | None = None) -> View:  # noqa: A002
    """A button."""
    return View(BUTTON, id, text, name, on_tap or _nothing)


def entry(id: str, typed: str = "", *, password: bool = False) -> View:  # noqa: A002
    """An input; a password's dump has bullets, any other shows what was typed."""
    return View(
        EDIT, id, "•" * len(typed) if password else typed, "decoy.field", _nothing, password
    )


def row(
    title: str, summary: str = "", *, name: str, on_tap: OnTap | None = None, height: int = ROW
) -> View:
    """A row of a list: title, perhaps a summary, a tap anywhere on it."""
    texts = [label(title, "android:id/title")]
    texts += [label(summary, "android:id/summary")] if summary else []
    return View(ROWS, name=name, on_tap=on_tap or _nothing, children=tuple(texts), height=height)


def _nothing() -> None:
    """A tap on this leads nowhere that a test cares for."""


@dataclass
class Scrolling:
    """Rows of which only a window of some height is in the dump; the offset is the screen's."""

    id: str
    rows: tuple[View, ...]
    cls: str = LIST

    @property
    def length(self) -> int:
        """Pixels of all rows."""
        return sum(row.height for row in self.rows)

    def most(self, height: int) -> int:
        """The furthest offset."""
        return max(0, self.length - height)


def lay_out(
    views: Sequence[View | Scrolling], area: Bounds, offset: int
) -> tuple[list[View], Scrolling | None, Bounds]:
    """Give every view its place: fixed ones from the top, the list takes what is left."""
    placed: list[View] = []
    fixed = sum(view.height for view in views if isinstance(view, View))
    scrolling: Scrolling | None = None
    list_area = Bounds(0, 0, 0, 0)
    top = area.top
    for view in views:
        if isinstance(view, Scrolling):
            scrolling, height = view, area.bottom - area.top - fixed
            list_area = Bounds(area.left, top, area.right, top + height)
            placed.append(_list(view, list_area, offset))
        else:
            height = view.height
            _place(view, Bounds(area.left, top, area.right, top + height), area)
            placed.append(view)
        top += height
    return placed, scrolling, list_area


def _list(view: Scrolling, area: Bounds, offset: int) -> View:
    offset = min(offset, view.most(area.bottom - area.top))
    top, shown = area.top - offset, []
    for item in view.rows:
        bounds = Bounds(area.left, top, area.right, top + item.height)
        if bounds.bottom > area.top and bounds.top < area.bottom:
            _place(item, bounds, area)
            shown.append(item)
        top += item.height
    scrolls = view.most(area.bottom - area.top) > 0
    return View(view.cls, view.id, children=tuple(shown), bounds=area, scrollable=scrolls)


def _place(view: View, bounds: Bounds, clip: Bounds) -> None:
    view.bounds = Bounds(
        bounds.left, max(bounds.top, clip.top), bounds.right, min(bounds.bottom, clip.bottom)
    )
    count = max(1, len(view.children))
    step = (bounds.bottom - bounds.top) // count
    for number, child in enumerate(view.children):
        top = bounds.top + number * step
        inside = Bounds(bounds.left + 20, top, bounds.right - 20, top + step)
        _place(child, inside, clip)


def dump(windows: list[tuple[str, View]]) -> Node:
    """Windows, each its package and its root, as the phone would dump them."""
    inside = "".join(_xml(root, package) for package, root in windows)
    return parse_hierarchy(f'<hierarchy rotation="0">{inside}</hierarchy>')


def _xml(view: View, package: str) -> str:
    attributes = {
        "class": view.cls,
        "package": package,
        "resource-id": view.id,
        "text": view.text,
        "bounds": str(view.bounds),
        "clickable": _flag(view.on_tap is not None),
        "password": _flag(view.password),
        "scrollable": _flag(view.scrollable),
    }
    written = " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items())
    return f"<node {written}>{''.join(_xml(child, package) for child in view.children)}</node>"


def _flag(value: bool) -> str:
    return "true" if value else "false"
