"""From a label's name to its wordings in the phone's language: `selectors/*/labels/<locale>.toml`.

Nearest locale first (``pt-BR``, ``pt``, another ``pt-…``, ``en``), within a locale the nearest
release first; every wording found for the locale is accepted, because official and community
translations differ. It must not know elements, screens or nodes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from miunlink_adb.errors import PackError
from miunlink_adb.pack.load import known_releases, read_toml, release_order
from miunlink_adb.pack.place import Place, fault
from miunlink_adb.selector import Wording

__all__ = ["Labels", "available_locales", "locale_chain"]

_ALIASES = {"iw": "he", "in": "id", "no": "nb", "tl": "fil", "ji": "yi"}
_PREFERRED = {
    "zh-HK": ("zh-TW", "zh-CN"),
    "zh-MO": ("zh-HK", "zh-TW", "zh-CN"),
    "zh-SG": ("zh-CN",),
    "zh": ("zh-CN",),
    "pt": ("pt-BR", "pt-PT"),
    "es-MX": ("es-US",),
}
Table = Mapping[str, Mapping[str, tuple[str, ...]]]


def normal_locale(locale: str) -> str:
    """``iw_IL``, ``zh-Hant-TW``, ``in-ID`` -> ``he-IL``, ``zh-TW``, ``id-ID``."""
    parts = [part for part in locale.replace("_", "-").split("-") if part]
    if not parts:
        return ""
    language = _ALIASES.get(parts[0].lower(), parts[0].lower())
    script = next((part.title() for part in parts[1:] if len(part) == 4), "")
    region = next((p.lstrip("r").upper() for p in parts[1:] if len(p.lstrip("r")) in (2, 3)), "")
    if language == "zh" and not region:
        region = {"Hant": "TW", "Hans": "CN"}.get(script, "")
    return f"{language}-{region}" if region else language


def locale_chain(locale: str, available: Iterable[str]) -> tuple[str, ...]:
    """The locales to look in for a phone's language, best first, without English at the end."""
    offered = set(available)
    wanted = normal_locale(locale)
    language = wanted.partition("-")[0]
    relatives = sorted(name for name in offered if name.partition("-")[0] == language)
    if language == "zh":  # scripts differ: simplified and traditional are no fallback for others
        relatives = sorted(relatives, key=lambda name: name not in ("zh-TW", "zh-HK"))
    order = [wanted, *_PREFERRED.get(wanted, ()), language, *_PREFERRED.get(language, ())]
    chain = dict.fromkeys(name for name in [*order, *relatives] if name in offered)
    return tuple(chain)


def available_locales(root: Path) -> dict[str, tuple[str, ...]]:
    """Locale -> the releases that have a label file for it.

    Raises:
        PackError: the folder cannot be read.
    """
    offered: dict[str, list[str]] = {}
    for release in known_releases(root):
        try:
            files = sorted((root / release / "labels").glob("*.toml"))
        except OSError as error:
            raise PackError(f"cannot be read: {error.strerror}", file=str(root)) from None
        for file in files:
            offered.setdefault(file.stem, []).append(release)
    return {locale: tuple(releases) for locale, releases in offered.items()}


def _distance(release: str, other: str, order: tuple[str, ...]) -> tuple[int, int]:
    """Nearest first; of two equally near ones the older."""
    if release not in order:  # a release newer than every pack: the newest first
        return (-order.index(other), 0)
    gap = order.index(other) - order.index(release)
    return (abs(gap), int(gap > 0))


class Labels:
    """The label files of one language, read when they are first asked for.

    `locales`: what was found for the language, best first; empty if only English is left.
    """

    def __init__(self, root: Path, release: str, locale: str) -> None:
        """`locale`: the phone's own tag, such as ``pt-BR``."""
        self._root, self._release = root, release
        self._offered = available_locales(root)
        self.locale = locale
        self.locales = locale_chain(locale, self._offered)
        self._tables: dict[tuple[str, str], Table] = {}

    def wording(self, labels: tuple[str, ...]) -> Wording:
        """All wordings that fit any of these labels, English last."""
        values: dict[str, None] = {}
        for label in labels:
            values |= dict.fromkeys(self._values(label))
        return Wording.of(labels[0], values)

    def texts(self, label: str) -> tuple[str, ...]:
        """The wordings of one label in the phone's own language only, best first."""
        app, _, name = label.partition(".")
        for locale in self.locales:
            found = list(self._in_locale(app, name, locale))
            if found:
                return tuple(found)
        return ()

    def _values(self, label: str) -> list[str]:
        app, _, name = label.partition(".")
        found = self.texts(label)
        english = () if self.locales[:1] == ("en",) else self._in_locale(app, name, "en")
        return [*found, *english]

    def _in_locale(self, app: str, name: str, locale: str) -> Iterable[str]:
        order = tuple(sorted(self._offered.get(locale, ()), key=release_order))
        near = sorted(order, key=lambda other: _distance(self._release, other, self._all(order)))
        for release in near:
            yield from self._table(release, locale).get(app, {}).get(name, ())

    def _all(self, order: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted({*order, self._release}, key=release_order))

    def _table(self, release: str, locale: str) -> Table:
        key = (release, locale)
        if key not in self._tables:
            self._tables[key] = _read(self._root / release / "labels" / f"{locale}.toml")
        return self._tables[key]


def _read(file: Path) -> Table:
    raw = read_toml(file)
    table: dict[str, dict[str, tuple[str, ...]]] = {}
    for app, names in raw.items():
        if app == "source":
            continue
        if not isinstance(names, dict):
            raise fault(Place(file, app), "must be a table of labels")
        table[app] = {
            name: _wordings(value, Place(file, f"{app}.{name}")) for name, value in names.items()
        }
    return table


def _wordings(value: object, place: Place) -> tuple[str, ...]:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(text, str) for text in values):
        raise fault(place, "must be a text or a list of texts")
    return tuple(values)
