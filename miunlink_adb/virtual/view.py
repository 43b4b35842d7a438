"""Views: what one window shows, as plain data, plus short makers for the usual ones.

Knows nothing of windows, positions, dumps or phones. An app builds its views anew on every look::

    def view(self) -> View:
        return column(
            action_bar("Mi Account", on_up=self.on_back),
            scroll(
                "android:id/list",
                row(text("Security", id="android:id/title"), on_tap=self.open_security),
                button("Sign out", id="com.xiaomi.account:id/logout_btn", on_tap=self.ask),
            ),
        )

Lengths are pixels of a 1080-pixel-wide display. A height or width left out is measured from the
text or the children; `weight` shares what remains of the parent. Right-to-left languages need
nothing here: the window is mirrored as a whole.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Act = Callable[[], object]
"""What a tap does: a plain function without arguments (a coroutine function is not awaited)."""

FILL = -1
"""Width or height: as large as the parent allows."""
WRAP = -2
"""Width or height: as small as the content allows."""


@dataclass(slots=True)
class View:
    """One view and its children.

    `cls` is the full class name, `id` the full resource name (`android:id/title`). `text` of an
    `editable` view is not used: its value is kept by the screen (`Screen.fields[id]`), so that what
    an owner types stays in the phone. `name` is only for the record of taps, never dumped.
    A view takes taps when it is `clickable` or has an `on_tap`; while not `enabled` it swallows
    them. `visible=False` keeps its place and is absent from dumps, like INVISIBLE. A `ghost` is
    the opposite, as MIUI's recycled rows are: dumped with its text, its bounds [0,0][0,0].
    """

    cls: str = "android.view.View"
    id: str = ""
    text: str = ""
    desc: str = ""
    hint: str = ""
    checkable: bool = False
    checked: bool = False
    clickable: bool = False
    long_clickable: bool = False
    enabled: bool = True
    focusable: bool = False
    focused: bool = False
    scrollable: bool = False
    password: bool = False
    selected: bool = False
    editable: bool = False
    visible: bool = True
    ghost: bool = False
    important: bool | None = None
    children: list[View] = field(default_factory=list)
    horizontal: bool = False
    overlay: bool = False
    width: int | None = None
    height: int | None = None
    weight: float = 0.0
    padding: int = 0
    center: bool = False
    on_tap: Act | None = None
    on_long_tap: Act | None = None
    name: str = ""


def column(*children: View, **more: Any) -> View:
    """Children one below the other (LinearLayout, vertical)."""
    base: dict[str, Any] = {"cls": "android.widget.LinearLayout"}
    return View(**(base | more), children=list(children))


def line(*children: View, **more: Any) -> View:
    """Children side by side (LinearLayout, horizontal); not tappable unless told."""
    base: dict[str, Any] = {"cls": "android.widget.LinearLayout", "horizontal": True}
    return View(**(base | more), children=list(children))


def row(*children: View, on_tap: Act | None = None, **more: Any) -> View:
    """A list row: children side by side, 160 pixels high, tappable (also without `on_tap`)."""
    base: dict[str, Any] = {"height": 160, "padding": 24, "center": True}
    base |= {"clickable": True, "focusable": True}
    return line(*children, on_tap=on_tap, **(base | more))


def frame(*children: View, **more: Any) -> View:
    """Children one over the other, the last on top (FrameLayout)."""
    base: dict[str, Any] = {"cls": "android.widget.FrameLayout", "overlay": True}
    return View(**(base | more), children=list(children))


def scroll(id: str, *children: View, cls: str = "android.widget.ListView", **more: Any) -> View:  # noqa: A002
    """A vertical list: rows off screen are absent from dumps, rows at the edge are clipped.

    Takes the room that its siblings leave. The offset is kept by the screen under `id`.
    """
    base: dict[str, Any] = {"scrollable": True, "focusable": True, "weight": 1.0}
    return View(cls, id, **(base | more), children=list(children))


def text(text: str, id: str = "", **more: Any) -> View:  # noqa: A002
    """A TextView."""
    base: dict[str, Any] = {"cls": "android.widget.TextView"}
    return View(**(base | more), id=id, text=text)


def button(text: str, id: str = "", on_tap: Act | None = None, **more: Any) -> View:  # noqa: A002
    """A Button."""
    base: dict[str, Any] = {"cls": "android.widget.Button", "clickable": True, "focusable": True}
    return View(**(base | more), id=id, text=text, on_tap=on_tap)


def image(id: str = "", desc: str = "", on_tap: Act | None = None, **more: Any) -> View:  # noqa: A002
    """An ImageView, 72 pixels square unless told; tappable when it has an `on_tap`."""
    base: dict[str, Any] = {"cls": "android.widget.ImageView", "width": 72, "height": 72}
    base["clickable"] = on_tap is not None
    return View(**(base | more), id=id, desc=desc, on_tap=on_tap)


def edit(id: str, hint: str = "", *, password: bool = False, **more: Any) -> View:  # noqa: A002
    """An EditText; what is typed lands in `Screen.fields[id]`."""
    base: dict[str, Any] = {"cls": "android.widget.EditText", "editable": True}
    base |= {"clickable": True, "long_clickable": True, "focusable": True}
    return View(**(base | more), id=id, hint=hint, password=password)


def check(
    text: str,
    id: str,  # noqa: A002
    *,
    checked: bool,
    on_tap: Act | None = None,
    **more: Any,
) -> View:
    """A CheckBox (or, with `cls`, a Switch or RadioButton)."""
    base: dict[str, Any] = {"cls": "android.widget.CheckBox", "checkable": True, "clickable": True}
    base |= {"focusable": True}
    return View(**(base | more), id=id, text=text, checked=checked, on_tap=on_tap)


def gap(height: int = 0, **more: Any) -> View:
    """Empty room: `height` pixels, or whatever is left when 0."""
    size: dict[str, Any] = {"height": height} if height else {"weight": 1.0}
    return View(**(size | more))
