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


Alternative = tuple[str, ...]
"""Elements that prove a screen together."""


@dataclass(frozen=True, slots=True)
class SelectorSpec:
    """One inline table of `select`; ids and labels as written, not yet resolved.

    `texts`: wordings that no string file names, or fingerprints of such. `part`: the wording is a
    part of the shown text. `not_ids`: ids that the node must not have. `outside`: no ancestor fits.
    """

    ids: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    class_names: tuple[str, ...] = ()
    flags: tuple[tuple[str, bool], ...] = ()
    texts: tuple[str, ...] = ()
    part: bool = False
    not_ids: tuple[str, ...] = ()
    within: SelectorSpec | None = None
    outside: SelectorSpec | None = None
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
    """A named state of the phone's UI and the elements that prove it.

    `all_of` must be there, `none_of` must not. One alternative of `any_of` must be there, or the
    phone says that one of `activities` (simple class names) has the focus and an element of
    `with_activity` is there.
    """

    name: str
    app: str
    kind: str
    all_of: tuple[str, ...]
    any_of: tuple[Alternative, ...]
    none_of: tuple[str, ...]
    activities: tuple[str, ...]
    with_activity: tuple[str, ...]
    source: str
    sure: str
    place: Place

    @property
    def element_names(self) -> tuple[str, ...]:
        """Every element that this screen names, also those that must not be there."""
        optional = [name for names in self.any_of for name in names]
        every = [*self.all_of, *optional, *self.none_of, *self.with_activity]
        return tuple(dict.fromkeys(every))


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
    inner = [*spec.has, *(around for around in (spec.within, spec.outside) if around)]
    return set(spec.labels).union(*(_labels_of(other) for other in inner))
