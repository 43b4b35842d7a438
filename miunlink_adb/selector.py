"""Selectors as data: what must match for a node to be the one that is meant.

A selector names attributes; an index over one dump answers which nodes fit. Neither knows packs,
languages or screens: the texts of a selector are given to it already translated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from miunlink_adb.hierarchy import Node
from miunlink_adb.wording import fingerprint, fold, is_template, template_pattern

__all__ = ["NodeIndex", "Selector", "Wording"]

SHORTEST_PRINT = 12
"""Folded texts up to this length are labels and are carried as they are, never as prints."""

SHORTEST_PART = 5
"""Shorter folded texts say too little to be looked for inside other texts; a Chinese, Japanese or
Korean sign says as much as two letters."""
_FIRST_CJK = 0x2E80

PRINT_MARK = "="
"""A wording that starts so is the fingerprint of a long sentence, not a text."""


def _weight(folded: str) -> int:
    """How much a text says, in letters."""
    return sum(2 if ord(sign) >= _FIRST_CJK else 1 for sign in folded)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What shown texts are compared with."""

    folded: frozenset[str]
    patterns: tuple[re.Pattern[str], ...]

    @classmethod
    def of(cls, shown: Iterable[str]) -> _Prepared:
        plain = frozenset(fold(text) for text in shown if not is_template(text))
        patterns = [template_pattern(text) for text in shown if is_template(text)]
        return cls(plain - {""}, tuple(p for p in patterns if p is not None))


@dataclass(frozen=True, slots=True)
class Wording:
    """All accepted wordings of one label in the phone's language.

    `shown`: the texts as a phone shows them, best source first. `prints`: fingerprints of long
    sentences that are not carried as text. `own`: those of the texts that this phone's own
    resources gave; the others come from packs.
    """

    label: str
    shown: tuple[str, ...] = ()
    prints: frozenset[str] = frozenset()
    own: tuple[str, ...] = field(default=(), compare=False)
    _prepared: list[_Prepared] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def folded(self) -> frozenset[str]:
        """The texts without placeholders, folded."""
        return self._ready.folded

    @property
    def patterns(self) -> tuple[re.Pattern[str], ...]:
        """The texts with placeholders, as patterns on folded text."""
        return self._ready.patterns

    @property
    def _ready(self) -> _Prepared:
        """Made once, when first needed: most wordings of a pack are never compared."""
        if not self._prepared:
            self._prepared.append(_Prepared.of(self.shown))
        return self._prepared[0]

    @classmethod
    def of(cls, label: str, values: Iterable[str], own: Iterable[str] = ()) -> Wording:
        """From texts and fingerprints mixed, as label files have them."""
        unique = tuple(dict.fromkeys(values))
        texts = tuple(value for value in unique if not value.startswith(PRINT_MARK))
        prints = frozenset(value[1:] for value in unique if value.startswith(PRINT_MARK))
        return cls(label, texts, prints, tuple(own))

    @property
    def values(self) -> tuple[str, ...]:
        """What `of` would make the same wording from."""
        return (*self.shown, *(PRINT_MARK + mark for mark in sorted(self.prints)))

    @property
    def empty(self) -> bool:
        """Whether nothing can fit it."""
        return not self.shown and not self.prints

    def rank(self, text: str) -> int:
        """The place of a shown text among the wordings, 0 the surest; the last if it is none."""
        folded = fold(text)
        places = (n for n, word in enumerate(self.shown) if fold(word) == folded)
        return next(places, len(self.shown))

    def is_part_of(self, text: str) -> bool:
        """Whether one of the wordings stands inside a longer shown text."""
        return self.is_part_of_folded(fold(text))

    def is_part_of_folded(self, folded: str) -> bool:
        """As `is_part_of`, for a text that is folded already."""
        return any(word in folded and _weight(word) >= SHORTEST_PART for word in self.folded)

    def may_fit(self, folded: str) -> bool:
        """Whether `fits` can say yes to a text that folds to this; only prints are not compared."""
        long = bool(self.prints) and len(folded) > SHORTEST_PRINT
        return long or folded in self.folded or any(p.fullmatch(folded) for p in self.patterns)

    def fits(self, text: str) -> bool:
        """Whether a shown text is this label, placeholders and long sentences included."""
        if not text:
            return False
        folded = fold(text)
        if folded in self.folded:
            return True
        if self.prints and len(folded) > SHORTEST_PRINT and fingerprint(text) in self.prints:
            return True
        return any(pattern.fullmatch(folded) for pattern in self.patterns)


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

    Nodes inside web views are kept apart: a page may show any words it likes.
    """

    def __init__(self, roots: Iterable[Node]) -> None:
        """`roots`: the roots of the windows to search, topmost last."""
        self.roots = tuple(roots)
        self.nodes: list[Node] = []
        self._parents: dict[Node, Node] = {}
        self._web: set[Node] = set()
        self._by_id: dict[str, list[Node]] = {}
        self._by_text: dict[str, list[Node]] = {}
        self._classes, self._places = set[str](), dict[Node, int]()
        for root in self.roots:
            self._add(root)

    def _add(self, root: Node) -> None:
        stack: list[tuple[Node, Node | None]] = [(root, None)]
        while stack:
            node, parent = stack.pop()
            self._note(node, parent)
            stack.extend((child, node) for child in reversed(node.children))

    def _note(self, node: Node, parent: Node | None) -> None:
        self._places[node] = len(self.nodes)
        self.nodes.append(node)
        self._classes.add(node.class_name)
        if parent is not None:
            self._parents[node] = parent
            if parent in self._web or parent.class_name.endswith("WebView"):
                self._web.add(node)
        if node.resource_id:
            self._by_id.setdefault(node.resource_id, []).append(node)
        for text in {node.text, node.content_desc} - {""}:
            self._by_text.setdefault(fold(text), []).append(node)

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

    def _candidates(self, selector: Selector) -> Sequence[Node]:
        if selector.resource_ids:
            return [n for name in selector.resource_ids for n in self._by_id.get(name, ())]
        wording = selector.wording
        if wording and not (selector.part or wording.prints or wording.patterns):
            return [n for text in wording.folded for n in self._by_text.get(text, ())]
        return self._of_wording(selector, wording) if wording else self._of_class(selector)

    def _of_wording(self, selector: Selector, wording: Wording) -> Sequence[Node]:
        """In document order; each text is compared once, however many nodes show it."""
        may_fit = wording.is_part_of_folded if selector.part else wording.may_fit
        found = {n for text, nodes in self._by_text.items() if may_fit(text) for n in nodes}
        return [node for node in self.nodes if node in found] if found else ()

    def _of_class(self, selector: Selector) -> Sequence[Node]:
        ends = selector.class_names or ("",)
        wanted = {name for name in self._classes if name.endswith(ends)}
        return [node for node in self.nodes if node.class_name in wanted] if wanted else ()

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


def _surest(wording: Wording, nodes: list[Node]) -> list[Node]:
    ranks = [min(wording.rank(node.text), wording.rank(node.content_desc)) for node in nodes]
    return [node for node, rank in zip(nodes, ranks, strict=True) if rank == min(ranks)]
