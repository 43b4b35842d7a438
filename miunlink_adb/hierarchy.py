"""One dump of the phone's windows as a frozen tree of nodes.

Reads both dump forms that are in the wild: ``<node class="…">`` (uiautomator, uiautomator2) and
tags named by class (Appium's page source). It must not know packs, labels, screens or devices.

What an owner may have typed never gets in: the text of editable and password nodes is dropped
while parsing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple
from xml.parsers import expat

from miunlink_adb.plain_dump import FLAGS, Attributes, Opening, openings

__all__ = ["Bounds", "HierarchyError", "Node", "parse_hierarchy"]

MAX_CHARACTERS = 8_000_000
MAX_DEPTH = 200
MAX_NODES = 50_000

_BOUNDS = re.compile(r"\[(-?\d{1,7}),(-?\d{1,7})\]\[(-?\d{1,7}),(-?\d{1,7})\]\Z")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_CONTROLS = bytes({*range(0x20)} - {0x9, 0xA, 0xD})
_NO_SIGNS = ("\ufffe".encode(), "\uffff".encode())
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


class _Attributes(NamedTuple):
    """What a node is made of."""

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
    children: tuple[Node, ...] = ()


class Node(_Attributes):
    """One element of a window, with Android's attribute names.

    `text` is empty for editable and password nodes, whatever the dump said. Two nodes are the same
    only if they are one: alike rows of a list are not.
    """

    __slots__ = ()
    __eq__ = object.__eq__
    __ne__ = object.__ne__
    __hash__ = object.__hash__

    def __repr__(self) -> str:
        shown = (f"{name}={value!r}" for name, value in self._asdict().items())
        return f"Node({', '.join([*shown][:-1])}, {len(self.children)} children)"

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
    return class_name.endswith(_EDITABLE)


_EDITABLE = ("EditText", "AutoCompleteTextView", "TextField", "TextInput")


def parse_hierarchy(text: str | bytes) -> Node:
    """Parse a dump into a root node whose children are the windows' roots.

    Anything printed before ``<hierarchy`` (a Java stack, "UI hierchary dumped to") is skipped.
    An empty hierarchy is returned as a root without children. Entity declarations, too deep and
    too large input, and anything malformed raise HierarchyError.
    """
    source = _clean(_slice(text))
    return _grown(openings(source)) or _parsed(source)


def _parsed(source: str) -> Node:
    builder = _Builder()
    parser = expat.ParserCreate(encoding="utf-8")
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


def _clean(source: str) -> str:
    """Without what no XML may hold; a dump of a few hundred KB seldom has any of it."""
    try:
        data = source.encode("utf-8")
    except UnicodeEncodeError:  # half of a surrogate pair
        return _FORBIDDEN.sub("\ufffd", source)
    clean = len(data.translate(None, _CONTROLS)) == len(data)
    if clean and not any(sign in data for sign in _NO_SIGNS):
        return source
    return _FORBIDDEN.sub("\ufffd", source)


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
    return text


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

    def end(self, _tag: str) -> None:
        node = _node(*self._stack.pop())
        if self._stack:
            self._stack[-1][2].append(node)
        else:
            self._root = node

    def root(self) -> Node:
        if self._root is None:  # expat raises before this on real input
            raise HierarchyError("the dump is empty")
        return self._root


def _node(tag: str, attributes: dict[str, str], children: list[Node]) -> Node:
    get = attributes.get
    flags = tuple([get(name) == "true" for name in FLAGS])
    attributes_in_order = (
        get("text", ""),
        get("resource-id", ""),
        get("class") or ("" if tag in ("node", "hierarchy") else tag),
        get("package", ""),
        get("content-desc", ""),
        get("bounds", ""),
        (*flags[:_ENABLED], get("enabled") != "false", *flags[_ENABLED + 1 :]),
    )
    return _made_of(attributes_in_order, children)


_ENABLED, _PASSWORD = FLAGS.index("enabled"), FLAGS.index("password")


def _grown(nodes: Iterable[Opening | None]) -> Node | None:
    """The tree of nodes in document order; None if they are no sound tree, or too many."""
    root: list[Node] = []
    above: list[tuple[Attributes, list[Node]]] = []
    inside, left = root, MAX_NODES - 1
    for node in nodes:
        left -= 1
        if node is None or left < 0 or len(above) + 1 >= MAX_DEPTH:
            return None
        attributes, empty, ends = node
        if empty:
            inside.append(_made_of(attributes, ()))
        else:
            above.append((attributes, inside))
            inside = []
        for _ in range(ends):
            if not above:
                return None
            attributes, outside = above.pop()
            outside.append(_made_of(attributes, inside))
            inside = outside
    return Node(children=tuple(root)) if root and not above else None


def _made_of(attributes: Attributes, children: Sequence[Node]) -> Node:
    """A node, without what an owner may have typed into it."""
    text, resource_id, class_name, package, content_desc, bounds, flags = attributes
    if flags[_PASSWORD] or class_name.endswith(_EDITABLE):
        text = content_desc = ""
    named = (class_name, package, resource_id, text, content_desc, parse_bounds(bounds))
    return _made(Node, (*named, *flags, tuple(children)))


_made = tuple.__new__
"""Makes a node of all its fields in order; by name it takes five times as long."""


@lru_cache(maxsize=8192)
def parse_bounds(text: str) -> Bounds:
    """``[0,75][1080,210]`` as Bounds; anything else is an empty rectangle."""
    found = _BOUNDS.match(text)
    return Bounds(*map(int, found.groups())) if found else _NO_BOUNDS
