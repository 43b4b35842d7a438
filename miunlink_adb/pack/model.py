"""What a pack says, as plain data: exactly the keys of the TOML files, merged along `extends`.

It must not know files, languages or nodes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from miunlink_adb.pack.place import Place

__all__ = [
    "FLAGS",
    "KINDS",
    "SURENESS",
    "ElementSpec",
    "Pack",
    "ScreenSpec",
    "SelectorSpec",
]

SURENESS = ("capture", "resources", "modified", "report", "assumed")
"""How sure a fact is, best first: seen in a capture; in the resources of a stock ROM; of a
modified ROM; reported by somebody; assumed from another release."""

KINDS = ("page", "sheet", "dialog", "system")
"""Kinds of screen, from the lowest window to the topmost."""

FLAGS = (
    "checkable",
    "checked",
    "clickable",
    "editable",
    "enabled",
    "focusable",
    "focused",
    "long_clickable",
    "password",
    "scrollable",
    "selected",
)
"""Node attributes that a selector may ask for."""


@dataclass(frozen=True, slots=True)
class SelectorSpec:
    """One inline table of `select`; ids and labels as written, not yet resolved."""

    ids: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    class_names: tuple[str, ...] = ()
    flags: tuple[tuple[str, bool], ...] = ()
    within: SelectorSpec | None = None
    has: tuple[SelectorSpec, ...] = ()
    digits: bool | None = None
    index: int | None = None
    web: bool = False
    sure: str = "assumed"


@dataclass(frozen=True, slots=True)
class ElementSpec:
    """A named node: ordered ways to find it."""

    name: str
    app: str
    select: tuple[SelectorSpec, ...]
    source: str
    sure: str
    place: Place


@dataclass(frozen=True, slots=True)
class ScreenSpec:
    """A named state of the phone's UI and the elements that prove it."""

    name: str
    app: str
    kind: str
    all_of: tuple[str, ...]
    any_of: tuple[str, ...]
    none_of: tuple[str, ...]
    source: str
    sure: str
    place: Place


@dataclass(frozen=True, slots=True)
class Pack:
    """All that is known of one release, inheritance resolved, in no language yet.

    `chain`: the releases it is made of, itself first. `apps`: short name -> package names.
    """

    release: str
    title: str
    chain: tuple[str, ...]
    apps: Mapping[str, tuple[str, ...]]
    elements: Mapping[str, ElementSpec]
    screens: Mapping[str, ScreenSpec]
    root: Path
    notes: tuple[str, ...] = field(default=())

    @property
    def labels(self) -> frozenset[str]:
        """Every label that some element uses, such as ``account.logout_account``."""
        specs = [spec for element in self.elements.values() for spec in element.select]
        return frozenset(label for spec in specs for label in _labels_of(spec))


def _labels_of(spec: SelectorSpec) -> set[str]:
    inner = [*spec.has, *([spec.within] if spec.within else [])]
    return set(spec.labels).union(*(_labels_of(other) for other in inner))
