"""Where to scroll next while something is looked for: a bounded search, forward and then back.

Pure bookkeeping on observations. It must not know what is looked for, and it does not act.
"""

from __future__ import annotations

from dataclasses import dataclass

from miunlink_adb.hierarchy import Bounds, Node
from miunlink_adb.phone import Swipe
from miunlink_adb.watch import Look

__all__ = ["Scroll"]

MOST_SWIPES = 40
SMALLEST = 24
"""Pixels of height below which a clipped node at the edge of a list is scrolled further in."""


@dataclass(slots=True)
class _Search:
    screen: str | None
    package: str
    container: str
    area: Bounds | None = None
    forward: bool = True
    swipes: int = 0
    last: tuple[object, ...] | None = None


class Scroll:
    """The search on the present screen; a new screen begins a new one."""

    def __init__(self) -> None:
        """No search yet. `at_start`: the last search ended where the list begins."""
        self.at_start = False
        self._search: _Search | None = None
        self._swipes = self._moved = 0

    @property
    def stuck(self) -> bool:
        """Whether no swipe of the whole run moved anything, although lists said that they can."""
        return self._swipes > 1 and not self._moved

    def interrupted(self) -> None:
        """Something else was done meanwhile: whether the last swipe moved anything is not known."""
        if self._search is not None:
            self._search.last = None

    def unmoved(self, look: Look) -> bool:
        """Whether the last swipe left everything where it was: the end, or it had no effect."""
        search = self._search
        same = search is not None and search.screen == look.screen
        return bool(same and search and search.last == look.observation.signature)

    def next(self, look: Look, container: str) -> Swipe | None:
        """The next swipe in `container`, an element; None when both ends were seen."""
        return self._step(self._current(look, container), look)

    def onward(self, look: Look) -> Swipe | None:
        """The next swipe where a part of the page is in sight that nothing is known of.

        Only while the very list of the search lies where it lay; None when it does not.
        """
        search = self._search
        if search is None or look.screen is not None:
            return None
        there = _area(look, search.container)
        same = search.package == look.observation.package and there == search.area
        return self._step(search, look) if same and there is not None else None

    def _step(self, search: _Search, look: Look) -> Swipe | None:
        self.at_start = False
        signature = look.observation.signature
        self._moved += search.last is not None and signature != search.last
        if signature == search.last:
            if not search.forward:
                self._search, self.at_start = None, not self.stuck
                return None
            search.forward = False
        search.last = signature
        search.swipes += 1
        bounds = search.area = _area(look, search.container)
        if bounds is None or search.swipes > MOST_SWIPES:
            self._search, self.at_start = None, bounds is None
            return None
        self._swipes += 1
        return Swipe(bounds, forward=search.forward)

    def _current(self, look: Look, container: str) -> _Search:
        if self._search is None or self._search.screen != look.screen:
            self._search = _Search(look.screen, look.observation.package, container)
        return self._search

    def shows_enough(self, look: Look, node: Node, container: str) -> bool:
        """Whether a tap on the middle of what is visible surely hits the node."""
        bounds = node.bounds
        if bounds.bottom - bounds.top >= SMALLEST or not container:
            return True
        area = _area(look, container)
        return area is None or (area.top < bounds.top and bounds.bottom < area.bottom)


def _area(look: Look, container: str) -> Bounds | None:
    """The rectangle of a scrolling element; without one, the largest that scrolls."""
    hit = look.identification.elements.get(container)
    nodes = hit.nodes if hit else tuple(n for n in look.observation.index.nodes if n.scrollable)
    areas = [node.bounds for node in nodes if node.bounds.area]
    return max(areas, key=lambda bounds: bounds.area, default=None)
