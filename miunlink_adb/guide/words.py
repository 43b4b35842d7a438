"""The words around the steps: labels, buttons, notices, in one language.

It must not know where they are shown.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from miunlink_adb.guide.read import Source, read_table

__all__ = ["ANSWERS", "KEYS", "Words", "read_words", "translated_words"]

ANSWERS = ("done", "yes", "back", "skip", "leave")
"""What can be answered to a step; each is a word of the interface, too."""
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
KEYS = frozenset(
    {
        *ANSWERS,
        *(
            "step",
            "where",
            "look_for",
            "page",
            "warning",
            "confirm",
            "sentence",
            "prompt",
            "not_an_answer",
        ),
        *("phone", "model", "serial", "imei", "no_phone", "none", "secret", "resumed", "finished"),
        *("left", "close", "opened", "not_opened", "confirmed", "skipped", "opens_new", "outdated"),
        *("online_passed", "online_not_yet", "online_unknown"),
        *("no_account_passed", "no_account_not_yet", "no_account_unknown"),
    }
)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language; each key is there."""

    language: str
    texts: Mapping[str, str]

    def say(self, key: str, **values: object) -> str:
        """The words for a key, with values put in.

        Raises:
            KeyError: there is no such key.
        """
        return self.texts[key].format(**values) if values else self.texts[key]

    def sentence(self, text: str) -> str:
        """A statement with the full stop of the language."""
        return self.say("sentence", text=text)

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``."""
        return "rtl" if self.language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def read_words(file: Path) -> Words:
    """The English words; all of them must be there.

    Raises:
        PackError: file, key and fix are named.
    """
    table, source = read_table(file), Source(f"{file.parent.name}/{file.name}")
    source.only(table, KEYS)
    return Words("en", {key: source.text(table, key, needed=True) for key in sorted(KEYS)})


def translated_words(words: Words, language: str, file: Path) -> Words:
    """The same in another language; what a translation leaves out stays as it is.

    Raises:
        PackError: file, key and fix are named.
    """
    table, source = read_table(file), Source(f"{file.parent.name}/{file.name}")
    source.only(table, KEYS)
    texts = {key: source.text(table, key, needed=True) for key in table}
    for key, text in texts.items():
        wanted = _fields(words.texts[key])
        if _fields(text) != wanted:
            shown = ", ".join(f"{{{name}}}" for name in sorted(wanted)) or "no {…}"
            source.below(key).fail("has other places to fill in", f"Write it with {shown}.")
    return Words(language, {**words.texts, **texts})


def _fields(text: str) -> frozenset[str]:
    """The names in braces, each with how it is written; a text that is no format has "?"."""
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError:
        return frozenset({"?"})
    named = ((name, how, kind) for _, name, how, kind in parts if name is not None)
    return frozenset(f"{name}{kind or ''}{how or ''}" for name, how, kind in named)
