"""Selectors as data: what must match for a node to be the one that is meant.

A selector names attributes; an index over one dump answers which nodes fit. Neither knows packs,
languages or screens: the texts of a selector are given to it already translated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from miunlink_adb.hierarchy import Node
from miunlink_adb.wording import SHORTEST_PRINT, Pattern, Wording, fingerprint, fold

__all__ = ["NodeIndex", "Selector", "Wording"]

_ID, _CLASS, _PACKAGE = map(attrgetter, ("resource_id", "class_name", "package"))


@dataclass(frozen=True, slots=True)
class Selector:
    """Attributes that must all match.

    `resource_ids`: any of these full names (``com.xiaomi.account:id/logout_btn``). `wording`: the
    node's text or content description is this label, or with `part` contains it. `not_ids`: names
    that it must not have. `class_names`: ends of class names, any of
    (``Button`` fits ``miuix.androidbasewidget.widget.Button``). `flags`: attribute -> value.
    `within`: some ancestor fits; `outside`: none does. `has`: some descendant fits. `digits`: the
    text holds a number. `index`: the n-th (from 0) child of its parent, which fits `within`.
    """

    package: str
    resource_ids: tuple[str, ...] = ()
    wording: Wording | None = None
    class_names: tuple[str, ...] = ()
    flags: tuple[tuple[str, bool], ...] = ()
    within: Selector | None = None
    has: tuple[Selector, ...] = ()
    digits: bool | None = None
    index: int | None = None
    in_web_view: bool = False
    part: bool = False
    not_ids: tuple[str, ...] = ()
    outside: Selector | None = None

    @property
    def basis(self) -> str:
        """What the match rests on: ``id``, ``label`` or ``structure``."""
        if self.wording:
            return "label"
        return "id" if self.resource_ids else "structure"

    def __str__(self) -> str:
        parts = [ids.rpartition("/")[2] for ids in self.resource_ids[:1]]
        parts += [f"“{self.wording.label}”"] if self.wording else []
        parts += list(self.class_names[:1]) + [name for name, value in self.flags if value]
        return f"{self.basis} {' '.join(parts)}".strip()

    def fits(self, node: Node) -> bool:
        """Whether the node itself fits; what stands around it is the index's to check."""
        return (
            (not self.package or node.package == self.package)
            and (not self.resource_ids or node.resource_id in self.resource_ids)
            and node.resource_id not in self.not_ids
            and (not self.class_names or node.class_name.endswith(self.class_names))
            and all(getattr(node, name) is value for name, value in self.flags)
            and (self.digits is None or self.digits is _has_digit(node.text))
            and (self.wording is None or _words_fit(self.wording, node, part=self.part))
        )


def _words_fit(wording: Wording, node: Node, *, part: bool) -> bool:
    fits = wording.is_part_of if part else wording.fits
    return fits(node.text) or fits(node.content_desc)


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)


