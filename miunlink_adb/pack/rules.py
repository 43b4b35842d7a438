"""Rules for one pack, each a small function from a Study to what it finds.

They must not know where the packs come from, nor print anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations, permutations
from typing import Any

from miunlink_adb.pack.inherit import Raw
from miunlink_adb.pack.model import ElementSpec, ScreenSpec, SelectorSpec
from miunlink_adb.pack.place import Place, line_of
from miunlink_adb.pack.study import Finding, Study

__all__ = ["RULES", "Rule"]

Rule = Callable[[Study], Iterable[Finding]]


def _finding(place: Place, rule: str, message: str, fix: str, level: str = "fault") -> Finding:
    line = line_of(place.file, place.key)
    return Finding(str(place.file), line, place.key, message, fix, rule, level)


# -- inheritance -------------------------------------------------------------------------------


def repeats_inherited(study: Study) -> Iterator[Finding]:
    """A key that says what is inherited anyway: it hides from where a fact really comes."""
    for kind, base in _inherited(study):
        for name, entry in study.own.get(kind, {}).items():
            known = base.get(name, (None, {}))[1]
            resolved = {"sure": known.get("sure"), **entry}
            same = [k for k in entry if k in known and _spelled(known, k) == _spelled(resolved, k)]
            for key in same:
                place = Place(study.file, f"{kind}.{name}.{key}")
                message = "says what is inherited already"
                yield _finding(place, "repeats_inherited", message, "Remove this line.")


def repeats_apps(study: Study) -> Iterator[Finding]:
    """A package name that is inherited anyway."""
    for alias, packages in study.own.get("apps", {}).items():
        names = (packages,) if isinstance(packages, str) else tuple(packages)
        if study.base is not None and study.base.apps.get(alias) == names:
            place = Place(study.file, f"apps.{alias}")
            message = "says what is inherited already"
            yield _finding(place, "repeats_apps", message, "Remove this line.")


def changes_nothing(study: Study) -> Iterator[Finding]:
    """An entry without a single key."""
    for kind, _ in _inherited(study):
        for name, entry in study.own.get(kind, {}).items():
            if not entry:
                place = Place(study.file, f"{kind}.{name}")
                message = "changes nothing of what it inherits"
                yield _finding(place, "changes_nothing", message, "Remove this table.")


def _inherited(study: Study) -> list[tuple[str, Raw]]:
    if study.base is None:
        return []
    return [("elements", study.base.elements), ("screens", study.base.screens)]


def _spelled(entry: Mapping[str, Any], key: str) -> object:
    """An entry's value as inheritance writes it: each selector with its own sureness."""
    value = entry[key]
    if key != "select" or not isinstance(value, list):
        return value
    sure = entry.get("sure")
    return [{**item, "sure": item.get("sure", sure)} if sure else item for item in value]


# -- elements ----------------------------------------------------------------------------------


def unused_elements(study: Study) -> Iterator[Finding]:
    """An element that no screen names and no flow looks for."""
    named = {name for screen in study.pack.screens.values() for name in screen.element_names}
    for element in _own_elements(study):
        if element.name not in named | study.wanted | study.optional:
            message = "no screen names this element and no flow looks for it"
            fix = "Remove it, or name it in the screen that it belongs to."
            yield _finding(element.place, "unused_elements", message, fix)


def same_selector_twice(study: Study) -> Iterator[Finding]:
    """A selector that can never be reached, because an earlier one fits all that it fits."""
    for element in _own_elements(study):
        for (first, wide), (second, narrow) in combinations(enumerate(element.select), 2):
            if _fits_all_of(wide, narrow):
                place = element.place.below(f"select[{second}]")
                message = f"selector {second} fits nothing that selector {first} does not fit"
                fix = "Remove it, or put it before the wider one."
                yield _finding(place, "same_selector_twice", message, fix)


def _fits_all_of(wide: SelectorSpec, narrow: SelectorSpec) -> bool:
    """Whether everything that `narrow` fits is fitted by `wide`; False where that is not plain."""
    return (
        (not wide.ids or (bool(narrow.ids) and set(narrow.ids) <= set(wide.ids)))
        and (not wide.labels or (bool(narrow.labels) and set(narrow.labels) <= set(wide.labels)))
        and (not wide.texts or (bool(narrow.texts) and set(narrow.texts) <= set(wide.texts)))
        and (not wide.class_names or _ends_within(narrow.class_names, wide.class_names))
        and set(wide.flags) <= set(narrow.flags)
        and set(wide.not_ids) <= set(narrow.not_ids)
        and wide.within in (None, narrow.within)
        and wide.outside in (None, narrow.outside)
        and set(wide.has) <= set(narrow.has)
        and wide.digits in (None, narrow.digits)
        and wide.index in (None, narrow.index)
        and (wide.web, wide.part) == (narrow.web, narrow.part)
    )


def _ends_within(narrow: Iterable[str], wide: tuple[str, ...]) -> bool:
    names = tuple(narrow)
    return bool(names) and all(name.endswith(wide) for name in names)


