"""What is on the phone now, and which known screen it is.

Pure: an observation and a pack in, a name and the reasons out. It must not know phones, flows or
what to do next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from miunlink_adb.observation import Observation
from miunlink_adb.pack.bind import BoundPack, Element, Hit, Screen
from miunlink_adb.pack.model import KINDS
from miunlink_adb.selector import NodeIndex

__all__ = ["KEYGUARD", "Identification", "identify"]

KEYGUARD = "keyguard"
"""The lock screen is told by the window manager, never by what is drawn on it."""


@dataclass(frozen=True, slots=True)
class Identification:
    """The screen that an observation shows.

    `screen` is None when none fits or several do; `why` says so in one sentence. `landmarks`: what
    proved it. `elements`: every element of the pack that is in view.
    """

    screen: str | None
    why: str
    landmarks: tuple[Hit, ...] = ()
    elements: Mapping[str, Hit] = field(default_factory=dict)


def identify(observation: Observation, pack: BoundPack) -> Identification:
    """Name the screen that an observation shows, or say why none is named.

    Screens of other packages, and words inside web pages, never count. A screen whose only proof
    is an assumed resource id is not taken.
    """
    if observation.keyguard:
        return Identification(KEYGUARD, "the window manager says that the lock screen is up")
    finder = _Finder(observation.index, pack.elements)
    fitting: list[tuple[Screen, tuple[Hit, ...]]] = []
    for screen in pack.screens.values():
        if observation.package in screen.packages:
            landmarks = _proof(screen, finder)
            if landmarks:
                fitting.append((screen, landmarks))
    return _choose(fitting, finder, observation)


class _Finder:
    """Looks each element up once."""

    def __init__(self, index: NodeIndex, elements: Mapping[str, Element]) -> None:
        self._index, self._elements = index, elements
        self._found: dict[str, list[Hit]] = {}

    def hits(self, name: str) -> list[Hit]:
        if name not in self._found:
            self._found[name] = self._elements[name].hits(self._index)
        return self._found[name]

    def in_view(self) -> dict[str, Hit]:
        return {name: hits[0] for name in self._elements if (hits := self.hits(name))}


def _proof(screen: Screen, finder: _Finder) -> tuple[Hit, ...]:
    """The landmarks that prove a screen; empty when it is not proved."""
    if any(finder.hits(name) for name in screen.none_of):
        return ()
    needed = [finder.hits(name) for name in screen.all_of]
    optional = [hits for name in screen.any_of if (hits := finder.hits(name))]
    if not all(needed) or (screen.any_of and not optional):
        return ()
    groups = [*needed, *optional]
    if not any(_is_evidence(hit) for hits in groups for hit in hits):
        return ()
    return tuple(hits[0] for hits in groups)


def _is_evidence(hit: Hit) -> bool:
    return not (hit.selector.basis == "id" and hit.sure == "assumed")


def _choose(
    fitting: Sequence[tuple[Screen, tuple[Hit, ...]]], finder: _Finder, observation: Observation
) -> Identification:
    if not fitting:
        return Identification(
            None, f"no screen of the pack fits {observation.package or 'no package'}", (), {}
        )
    top = max(KINDS.index(screen.kind) for screen, _ in fitting)
    best = [(screen, marks) for screen, marks in fitting if KINDS.index(screen.kind) == top]
    if len(best) > 1:
        names = ", ".join(sorted(screen.name for screen, _ in best))
        return Identification(None, f"several screens fit: {names}", (), finder.in_view())
    screen, marks = best[0]
    proof = ", ".join(f"{hit.element} ({hit.selector.basis}, {hit.sure})" for hit in marks)
    return Identification(screen.name, f"shown by {proof}", marks, finder.in_view())
