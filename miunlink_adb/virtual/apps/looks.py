"""How pages and rows are built in each release: action bars, lists, preference rows.

Up to MIUI 12 the parts bear ids of the framework's library (`miui:id/…`), later those of the app's
own copy. Must not know what the pages are about.
"""

from __future__ import annotations

from dataclasses import dataclass

from miunlink_adb.virtual.view import (
    FILL,
    Act,
    View,
    column,
    frame,
    gap,
    image,
    line,
    row,
    scroll,
    text,
)
from miunlink_adb.virtual.worlds import World

BAR = 174
ROW = 149
FRAME = "android.widget.FrameLayout"
GROUP = "android.view.ViewGroup"
LIST_VIEW = "android.widget.ListView"
RECYCLER = "androidx.recyclerview.widget.RecyclerView"


@dataclass(frozen=True)
class Row:
    """A preference row: title, optionally a summary below it and a value at its end."""

    title: str
    on_tap: Act | None = None
    summary: str = ""
    value: str = ""
    name: str = ""
    icon: bool = False
    arrow: bool = True


class Look:
    """The look of one app in one release."""

    def __init__(self, world: World, package: str) -> None:
        self._world = world
        self._package = package
        self.miuix = world.release.dialogs == "miuix"

    def id(self, part: str) -> str:
        """Full id of a part of the widget library."""
        return self._world.ids.bar(self._package, part)

    @property
    def list_class(self) -> str:
        """Class of the lists."""
        return RECYCLER if self._world.release.since("miui-12") else LIST_VIEW

    @property
    def list_id(self) -> str:
        """Id of a list of preferences."""
        own = self._world.release.since("miui-12")
        return f"{self._package}:id/recycler_view" if own else "android:id/list"

    def page(self, bar: View, *content: View) -> View:
        """A whole page: the action bar and below it the content."""
        body = column(*content, cls=FRAME, id="android:id/content", weight=1.0)
        overlay = self.id("action_bar_overlay_layout")
        return column(bar, body, cls=FRAME, id=overlay, width=FILL, height=FILL)

    def bar(self, title: str, on_up: Act | None = None, *, title_id: str = "") -> View:
        """An action bar with a title and, unless it is the first page, the way up."""
        parts: list[View] = []
        if on_up is not None:
            parts.append(image(self.id("up"), on_tap=on_up, name="up", width=100, height=160))
        parts.append(self._title(title, title_id or self.id("action_bar_title")))
        inner = line(*parts, cls=GROUP, id=self.id("action_bar"), height=158, center=True)
        return column(gap(16), inner, cls=FRAME, id=self.id("action_bar_container"), height=BAR)

    def _title(self, title: str, id_: str) -> View:
        """The title; in the newer library inside a collapsible, switched-off button."""
        word = text(title, id=id_, focusable=self.miuix)
        if not self.miuix:
            return word
        off = line(word, clickable=True, enabled=False, focusable=True)
        return line(off, cls=FRAME, id=self.id("action_bar_collapse_container"))

    def list(self, *rows: View, at: str = "") -> View:
        """A scrolling list of rows; `at` is its id where it is not the usual one."""
        return scroll(at or self.list_id, *rows, cls=self.list_class)

    def home(self, bar: View, items: View) -> View:
        """The newer Settings home: the page in two more layouts, the list in three."""
        own = f"{self._package}:id/"
        spring = column(items, cls=GROUP, id=f"{own}springbacklayout", weight=1.0)
        nested = column(spring, cls=FRAME, id=f"{own}nestedheaderlayout", height=FILL)
        search = View("android.widget.LinearLayout", f"{own}search_result_ll", height=FILL)
        page = self.page(bar, frame(nested, search, weight=1.0))
        main = column(page, cls=FRAME, id=f"{own}main_content", weight=1.0)
        overlay = f"{own}action_bar_overlay_layout"
        return column(main, cls=FRAME, id=overlay, width=FILL, height=FILL)

    def card(self, title: str, on_tap: Act, name: str) -> View:
        """A card of HyperOS 2 and newer: a box with a word, and no ids."""
        word = text(title)
        box = column(image(), word, cls=FRAME, padding=40, height=self.tall(260), weight=1.0)
        box.clickable = box.focusable = True
        box.on_tap, box.name = on_tap, name
        return box

    def row(self, spec: Row) -> View:
        """One preference row."""
        words = [text(spec.title, id="android:id/title")]
        if spec.summary:
            words.append(text(spec.summary, id="android:id/summary"))
        parts = [column(*words, cls="android.widget.RelativeLayout", weight=1.0)]
        if spec.icon:
            parts.insert(0, line(image("android:id/icon"), width=125))
        parts.append(line(id="android:id/widget_frame", width=31, height=53))
        if spec.value:
            parts.append(text(spec.value, id=self.value_id))
        if spec.arrow:
            parts.append(image(self.id("arrow_right"), width=28, height=45))
        height = self.tall(ROW + 60 if spec.summary else ROW)
        return row(*parts, on_tap=spec.on_tap, name=spec.name, height=height)

    def tall(self, height: int) -> int:
        """A height as large letters make it."""
        return round(height * self._world.zoom)

    @property
    def value_id(self) -> str:
        """Id of the value at a row's end."""
        return f"{self._package}:id/text_right" if self.miuix else "miui:id/value_right"

    def switch_row(self, title: str, *, checked: bool, on_tap: Act, name: str = "") -> View:
        """A preference row with a switch."""
        kind = "android.widget.CheckBox"
        switch = View(kind, "android:id/checkbox", checkable=True, checked=checked)
        switch.width, switch.height = 120, 72
        words = column(text(title, id="android:id/title"), cls="android.widget.RelativeLayout")
        words.weight = 1.0
        return row(words, switch, on_tap=on_tap, name=name, height=self.tall(ROW))

    def space(self) -> View:
        """The gap between groups of rows; HyperOS makes it look tappable to a dump."""
        if self._world.release.is_hyperos:
            return View(FRAME, height=113, clickable=True, focusable=True, name="gap")
        return View("android.view.View", height=40)

    def heading(self, title: str) -> View:
        """The heading of a group of rows: bears a title's id but takes no taps."""
        return line(text(title, id="android:id/title"), height=100, padding=24, center=True)
