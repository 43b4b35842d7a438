"""UiSelector: how the server's UiObject side finds nodes.

The active window only; textContains and the like ignore case; index is the place among the
parent's children; instances are counted in preorder, over all parents of a chain together. A chain
is searched as UiAutomator's QueryController does it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from miunlink_adb.virtual.automation.rpc import java_error
from miunlink_adb.virtual.automation.selector import FLAGS, Selector, flag, pattern, value

if TYPE_CHECKING:
    from miunlink_adb.virtual.layout import Node

Check = Callable[["Node"], bool]
MAX_INSTANCES = 10_000


def find(selector: Selector, root: Node | None) -> Node | None:
    """The node that the selector names, or None."""
    return None if root is None else _Search(selector).run(root)


def count(selector: Selector, root: Node | None) -> int:
    """How many instances there are; with an instance of its own: 1 or 0."""
    if "instance" in selector.deepest.fields:
        return int(find(selector, root) is not None)
    instance = 0
    while instance < MAX_INSTANCES and find(selector.deep_at(instance), root) is not None:
        instance += 1
    return instance


class _Link:
    """One link of a chain: its conditions and how many matches it has let pass."""

    def __init__(self, relation: str, fields: dict[str, Any]) -> None:
        self.relation = relation
        self.index = fields.get("index")
        self.instance = fields.get("instance", 0)
        self.passed = 0
        self.checks = [
            _check(name, wanted)
            for name, wanted in fields.items()
            if name not in ("index", "instance")
        ]

    def matches(self, node: Node, index: int) -> bool:
        if self.index is not None and index != self.index:
            return False
        if not all(check(node) for check in self.checks):
            return False
        if self.passed < self.instance:
            self.passed += 1
            return False
        return True


class _Search:
    def __init__(self, selector: Selector) -> None:
        self.links = [_Link(*link) for link in _flat("child", selector)]

    def run(self, root: Node) -> Node | None:
        return self._below(0, root, 0)

    def _below(self, at: int, node: Node, index: int) -> Node | None:
        start = node
        if self.links[at].matches(node, index):
            at += 1
            if at == len(self.links):
                return node
            if self.links[at].relation == "sibling":
                if node.parent is None:
                    return None
                start = node.parent
        for child in start.children:
            found = self._below(at, child, child.index)
            if found is not None:
                return found
        return None


def _flat(relation: str, selector: Selector) -> list[tuple[str, dict[str, Any]]]:
    links = [(relation, selector.fields)]
    for kind, other in selector.chain:
        links.extend(_flat(kind, other))
    return links


def _check(name: str, wanted: Any) -> Check:  # noqa: ANN401 - a JSON value
    if name in FLAGS:
        return lambda node: flag(node, name) is wanted
    if name.endswith("Contains"):
        return lambda node: wanted.lower() in value(node, name).lower()
    if name.endswith("StartsWith"):
        return lambda node: value(node, name).lower().startswith(wanted.lower())
    if name.endswith("Matches"):
        return _regex(name, wanted)
    return lambda node: value(node, name) == wanted


def _regex(name: str, text: str) -> Check:
    try:
        compiled = pattern(text, dotall=True)
    except re.error as error:
        raise java_error("java.util.regex.PatternSyntaxException", str(error)) from None
    return lambda node: compiled.fullmatch(value(node, name)) is not None
