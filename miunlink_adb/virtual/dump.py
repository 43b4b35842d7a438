"""The XML forms in which a phone tells its windows.

Knows placed nodes only. "u2" is what uiautomator2's dumpWindowHierarchy answers, "shell" what
`uiautomator dump` writes; "shell14" adds drawing order and hint, as captures of newer Androids do
(from which version on is assumed). Attribute names, order and quoting are Android's
(KXmlSerializer: a value with a double quote in it stands in single quotes).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from miunlink_adb.virtual.layout import Node
from miunlink_adb.virtual.view import View

HEAD = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>"

NAF_EXCLUDED = (
    "android.widget.GridView",
    "android.widget.GridLayout",
    "android.widget.ListView",
    "android.widget.TableLayout",
)

_special = re.compile(
    r"[&<>\"'\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufddf\ufffe\uffff]|[^\x00-\uffff]"
)
_invalid = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufddf\ufffe\uffff]"
)
_astral = re.compile(r"[^\x00-\uffff]")
_bool = ("false", "true")


def render(
    roots: Iterable[Node],
    *,
    rotation: int = 0,
    compressed: bool = False,
    max_depth: int = 50,
    form: str = "u2",
) -> str:
    """The hierarchy below `roots` as XML. `max_depth` counts the levels below each root."""
    newline = "\r\n" if form == "u2" else ""
    out: list[str] = [HEAD, newline, f'<hierarchy rotation="{rotation}"']
    writer = _Writer(out, newline, compressed=compressed, form=form)
    empty = len(out)
    for root in roots:
        writer.write(root, 0, 1, max_depth)
    if len(out) == empty:
        out.append(" />")
    else:
        out.insert(empty, ">")
        out.append(f"{newline}</hierarchy>")
    return "".join(out)


class _Writer:
    def __init__(self, out: list[str], newline: str, *, compressed: bool, form: str) -> None:
        self.out = out
        self.newline = newline
        self.compressed = compressed
        self.form = form

    def write(self, node: Node, index: int, level: int, depth: int) -> None:
        """One node with what is below it; `level` is the indent, `depth` the levels allowed."""
        pad = f"{self.newline}{'  ' * level}" if self.newline else ""
        head = f"{pad}<node{self._attributes(node, index)}"
        children = self._children(node) if depth > 0 else []
        if not children:
            self.out.append(f"{head} />")
            return
        self.out.append(f"{head}>")
        for at, child in children:
            self.write(child, at, level + 1, depth - 1)
        self.out.append(f"{pad}</node>")

    def _children(self, node: Node) -> list[tuple[int, Node]]:
        if not self.compressed:
            return [(child.index, child) for child in node.children]
        return list(enumerate(_important_below(node)))

    def _attributes(self, node: Node, index: int) -> str:
        view = node.view
        left, top, right, bottom = node.visible
        naf = ' NAF="true"' if view.clickable and _is_naf(node) else ""
        text = (
            f'{naf} index="{index}" text={quoted(node.text)} resource-id="{view.id}"'
            f' class="{view.cls}" package="{node.package}" content-desc={quoted(view.desc)}'
            f' checkable="{_bool[view.checkable]}" checked="{_bool[view.checked]}"'
            f' clickable="{_bool[view.clickable]}" enabled="{_bool[view.enabled]}"'
            f' focusable="{_bool[view.focusable]}" focused="{_bool[node.focused]}"'
            f' scrollable="{_bool[is_scrollable(node)]}"'
            f' long-clickable="{_bool[view.long_clickable]}"'
            f' password="{_bool[view.password]}" selected="{_bool[view.selected]}"'
        )
        bounds = f'bounds="[{left},{top}][{right},{bottom}]"'
        if self.form == "shell":
            return f"{text} {bounds}"
        order = 0 if node.parent is None else node.index + 1
        if self.form == "shell14":
            return f'{text} {bounds} drawing-order="{order}" hint={quoted(view.hint)}'
        return (
            f'{text} visible-to-user="true" {bounds} drawing-order="{order}"'
            f' hint={quoted(view.hint)} display-id="0"'
        )


def is_scrollable(node: Node) -> bool:
    """Android says so only while there is something to scroll."""
    return node.view.scrollable and (node.scroll is None or node.scroll[1] > 0)


def quoted(value: str) -> str:
    """An attribute's value in its quotes, escaped as KXmlSerializer does it."""
    if not _special.search(value):
        return f'"{value}"'
    value = _astral.sub("..", _invalid.sub(".", value))
    quote = "'" if '"' in value else '"'
    value = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if quote == "'":
        value = value.replace("'", "&apos;")
    for letter in "\n\r\t":
        value = value.replace(letter, f"&#{ord(letter)};")
    return f"{quote}{value}{quote}"


def is_important(view: View) -> bool:
    """Whether accessibility keeps the view when unimportant ones are left out."""
    if view.important is not None:
        return view.important
    acts = view.clickable or view.long_clickable or view.focusable or view.scrollable
    return bool(acts or view.checkable or view.text or view.desc or view.editable)


def _important_below(node: Node) -> list[Node]:
    """The children that stay when unimportant containers between are left out."""
    kept: list[Node] = []
    for child in node.children:
        if is_important(child.view):
            kept.append(child)
        else:
            kept.extend(_important_below(child))
    return kept


def _is_naf(node: Node) -> bool:
    """Clickable, enabled, and nothing to read on it or below it."""
    view = node.view
    if not view.enabled or view.desc or node.text or view.cls.endswith(NAF_EXCLUDED):
        return False
    return not _readable_below(node)


def _readable_below(node: Node) -> bool:
    return any(child.view.desc or child.text or _readable_below(child) for child in node.children)
