"""Which pack serves a phone: its own release's, or the nearest with a word of warning.

It must not know phones: a release and a locale come in, a bound pack and notes go out. What the
phone's own apps say is asked through a function that is handed in.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from miunlink_adb.errors import UnknownLocale, UnknownRelease
from miunlink_adb.own_words import AppWords, OwnWords, Wanted
from miunlink_adb.pack import (
    BoundPack,
    Confirmed,
    Element,
    Labels,
    Pack,
    PhoneLabels,
    bind,
    confirm,
    has_near_labels,
    known_releases,
    load_pack,
    wanted_of,
)
from miunlink_adb.pack_folders import pack_root

__all__ = ["AskPhone", "LabelSources", "PackChoice", "pack_for", "pack_name"]

ESSENTIAL = ("sign_out_button", "keep_button", "remove_button")
"""Elements that must be told for sure in the phone's language, or by their ids."""

AskPhone = Callable[[Sequence[Wanted]], OwnWords]
"""Reads what the phone's own apps say."""


@dataclass(frozen=True, slots=True)
class LabelSources:
    """Where the labels of this run come from, and what the phone's resources tell of the ids.

    `phone`, `packs`, `missing`: names of labels. `lacking`: those for which the packs have no text
    in the phone's language, whether or not the phone tells it. `present`, `absent`: ids. `unread`:
    package -> why. `cached`: all that could be read was known from an earlier run.
    """

    phone: tuple[str, ...]
    packs: tuple[str, ...]
    missing: tuple[str, ...]
    lacking: tuple[str, ...]
    present: tuple[str, ...]
    absent: tuple[str, ...]
    unread: tuple[tuple[str, str], ...]
    cached: bool
    bytes_read: int

    def to_json(self) -> dict[str, object]:
        """As the report prints it."""
        return {
            "phone": list(self.phone),
            "packs": list(self.packs),
            "missing": list(self.missing),
            "packs_lack": list(self.lacking),
            "ids_present": list(self.present),
            "ids_absent": list(self.absent),
            "unread": dict(self.unread),
            "cached": self.cached,
            "bytes_read": self.bytes_read,
        }


class PackChoice(NamedTuple):
    """A pack in the phone's language, and what the owner should know about the choice."""

    pack: BoundPack
    notes: tuple[str, ...]
    sources: LabelSources


def pack_for(
    release: str | None,
    locale: str | None,
    *,
    wanted: str | None = None,
    ask: AskPhone = lambda _wanted: OwnWords(),
) -> PackChoice:
    """Take the pack of `wanted`, else of the phone's `release`, with the phone's own words.

    Raises:
        UnknownRelease: there is none for it.
        UnknownLocale: neither the packs nor the phone tell what the essential elements say.
        PackError: a pack cannot be read.
        DeviceError: the phone does not answer.
    """
    name = pack_name(release, wanted)
    with _ONE_AT_A_TIME:
        pack = _loaded(name, pack_root(None))
    own = ask(wanted_of(pack))
    with _ONE_AT_A_TIME:
        labels, confirmed = _in_language(_Said(pack, locale or "en", own))
    bound = confirmed.pack
    sources = _sources(pack, labels, own, confirmed.present, confirmed.absent)
    if not has_near_labels(pack.root, pack.release, bound.locale):
        _check_essential(confirmed.pack, own)
    notes = [*_release_notes(bound, release, wanted, locale), *_word_notes(bound, sources)]
    return PackChoice(confirmed.pack, tuple(notes), sources)


_ONE_AT_A_TIME = threading.Lock()
"""Many phones of one build make their pack once, also when they begin in the same moment."""


@lru_cache(maxsize=4)
def _loaded(release: str, root: Path) -> Pack:
    """Once for all phones of a run."""
    return load_pack(release, root)


class _Said:
    """A pack, a language and what phones say in it: the same for many phones of one build."""

    def __init__(self, pack: Pack, locale: str, own: OwnWords) -> None:
        self.pack, self.locale, self.own = pack, locale, own
        apps = sorted(own.apps.items())
        self._key = (id(pack), locale, *((name, _heard(app)) for name, app in apps))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Said) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


def _heard(app: AppWords) -> tuple[object, ...]:
    """All of what an app said that a pack is made with."""
    return app.asked, tuple(sorted(app.texts.items())), tuple(sorted(app.tags.items())), app.ids


