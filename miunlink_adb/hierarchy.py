"""One dump of the phone's windows as a frozen tree of nodes.

Reads both dump forms that are in the wild: ``<node class="…">`` (uiautomator, uiautomator2) and
tags named by class (Appium's page source). It must not know packs, labels, screens or devices.

What an owner may have typed never gets in: the text of editable and password nodes is dropped
while parsing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat

__all__ = ["Bounds", "HierarchyError", "Node", "parse_hierarchy"]

MAX_CHARACTERS = 8_000_000
MAX_DEPTH = 200
MAX_NODES = 50_000

_BOUNDS = re.compile(r"\[(-?\d{1,7}),(-?\d{1,7})\]\[(-?\d{1,7}),(-?\d{1,7})\]\Z")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_REFERENCE = re.compile(r"&#(?:x([0-9A-Fa-f]{1,8})|([0-9]{1,9}));")
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")


class HierarchyError(ValueError):
    """The text is not a hierarchy; the message says why in one sentence."""


class Bounds(NamedTuple):
    """A rectangle in display pixels; right and bottom are exclusive, as Android prints them."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def area(self) -> int:
        """Pixels covered; 0 for an empty or inverted rectangle."""
        return max(0, self.right - self.left) * max(0, self.bottom - self.top)

    @property
    def center(self) -> tuple[int, int]:
        """The point that a tap on this rectangle goes to."""
        return (self.left + self.right) // 2, (self.top + self.bottom) // 2

    def contains(self, x: int, y: int) -> bool:
        """Whether the point lies inside."""
        return self.left <= x < self.right and self.top <= y < self.bottom

    def __str__(self) -> str:
        return f"[{self.left},{self.top}][{self.right},{self.bottom}]"


_NO_BOUNDS = Bounds(0, 0, 0, 0)


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One element of a window, with Android's attribute names.

    `text` is empty for editable and password nodes, whatever the dump said.
    """

    class_name: str = ""
    package: str = ""
    resource_id: str = ""
    text: str = ""
    content_desc: str = ""
    bounds: Bounds = _NO_BOUNDS
    checkable: bool = False
    checked: bool = False
    clickable: bool = False
    enabled: bool = True
    focusable: bool = False
    focused: bool = False
    scrollable: bool = False
    long_clickable: bool = False
    password: bool = False
    selected: bool = False
    children: tuple[Node, ...] = field(default=(), repr=False)

    def walk(self) -> Iterator[Node]:
        """This node and all below it, parents before children (document order)."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))

    @property
    def editable(self) -> bool:
        """Whether a person can type into it."""
        return self.password or is_editable_class(self.class_name)


def is_editable_class(class_name: str) -> bool:
    """Whether views of this class hold text that a person types (EditText and its kin)."""
    return class_name.endswith(("EditText", "AutoCompleteTextView", "TextField", "TextInput"))


def parse_hierarchy(text: str | bytes) -> Node:
    """Parse a dump into a root node whose children are the windows' roots.

    Anything printed before ``<hierarchy`` (a Java stack, "UI hierchary dumped to") is skipped.
    An empty hierarchy is returned as a root without children. Entity declarations, too deep and
    too large input, and anything malformed raise HierarchyError.
    """
    source = _slice(text)
    builder = _Builder()
    parser = expat.ParserCreate(encoding="utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.EntityDeclHandler = _refuse_entities
    parser.StartDoctypeDeclHandler = _refuse_entities
    try:
        parser.Parse(source.encode("utf-8"), True)  # noqa: FBT003  expat takes no keyword
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        raise HierarchyError(f"the dump is not well-formed XML: {reason}") from None
    return builder.root()


def _slice(text: str | bytes) -> str:
    if isinstance(text, bytes):
        text = text.decode("utf-8", errors="replace")
    if len(text) > MAX_CHARACTERS:
        raise HierarchyError(f"the dump is larger than {MAX_CHARACTERS} characters")
    start = text.find("<hierarchy")
    if start < 0:
        raise HierarchyError("there is no <hierarchy> in the dump")
    closing = text.rfind("</hierarchy>")
    if closing > start:
        text = text[start : closing + len("</hierarchy>")]
    else:  # an empty hierarchy closes itself; anything else is cut off and will not parse
        text = text[start : text.find(">", start) + 1] or text[start:]
    if "&#" in text:
        text = _SURROGATES.sub(_join_surrogates, _REFERENCE.sub(_resolve, text))
    return _FORBIDDEN.sub("\ufffd", text)


def _resolve(reference: re.Match[str]) -> str:
    """Old phones write emoji as two references to surrogates, which no XML parser accepts."""
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    if code in (0x9, 0xA, 0xD, 0x22, 0x26, 0x27, 0x3C, 0x3E):
        return reference[0]
    return chr(code) if 0x20 <= code <= 0x10FFFF else "\ufffd"


def _join_surrogates(pair: re.Match[str]) -> str:
    return pair[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le")


def _refuse_entities(*_: object) -> None:
    raise HierarchyError("the dump declares entities, which no phone does")


class _Builder:
    """Collects expat events into nodes; children are built before their parents."""

    def __init__(self) -> None:
        self._stack: list[tuple[str, dict[str, str], list[Node]]] = []
        self._count = 0
        self._root: Node | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MAX_NODES:
            raise HierarchyError(f"the dump has more than {MAX_NODES} nodes")
        if len(self._stack) >= MAX_DEPTH:
            raise HierarchyError(f"the dump is nested deeper than {MAX_DEPTH} levels")
        self._stack.append((tag, attributes, []))

    def end(self, tag: str) -> None:
        _, attributes, children = self._stack.pop()
        node = _node(tag, attributes, tuple(children))
        if self._stack:
            self._stack[-1][2].append(node)
        else:
            self._root = node

    def root(self) -> Node:
        if self._root is None:  # expat raises before this on real input
            raise HierarchyError("the dump is empty")
        return self._root


def _node(tag: str, attributes: dict[str, str], children: tuple[Node, ...]) -> Node:
    get = attributes.get
    class_name = get("class") or ("" if tag in ("node", "hierarchy") else tag)
    password = get("password") == "true"
    secret = password or is_editable_class(class_name)
    return Node(
        class_name=class_name,
        package=get("package", ""),
        resource_id=get("resource-id", ""),
        text="" if secret else get("text", ""),
        content_desc="" if secret else get("content-desc", ""),
        bounds=parse_bounds(get("bounds", "")),
        checkable=get("checkable") == "true",
        checked=get("checked") == "true",
        clickable=get("clickable") == "true",
        enabled=get("enabled", "true") != "false",
        focusable=get("focusable") == "true",
        focused=get("focused") == "true",
        scrollable=get("scrollable") == "true",
        long_clickable=get("long-clickable") == "true",
        password=password,
        selected=get("selected") == "true",
        children=children,
    )


def parse_bounds(text: str) -> Bounds:
    """``[0,75][1080,210]`` as Bounds; anything else is an empty rectangle."""
    found = _BOUNDS.match(text)
    return Bounds(*map(int, found.groups())) if found else _NO_BOUNDS
