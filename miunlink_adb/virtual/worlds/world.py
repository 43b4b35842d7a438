"""All that is true of one phone before anything happens on it: release, build, words, ids.

Must not know screens, accounts or scenarios.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from miunlink_adb.virtual.worlds.builds import Build, Layout, find_build
from miunlink_adb.virtual.worlds.ids import Ids, IdVariant
from miunlink_adb.virtual.worlds.releases import Release, WorldError, release_named
from miunlink_adb.virtual.worlds.rows import home_rows
from miunlink_adb.virtual.worlds.texts import Renamed, Texts, texts_of

LAYOUTS: tuple[Layout, ...] = ("cn", "intl", "tablet")


@dataclass(frozen=True)
class World:
    """One release on one build in one locale; `zoom` is how large its letters are.

    `renamed`: strings that an update calls by other words.
    """

    release: Release
    build: Build
    locale: str
    layout: Layout
    texts: Texts
    ids: Ids
    zoom: float = 1.0
    renamed: Renamed = ()

    @property
    def rtl(self) -> bool:
        """Whether the locale is written from right to left."""
        return self.locale.split("-")[0] in ("ar", "fa", "he", "iw", "ur", "ug")

    @property
    def home_rows(self) -> tuple[str, ...]:
        """Row names of the Settings home, top to bottom."""
        return home_rows(self.release, self.layout, international=self.build.international)

    @property
    def size(self) -> tuple[int, int, int]:
        """Width, height and density of the display."""
        if self.build.tablet:
            return (1600, 2560, 320) if not self.release.since("miui-12.5") else (1800, 2880, 360)
        if not self.release.since("miui-10"):
            return 1080, 1920, 480
        return (1080, 2340, 440) if not self.release.is_hyperos else (1080, 2400, 440)

    def speaking(self, locale: str) -> World:
        """The same world in another language, as after a switch in Settings."""
        if locale == self.locale:
            return self
        return replace(self, locale=locale, texts=texts_of(self.release, locale, self.renamed))

    def worded(self, renamed: Renamed) -> World:
        """The same world after an update that calls some strings by other words."""
        texts = texts_of(self.release, self.locale, renamed)
        return replace(self, renamed=renamed, texts=texts)

    def text(self, name: str, *arguments: object) -> str:
        """The text of `app.string_name` (see `Texts.text`)."""
        return self.texts.text(name, *arguments)


def load_world(
    release: str,
    locale: str = "en",
    layout: Layout = "intl",
    *,
    region: str | None = None,
    ids: IdVariant = "kept",
) -> World:
    """The world of a release; WorldError when nothing like it is known."""
    known = release_named(release)
    if layout not in LAYOUTS:
        raise WorldError(f"no layout {layout!r}; known: {', '.join(LAYOUTS)}")
    build = find_build(release, layout, region)
    names = Ids(known, ids, build.incremental)
    return World(known, build, locale, layout, texts_of(known, locale), names)
