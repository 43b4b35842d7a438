"""A pack in one language: elements with real selectors, ready to be looked for.

It must not know files: labels arrive through a look-up that is handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from miunlink_adb.hierarchy import Node
from miunlink_adb.pack.model import Alternative, ElementSpec, Pack, ScreenSpec, SelectorSpec
from miunlink_adb.selector import NodeIndex, Selector, Wording

__all__ = ["BoundPack", "Element", "Hit", "Screen", "bind"]

SYSTEM = "system"
"""The app alias of the system's own windows: bars, shade, its few dialogs."""

WordingLookup = Callable[[tuple[str, ...]], Wording]


@dataclass(frozen=True, slots=True)
class Hit:
    """A selector of an element that fits some nodes of an observation."""

    element: str
    selector: Selector
    sure: str
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Element:
    """A named node with its ordered selectors and how sure each is."""

    name: str
    app: str
    selectors: tuple[tuple[Selector, str], ...]
    source: str
    sure: str

    def find(self, index: NodeIndex) -> Hit | None:
        """The first selector that fits anything; it may fit several nodes."""
        for selector, sure in self.selectors:
            nodes = index.find(selector)
            if nodes:
                return Hit(self.name, selector, sure, tuple(nodes))
        return None

    def hits(self, index: NodeIndex) -> list[Hit]:
        """Every selector that fits something, in the element's order."""
        found = [(selector, sure, index.find(selector)) for selector, sure in self.selectors]
        return [Hit(self.name, sel, sure, tuple(nodes)) for sel, sure, nodes in found if nodes]


@dataclass(frozen=True, slots=True)
class Screen:
    """A named state of the UI: packages that may show it, and its landmarks.

    The fields mean what they mean in ScreenSpec.
    """

    name: str
    kind: str
    packages: frozenset[str]
    all_of: tuple[str, ...]
    any_of: tuple[Alternative, ...]
    none_of: tuple[str, ...]
    activities: frozenset[str]
    with_activity: tuple[str, ...]
    sure: str


@dataclass(frozen=True, slots=True)
class BoundPack:
    """A pack in the language of one phone.

    `locales`: label files used, best first; empty when the language is not known to us at all.
    `unlabelled`: labels that elements use and no file knows in any language.
    """

    release: str
    title: str
    locale: str
    locales: tuple[str, ...]
    apps: Mapping[str, tuple[str, ...]]
    elements: Mapping[str, Element]
    screens: Mapping[str, Screen]
    unlabelled: frozenset[str]

    @property
    def own_packages(self) -> frozenset[str]:
        """The packages of the apps on our way; not the system's, whose windows lie everywhere."""
        return frozenset(n for app, names in self.apps.items() if app != SYSTEM for n in names)

    def landmarks(self, screen: str) -> tuple[Selector, ...]:
        """Selectors any of which shows that this screen may be there."""
        return tuple(sel for element in self.shown_by(screen) for sel, _ in element.selectors)

    def shown_by(self, screen: str) -> tuple[Element, ...]:
        """Elements any of which shows that this screen may be there."""
        spec = self.screens[screen]
        names = spec.all_of[:1] or tuple(dict.fromkeys(names[0] for names in spec.any_of))
        return tuple(self.elements[name] for name in names)


def bind(pack: Pack, locale: str, wording: WordingLookup, locales: tuple[str, ...]) -> BoundPack:
    """Resolve ids to full names and labels to texts.

    `wording` gives the accepted texts of labels; a selector whose labels have none is left out.
    """
    unknown: set[str] = set()

    def look_up(labels: tuple[str, ...]) -> Wording:
        found = wording(labels)
        if found.empty:
            unknown.update(labels)
        return found

    elements = {name: _element(spec, pack, look_up) for name, spec in pack.elements.items()}
    screens = {name: _screen(spec, pack) for name, spec in pack.screens.items()}
    return BoundPack(
        pack.release,
        pack.title,
        locale,
        locales,
        pack.apps,
        elements,
        screens,
        frozenset(unknown),
    )


def _element(spec: ElementSpec, pack: Pack, look_up: WordingLookup) -> Element:
    selectors: list[tuple[Selector, str]] = []
    for item in spec.select:
        for package in pack.apps[spec.app]:
            selector = _selector(item, package, look_up)
            if selector is not None:
                selectors.append((selector, item.sure))
    return Element(spec.name, spec.app, tuple(selectors), spec.source, spec.sure)


def _selector(spec: SelectorSpec, package: str, look_up: WordingLookup) -> Selector | None:
    wording = _wording(spec, look_up)
    if wording is not None and wording.empty:
        return None
    within = _selector(spec.within, package, look_up) if spec.within else None
    outside = _selector(spec.outside, package, look_up) if spec.outside else None
    has = [_selector(inner, package, look_up) for inner in spec.has]
    if (spec.within and within is None) or None in has:
        return None
    return Selector(
        package=package,
        resource_ids=tuple(_full_id(name, package) for name in spec.ids),
        not_ids=tuple(_full_id(name, package) for name in spec.not_ids),
        wording=wording,
        part=spec.part,
        class_names=spec.class_names,
        flags=spec.flags,
        within=within,
        outside=outside,
        has=tuple(inner for inner in has if inner is not None),
        digits=spec.digits,
        index=spec.index,
        in_web_view=spec.web,
    )


def _wording(spec: SelectorSpec, look_up: WordingLookup) -> Wording | None:
    """The labels' wordings and those that stand in the pack itself."""
    if not spec.texts:
        return look_up(spec.labels) if spec.labels else None
    found = look_up(spec.labels) if spec.labels else Wording("text")
    return Wording.of(found.label, [*found.values, *spec.texts], found.own)


def _full_id(name: str, package: str) -> str:
    return name if ":" in name else f"{package}:id/{name}"


def _screen(spec: ScreenSpec, pack: Pack) -> Screen:
    return Screen(
        spec.name,
        spec.kind,
        frozenset(pack.apps[spec.app]),
        spec.all_of,
        spec.any_of,
        spec.none_of,
        frozenset(spec.activities),
        spec.with_activity,
        spec.sure,
    )
