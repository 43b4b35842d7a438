"""Comparing interface texts: the same words however Unicode, Android or a theme writes them.

Pure functions on strings. This module knows no language files, no packs and no nodes.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

__all__ = ["fingerprint", "fold", "is_template", "template_pattern"]

# Invisible or purely typographic: directional marks, joiners, soft hyphen, variation selectors.
_INVISIBLE = dict.fromkeys(
    [
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        *range(0xFE00, 0xFE10),
        0x00AD,
        0x061C,
        0xFEFF,
    ]
)
_SAME = str.maketrans(
    {
        "ı": "i",  # Turkish dotless i: capitals lose the difference
        "帐": "账",  # Xiaomi writes 帐号 and 账号 for the same thing
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "“": '"',
        "”": '"',
        "‐": "-",
        "‑": "-",
        "–": "-",
        "—": "-",
    }
)
_DOTS = re.compile(r"\s*(?:\.{2,}|。{2,}|…+)")
_SPACE = re.compile(r"\s+")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))
_PLACEHOLDER = re.compile(r"%(?:\d+\$)?[-#+0,(]*\d*(?:\.\d+)?[sdfxXc]|\{\d+\}")
_MARKS_OF_CAPITALS = "\u0301\u0307"  # Greek tonos, dot over a Turkish capital I


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """The form in which two texts that a person would call the same are equal.

    NFKC, case folded, without directional marks, with one kind of space, quote, dash and
    ellipsis, character entities resolved. Idempotent.
    """
    for entity, character in _ENTITIES:
        if "&" in text:
            text = text.replace(entity, character)
    text = unicodedata.normalize("NFKC", text).translate(_INVISIBLE).casefold()
    text = _drop_marks(unicodedata.normalize("NFKD", text)).translate(_SAME)
    text = unicodedata.normalize("NFKC", text).translate(_INVISIBLE)
    text = _SPACE.sub(" ", _DOTS.sub("...", text)).strip()
    while len(text) > 2 and text[0] == text[-1] == '"' and '"' not in text[1:-1]:
        text = text[1:-1].strip()  # Android's own quotes, where a string was not unquoted
    return text


def _drop_marks(decomposed: str) -> str:
    """Without the accents that capitals lose: Greek tonos, the dot of a Turkish capital I."""
    if not any(mark in decomposed for mark in _MARKS_OF_CAPITALS):
        return decomposed
    kept: list[str] = []
    base = ""
    for character in decomposed:
        if unicodedata.combining(character):
            greek = "\u0370" <= base <= "\u03ff"
            if (character == "\u0301" and greek) or (character == "\u0307" and base == "i"):
                continue
        else:
            base = character
        kept.append(character)
    return "".join(kept)


def is_template(label: str) -> bool:
    """Whether a label has places for values (``Account: %1$s``)."""
    return "%" in label and _PLACEHOLDER.search(label) is not None


@lru_cache(maxsize=1024)
def template_pattern(label: str) -> re.Pattern[str] | None:
    """A pattern on folded text for a label with placeholders, or None if it would fit anything."""
    parts = [fold(part) for part in _PLACEHOLDER.split(label)]
    if sum(len(part) for part in parts) < 2:
        return None
    return re.compile(".{0,200}?".join(f" ?{re.escape(part)} ?" for part in parts), re.DOTALL)


def fingerprint(text: str) -> str:
    """Twelve hex digits that tell one long sentence from another without carrying it.

    Digits and placeholders count as one and the same, so "within 3 days" and "within %d days"
    have one fingerprint.
    """
    masked = re.sub(r"\d+", "#", fold(_PLACEHOLDER.sub("0", text)))
    return hashlib.sha256(masked.encode()).hexdigest()[:12]
