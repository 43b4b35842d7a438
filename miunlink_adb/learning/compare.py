"""Which elements of a pack are other on a phone: ids that are absent, facts that are sure now.

Pure. It must not know files or phones.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from miunlink_adb.learning.lesson import ElementLesson
from miunlink_adb.own_words import OwnWords
from miunlink_adb.pack.confirm import ID_SURE, TEXT_SURE
from miunlink_adb.pack.model import SURENESS, ElementSpec, Pack, SelectorSpec

__all__ = ["element_lessons"]


def element_lessons(pack: Pack, own: OwnWords, said: frozenset[str]) -> tuple[ElementLesson, ...]:
    """The elements to be written: with the ids that are there, surer where the phone says so.

    `said`: labels whose text the phone gave. An element of which nothing would be left is not
    among them: its absence is in the list of absent ids.
    """
    found = (_lesson(element, pack, own, said) for element in pack.elements.values())
    return tuple(lesson for lesson in found if lesson)


def _lesson(
    element: ElementSpec, pack: Pack, own: OwnWords, said: frozenset[str]
) -> ElementLesson | None:
    packages = pack.apps[element.app]
    select = tuple(_narrowed(element.select, packages, own, said))
    if not select or select == element.select:
        return None
    sure = min((spec.sure for spec in select), key=SURENESS.index)
    return ElementLesson(element.name, packages[0], select, "" if sure == element.sure else sure)


def _narrowed(
    specs: tuple[SelectorSpec, ...], packages: tuple[str, ...], own: OwnWords, said: frozenset[str]
) -> Iterator[SelectorSpec]:
    for spec in specs:
        ids = tuple(name for name in spec.ids if _verdict(name, packages, own) is not False)
        if spec.ids and not ids:
            continue
        yield replace(spec, ids=ids, sure=_sure(replace(spec, ids=ids), packages, own, said))


def _sure(
    spec: SelectorSpec, packages: tuple[str, ...], own: OwnWords, said: frozenset[str]
) -> str:
    best = spec.sure
    if spec.labels or spec.texts:
        best = TEXT_SURE if said & set(spec.labels) else best
    elif any(_verdict(name, packages, own) for name in spec.ids):
        best = ID_SURE
    return min(spec.sure, best, key=SURENESS.index)


def _verdict(name: str, packages: tuple[str, ...], own: OwnWords) -> bool | None:
    """Whether an id is in any of the packages; None if that is not known."""
    full = [name] if ":" in name else [f"{package}:id/{name}" for package in packages]
    verdicts = [own.has_id(one) for one in full]
    if True in verdicts:
        return True
    return False if all(verdict is False for verdict in verdicts) else None