def unsure_order(study: Study) -> Iterator[Finding]:
    """A bare guess at the structure before a selector that is known: the guess would win."""
    for element in _own_elements(study):
        guesses = [n for n, spec in enumerate(element.select) if _is_guess(spec)]
        for number in guesses:
            if any(spec.sure != "assumed" for spec in element.select[number + 1 :]):
                place = element.place.below(f"select[{number}]")
                message = f"selector {number} is a guess at the structure, known ones follow it"
                yield _finding(place, "unsure_order", message, "Put the guess last.")


def _is_guess(spec: SelectorSpec) -> bool:
    return spec.sure == "assumed" and not (spec.ids or spec.labels or spec.texts)


def missing_wanted(study: Study) -> Iterator[Finding]:
    """An element that flows look for and this release does not have."""
    for name in sorted(study.wanted - set(study.pack.elements)):
        place = Place(study.file, "elements")
        message = f"the element {name!r}, which flows look for, is missing"
        yield _finding(place, "missing_wanted", message, f"Add [elements.{name}].")


# -- screens -----------------------------------------------------------------------------------


def only_assumed_ids(study: Study) -> Iterator[Finding]:
    """A screen that would be taken for proved by nothing but assumed ids, so never is."""
    for screen in study.pack.screens.values():
        if screen.with_activity:
            continue  # the activity is a proof of its own
        paths = [(*screen.all_of, *names) for names in screen.any_of or ((),)]
        elements = study.pack.elements
        if not any(_has_evidence(elements[name]) for path in paths for name in path):
            message = "can only be proved by assumed ids, which is no proof"
            fix = "Add a label, or an id that somebody has read or seen in this release."
            yield _finding(screen.place, "only_assumed_ids", message, fix)


def _has_evidence(element: ElementSpec) -> bool:
    return any(
        spec.sure != "assumed" or spec.labels or spec.texts or not spec.ids
        for spec in element.select
    )


def swallowed_screens(study: Study) -> Iterator[Finding]:
    """A screen that fits wherever another of its kind fits: that other is never named."""
    for wide, narrow in permutations(study.pack.screens.values(), 2):
        if _meet(study, wide, narrow) and _always_fits(wide, narrow):
            message = f"fits wherever {narrow.name!r} fits, so {narrow.name!r} is never named"
            fix = f"Put into 'none' what only {narrow.name!r} has."
            yield _finding(wide.place, "swallowed_screens", message, fix)


def _meet(study: Study, one: ScreenSpec, other: ScreenSpec) -> bool:
    packages = study.pack.apps
    shared = set(packages[one.app]) & set(packages[other.app])
    return one.kind == other.kind and bool(shared)


def _always_fits(wide: ScreenSpec, narrow: ScreenSpec) -> bool:
    """Whether each way to prove `narrow` proves `wide` too, and `wide` excludes none of them."""
    ways = [{*narrow.all_of, *names} for names in narrow.any_of or ((),)]
    return all(_fits_when(wide, there) for there in ways)


def _fits_when(wide: ScreenSpec, there: set[str]) -> bool:
    return (
        set(wide.all_of) <= there
        and not set(wide.none_of) & there
        and (not wide.any_of or any(set(names) <= there for names in wide.any_of))
    )


def contradictions(study: Study) -> Iterator[Finding]:
    """A screen that demands and forbids the same element."""
    for screen in _own_screens(study):
        for name in sorted(set(screen.all_of) & set(screen.none_of)):
            message = f"demands and forbids {name!r}"
            fix = "Remove it from 'all' or from 'none'."
            yield _finding(screen.place.below("none"), "contradictions", message, fix)


def one_node_proves_twice(study: Study) -> Iterator[Finding]:
    """Two landmarks of a screen with the same selector: one node would count as two proofs."""
    for screen in _own_screens(study):
        ways = [dict.fromkeys((*screen.all_of, *names)) for names in screen.any_of or ((),)]
        for way in ways:
            for first, second in combinations(way, 2):
                if _share_a_selector(study, first, second):
                    message = f"{first!r} and {second!r} have a selector in common"
                    fix = "Name only one of them, or make their selectors differ."
                    yield _finding(screen.place, "one_node_proves_twice", message, fix)


def _share_a_selector(study: Study, first: str, second: str) -> bool:
    one, other = (_bare(study.pack.elements[name]) for name in (first, second))
    return bool(one & other)


def _bare(element: ElementSpec) -> set[tuple[object, ...]]:
    return {
        (spec.ids, spec.labels, spec.texts, spec.class_names, spec.flags, spec.within, spec.digits)
        for spec in element.select
    }


def _own_elements(study: Study) -> list[ElementSpec]:
    """Those that this release's own file speaks of: the others are judged where they stand."""
    return [spec for spec in study.pack.elements.values() if spec.place.file == study.file]


def _own_screens(study: Study) -> list[ScreenSpec]:
    return [spec for spec in study.pack.screens.values() if spec.place.file == study.file]


RULES: tuple[Rule, ...] = (
    repeats_inherited,
    repeats_apps,
    changes_nothing,
    unused_elements,
    same_selector_twice,
    unsure_order,
    missing_wanted,
    only_assumed_ids,
    swallowed_screens,
    contradictions,
    one_node_proves_twice,
)
