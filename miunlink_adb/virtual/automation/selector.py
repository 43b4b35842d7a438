"""uiautomator2's selector as it comes over the wire: fields that the mask names, and a chain.

Data only; the engines `by_selector` and `ui_selector` say what it matches.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from miunlink_adb.virtual.dump import is_scrollable

if TYPE_CHECKING:
    from miunlink_adb.virtual.layout import Node

FIELDS = (
    "text textContains textMatches textStartsWith className classNameMatches description"
    " descriptionContains descriptionMatches descriptionStartsWith checkable checked clickable"
    " longClickable scrollable enabled focusable focused selected packageName packageNameMatches"
    " resourceId resourceIdMatches index instance"
).split()
"""Field names in the order of their mask bits, from 1 << 0."""

FLAGS = frozenset(FIELDS[10:19])
NUMBERS = frozenset(("index", "instance"))

UI_NAMES = {
    "text": "TEXT",
    "textStartsWith": "START_TEXT",
    "textContains": "CONTAINS_TEXT",
    "className": "CLASS",
    "description": "DESCRIPTION",
    "descriptionStartsWith": "START_DESCRIPTION",
    "descriptionContains": "CONTAINS_DESCRIPTION",
    "index": "INDEX",
    "instance": "INSTANCE",
    "enabled": "ENABLED",
    "focused": "FOCUSED",
    "focusable": "FOCUSABLE",
    "scrollable": "SCROLLABLE",
    "clickable": "CLICKABLE",
    "checked": "CHECKED",
    "selected": "SELECTED",
    "packageName": "PACKAGE NAME",
    "longClickable": "LONG_CLICKABLE",
    "textMatches": "TEXT_REGEX",
    "classNameMatches": "CLASS_REGEX",
    "descriptionMatches": "DESCRIPTION_REGEX",
    "packageNameMatches": "PACKAGE_NAME_REGEX",
    "resourceId": "RESOURCE_ID",
    "checkable": "CHECKABLE",
    "resourceIdMatches": "RESOURCE_ID_REGEX",
}
"""Names of the criteria in UiSelector's text, in its order."""
CHAIN_BEFORE = "longClickable"


@dataclass(frozen=True)
class Selector:
    """`fields` that count; `chain` of ("child" or "sibling", selector)."""

    fields: dict[str, Any]
    chain: tuple[tuple[str, Selector], ...] = ()

    @classmethod
    def parse(cls, value: dict[str, Any]) -> Selector:
        """Read the wire's form; only fields of the mask count. Raises ValueError, TypeError."""
        mask = int(value.get("mask", 0))
        fields = {
            name: _typed(name, value.get(name))
            for bit, name in enumerate(FIELDS)
            if mask & (1 << bit)
        }
        kinds = [str(kind).lower() for kind in value.get("childOrSibling", [])]
        below = [cls.parse(item) for item in value.get("childOrSiblingSelector", [])]
        return cls(fields, tuple(zip(kinds, below, strict=False)))

    @property
    def deepest(self) -> Selector:
        """The last link of the chain, or itself."""
        return self.chain[-1][1] if self.chain else self

    def at(self, instance: int) -> Selector:
        """With this instance on its own fields."""
        return replace(self, fields=self.fields | {"instance": instance})

    def deep_at(self, instance: int) -> Selector:
        """With this instance on the last link of the chain."""
        if not self.chain:
            return self.at(instance)
        kind, last = self.chain[-1]
        return replace(self, chain=(*self.chain[:-1], (kind, last.at(instance))))

    def then(self, kind: str, other: Selector) -> Selector:
        """With another link at the end of the chain."""
        return replace(self, chain=(*self.chain, (kind, other)))

    def __str__(self) -> str:
        """As UiSelector prints itself: each link of a chain inside the one before it."""
        parts = []
        for name, label in UI_NAMES.items():
            if name == CHAIN_BEFORE and self.chain:
                kind, other = self.chain[0]
                link = replace(other, chain=(*other.chain, *self.chain[1:]))
                parts.append(f"{'CHILD' if kind == 'child' else 'PARENT'}={link}")
            if name in self.fields:
                value = self.fields[name]
                parts.append(f"{label}={str(value).lower() if isinstance(value, bool) else value}")
        return f"UiSelector[{', '.join(parts)}]"


def _typed(name: str, value: object) -> object:
    if name in FLAGS:
        return bool(value)
    if name in NUMBERS:
        return int(value) if isinstance(value, int | float) else 0
    return str(value) if value is not None else ""


def flag(node: Node, name: str) -> bool:
    """A boolean attribute of a node by the selector's field name."""
    if name == "scrollable":
        return is_scrollable(node)
    if name == "focused":
        return node.focused
    return bool(getattr(node.view, "long_clickable" if name == "longClickable" else name))


def value(node: Node, field: str) -> str:
    """The text that a field such as "textContains" looks at."""
    if field.startswith("text"):
        return node.text
    if field.startswith("class"):
        return node.view.cls
    if field.startswith("description"):
        return node.view.desc
    return node.package if field.startswith("package") else node.view.id


def pattern(text: str, *, dotall: bool) -> re.Pattern[str]:
    """A Java pattern as one of Python's; raises re.error."""
    return re.compile(text, re.DOTALL if dotall else 0)
