"""Which walks are made: all of them, or a sample that comes round to everything as seeds go on.

Pure: the same choice and seed give the same walks. It must not know how a walk is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from miunlink_adb.virtual import known_releases
from miunlink_adb.virtual.worlds import RELEASES
from miunlink_adb.virtual.worlds.builds import Layout, builds_of
from miunlink_adb.virtual.worlds.ids import IdVariant
from miunlink_adb.virtual.worlds.texts import known_locales
from miunlink_adb.virtual.worlds.world import LAYOUTS
from tests.matrix.situation import SITUATIONS, Situation

__all__ = ["Choice", "Walk", "plan", "sample", "varied"]

_SCRIPTS = {
    "right to left": "ar fa he ur ug",
    "East Asian": "zh ja ko bo mn my km lo th vi",
    "Cyrillic and Greek": "ru uk be bg mk sr kk ky el hy ka",
    "Indic": "hi bn as gu pa mr ta te kn ml or ne si",
    "Romance and Celtic": "pt es fr it ro ca gl mt id ms fil",
}
"""Languages by the kind of trouble that their writing makes; all others are the sixth kind."""


@dataclass(frozen=True)
class Walk:
    """One sign-out on one virtual phone."""

    release: str
    locale: str
    layout: Layout
    region: str | None
    ids: IdVariant
    situation: Situation

    def __str__(self) -> str:
        region = f" {self.region}" if self.region else ""
        ids = " unknown ids" if self.ids == "unknown" else ""
        place = f"{self.release}:{self.locale}:{self.layout}"
        return f"{place}{region}{ids}, {self.situation.name}"


@dataclass(frozen=True)
class Choice:
    """What is to be walked; empty means everything of a kind.

    `ids`: `kept`, `unknown` or `both`; unknown ones exist only where nobody has read them.
    `languages`: how many varied locales of each release and layout, at most six; 0 for all that
    the facts have.
    """

    releases: tuple[str, ...] = ()
    locales: tuple[str, ...] = ()
    layouts: tuple[Layout, ...] = ()
    ids: str = "kept"
    languages: int = 6
    seed: int = 0


def sample(seed: int) -> Choice:
    """What a run of the tests has time for: every release, layout and kind of ids."""
    return Choice(ids="both", languages=1, seed=seed)


def plan(choice: Choice) -> list[Walk]:
    """The walks of a choice, in the order of releases, layouts and locales."""
    return list(_walks(choice))


def _walks(choice: Choice) -> Iterator[Walk]:
    number = choice.seed
    for age, release in enumerate(known_releases()):
        if choice.releases and release not in choice.releases:
            continue
        for layout in choice.layouts or LAYOUTS:
            for variant in _variants(release, choice.ids):
                turn = choice.seed + age + LAYOUTS.index(layout)
                for locale in _locales(release, choice, turn):
                    number += 1
                    situation = _situation(release, number)
                    region = _region(release, layout, number)
                    yield Walk(release, locale, layout, region, variant, situation)


def _variants(release: str, ids: str) -> tuple[IdVariant, ...]:
    kept: tuple[IdVariant, ...] = ("kept",) if ids in ("kept", "both") else ()
    hidden = ids in ("unknown", "both") and not RELEASES[release].account_ids_known
    return (*kept, "unknown") if hidden else kept


def _locales(release: str, choice: Choice, turn: int) -> Sequence[str]:
    if choice.locales:
        return choice.locales
    known = _known_locales(release)
    if not choice.languages:
        return known
    six = varied(known, turn)
    return [six[(turn + n * 6 // choice.languages) % 6] for n in range(choice.languages)]


@cache
def _known_locales(release: str) -> tuple[str, ...]:
    return known_locales(RELEASES[release])


def varied(locales: Sequence[str], turn: int) -> list[str]:
    """Six locales of six kinds of writing; as `turn` goes on, each comes its turn."""
    kinds: dict[str, list[str]] = {}
    for locale in locales:
        kinds.setdefault(_kind(locale), []).append(locale)
    picked = [members[turn % len(members)] for members in kinds.values()]
    rest = [locale for locale in locales if locale not in picked]
    missing = max(0, min(6 - len(picked), len(rest)))
    start = turn % len(rest) if rest else 0
    return [*picked, *(rest[start:] + rest[:start])[:missing]]


def _kind(locale: str) -> str:
    language = locale.partition("-")[0]
    return next((kind for kind, names in _SCRIPTS.items() if language in names.split()), "")


def _situation(release: str, number: int) -> Situation:
    known = [s for s in SITUATIONS if RELEASES[release].since(s.since)]
    return known[number % len(known)]


def _region(release: str, layout: Layout, number: int) -> str | None:
    if layout != "intl":
        return None
    regions = [name for name in builds_of(release) if name not in ("CN", "TAB")]
    return regions[number % len(regions)]