@lru_cache(maxsize=4)
def _in_language(said: _Said) -> tuple[PhoneLabels, Confirmed]:
    """The pack in that language, with what those phones say, and where each label is from."""
    pack = said.pack
    files = Labels(pack.root, pack.release, said.locale)
    labels = PhoneLabels(files, said.own, pack)
    bound = bind(pack, said.locale, labels.wording, files.locales)
    return labels, confirm(bound, said.own.has_id)


def pack_name(release: str | None, wanted: str | None = None) -> str:
    """The release whose pack is taken: `wanted`, else the phone's own.

    Raises:
        UnknownRelease: there is none for it.
    """
    name = wanted or release
    if name is None:
        raise UnknownRelease("The phone does not say which release it runs.")
    known = known_releases()
    if name not in known:
        raise UnknownRelease(
            f"There is no pack for {name} yet.",
            hint=f"If the phone looks like {known[-1]}, run again with "
            f"--release {known[-1]}; a dry run first shows whether it fits.",
        )
    return name


def _release_notes(
    pack: BoundPack, release: str | None, wanted: str | None, locale: str | None
) -> list[str]:
    notes: list[str] = []
    if all(screen.sure == "assumed" for screen in pack.screens.values()):
        notes.append(
            f"The pack of {pack.title} is assumed from an older release and was never seen on a "
            "phone; every screen is checked, and an unknown one stops the run."
        )
    if wanted and release and wanted != release:
        notes.append(f"The phone runs {release}; the pack of {wanted} is used as you said.")
    if locale is None:
        notes.append("The phone does not say its language; English is tried.")
    return notes


def _sources(
    pack: Pack,
    labels: PhoneLabels,
    own: OwnWords,
    present: frozenset[str],
    absent: frozenset[str],
) -> LabelSources:
    from_where: dict[str, list[str]] = {"phone": [], "packs": [], "": []}
    for label in sorted(pack.labels):
        from_where[labels.source(label)].append(label)
    return LabelSources(
        phone=tuple(from_where["phone"]),
        packs=tuple(from_where["packs"]),
        missing=tuple(from_where[""]),
        lacking=tuple(label for label in sorted(pack.labels) if not labels.in_packs(label)),
        present=tuple(sorted(present)),
        absent=tuple(sorted(absent)),
        unread=tuple(sorted(own.failures.items())),
        cached=bool(own.apps) and own.cached == frozenset(own.apps),
        bytes_read=own.bytes_read,
    )


def _word_notes(pack: BoundPack, sources: LabelSources) -> list[str]:
    notes: list[str] = []
    if sources.phone:
        notes.append(
            f"The phone's own apps tell {len(sources.phone)} of the labels in its language, the "
            f"packs {len(sources.packs)} more; {len(sources.missing)} are not known. Of the ids "
            f"{len(sources.present)} are there and {len(sources.absent)} are not."
        )
    unread = [f"{name}: {why}" for name, why in sources.unread if name in _owners(pack)]
    if unread:
        notes.append(
            f"What the phone's own apps say could not be read ({'; '.join(unread)}); the packs "
            "are used instead."
        )
    return notes


def _owners(pack: BoundPack) -> frozenset[str]:
    """Packages without which sign-out has no words."""
    return frozenset(p for name in ESSENTIAL for p in pack.apps[pack.elements[name].app])


def _check_essential(pack: BoundPack, own: OwnWords) -> None:
    missing = [pack.elements[name] for name in ESSENTIAL if not _is_told(pack.elements[name])]
    if not missing:
        return
    what = ", ".join(f"{element.name}{_words_of(element)}" for element in missing)
    failures = sorted((n, why) for n, why in own.failures.items() if n in _owners(pack))
    why = "; ".join(f"{name}: {reason}" for name, reason in failures)
    raise UnknownLocale(
        f"There are no labels for the language {pack.locale} in {pack.title}, nothing else tells "
        f"{what} for sure, and the phone's own apps do not say it"
        f"{f' ({why})' if why else ''}; nothing was tapped."
    )


def _words_of(element: Element) -> str:
    """The label that would tell an element."""
    words = next((sel.wording for sel, _ in element.selectors if sel.wording), None)
    return f" ({words.label})" if words else ""


def _is_told(element: Element) -> bool:
    """Whether the phone's own words, or more than an assumption, tell an element."""
    return any(
        bool(selector.wording.own) if selector.wording else sure != "assumed"
        for selector, sure in element.selectors
    )
