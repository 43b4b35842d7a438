"""Where the views of one window stand: measuring and placing them, and what is visible of them.

Knows views and rectangles; neither screens nor dumps. Lengths are pixels. Sizes of texts are
estimates from the number of letters: realistic, not exact.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from miunlink_adb.virtual.view import FILL, WRAP, View

Rect = tuple[int, int, int, int]
"""Left, top, right, bottom, as Android's bounds."""

NOWHERE = (0, 0, 0, 0)

LETTER = 24
WIDE_LETTER = 46
LINE = 62

LEAF_HEIGHTS = {"Button": 132, "EditText": 132, "ImageView": 72, "ImageButton": 72}
LEAF_HEIGHTS |= {"CheckBox": 96, "Switch": 96, "RadioButton": 96, "ProgressBar": 120}
LEAF_MARGINS = {"Button": 96, "EditText": 48, "CheckBox": 96, "RadioButton": 96, "Switch": 140}

_wide = re.compile(r"[ᄀ-ᇿ⺀-퟿豈-﫿︰-﹏＀-￯]|[^\u0000-\uffff]")


@dataclass(slots=True, eq=False)
class Node:
    """A view in its place. `bounds` as laid out, `visible` what its parents and the display leave.

    Only nodes with something visible exist. `index` is the place among the parent's children as
    Android counts them: a recycling list has only its visible rows.
    """

    view: View
    bounds: Rect
    visible: Rect
    index: int
    parent: Node | None
    package: str
    text: str
    focused: bool
    children: list[Node] = field(default_factory=list)
    rows: tuple[int, int, int] | None = None
    scroll: tuple[int, int] | None = None

    @property
    def center(self) -> tuple[int, int]:
        """The middle of what is visible."""
        left, top, right, bottom = self.visible
        return (left + right) // 2, (top + bottom) // 2


