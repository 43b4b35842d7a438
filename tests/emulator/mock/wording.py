"""Which text stands where on a screen, in every language, and the Android string that it is.

A text that differs between languages becomes a string resource: with its real name where the
facts name it, else with one made from the place where it stands. Must not know file formats.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from miunlink_adb.virtual.view import View
from miunlink_adb.virtual.worlds.ids import ACCOUNT, CLOUD
from miunlink_adb.virtual.worlds.texts import known_names, texts_of
from tests.emulator.mock.screens import SETTINGS, MockScreen
from tests.emulator.mock.stage import DEFAULT, LOCALES, Name, name_in, named_scene, scene

PREFIXES = {ACCOUNT: "account", CLOUD: "cloud", SETTINGS: "settings"}
"""Package -> how the facts name its strings."""
Strings = dict[str, dict[str, str]]
"""Entry name -> locale -> text."""


@dataclass(frozen=True)
class Shown:
    """A view as it stands in a layout: its words are texts or `@string/…`."""

    view: View
    text: str
    desc: str
    hint: str
    children: tuple[Shown, ...] = ()


@dataclass
class AppStrings:
    """The string resources of one app, as they are found on its screens."""

    package: str
    strings: Strings = field(default_factory=dict)

    def __post_init__(self) -> None:
        prefix = PREFIXES[self.package] + "."
        for full in known_names():
            if full.startswith(prefix):
                self.strings[full.removeprefix(prefix)] = dict(_templates(full))

    def shown(self, screen: MockScreen) -> Shown:
        """The screen's tree with its words; those that are strings are noted."""
        views = {locale: screen.view(scene(locale)) for locale in LOCALES}
        place = iter(range(10_000))
        return self._shown(screen, screen.view(named_scene()), views, place)

    def _shown(
        self, screen: MockScreen, named: View, views: dict[str, View], place: Iterator[int]
    ) -> Shown:
        number = next(place)
        words = {
            what: self._word(f"{screen.layout}_{number}_{what}", getattr(named, what), texts)
            for what in ("text", "desc", "hint")
            for texts in [{tag: getattr(view, what) for tag, view in views.items()}]
        }
        children = tuple(
            self._shown(screen, child, {tag: v.children[at] for tag, v in views.items()}, place)
            for at, child in enumerate(named.children)
        )
        return Shown(views[DEFAULT], words["text"], words["desc"], words["hint"], children)

    def _word(self, place: str, named: str, texts: dict[str, str]) -> str:
        name = name_in(named)
        if name is None and len(set(texts.values())) == 1:
            return texts[DEFAULT]
        entry = place if name is None else self._entry(name)
        known = self.strings.setdefault(entry, {})
        if name is None or name.filled or not known:
            known.update(texts)
        return f"@string/{entry}"

    def _entry(self, name: Name) -> str:
        prefix, _, entry = name.full.partition(".")
        own = entry if prefix == PREFIXES[self.package] else f"{prefix}_{entry}"
        return f"{own}_filled" if name.filled else own


def _templates(full: str) -> Iterator[tuple[str, str]]:
    """The text of a string per locale, its `%s` not filled in."""
    release = scene(DEFAULT).world.release
    for locale in LOCALES:
        text = texts_of(release, locale).template(full)
        if text is not None:
            yield locale, text
