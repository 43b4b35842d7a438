"""A dump scrubbed for keeping: what the window is built of, with nothing in it that is anybody's.

Default-deny: a text stays only if it is a label that the pack knows; every other text becomes a
placeholder that says no more than how long it is, in three steps. Names of views, classes and apps
stay if they are well-formed. Windows of apps that the pack does not name keep their frame only. It
must not know where captures are kept, nor phones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from xml.sax.saxutils import quoteattr

from miunlink_adb.hierarchy import Node
from miunlink_adb.pack import BoundPack
from miunlink_adb.redact import masked, package_name, plain
from miunlink_adb.selector import Selector, Wording
from miunlink_adb.wording import fold

__all__ = ["IsLabel", "labels_of", "scrub_text", "scrubbed_xml"]

IsLabel = Callable[[str], bool]
"""Whether a shown text is an interface label, and so nobody's secret."""

MOST_NODES = 5000
"""Nodes that a capture has at most; the rest is left out."""
SHORT, LONG = 12, 60
_CLASS = re.compile(r"[A-Za-z_$][\w$]{0,80}(?:\.[A-Za-z_$][\w$]{0,80}){0,12}\Z", re.ASCII)
_ID = re.compile(r"(?P<package>[\w.]{1,120}:)?id/(?P<name>[A-Za-z_]\w{0,80})\Z", re.ASCII)
_BARE_ID = re.compile(r"[A-Za-z_]\w{0,80}\Z", re.ASCII)
_LONG_NUMBER = re.compile(r"\d{5,}")
_FLAGS = (
    "checkable",
    "checked",
    "clickable",
    "focusable",
    "focused",
    "scrollable",
    "long_clickable",
    "password",
    "selected",
)


def labels_of(pack: BoundPack) -> IsLabel:
    """The labels of a pack's elements, as a question.

    Labels with places for values do not count: what stands in such a place is somebody's.
    """
    selectors = [sel for element in pack.elements.values() for sel, _ in element.selectors]
    words = [word for selector in selectors for word in _wordings(selector)]
    exact = frozenset(text for word in words for text in word.folded)
    return lambda text: fold(text) in exact


def _wordings(selector: Selector) -> Iterable[Wording]:
    around = (selector.within, selector.outside, *selector.has)
    yield from (word for inner in around if inner for word in _wordings(inner))
    if selector.wording and not selector.part:
        yield selector.wording


def scrub_text(text: str, is_label: IsLabel) -> str:
    """A text as it may be kept: a known label, or a placeholder."""
    if not text.strip():
        return ""
    if is_label(text):
        return plain(text)
    size = "short " if len(text) <= SHORT else ("long " if len(text) > LONG else "")
    return f"‹{size}text›"


def scrubbed_xml(root: Node, is_label: IsLabel, *, apps: frozenset[str], note: str = "") -> str:
    """The whole dump as XML that `parse_hierarchy` reads.

    `apps`: packages whose windows keep what is in them. `note`: one sentence of ours, as an
    attribute of the root.
    """
    writer = _Writer(is_label)
    for window in root.children:
        writer.write(window, 1, whole=window.package in apps)
    head = f"<hierarchy note={quoteattr(note)}>" if note else "<hierarchy>"
    return "\n".join(
        ["<?xml version='1.0' encoding='UTF-8'?>", head, *writer.lines, "</hierarchy>"]
    )


class _Writer:
    """Collects the lines of one capture."""

    def __init__(self, is_label: IsLabel) -> None:
        self._is_label = is_label
        self._left = MOST_NODES
        self.lines: list[str] = []

    def write(self, node: Node, depth: int, *, whole: bool) -> None:
        """Write one node and, of a window that is kept whole, what is below it."""
        if self._left <= 0:
            return
        self._left -= 1
        head = f"{' ' * depth}<node {self._attributes(node, whole=whole)}"
        if not whole or not node.children:
            self.lines.append(f"{head}/>")
            return
        self.lines.append(f"{head}>")
        for child in node.children:
            self.write(child, depth + 1, whole=whole)
        self.lines.append(f"{' ' * depth}</node>")

    def _attributes(self, node: Node, *, whole: bool) -> str:
        pairs = {"class": _class_name(node.class_name), "package": package_name(node.package)}
        if whole:
            pairs["resource-id"] = _resource_id(node.resource_id)
            pairs["text"] = scrub_text(node.text, self._is_label)
            pairs["content-desc"] = scrub_text(node.content_desc, self._is_label)
        pairs |= {name.replace("_", "-"): "true" for name in _FLAGS if getattr(node, name)}
        if not node.enabled:
            pairs["enabled"] = "false"
        pairs["bounds"] = str(node.bounds)
        return " ".join(f"{name}={quoteattr(value)}" for name, value in pairs.items() if value)


def _class_name(name: str) -> str:
    return masked(name) if _CLASS.match(name) else ("?" if name else "")


def _resource_id(name: str) -> str:
    """Names of views are the programmer's; ids inside a web page may be anybody's words.

    An id of an app is kept also where it was obfuscated (`a_3f9c2`), but no long number in it.
    """
    if found := _ID.match(name):
        package = package_name(found["package"][:-1]) + ":" if found["package"] else ""
        return f"{package}id/{_LONG_NUMBER.sub('‹number›', found['name'])}"
    return masked(name) if _BARE_ID.match(name) else ("?" if name else "")