class NodeIndex:
    """One walk over some windows, so that each selector is answered by look-ups.

    Nodes inside web views are kept apart: a page may show any words it likes. What only few
    selectors need is made when the first of them asks.
    """

    def __init__(self, roots: Iterable[Node]) -> None:
        """`roots`: the roots of the windows to search, topmost last."""
        self.roots = tuple(roots)
        self.nodes: list[Node] = []
        self._parents: dict[Node, Node] = {}
        self._walk()
        self._by_id = _grouped(self.nodes, _ID)
        self._by_class = _grouped(self.nodes, _CLASS)
        self._packages = set(map(_PACKAGE, self.nodes))
        self._web = self._inside_web()
        self._flagged: dict[tuple[str, bool], list[Node]] = {}

    def _walk(self) -> None:
        """Every node in document order, and whose child it is."""
        stack, nodes, parents = [*reversed(self.roots)], self.nodes, self._parents
        while stack:
            node = stack.pop()
            nodes.append(node)
            if children := node.children:
                parents.update(dict.fromkeys(children, node))
                stack.extend(reversed(children))

    def _inside_web(self) -> set[Node]:
        if not any(name.endswith("WebView") for name in self._by_class):
            return set()
        inside: set[Node] = set()
        for node in self.nodes:  # parents come first
            parent = self._parents.get(node)
            if parent and (parent in inside or parent.class_name.endswith("WebView")):
                inside.add(node)
        return inside

    @cached_property
    def _places(self) -> dict[Node, int]:
        return {node: place for place, node in enumerate(self.nodes)}

    @cached_property
    def _shown(self) -> _Shown:
        return _Shown(self.nodes)

    def ancestors(self, node: Node) -> Iterator[Node]:
        """From the node's parent up to the window's root."""
        parent = self._parents.get(node)
        while parent is not None:
            yield parent
            parent = self._parents.get(parent)

    def find(self, selector: Selector) -> list[Node]:
        """All nodes that fit and can be seen, in document order, inner ones instead of outer.

        Of several nodes with different wordings of one label those with the surest: the others
        may be homonyms in this release or language.
        """
        found = [node for node in self._candidates(selector) if self._fits(selector, node)]
        if len(found) < 2:
            return found
        innermost = self._innermost(sorted(found, key=self._places.__getitem__))
        if selector.wording is None or selector.part:
            return innermost
        return _surest(selector.wording, innermost)

    def _candidates(self, selector: Selector) -> Iterable[Node]:
        """Nodes among which all are that fit; those of the least group that is at hand."""
        if selector.package and selector.package not in self._packages:
            return ()
        if selector.resource_ids:
            return [n for name in selector.resource_ids for n in self._by_id.get(name, ())]
        if selector.wording:
            return self._shown.of(selector.wording, part=selector.part)
        if selector.class_names:
            ends = selector.class_names
            return [n for name, some in self._by_class.items() if name.endswith(ends) for n in some]
        return self._with_flag(selector.flags[0]) if selector.flags else self.nodes

    def _with_flag(self, flag: tuple[str, bool]) -> list[Node]:
        if flag not in self._flagged:
            value, wanted = attrgetter(flag[0]), flag[1]
            self._flagged[flag] = [node for node in self.nodes if value(node) is wanted]
        return self._flagged[flag]

    def _fits(self, selector: Selector, node: Node) -> bool:
        if not node.bounds.area or (node in self._web) is not selector.in_web_view:
            return False
        if not selector.fits(node):
            return False
        return self._place_fits(selector, node) and self._content_fits(selector, node)

    def _place_fits(self, selector: Selector, node: Node) -> bool:
        within, outside = selector.within, selector.outside
        if outside and any(outside.fits(ancestor) for ancestor in self.ancestors(node)):
            return False
        if within is None:
            return True
        if selector.index is None:
            return any(within.fits(ancestor) for ancestor in self.ancestors(node))
        parent = self._parents.get(node)
        siblings = parent.children if parent and within.fits(parent) else ()
        return len(siblings) > selector.index and siblings[selector.index] is node

    @staticmethod
    def _content_fits(selector: Selector, node: Node) -> bool:
        below = [child for top in node.children for child in top.walk()] if selector.has else []
        return all(any(inner.fits(child) for child in below) for inner in selector.has)

    def _innermost(self, found: list[Node]) -> list[Node]:
        outer = {ancestor for node in found for ancestor in self.ancestors(node)}
        return list(dict.fromkeys(node for node in found if node not in outer))


class _Shown:
    """The texts that some nodes show, each folded and compared once, however many show it."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._nodes: dict[str, list[Node]] = {}
        for node in nodes:
            for text in (node.text, node.content_desc):
                if text:
                    self._nodes.setdefault(fold(text), []).append(node)
        self._all = "\0".join(self._nodes)

    def of(self, wording: Wording, *, part: bool) -> set[Node]:
        """Nodes among which all are that show this wording, or a text with a part of it."""
        if part:
            texts = self._with_words(wording.parts)
        else:
            texts = {text for text in wording.folded if text in self._nodes}
            texts.update(*(self._fitting(pattern) for pattern in wording.patterns))
            texts.update(*(self._by_print.get(one, ()) for one in wording.prints))
        return {node for text in texts for node in self._nodes[text]}

    def _with_words(self, words: Iterable[str]) -> set[str]:
        there = [word for word in words if word in self._all]
        return {text for text in self._nodes if any(word in text for word in there)}

    def _fitting(self, pattern: Pattern) -> list[str]:
        if pattern.words not in self._all:
            return []
        return [text for text in self._nodes if pattern.fits(text)]

    @cached_property
    def _by_print(self) -> dict[str, set[str]]:
        """The folded texts by the fingerprints of what is shown: long sentences only."""
        found: dict[str, set[str]] = {}
        for folded, nodes in self._nodes.items():
            if len(folded) > SHORTEST_PRINT:
                for text in {text for n in nodes for text in (n.text, n.content_desc)}:
                    found.setdefault(fingerprint(text), set()).add(folded)
        return found


def _grouped(nodes: Iterable[Node], key: Callable[[Node], str]) -> dict[str, list[Node]]:
    """Nodes by a name of theirs; those without one are in no group."""
    groups: dict[str, list[Node]] = {}
    for node in nodes:
        if name := key(node):
            groups.setdefault(name, []).append(node)
    return groups


def _surest(wording: Wording, nodes: list[Node]) -> list[Node]:
    ranks = [min(wording.rank(node.text), wording.rank(node.content_desc)) for node in nodes]
    return [node for node, rank in zip(nodes, ranks, strict=True) if rank == min(ranks)]
