"""How pages and rows are built in each release: action bars, lists, preference rows.

Up to MIUI 12 the parts bear ids of the framework's library (`miui:id/…`), later those of the app's
own copy. Must not know what the pages are about.
"""

from __future__ import annotations

from dataclasses import dataclass

from miunlink_adb.virtual.view import FILL, Act, View, column, gap, image, line, row, scroll, text
from miunlink_adb.virtual.worlds import World

BAR = 260
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
        parts.append(text(title, id=title_id or self.id("action_bar_title")))
        inner = line(*parts, cls=GROUP, id=self.id("action_bar"), height=158, center=True)
        return column(gap(102), inner, cls=FRAME, id=self.id("action_bar_container"), height=BAR)

    def list(self, *rows: View, id: str = "", cls: str = "") -> View:
        """A scrolling list of rows."""
        return scroll(id or self.list_id, *rows, cls=cls or self.list_class)

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
        height = ROW if not spec.summary else ROW + 60
        return row(*parts, on_tap=spec.on_tap, name=spec.name, height=height)

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
        return row(words, switch, on_tap=on_tap, name=name, height=ROW)

    def space(self) -> View:
        """The gap between groups of rows; HyperOS makes it look tappable to a dump."""
        if self._world.release.is_hyperos:
            return View(FRAME, height=113, clickable=True, focusable=True, name="gap")
        return View("android.view.View", height=40)

    def heading(self, title: str) -> View:
        """The heading of a group of rows: bears a title's id but takes no taps."""
        return line(text(title, id="android:id/title"), height=100, padding=24, center=True)
