"""Which pack serves a phone: its own release's, or the nearest with a word of warning.

It must not know phones: a release and a locale come in, a bound pack and notes go out.
"""

from __future__ import annotations

from typing import NamedTuple

from miunlink_adb.errors import UnknownLocale, UnknownRelease
from miunlink_adb.pack import BoundPack, known_releases, load_bound

__all__ = ["PackChoice", "pack_for"]

ESSENTIAL = ("sign_out_button",)
"""Elements that must be told for sure in the phone's language, or by their ids."""


class PackChoice(NamedTuple):
    """A pack in the phone's language, and what the owner should know about the choice."""

    pack: BoundPack
    notes: tuple[str, ...]


def pack_for(release: str | None, locale: str | None, *, wanted: str | None = None) -> PackChoice:
    """Take the pack of `wanted`, else of the phone's `release`.

    Raises:
        UnknownRelease: there is none for it.
        UnknownLocale: no labels for the language, and no ids that would do without.
        PackError: a pack cannot be read.
    """
    name = wanted or release
    if name is None:
        raise UnknownRelease("The phone does not say which release it runs.")
    if name not in known_releases():
        raise UnknownRelease(
            f"There is no pack for {name} yet.",
            hint=f"If the phone looks like {known_releases()[-1]}, run again with "
            f"--release {known_releases()[-1]}; a dry run first shows whether it fits.",
        )
    pack = load_bound(name, locale or "en")
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
    _check_language(pack)
    return PackChoice(pack, tuple(notes))


def _check_language(pack: BoundPack) -> None:
    if pack.locales:
        return
    for name in ESSENTIAL:
        element = pack.elements[name]
        if not any(s.basis != "label" and sure != "assumed" for s, sure in element.selectors):
            raise UnknownLocale(
                f"There are no labels for the language {pack.locale} in {pack.title}, and "
                f"nothing else tells {name} for sure; nothing was tapped."
            )
