"""What the rules for packs look at: one release's own file, what it inherits, and all labels.

It must not know what is right or wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from miunlink_adb.pack.inherit import Raw, lower
from miunlink_adb.pack.label_file import Table, read_labels
from miunlink_adb.pack.labels import available_locales
from miunlink_adb.pack.load import Merged, merge
from miunlink_adb.pack.model import Pack

__all__ = ["Finding", "LabelBook", "Study", "study_of"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something that a pack should not have, where it stands, and what to do.

    `level`: ``fault`` if it must be mended, ``gap`` if facts are missing that nobody has yet.
    `line` (from 1) is None where a file has no such line.
    """

    file: str
    line: int | None = field(compare=False)
    key: str
    message: str
    fix: str
    rule: str
    level: str = "fault"

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.key}: {self.message}. {self.fix}"


@dataclass(frozen=True, slots=True)
class LabelBook:
    """Every label file: locale -> label -> the releases that have a text for it."""

    known: Mapping[str, Mapping[str, frozenset[str]]]

    @classmethod
    def read(cls, root: Path) -> LabelBook:
        """Read all label files under `root`.

        Raises:
            PackError: one of them is wrong.
        """
        known: dict[str, dict[str, frozenset[str]]] = {}
        for locale, releases in available_locales(root).items():
            for release in releases:
                table = read_labels(root / release / "labels" / f"{locale}.toml")
                _note(known.setdefault(locale, {}), table, release)
        return cls(known)

    def has(self, label: str, locale: str) -> bool:
        """Whether any release has a text for it in this locale."""
        return label in self.known.get(locale, {})


def _note(into: dict[str, frozenset[str]], table: Table, release: str) -> None:
    for app, names in table.items():
        for name in names:
            label = f"{app}.{name}"
            into[label] = into.get(label, frozenset()) | {release}


@dataclass(frozen=True, slots=True)
class Study:
    """One release, ready to be judged.

    `own`: its file as TOML has it. `base`: what it inherits, already made less sure by its own
    `[inherited]`; None for the root of the chain. `wanted`: elements that flows look for in every
    release; `optional`: those that only some releases have.
    """

    pack: Pack
    file: Path
    own: Raw
    base: Merged | None
    labels: LabelBook
    wanted: frozenset[str]
    optional: frozenset[str]


def study_of(
    pack: Pack,
    layers: Sequence[tuple[Path, Raw]],
    labels: LabelBook,
    wanted: frozenset[str],
    optional: frozenset[str],
) -> Study:
    """Put together what the rules need; `layers` as read_layers gives them."""
    file, own = layers[0]
    base = merge(layers[1:]) if len(layers) > 1 else None
    if base is not None:
        lower(base.elements, own.get("inherited", {}), "elements")
        lower(base.screens, own.get("inherited", {}), "screens")
    return Study(pack, file, own, base, labels, wanted, optional)
