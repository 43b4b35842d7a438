"""From one TOML table to an ElementSpec or ScreenSpec: every key checked, errors with their place.

It must not know files beyond their names, nor languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from miunlink_adb.pack.model import (
    FLAGS,
    KINDS,
    SURENESS,
    Alternative,
    ElementSpec,
    ScreenSpec,
    SelectorSpec,
)
from miunlink_adb.pack.place import Place, fault

__all__ = ["parse_element", "parse_screen"]

_ELEMENT_KEYS = {"app", "select", "source", "sure"}
_SCREEN_KEYS = {
    "app",
    "kind",
    "all",
    "any",
    "none",
    "activity",
    "with_activity",
    "source",
    "sure",
}
_SELECTOR_KEYS = {
    "id",
    "not_id",
    "label",
    "text",
    "part",
    "class",
    "within",
    "outside",
    "has",
    "digits",
    "index",
    "web",
    "sure",
    *FLAGS,
}
Table = Mapping[str, Any]


def parse_element(
    name: str, entry: Table, place: Place, apps: Mapping[str, tuple[str, ...]]
) -> ElementSpec:
    """Read ``[elements.NAME]``.

    Raises:
        PackError: a key is unknown, missing or of the wrong type.
    """
    _only(entry, _ELEMENT_KEYS, place)
    sure = _sure(entry, place)
    select = entry.get("select")
    if not isinstance(select, list) or not select:
        raise fault(place.below("select"), "must be a list with at least one selector")
    specs = tuple(
        _selector(item, place.below(f"select[{position}]"), sure)
        for position, item in enumerate(select)
    )
    return ElementSpec(name, _app(entry, place, apps), specs, _source(entry, place), sure, place)


def parse_screen(
    name: str,
    entry: Table,
    place: Place,
    apps: Mapping[str, tuple[str, ...]],
    elements: Mapping[str, ElementSpec],
) -> ScreenSpec:
    """Read ``[screens.NAME]``.

    Raises:
        PackError: as parse_element; also for an element that does not exist.
    """
    _only(entry, _SCREEN_KEYS, place)
    kind = entry.get("kind", "page")
    if kind not in KINDS:
        raise fault(place.below("kind"), f"must be one of {', '.join(KINDS)}")
    spec = ScreenSpec(
        name=name,
        app=_app(entry, place, apps),
        kind=kind,
        all_of=_texts(entry, "all", place),
        any_of=_alternatives(entry, place),
        none_of=_texts(entry, "none", place),
        activities=_texts(entry, "activity", place),
        with_activity=_texts(entry, "with_activity", place),
        source=_source(entry, place),
        sure=_sure(entry, place),
        place=place,
    )
    _check_screen(spec, elements)
    return spec


def _check_screen(spec: ScreenSpec, elements: Mapping[str, ElementSpec]) -> None:
    if not spec.all_of and not spec.any_of:
        raise fault(spec.place, "a screen needs at least one landmark in 'all' or 'any'")
    if spec.with_activity and not spec.activities:
        raise fault(spec.place.below("with_activity"), "needs 'activity'")
    for name in spec.element_names:
        if name not in elements:
            raise fault(spec.place, f"there is no element {name!r}")


def _alternatives(entry: Table, place: Place) -> tuple[Alternative, ...]:
    """Names and lists of names: ``any = ["a", ["b", "c"]]`` is a, or b and c together."""
    value = entry.get("any", [])
    if not isinstance(value, list):
        raise fault(place.below("any"), "must be a list of elements and lists of elements")
    return tuple(_texts({"any": item}, "any", place) for item in value)


def _selector(item: object, place: Place, sure: str) -> SelectorSpec:
    if not isinstance(item, dict):
        raise fault(place, 'must be a table such as { id = "logout_btn" }')
    _only(item, _SELECTOR_KEYS, place)
    within, outside = item.get("within"), item.get("outside")
    has = item.get("has", [])
    if not isinstance(has, list):
        raise fault(place.below("has"), "must be a list of selectors")
    spec = SelectorSpec(
        ids=_texts(item, "id", place),
        labels=_texts(item, "label", place),
        class_names=_texts(item, "class", place),
        texts=_texts(item, "text", place),
        part="part" in item and _bool(item, "part", place),
        not_ids=_texts(item, "not_id", place),
        flags=tuple((flag, _bool(item, flag, place)) for flag in FLAGS if flag in item),
        within=_selector(within, place.below("within"), sure) if within else None,
        outside=_selector(outside, place.below("outside"), sure) if outside else None,
        has=tuple(_selector(i, place.below("has"), sure) for i in has),
        digits=_bool(item, "digits", place) if "digits" in item else None,
        index=_index(item, place),
        web="web" in item and _bool(item, "web", place),
        sure=_sure(item, place) if "sure" in item else sure,
    )
    words = spec.labels or spec.texts
    if not (spec.ids or words or spec.class_names or spec.flags or spec.within):
        raise fault(place, "fits every node: name an id, a label, a class or a flag")
    if spec.part and not words:
        raise fault(place.below("part"), "needs 'label' or 'text'")
    return spec


def _only(entry: Table, allowed: set[str], place: Place) -> None:
    if entry.keys() <= allowed:
        return
    unknown = sorted(set(entry) - allowed)
    if unknown:
        raise fault(place.below(unknown[0]), f"unknown key; known are {', '.join(sorted(allowed))}")


def _app(entry: Table, place: Place, apps: Mapping[str, tuple[str, ...]]) -> str:
    app = entry.get("app")
    if app not in apps:
        raise fault(place.below("app"), f"must be one of {', '.join(sorted(apps))}")
    return str(app)


def _source(entry: Table, place: Place) -> str:
    source = entry.get("source")
    if not isinstance(source, str) or not source.strip():
        raise fault(place.below("source"), "must say where this is known from")
    return source


def _sure(entry: Table, place: Place) -> str:
    sure = entry.get("sure")
    if sure not in SURENESS:
        raise fault(place.below("sure"), f"must be one of {', '.join(SURENESS)}")
    return str(sure)


def _texts(entry: Table, key: str, place: Place) -> tuple[str, ...]:
    value = entry.get(key)
    if value is None:
        return ()
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(v, str) and v for v in values):
        raise fault(place.below(key), "must be a text or a list of texts")
    return tuple(values)


def _bool(entry: Table, key: str, place: Place) -> bool:
    if not isinstance(entry[key], bool):
        raise fault(place.below(key), "must be true or false")
    return bool(entry[key])


def _index(entry: Table, place: Place) -> int | None:
    value = entry.get("index")
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
        raise fault(place.below("index"), "must be a number from 0")
    if value is not None and "within" not in entry:
        raise fault(place.below("index"), "needs 'within', the parent that is counted in")
    return value
