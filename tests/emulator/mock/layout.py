"""A tree of the world as an Android layout: one element per view, in the same order.

What Android's own widgets cannot say, a class of the newer libraries or an id in another package,
stands in the view's tag as `class|id`; the apps hand it to accessibility. Must not know the world.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from miunlink_adb.virtual.view import FILL, WRAP, View
from tests.emulator.mock.wording import Shown

ANDROID = "http://schemas.android.com/apk/res/android"
ROWS = "mock.Rows"
_WIDGETS = {
    f"android.widget.{name}": name
    for name in ("TextView", "Button", "EditText", "ImageView", "CheckBox", "ProgressBar")
} | {"android.widget.ListView": ROWS, "android.view.View": "View"}
_ALONE = frozenset({"TextView", "Button", "EditText", "ImageView", "CheckBox", "ProgressBar"})
_TALL = 200
"""A gap in a list that is taller, in pixels, is there to push the rest below the fold."""
_STRETCH = 1000
"""By so much it grows: displays are of other shapes than the world's."""

Attributes = dict[str, str]


class LayoutWriter:
    """Writes the layouts of one app for a display of so many dots per inch."""

    def __init__(self, package: str, density: int) -> None:
        self._package, self._density = package, density

    def write(self, root: Shown, *, window: bool) -> str:
        """The XML text; `window`: it fills the display."""
        head = {"xmlns:android": ANDROID}
        size = {"layout_width": "match_parent"}
        size["layout_height"] = "match_parent" if window else "wrap_content"
        lines = self._element(root, size, 0, head)
        return "\n".join(['<?xml version="1.0" encoding="utf-8"?>', *lines]) + "\n"

    def _element(
        self, shown: Shown, size: Attributes, depth: int, head: Attributes | None = None
    ) -> Iterator[str]:
        tag = element_of(shown)
        given = {**size, **self._attributes(shown, tag)}
        texts = {**(head or {}), **{f"android:{name}": text for name, text in given.items()}}
        written = " ".join(f"{name}={quoteattr(text)}" for name, text in texts.items())
        pad = "  " * depth
        if not shown.children:
            yield f"{pad}<{tag} {written} />"
            return
        yield f"{pad}<{tag} {written}>"
        for child in shown.children:
            yield from self._element(child, self._size(child, shown), depth + 1)
        yield f"{pad}</{tag}>"

    def _attributes(self, shown: Shown, tag: str) -> Attributes:
        view, given = shown.view, self._named(shown.view, tag)
        given["clickable"] = _bool(view.clickable)
        given["focusable"] = _bool(view.focusable)
        given |= {} if view.enabled else {"enabled": "false"}
        given |= {"padding": self._dp(view.padding)} if view.padding else {}
        for name, word in (("text", shown.text), ("contentDescription", shown.desc)):
            given |= {name: literal(word)} if word else {}
        if tag in ("LinearLayout", "FrameLayout"):
            given |= _group(view)
        if tag == "EditText":
            given |= _field(view, shown.hint)
        if tag == "CheckBox":
            given["checked"] = _bool(view.checked)
        if tag in ("Button", "TextView"):
            given["textAllCaps"] = "false"
        return given

    def _named(self, view: View, tag: str) -> Attributes:
        package, _, name = view.id.partition(":id/")
        given: Attributes = {}
        told = view.id
        if package == "android":
            given["id"], told = f"@android:id/{name}", ""
        elif package == self._package:
            given["id"], told = f"@+id/{name}", ""
        kind = "" if _class_of(tag) == view.cls else view.cls
        return given | ({"tag": f"{kind}|{told}"} if kind or told else {})

    def _size(self, child: Shown, parent: Shown) -> Attributes:
        view = child.view
        if parent.view.scrollable:
            return self._in_list(child)
        if parent.view.overlay:
            return {"layout_width": "match_parent", "layout_height": self._length(view.height)}
        return self._across(child) if parent.view.horizontal else self._down(child)

    def _in_list(self, child: Shown) -> Attributes:
        height = child.view.height
        if height is not None and height > _TALL and not child.children:
            height += _STRETCH
        return {"layout_width": "match_parent", "layout_height": self._length(height)}

    def _across(self, child: Shown) -> Attributes:
        view = child.view
        fixed = view.width is not None and view.width != FILL
        shares = bool(child.children) or view.width == FILL or view.editable
        weight = view.weight or (0.0 if fixed else float(shares))
        size = {"layout_height": self._length(view.height)}
        if weight:
            return {"layout_width": "0dp", "layout_weight": f"{weight:g}", **size}
        return {"layout_width": self._length(view.width), **size}

    def _down(self, child: Shown) -> Attributes:
        view = child.view
        wraps = view.width is None and view.cls.endswith("TextView")
        width = "match_parent" if view.width is None and not wraps else self._length(view.width)
        weight = view.weight or float(view.height == FILL)
        if weight and (view.height is None or view.height == FILL):
            share = {"layout_height": "0dp", "layout_weight": f"{weight:g}"}
            return {"layout_width": width, **share}
        return {"layout_width": width, "layout_height": self._length(view.height)}

    def _length(self, pixels: int | None) -> str:
        if pixels is None or pixels == WRAP:
            return "wrap_content"
        return "match_parent" if pixels == FILL else self._dp(pixels)

    def _dp(self, pixels: int) -> str:
        return f"{max(round(pixels * 160 / self._density), 1)}dp"


def element_of(shown: Shown) -> str:
    """The element that stands for a view."""
    tag = _WIDGETS.get(shown.view.cls, "")
    if shown.view.scrollable:
        return ROWS
    if tag and not (shown.children and (tag in _ALONE or tag == "View")):
        return tag
    return "FrameLayout" if shown.view.overlay else "LinearLayout"


def _class_of(tag: str) -> str:
    """What Android itself calls the class of an element's view."""
    if tag == ROWS:
        return "android.widget.ListView"
    return "android.view.View" if tag == "View" else f"android.widget.{tag}"


def _group(view: View) -> Attributes:
    if view.overlay:
        return {}
    along = {"orientation": "horizontal" if view.horizontal else "vertical"}
    along["baselineAligned"] = "false"
    if view.center:
        along["gravity"] = "center_vertical" if view.horizontal else "center_horizontal"
    return along


def _field(view: View, hint: str) -> Attributes:
    kind = "textPassword" if view.password else "textNoSuggestions"
    options = {"inputType": kind, "imeOptions": "actionDone|flagNoExtractUi", "maxLines": "1"}
    return options | ({"hint": literal(hint)} if hint else {})


def _bool(value: bool) -> str:
    return "true" if value else "false"


def literal(word: str) -> str:
    """A word as an attribute's value: a reference, or text that is not mistaken for one."""
    if word.startswith("@string/"):
        return word
    escaped = word.replace("\\", "\\\\").replace("\n", "\\n")
    return f"\\{escaped}" if escaped[:1] in ("@", "?") else escaped