@dataclass(slots=True)
class Layout:
    """How one window is laid out: values that its views have from the screen.

    `typed` and `offsets` are the screen's fields and scroll offsets; `mirror` the sum of the
    window's left and right for right-to-left languages, else 0.
    """

    package: str
    typed: dict[str, str] = field(default_factory=dict)
    offsets: dict[str, int] = field(default_factory=dict)
    focus_id: str = ""
    mirror: int = 0
    _heights: dict[tuple[int, int], int] = field(default_factory=dict)

    def arrange(self, view: View, rect: Rect, clip: Rect) -> Node | None:
        """Place `view` in `rect`; None when nothing of it is visible within `clip`."""
        return self._place(view, rect, clip, 0, None)

    def height(self, view: View, width: int) -> int:
        """The height that `view` wants at `width`, at least 0."""
        if view.height is not None and view.height >= 0:
            return view.height
        key = (id(view), width)
        if key not in self._heights:
            self._heights[key] = self._measure(view, width)
        return self._heights[key]

    def _measure(self, view: View, width: int) -> int:
        inner = width - 2 * view.padding
        if not view.children:
            return self._leaf_height(view, inner) + 2 * view.padding
        if view.horizontal:
            widths = self._widths(view, inner)
            heights = [self.height(c, w) for c, w in zip(view.children, widths, strict=True)]
            return max(heights) + 2 * view.padding
        heights = [self.height(child, inner) for child in view.children]
        return (max(heights) if view.overlay else sum(heights)) + 2 * view.padding

    def _leaf_height(self, view: View, width: int) -> int:
        kind = view.cls.rpartition(".")[2]
        fixed = LEAF_HEIGHTS.get(kind, 0)
        if not (text := self._shown_text(view)):
            return fixed or (LINE if kind == "TextView" else 0)
        lines = -(-text_width(text) // max(width - LEAF_MARGINS.get(kind, 0), LETTER))
        lines = max(lines, text.count("\n") + 1)
        return max(fixed, lines * LINE)

    def _width(self, view: View, room: int) -> int:
        """The width of a child of a vertical or overlaid container."""
        if view.width is not None and view.width >= 0:
            return min(view.width, room)
        wraps = view.width == WRAP or (view.width is None and view.cls.endswith("TextView"))
        return min(self._wrap(view), room) if wraps else room

    def _wrap(self, view: View) -> int:
        if view.width is not None and view.width >= 0:
            return view.width
        if view.children:
            widths = [self._wrap(child) for child in view.children]
            return (sum(widths) if view.horizontal else max(widths)) + 2 * view.padding
        margin = LEAF_MARGINS.get(view.cls.rpartition(".")[2], 0)
        return text_width(self._shown_text(view)) + margin + 2 * view.padding

    def _widths(self, view: View, room: int) -> list[int]:
        """Widths of children side by side: fixed and wrapped first, the rest is shared."""
        shares = [self._share(child) for child in view.children]
        widths = [
            0 if share else min(self._wrap(child), room)
            for child, share in zip(view.children, shares, strict=True)
        ]
        left = max(room - sum(widths), 0)
        total = sum(shares)
        return [
            int(left * share / total) if share else width
            for width, share in zip(widths, shares, strict=True)
        ]

    @staticmethod
    def _share(view: View) -> float:
        """A child's share of the remaining width; containers without a width take what is left."""
        if view.weight or (view.width is not None and view.width != FILL):
            return view.weight
        return 1.0 if view.children or view.width == FILL or view.editable else 0.0

    def _heights_of(self, view: View, width: int, room: int) -> list[int]:
        """Heights of the children of a vertical container; weights share what remains."""
        if view.scrollable:
            return [self.height(child, self._width(child, width)) for child in view.children]
        shares = [
            (child.weight or float(child.height == FILL)) if (child.height or -1) < 0 else 0.0
            for child in view.children
        ]
        heights = [
            0 if share else self.height(child, self._width(child, width))
            for child, share in zip(view.children, shares, strict=True)
        ]
        left, total = max(room - sum(heights), 0), sum(shares)
        return [
            int(left * share / total) if share else height
            for height, share in zip(heights, shares, strict=True)
        ]

    def _place(
        self, view: View, rect: Rect, clip: Rect, index: int, parent: Node | None
    ) -> Node | None:
        mirror = self.mirror
        bounds = (mirror - rect[2], rect[1], mirror - rect[0], rect[3]) if mirror else rect
        visible = meet(bounds, clip)
        if view.ghost:
            return Node(
                view, NOWHERE, NOWHERE, index, parent, self.package, view.text, focused=False
            )
        if not view.visible or visible[0] >= visible[2] or visible[1] >= visible[3]:
            return None
        focused = view.focused or bool(self.focus_id and view.id == self.focus_id)
        text = self._shown_text(view)
        node = Node(view, bounds, visible, index, parent, self.package, text, focused)
        if view.children:
            self._place_children(node, rect)
        return node

    def _place_children(self, node: Node, rect: Rect) -> None:
        view, pad = node.view, node.view.padding
        inner = (rect[0] + pad, rect[1] + pad, rect[2] - pad, rect[3] - pad)
        if view.overlay:
            boxes = self._over(view, inner)
        elif view.horizontal:
            boxes = self._across(view, inner)
        else:
            boxes = self._down(view, inner)
        if view.scrollable:
            self._scroll(node, boxes, inner)
            return
        for index, (child, box) in enumerate(zip(view.children, boxes, strict=True)):
            placed = self._place(child, box, node.visible, index, node)
            if placed is not None:
                node.children.append(placed)

    def _down(self, view: View, inner: Rect) -> list[Rect]:
        left, top, right, bottom = inner
        boxes = []
        heights = self._heights_of(view, right - left, bottom - top)
        for child, height in zip(view.children, heights, strict=True):
            width = self._width(child, right - left)
            x = left + (right - left - width) // 2 if view.center else left
            boxes.append((x, top, x + width, top + height))
            top += height
        return boxes

    def _across(self, view: View, inner: Rect) -> list[Rect]:
        left, top, right, bottom = inner
        boxes = []
        for child, width in zip(view.children, self._widths(view, right - left), strict=True):
            full = child.height == FILL
            height = bottom - top if full else min(self.height(child, width), bottom - top)
            y = top + (bottom - top - height) // 2 if view.center else top
            boxes.append((left, y, left + width, y + height))
            left += width
        return boxes

    def _over(self, view: View, inner: Rect) -> list[Rect]:
        left, top, right, bottom = inner
        boxes = []
        for child in view.children:
            width = self._width(child, right - left)
            fills = child.height == FILL or (child.height is None and child.children)
            height = bottom - top if fills else self.height(child, width)
            x = left + (right - left - width) // 2 if view.center else left
            y = top + (bottom - top - height) // 2 if view.center else top
            boxes.append((x, y, x + width, y + height))
        return boxes

    def _scroll(self, node: Node, boxes: list[Rect], inner: Rect) -> None:
        """Shift the rows by the list's offset and keep those that can be seen."""
        view = node.view
        longest = max(boxes[-1][3] - inner[3], 0)
        offset = min(max(self.offsets.get(view.id, 0), 0), longest)
        node.scroll = (offset, longest)
        recycles = not view.cls.endswith("ScrollView")
        shown: list[int] = []
        for row, (child, box) in enumerate(zip(view.children, boxes, strict=True)):
            moved = (box[0], box[1] - offset, box[2], box[3] - offset)
            index = len(shown) if recycles else row
            placed = self._place(child, moved, node.visible, index, node)
            if placed is not None:
                node.children.append(placed)
                shown.append(row)
        if recycles and shown:
            node.rows = (shown[0], shown[-1], len(boxes))

    def _shown_text(self, view: View) -> str:
        """The text as accessibility sees it: a field's value, masked, or its hint."""
        if not view.editable:
            return view.text
        typed = self.typed.get(view.id, "")
        if view.password:
            typed = "•" * len(typed)
        return typed or view.hint


def meet(one: Rect, other: Rect) -> Rect:
    """The common part of two rectangles (empty when right <= left or bottom <= top)."""
    return (
        one[0] if one[0] > other[0] else other[0],
        one[1] if one[1] > other[1] else other[1],
        one[2] if one[2] < other[2] else other[2],
        one[3] if one[3] < other[3] else other[3],
    )


def within(rect: Rect, x: float, y: float) -> bool:
    """Whether the point lies in the rectangle."""
    return rect[0] <= x < rect[2] and rect[1] <= y < rect[3]


def text_width(text: str) -> int:
    """About how wide a text is in one line (of several, the longest)."""
    if text.isascii():
        return LETTER * (len(text) if "\n" not in text else max(map(len, text.split("\n"))))
    return max(
        LETTER * len(s) + (WIDE_LETTER - LETTER) * len(_wide.findall(s)) for s in text.split("\n")
    )
