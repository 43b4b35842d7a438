"""Labels in the phone's own words first, then in those of the packs.

It must not know how the phone's words were read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from miunlink_adb.own_words import OwnWords, Wanted
from miunlink_adb.pack.labels import Labels
from miunlink_adb.pack.model import ElementSpec, Pack, SelectorSpec
from miunlink_adb.selector import Wording
from miunlink_adb.wording import fold

__all__ = ["PhoneLabels", "label_package", "wanted_of"]

_SYSTEM = {"android": "android", "security": "com.miui.securitycenter"}
"""Names in labels that no pack has among its apps."""


def label_package(label: str, apps: Mapping[str, tuple[str, ...]]) -> str:
    """The package whose string a label is (``account.ok``); empty if it is none's alone."""
    app = label.partition(".")[0]
    packages = apps.get(app, ())
    return packages[0] if len(packages) == 1 else _SYSTEM.get(app, "")


def wanted_of(pack: Pack, more: Iterable[str] = ()) -> tuple[Wanted, ...]:
    """What a pack would know of the phone: its labels and ids by package; `more`: labels."""
    strings: dict[str, set[str]] = {}
    ids: dict[str, set[str]] = {}
    for label in {*pack.labels, *more}:
        if package := label_package(label, pack.apps):
            strings.setdefault(package, set()).add(label.partition(".")[2])
    for package, name in _ids(pack):
        ids.setdefault(package, set()).add(name)
    return tuple(
        Wanted(name, frozenset(strings[name]), frozenset(ids.get(name, ())))
        for name in sorted(strings)
    )


def _ids(pack: Pack) -> Iterator[tuple[str, str]]:
    """Package and entry name of every id that the pack looks for."""
    for element in pack.elements.values():
        for spec in _specs(element.select):
            for name in spec.ids:
                owner, colon, entry = name.partition(":id/")
                for package in (owner,) if colon else _packages(element, pack):
                    yield package, entry if colon else name


def _packages(element: ElementSpec, pack: Pack) -> tuple[str, ...]:
    return tuple(pack.apps[element.app])


def _specs(specs: Iterable[SelectorSpec]) -> Iterator[SelectorSpec]:
    for spec in specs:
        yield spec
        around = [one for one in (spec.within, spec.outside) if one]
        yield from _specs([*around, *spec.has])


class PhoneLabels:
    """Looks a label up in the phone's own words, then in the label files."""

    def __init__(self, labels: Labels, own: OwnWords, pack: Pack) -> None:
        self._labels, self._own, self._apps = labels, own, pack.apps
        self._says: dict[str, set[str]] = {}
        for label in pack.labels:
            for text in self.own(label):
                self._says.setdefault(fold(text), set()).add(label)

    def own(self, label: str) -> tuple[str, ...]:
        """What the phone itself says for a label; empty if it is not known."""
        package = label_package(label, self._apps)
        return self._own.texts(package, label.partition(".")[2]) if package else ()

    def wording(self, labels: tuple[str, ...]) -> Wording:
        """All wordings of these labels: the phone's own first.

        Those of the packs stay, since a theme may change a text; but not one that this phone uses
        for something else.
        """
        own = [text for label in labels for text in self.own(label)]
        packs = self._labels.wording(labels)
        if not own:
            return packs
        kept = [value for value in packs.values if not self._means_another(value, labels)]
        return Wording.of(labels[0], [*own, *kept], own)

    def _means_another(self, text: str, labels: Sequence[str]) -> bool:
        says = self._says.get(fold(text), set())
        return bool(says) and not says & set(labels)

    def in_packs(self, label: str) -> bool:
        """Whether the packs have a text for it in the phone's language."""
        return bool(self._labels.texts(label))

    def source(self, label: str) -> str:
        """Where a label's text comes from: ``phone``, ``packs``, or nowhere."""
        if self.own(label):
            return "phone"
        return "packs" if self.in_packs(label) else ""
