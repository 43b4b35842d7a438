"""A bound pack after a look into the phone's own resources: what is certain now, what is absent.

Pure. It must not know how the resources were read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from miunlink_adb.pack.bind import BoundPack, Element
from miunlink_adb.pack.model import SURENESS
from miunlink_adb.selector import Selector

__all__ = ["Confirmed", "confirm"]

KnowsId = Callable[[str], bool | None]
"""Whether a full id is in the phone's resources; None when that is not known."""

TEXT_SURE, ID_SURE = "resources", "report"
"""A text of the phone's own is what it shows. That a name exists does not prove that it marks the
same thing as before, but it is more than an assumption."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The pack for this run. `present`, `absent`: full ids that the phone has, or has not."""

    pack: BoundPack
    present: frozenset[str] = field(default_factory=frozenset)
    absent: frozenset[str] = field(default_factory=frozenset)


def confirm(pack: BoundPack, knows: KnowsId) -> Confirmed:
    """Drop selectors that cannot match here and raise those that the phone's resources back."""
    ids = {i for e in pack.elements.values() for s, _ in e.selectors for i in _ids(s)}
    verdicts = {name: knows(name) for name in ids}
    absent = frozenset(name for name, known in verdicts.items() if known is False)
    present = frozenset(name for name, known in verdicts.items() if known is True)
    elements = {name: _element(e, present, absent) for name, e in pack.elements.items()}
    return Confirmed(replace(pack, elements=elements), present, absent)


def _ids(selector: Selector) -> set[str]:
    around = [one for one in (selector.within, selector.outside) if one]
    return set(selector.resource_ids).union(*map(_ids, [*around, *selector.has]))


def _element(element: Element, present: frozenset[str], absent: frozenset[str]) -> Element:
    selectors = [
        (left, _sureness(left, sure, present))
        for selector, sure in element.selectors
        if (left := _without(selector, absent))
    ]
    sure = min((s for _, s in selectors), key=SURENESS.index, default="assumed")
    return replace(element, selectors=tuple(selectors), sure=_best(element.sure, sure))


def _without(selector: Selector, absent: frozenset[str]) -> Selector | None:
    """The selector without the ids that are absent; None if it cannot match then."""
    ids = tuple(name for name in selector.resource_ids if name not in absent)
    within = _without(selector.within, absent) if selector.within else None
    has = [_without(inner, absent) for inner in selector.has]
    if (selector.resource_ids and not ids) or (selector.within and not within) or None in has:
        return None
    outside = _without(selector.outside, absent) if selector.outside else None
    inner = tuple(one for one in has if one)
    return replace(selector, resource_ids=ids, within=within, has=inner, outside=outside)


def _sureness(selector: Selector, sure: str, present: frozenset[str]) -> str:
    if selector.wording:
        return _best(sure, TEXT_SURE) if selector.wording.own else sure
    return _best(sure, ID_SURE) if present.intersection(selector.resource_ids) else sure


def _best(one: str, other: str) -> str:
    return min(one, other, key=SURENESS.index)
