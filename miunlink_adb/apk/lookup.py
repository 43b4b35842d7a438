"""What an app says in a language, by string name; and which resource names it has at all.

Puts the tables of an app (its base and its splits) and of the frameworks together and follows
references among them. It must not know files or phones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from miunlink_adb.apk.config import Config
from miunlink_adb.apk.language import Request, best, fits, request_for
from miunlink_adb.apk.table import Package, Section, Table, Value

__all__ = ["Resources", "Text"]

_STRING, _REFERENCES = 0x03, (0x01, 0x07)
_MOST_STEPS = 20
_MOST_VARIANTS = 12
_TAG = re.compile(r"<[^<>]{0,200}>")


@dataclass(frozen=True, slots=True)
class Text:
    """The wordings of one string: what the phone shows first, then what it shows in other states.

    Other states: another number (plurals), display or network. `tag`: the language that they were
    found in; empty for the texts without a language.
    """

    values: tuple[str, ...]
    tag: str


@dataclass(frozen=True, slots=True)
class _Place:
    """One value of a resource."""

    table: Table
    package: Package
    section: Section
    at: int

    @property
    def value(self) -> Value:
        return self.table.value(self.section, self.at)


@dataclass(slots=True)
class Resources:
    """The tables of one app, base first. `frameworks` gives those of the system when needed."""

    tables: Sequence[Table]
    frameworks: Callable[[], Sequence[Table]] = field(default=lambda: ())

    def ids(self, names: Iterable[str]) -> frozenset[str]:
        """Those of the names that are a resource id here.

        Raises:
            ApkFault: a table is damaged.
        """
        return frozenset(name for name, _ in self._named("id", tuple(names)))

    def names(self, kind: str) -> list[str]:
        """All resource names of a type, such as ``string``, each once, sorted.

        Raises:
            ApkFault: a table is damaged.
        """
        found: set[str] = set()
        for table, package in self._packages():
            keys: set[int] = set()
            for section in package.of_type(kind):
                keys |= {key for key, _ in table.entries(section, None).values()}
            found |= {package.keys.text(key) for key in keys}
        return sorted(found)

    def texts(self, names: Iterable[str], tags: Sequence[str], sdk: int) -> dict[str, Text]:
        """What the app says for each string name in the first of the phone's languages it has.

        `tags`: the phone's languages, the first one first. `sdk`: Android's API level; 0 for any.
        A name that is missing is left out.

        Raises:
            ApkFault: a table is damaged.
        """
        request = request_for(tags, self._languages())
        if request is None:
            return {}
        places: dict[str, list[_Place]] = {}
        for kind in ("string", "plurals"):
            for name, place in self._named(kind, tuple(names), lambda c: _suits(c, request, sdk)):
                places.setdefault(name, []).append(place)
        return {n: text for n, found in places.items() if (text := self._text(found, request, sdk))}

    def _packages(self) -> Iterator[tuple[Table, Package]]:
        for table in self.tables:
            for package in table.packages:
                yield table, package

    def _languages(self) -> set[Config]:
        kinds = ("string", "plurals")
        return {s.config for _, p in self._packages() for kind in kinds for s in p.of_type(kind)}

    def _named(
        self,
        kind: str,
        names: Sequence[str],
        suits: Callable[[Config], bool] = lambda _config: True,
    ) -> Iterator[tuple[str, _Place]]:
        """Every value of resources with these names, in the sections that suit."""
        for table, package in self._packages():
            sections = [section for section in package.of_type(kind) if suits(section.config)]
            keys = package.keys.find(names) if sections else {}
            for section in sections if keys else ():
                for key, at in table.entries(section, keys).values():
                    yield keys[key], _Place(table, package, section, at)

    def _text(self, places: Sequence[_Place], request: Request, sdk: int) -> Text | None:
        chosen = _choose(places, request)
        values: dict[str, None] = {}
        for place in chosen[:_MOST_VARIANTS]:
            for text in self._resolve(place, request, sdk, _MOST_STEPS):
                values.update(dict.fromkeys(_spoken(text)))
        tag = chosen[0].section.config.tag if chosen else ""
        return Text(tuple(values), tag) if values else None

    def _resolve(self, place: _Place, request: Request, sdk: int, steps: int) -> Iterator[str]:
        """The texts of a value; references are followed, circles end after some steps."""
        for kind, data in place.value:
            if kind == _STRING and place.table.strings is not None:
                yield place.table.strings.text(data)
            elif kind in _REFERENCES and data and steps:
                found = [
                    other
                    for other in self._numbered(data, place.package)
                    if _suits(other.section.config, request, sdk)
                ]
                for other in _choose(found, request)[:1]:
                    yield from self._resolve(other, request, sdk, steps - 1)

    def _numbered(self, number: int, here: Package) -> Iterator[_Place]:
        """Every value of the resource with this number (`0xPPTTEEEE`)."""
        owner, type_id, entry = number >> 24, number >> 16 & 0xFF, number & 0xFFFF
        for table, package in self._owners(owner, here):
            for section in package.sections:
                if section.type_id != type_id:
                    continue
                at = table.place_of(section, entry)
                if at is not None:
                    yield _Place(table, package, section, at)

    def _owners(self, owner: int, here: Package) -> Iterator[tuple[Table, Package]]:
        """The packages that a package number means: our own, a library's, the framework's."""
        name = here.libraries.get(owner)
        if owner in (0, here.id) and name is None:
            yield from ((t, p) for t, p in self._packages() if p.id == here.id)
            return
        for table in self.frameworks():
            for package in table.packages:
                if package.name == name or (name is None and package.id == owner):
                    yield table, package


def _suits(config: Config, request: Request, sdk: int) -> bool:
    return fits(config, request) and (not sdk or config.sdk <= sdk)


def _choose(places: Sequence[_Place], request: Request) -> list[_Place]:
    """The values in the language that Android shows, those for every display and network first."""
    shown = best((place.section.config for place in places), request)
    if shown is None:
        return []
    same = [place for place in places if place.section.config.tag == shown.tag]
    return sorted(same, key=lambda p: (not p.section.config.plain, -p.section.config.sdk))


def _spoken(text: str) -> tuple[str, ...]:
    """A text as it is, and without the markup that some apps draw themselves."""
    plain = " ".join(_TAG.sub("", text).split()) if "<" in text else text
    return tuple(dict.fromkeys(t for t in (plain, text) if t.strip()))
