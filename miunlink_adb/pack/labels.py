"""From a label's name to its wordings in the phone's language: `selectors/*/labels/<locale>.toml`.

Nearest locale first (``pt-BR``, ``pt``, another ``pt-…``, ``en``), within a locale the release's
own text, then the nearest release's. Every wording found for the language is accepted, because
official and community translations differ, and so do regions. It must not know elements, screens
or nodes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from miunlink_adb.errors import PackError
from miunlink_adb.pack.label_file import Table, read_labels
from miunlink_adb.pack.load import known_releases, release_order
from miunlink_adb.selector import Wording

__all__ = ["Labels", "available_locales", "locale_chain", "normal_locale"]

ENGLISH = "en"
"""What Android shows where an app has no text in the phone's language."""

_ALIASES = {"iw": "he", "in": "id", "no": "nb", "tl": "fil", "ji": "yi", "mo": "ro"}
_SCRIPTS = {"Hant": "TW", "Hans": "CN"}
PSEUDO = ("-XA", "-XB")
_TRADITIONAL = ("zh-TW", "zh-HK", "zh-MO")
_PREFERRED = {
    "zh-TW": ("zh-HK",),
    "zh-HK": ("zh-TW",),
    "zh-MO": ("zh-HK", "zh-TW"),
    "zh-SG": ("zh-CN",),
    "zh": ("zh-CN",),
    "pt": ("pt-BR", "pt-PT"),
    "es-ES": ("es",),
    "es-419": ("es-US",),
    "es-MX": ("es-US",),
}


def normal_locale(locale: str) -> str:
    """``iw_IL``, ``zh-Hant-TW``, ``in-rID`` -> ``he-IL``, ``zh-TW``, ``id-ID``."""
    parts = [part for part in locale.strip().replace("_", "-").split("-") if part]
    if not parts:
        return ""
    language = _ALIASES.get(parts[0].lower(), parts[0].lower())
    script = next((part.title() for part in parts[1:] if len(part) == 4), "")
    region = next((found for part in parts[1:] if (found := _region(part))), "")
    if language == "zh" and not region:
        region = _SCRIPTS.get(script, "")
    return f"{language}-{region}" if region else language


def _region(part: str) -> str:
    if len(part) == 3 and part[0] == "r" and part[1:].isupper():  # Android's folders: pt-rBR
        part = part[1:]
    region = part.upper()
    is_region = (len(region) == 2 and region.isalpha()) or (len(region) == 3 and region.isdigit())
    return region if is_region and region.isascii() else ""


def locale_chain(locale: str, available: Iterable[str]) -> tuple[str, ...]:
    """The locales to look in for a phone's language, best first, without English at the end.

    Traditional and simplified Chinese come last for each other: a phone never mixes them, but
    some labels are known in one of them only, and names of products are the same in both.
    """
    offered = set(available)
    wanted = normal_locale(locale)
    language = wanted.partition("-")[0]
    relatives = sorted(
        name for name in offered if name.partition("-")[0] == language and not name.endswith(PSEUDO)
    )
    if wanted in _TRADITIONAL:
        relatives = sorted(relatives, key=lambda name: name not in _TRADITIONAL)
    order = [wanted, *_PREFERRED.get(wanted, ()), language, *_PREFERRED.get(language, ())]
    return tuple(dict.fromkeys(name for name in [*order, *relatives] if name in offered))


def available_locales(root: Path) -> dict[str, tuple[str, ...]]:
    """Locale -> the releases that have a label file for it, oldest first.

    Raises:
        PackError: the folder cannot be read.
    """
    return _offered(root, known_releases(root))


def _offered(root: Path, releases: Iterable[str]) -> dict[str, tuple[str, ...]]:
    offered: dict[str, list[str]] = {}
    for release in releases:
        for name in _listed(root / release / "labels"):
            if name.endswith(".toml"):
                offered.setdefault(name.removesuffix(".toml"), []).append(release)
    return {locale: tuple(found) for locale, found in offered.items()}


def _listed(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208  names alone: paths would cost as much again
    except FileNotFoundError:
        return []
    except OSError as error:
        raise PackError(f"cannot be read: {error.strerror}", file=str(folder)) from None


def _nearest_first(release: str, releases: Iterable[str], known: Iterable[str]) -> list[str]:
    """Nearest first; of two equally near ones the older."""
    order = sorted({*known, release}, key=release_order)
    own = order.index(release)

    def distance(other: str) -> tuple[int, bool]:
        gap = order.index(other) - own
        return abs(gap), gap > 0

    return sorted(releases, key=distance)


class Labels:
    """The label files of one language, read when they are first asked for.

    `locales`: what was found for the language, best first; empty if only English is left.
    """

    def __init__(self, root: Path, release: str, locale: str) -> None:
        """`locale`: the phone's own tag, such as ``pt-BR``."""
        known = known_releases(root)
        offered = _offered(root, known)
        self.locale = locale
        self.locales = locale_chain(locale, offered)
        self._files = {
            name: [
                (release_order(other) <= release_order(release), _file(root, other, name))
                for other in _nearest_first(release, offered[name], known)
            ]
            for name in (*self.locales, ENGLISH)
            if name in offered
        }
        self._merged: dict[str, dict[str, list[str]]] = {}
        self._wordings: dict[tuple[str, ...], Wording] = {}

    def wording(self, labels: tuple[str, ...]) -> Wording:
        """All wordings that fit any of these labels: the phone's language first, English last.

        Android shows the English text where an app lacks one, so English is always accepted.
        """
        if labels not in self._wordings:
            values = [value for label in labels for value in self._values(label)]
            self._wordings[labels] = Wording.of(labels[0], values)
        return self._wordings[labels]

    def texts(self, label: str) -> tuple[str, ...]:
        """The wordings of one label in the phone's own language only, best first."""
        found = [text for locale in self.locales for text in self._in_locale(label, locale)]
        return tuple(dict.fromkeys(found))

    def _values(self, label: str) -> Sequence[str]:
        own = self.texts(label)
        return own if ENGLISH in self.locales else [*own, *self._in_locale(label, ENGLISH)]

    def _in_locale(self, label: str, locale: str) -> Sequence[str]:
        """The label's wordings in one locale, of the nearest release first."""
        if locale not in self._merged:
            files = self._files.get(locale, ())
            self._merged[locale] = _merge([(older, read_labels(file)) for older, file in files])
        return self._merged[locale].get(label, ())


def _file(root: Path, release: str, locale: str) -> Path:
    return root / release / "labels" / f"{locale}.toml"


def _merge(tables: Sequence[tuple[bool, Table]]) -> dict[str, list[str]]:
    """All wordings of each label, first those that hold in this release.

    `tables`: nearest first; whether it is of this release or an older one: files say only what
    has changed, so a text holds until a newer file has another.
    """
    merged: dict[str, list[str]] = {}
    own: set[str] = set()
    for older, table in tables:
        for app, names in table.items():
            for name, wordings in names.items():
                label = f"{app}.{name}"
                place = merged.setdefault(label, [])
                if older and label not in own:
                    own.add(label)
                    place[:0] = wordings
                else:
                    place.extend(wordings)
    return merged
