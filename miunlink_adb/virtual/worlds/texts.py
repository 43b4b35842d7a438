"""The words on the screens: an Android string's text in one release and locale.

Must not know screens. A text that the facts lack in a locale falls back as Android and the facts
would: the same language, then the nearest release, then English. A text too long to be carried
is shown as a sentence of our own in Latin.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from zlib import crc32

from miunlink_adb.virtual.worlds.releases import Release, WorldError

Wordings = dict[str, dict[str, str]]
Renamed = tuple[tuple[str, str], ...]

LETTERS = "abcdefghijk"
_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
_ARGUMENT = re.compile(r"%(?:(\d)\$)?[sd]")
_PARENTS = {"zh-HK": "zh-TW", "zh-MO": "zh-TW", "zh": "zh-CN", "es-MX": "es-US", "es-AR": "es-US"}
_PARENTS |= {f"pt-{region}": "pt-PT" for region in ("AO", "CV", "MZ")}
_LATIN = (
    *("lorem", "ipsum", "dolor", "sit", "amet", "consectetur", "adipiscing", "elit", "sed", "do"),
    *("eiusmod", "tempor", "incididunt", "ut", "labore", "et", "dolore", "magna", "aliqua", "enim"),
    *("minim", "veniam", "quis", "nostrud", "ullamco", "laboris", "nisi", "aliquip", "commodo"),
)


@cache
def _locales() -> tuple[str, ...]:
    folder = files("miunlink_adb.virtual.worlds") / "strings"
    names = (entry.name for entry in folder.iterdir())
    return tuple(sorted(name.removesuffix(".json") for name in names if name.endswith(".json")))


@cache
def _wordings(locale: str) -> Wordings:
    folder = files("miunlink_adb.virtual.worlds") / "strings"
    loaded: Wordings = json.loads((folder / f"{locale}.json").read_text(encoding="utf-8"))
    return loaded


def strings_locales() -> tuple[str, ...]:
    """All locales that there are texts in, of whatever release."""
    return _locales()


@cache
def known_names() -> tuple[str, ...]:
    """The names of all strings that the apps show, as `app.string_name`."""
    listed = files("miunlink_adb.virtual.worlds") / "strings" / "names.txt"
    lines = listed.read_text(encoding="utf-8").split("\n")
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def known_locales(release: Release) -> tuple[str, ...]:
    """The locales for which the facts hold at least one text of this very release."""
    return tuple(
        locale
        for locale in _locales()
        if any(
            release.texts in letters for w in _wordings(locale).values() for letters in w.values()
        )
    )


def lookup_order(locale: str) -> tuple[str, ...]:
    """The locales whose texts may stand in for this one, best first, English left out."""
    if not _TAG.fullmatch(locale):
        raise WorldError(f"{locale!r} is no locale; write it like 'ru' or 'pt-BR'")
    language = locale.split("-")[0]
    wanted = [locale, _PARENTS.get(locale, ""), language, _PARENTS.get(language, "")]
    wanted += [known for known in _locales() if known.split("-")[0] == language]
    return tuple(dict.fromkeys(tag for tag in wanted if tag in _locales()))


def _nearest(letter: str) -> list[str]:
    here = LETTERS.index(letter)
    return sorted(LETTERS, key=lambda other: (abs(LETTERS.index(other) - here), other > letter))


class Texts:
    """The texts of one release in one locale."""

    def __init__(self, release: Release, locale: str, renamed: Renamed = ()) -> None:
        """`renamed`: what an update calls by other words; the name ``*`` adds to every text."""
        self.locale = locale
        self._renamed = dict(renamed)
        self._order = lookup_order(locale)
        self._letters = _nearest(release.texts)
        self._found: dict[str, str | None] = {}
        self._current: dict[str, bool] = {}

    def text(self, name: str, *arguments: object) -> str:
        """The text of `app.string_name`, with its `%s` filled in; KeyError when unknown."""
        if name not in self._found:
            self._found[name] = self._look_up(name)
        found = self._found[name]
        if found is None:
            raise KeyError(name)
        return _filled(found, arguments) if found else message(name, *arguments)

    def first(self, *names: str) -> str:
        """The text of the first name that this very release has in some locale.

        Names come and go: the newest name first, the oldest last.
        """
        for name in names[:-1]:
            if self.has(name):
                return self.text(name)
        return self.text(names[-1])

    def template(self, name: str, *, english: bool = True) -> str | None:
        """The text as a string file has it, with its `%s`; None when there is none.

        Without `english` only in the locale's own language.
        """
        found = self._reworded(name, self._find(name, self._order))
        if found is None and english:
            found = self._look_up(name)
        return message(name) if found == "" else found

    def _look_up(self, name: str) -> str | None:
        found = self._find(name, self._order)
        return self._reworded(name, self._find(name, ("en",)) if found is None else found)

    def _reworded(self, name: str, text: str | None) -> str | None:
        if text is None:
            return None
        return self._renamed.get(name, text and text + self._renamed.get("*", ""))

    def has(self, name: str) -> bool:
        """Whether this very release has the name, in whatever locale."""
        if name not in self._current:
            self._current[name] = self._seen_in_release(name)
        return self._current[name]

    def _seen_in_release(self, name: str) -> bool:
        letter = self._letters[0]
        tags = dict.fromkeys((*self._order, "en"))
        return any(
            letter in letters for t in tags for letters in _wordings(t).get(name, {}).values()
        )

    def _find(self, name: str, tags: tuple[str, ...]) -> str | None:
        for letter in self._letters:
            for tag in tags:
                for wording, letters in _wordings(tag).get(name, {}).items():
                    if letter in letters:
                        return wording
        return None


@cache
def texts_of(release: Release, locale: str, renamed: Renamed = ()) -> Texts:
    """The texts of a release in a locale, made once; WorldError when it is no locale."""
    return Texts(release, locale, renamed)


def _filled(text: str, arguments: tuple[object, ...]) -> str:
    count = iter(range(len(arguments)))

    def value(match: re.Match[str]) -> str:
        position = int(match[1]) - 1 if match[1] else next(count, 0)
        return str(arguments[position]) if position < len(arguments) else ""

    return _ARGUMENT.sub(value, text)


def message(name: str, *arguments: object) -> str:
    """A sentence that stands for a long text: always the same for a name, with its arguments."""
    seed = crc32(name.encode())
    words = [_LATIN[(seed >> shift) % len(_LATIN)] for shift in range(18)]
    words += [str(argument) for argument in arguments]
    return " ".join(words).capitalize() + "."
