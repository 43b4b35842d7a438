"""How one pack file is laid over what it inherits.

Works on the tables as TOML has them, before they are checked: what is malformed is left as it is,
for the parser to complain about at its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from miunlink_adb.pack.bounds import is_entry_name
from miunlink_adb.pack.model import SURENESS
from miunlink_adb.pack.place import Place, fault

__all__ = ["CAP_KEYS", "Raw", "check_caps", "lay_over", "lower"]

Raw = dict[str, Any]
_RANK = {sure: rank for rank, sure in enumerate(SURENESS)}
"""Lower is surer."""

CAP_KEYS = ("id", "label", "structure")
"""What a selector can rest on; `[inherited.APP]` says how sure each still is in a newer release."""


def lay_over(into: Raw, entries: Mapping[str, Any], file: Path, kind: str) -> None:
    """Lay one file's entries over what it inherits, key by key; `absent = true` removes.

    `into`: name -> (file, entry), changed in place.

    Raises:
        PackError: an entry is no table, or removes what is not there.
    """
    for name, entry in entries.items():
        place = Place(file, f"{kind}.{name}")
        if not is_entry_name(name):
            raise fault(Place(file, kind), "has a name that is not small letters, digits and _")
        if not isinstance(entry, dict):
            raise fault(place, "must be a table")
        if entry.get("absent") is True:
            if into.pop(name, None) is None:
                raise fault(place, "is absent already: nothing of this name is inherited")
            continue
        inherited = into[name][1] if name in into else {}
        into[name] = (file, inherited | entry)


def check_caps(raw: Mapping[str, Any], file: Path) -> None:
    """Check ``[inherited.APP]``.

    Raises:
        PackError: a key or a value is not one of those that are known.
    """
    table = raw.get("inherited", {})
    if not isinstance(table, dict):
        raise fault(Place(file, "inherited"), "must be a table")
    for app, caps in table.items():
        place = Place(file, f"inherited.{app}")
        if not isinstance(caps, dict) or not set(caps) <= set(CAP_KEYS):
            raise fault(place, f"must be a table with {', '.join(CAP_KEYS)}")
        for key, sure in caps.items():
            if sure not in SURENESS:
                raise fault(place.below(key), f"must be one of {', '.join(SURENESS)}")


def lower(into: Raw, caps_of: Mapping[str, Mapping[str, str]], kind: str) -> None:
    """Make what is inherited less sure, where nobody read the newer release's own app.

    `caps_of`: app -> what a selector rests on -> how sure it is at best.
    """
    if not caps_of:
        return
    for name, (file, entry) in into.items():
        caps = caps_of.get(entry.get("app", ""))
        if caps:
            lowered = _lower_element if kind == "elements" else _lower_screen
            into[name] = (file, lowered(entry, caps))


def _lower_element(entry: Raw, caps: Mapping[str, str]) -> Raw:
    select = entry.get("select")
    if not isinstance(select, list):
        return entry
    sure = entry.get("sure")
    items = [_lower_selector(i, sure, caps) if isinstance(i, dict) else i for i in select]
    said = [item.get("sure") for item in items if isinstance(item, dict)]
    best = [one for one in said if isinstance(one, str) and one in _RANK]
    return {**entry, "select": items, "sure": min(best, key=_RANK.__getitem__, default=sure)}


def _lower_selector(item: Raw, default: object, caps: Mapping[str, str]) -> Raw:
    sure = item.get("sure", default)
    cap = caps.get(_basis(item))
    lowered = _worse(sure, cap) if cap else sure
    return item if item.get("sure") == lowered else {**item, "sure": lowered}


def _basis(item: Raw) -> str:
    if "label" in item or "text" in item:
        return "label"
    return "id" if "id" in item else "structure"


def _lower_screen(entry: Raw, caps: Mapping[str, str]) -> Raw:
    best = min(caps.values(), key=_RANK.__getitem__)
    return {**entry, "sure": _worse(entry.get("sure"), best)}


def _worse(sure: object, cap: str) -> object:
    rank = _RANK.get(sure) if isinstance(sure, str) else None
    return sure if rank is None or rank >= _RANK[cap] else cap
