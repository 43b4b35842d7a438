"""Writes selectors and labels as TOML, in the form that the packs have.

It must not know what they mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from miunlink_adb.pack.model import SelectorSpec

__all__ = ["listed", "quote", "selector", "table"]


def quote(text: str) -> str:
    """A basic string; what cannot be seen is written as an escape."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(_escape(character) for character in escaped) + '"'


def _escape(character: str) -> str:
    return character if character.isprintable() else f"\\U{ord(character):08X}"


def listed(texts: Iterable[str]) -> str:
    """One string, or a list of several."""
    quoted = [quote(text) for text in texts]
    return quoted[0] if len(quoted) == 1 else f"[{', '.join(quoted)}]"


def table(pairs: Mapping[str, str]) -> str:
    """An inline table of values that are TOML already."""
    return "{ " + ", ".join(f"{key} = {value}" for key, value in pairs.items()) + " }"


def selector(spec: SelectorSpec, *, outer: bool = True) -> str:
    """A selector as an inline table; `sure` only where it stands in the list itself."""
    pairs: dict[str, str] = {}
    for key, texts in (
        ("id", spec.ids),
        ("not_id", spec.not_ids),
        ("label", spec.labels),
        ("text", spec.texts),
        ("class", spec.class_names),
    ):
        if texts:
            pairs[key] = listed(texts)
    pairs |= {name: _bool(value=value) for name, value in spec.flags}
    pairs |= {key: "true" for key, on in (("part", spec.part), ("web", spec.web)) if on}
    if spec.digits is not None:
        pairs["digits"] = _bool(value=spec.digits)
    for key, around in (("within", spec.within), ("outside", spec.outside)):
        if around is not None:
            pairs[key] = selector(around, outer=False)
    if spec.index is not None:
        pairs["index"] = str(spec.index)
    if spec.has:
        pairs["has"] = f"[{', '.join(selector(inner, outer=False) for inner in spec.has)}]"
    return table(pairs | ({"sure": quote(spec.sure)} if outer else {}))


def _bool(*, value: bool) -> str:
    return "true" if value else "false"
