"""Comparing interface texts: the same words however Unicode, Android or a theme writes them.

Pure: strings in, yes or no out. This module knows no language files, no packs and no nodes.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

__all__ = [
    "SHORTEST_PRINT",
    "Pattern",
    "Wording",
    "fingerprint",
    "fold",
    "is_template",
    "template_pattern",
]

SHORTEST_PRINT = 12
"""Folded texts up to this length are labels and are carried as they are, never as prints."""

SHORTEST_PART = 5
"""Shorter folded texts say too little to be looked for inside other texts; a Chinese, Japanese or
Korean sign says as much as two letters."""
_FIRST_CJK = 0x2E80

PRINT_MARK = "="
"""A wording that starts so is the fingerprint of a long sentence, not a text."""

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
_TONOS, _DOT = "\u0301", "\u0307"  # of Greek, and over a Turkish capital I


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """The form in which two texts that a person would call the same are equal.

    NFKC, case folded, without directional marks, with one kind of space, quote, dash and
    ellipsis, character entities resolved. Idempotent.
    """
    if "&" in text:
        for entity, character in _ENTITIES:
            text = text.replace(entity, character)
    text = text.lower() if text.isascii() else _fold_signs(text)
    if ".." in text or "…" in text or "。。" in text:
        text = _DOTS.sub("...", text)
    text = " ".join(text.split())
    while len(text) > 2 and text[0] == text[-1] == '"' and '"' not in text[1:-1]:
        text = text[1:-1].strip()  # Android's own quotes, where a string was not unquoted
    return text


def _fold_signs(text: str) -> str:
    """What ASCII does not need: one form for signs that Unicode has several of."""
    text = unicodedata.normalize("NFKC", text).translate(_INVISIBLE).casefold()
    text = _drop_marks(unicodedata.normalize("NFKD", text)).translate(_SAME)
    return unicodedata.normalize("NFKC", text).translate(_INVISIBLE)


def _drop_marks(decomposed: str) -> str:
    """Without the accents that capitals lose: Greek tonos, the dot of a Turkish capital I."""
    if _TONOS not in decomposed and _DOT not in decomposed:
        return decomposed
    kept: list[str] = []
    base = ""
    for character in decomposed:
        if unicodedata.combining(character):
            greek = "\u0370" <= base <= "\u03ff"
            if (character == _TONOS and greek) or (character == _DOT and base == "i"):
                continue
        else:
            base = character
        kept.append(character)
    return "".join(kept)


def is_template(label: str) -> bool:
    """Whether a label has places for values (``Account: %1$s``)."""
    return "%" in label and _PLACEHOLDER.search(label) is not None


class Pattern(NamedTuple):
    """A label with placeholders: an expression on folded text, and words that it cannot lack."""

    expression: re.Pattern[str]
    words: str

    def fits(self, folded: str) -> bool:
        """Whether a text that folds to this is the label."""
        return self.words in folded and self.expression.fullmatch(folded) is not None


@lru_cache(maxsize=1024)
def template_pattern(label: str) -> Pattern | None:
    """A pattern for a label with placeholders, or None if it would fit anything."""
    parts = [fold(part) for part in _PLACEHOLDER.split(label)]
    if sum(len(part) for part in parts) < 2:
        return None
    expression = ".{0,200}?".join(f" ?{re.escape(part)} ?" for part in parts)
    return Pattern(re.compile(expression, re.DOTALL), max(parts, key=len))


@lru_cache(maxsize=4096)
def fingerprint(text: str) -> str:
    """Twelve hex digits that tell one long sentence from another without carrying it.

    Digits and placeholders count as one and the same, so "within 3 days" and "within %d days"
    have one fingerprint.
    """
    masked = re.sub(r"\d+", "#", fold(_PLACEHOLDER.sub("0", text)))
    return hashlib.sha256(masked.encode()).hexdigest()[:12]


def _weight(folded: str) -> int:
    """How much a text says, in letters."""
    return sum(2 if ord(sign) >= _FIRST_CJK else 1 for sign in folded)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What shown texts are compared with."""

    folded: frozenset[str]
    patterns: tuple[Pattern, ...]
    parts: tuple[str, ...]

    @classmethod
    def of(cls, shown: Iterable[str]) -> _Prepared:
        plain = frozenset(fold(text) for text in shown if not is_template(text)) - {""}
        patterns = [template_pattern(text) for text in shown if is_template(text)]
        parts = tuple(word for word in plain if _weight(word) >= SHORTEST_PART)
        return cls(plain, tuple(p for p in patterns if p is not None), parts)


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
    def patterns(self) -> tuple[Pattern, ...]:
        """The texts with placeholders, as patterns on folded text."""
        return self._ready.patterns

    @property
    def parts(self) -> tuple[str, ...]:
        """The folded texts that say enough to be looked for inside longer ones."""
        return self._ready.parts

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
        folded = fold(text)
        return any(word in folded for word in self.parts)

    def fits(self, text: str) -> bool:
        """Whether a shown text is this label, placeholders and long sentences included."""
        if not text:
            return False
        folded = fold(text)
        if folded in self.folded:
            return True
        if self.prints and len(folded) > SHORTEST_PRINT and fingerprint(text) in self.prints:
            return True
        return any(pattern.fits(folded) for pattern in self.patterns)
