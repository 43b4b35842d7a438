"""What is on the phone now, and which known screen it is.

Pure: an observation and a pack in, a name and the reasons out. It must not know phones, flows or
what to do next.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from miunlink_adb.hierarchy import Bounds, Node
from miunlink_adb.observation import Observation
from miunlink_adb.pack.bind import BoundPack, Element, Hit, Screen
from miunlink_adb.pack.model import KINDS
from miunlink_adb.redact import package_name
from miunlink_adb.selector import NodeIndex

__all__ = ["KEYGUARD", "Identification", "identify"]

KEYGUARD = "keyguard"
"""The lock screen is told by the window manager, never by what is drawn on it."""


@dataclass(frozen=True, slots=True)
class Identification:
    """The screen that an observation shows.

    `screen` is None when none fits or several do; `why` says so in one sentence. `landmarks`: what
    proved it. `elements`: every element of the pack in the screen's own window; of a page beneath
    a dialog nothing is named, since a tap there would hit the dialog.
    """

    screen: str | None
    why: str
    landmarks: tuple[Hit, ...] = ()
    elements: Mapping[str, Hit] = field(default_factory=dict)


def identify(observation: Observation, pack: BoundPack) -> Identification:
    """Name the screen that an observation shows, or say why none is named.

    Screens of apps that are not ours, and words inside web pages, never count. All that proves a
    screen must stand in one window. A screen whose only proof is an assumed resource id is not
    taken, nor is a page over which an unknown window lies.
    """
    if observation.keyguard:
        return Identification(KEYGUARD, "the window manager says that the lock screen is up")
    finders = [_Finder(window, pack.elements) for window in observation.windows]
    over = [
        (name, _Finder(NodeIndex([root]), pack.elements))
        for name, root in _own_dialogs(observation, pack)
    ]
    fitting = [
        _Match(screen, marks, finder)
        for name, finder in [*((observation.package, finder) for finder in finders), *over]
        for screen in _possible(observation, pack, name)
        if (marks := _proof(screen, finder, observation.activity))
    ]
    if not fitting:
        elements = _in_view(observation, pack)
        why = f"no known screen of {package_name(observation.package) or 'any app'} fits"
        return Identification(None, why, (), elements)
    return _choose(fitting, [*finders, *(finder for _, finder in over)], observation, pack)


def _own_dialogs(observation: Observation, pack: BoundPack) -> list[tuple[str, Node]]:
    """Windows of our other apps, while one of our apps has the focus.

    The cloud app asks its questions over the account page, and the window manager may still name
    the account app then.
    """
    ours = pack.own_packages
    if observation.package not in ours:
        return []
    return [(name, root) for name, root in observation.others if name in ours]


def _possible(observation: Observation, pack: BoundPack, package: str) -> list[Screen]:
    """The screens that a window of this package may show.

    Of the focused package those that fit the activity, if it is known; of another one only what
    lies over pages.
    """
    screens = [screen for screen in pack.screens.values() if package in screen.packages]
    if package != observation.package:
        return [screen for screen in screens if screen.kind != KINDS[0]]
    activity = _simple(observation.activity)
    claimed = any(activity in screen.activities for screen in screens)
    return [s for s in screens if not (claimed and s.activities and activity not in s.activities)]


def _simple(activity: str) -> str:
    return activity.rpartition(".")[2]


class _Finder:
    """Looks each element up once in one window."""

    def __init__(self, index: NodeIndex, elements: Mapping[str, Element]) -> None:
        self.index, self._elements = index, elements
        self._found: dict[str, list[Hit]] = {}

    def hits(self, name: str) -> list[Hit]:
        if name not in self._found:
            self._found[name] = self._elements[name].hits(self.index)
        return self._found[name]


class _InView(Mapping[str, Hit]):
    """The elements in some windows, the first window's first; each is looked for when asked for.

    Whoever reacts to a screen asks for two or three of a hundred.
    """

    def __init__(self, finders: Sequence[_Finder], names: Mapping[str, Element]) -> None:
        self._finders, self._names = finders, names

    def __getitem__(self, name: str) -> Hit:
        if name in self._names:
            for finder in self._finders:
                if hits := finder.hits(name):
                    return hits[0]
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._names if name in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass(frozen=True, slots=True)
class _Match:
    """A screen that is proved in one window."""

    screen: Screen
    landmarks: tuple[Hit, ...]
    finder: _Finder


def _proof(screen: Screen, finder: _Finder, activity: str) -> tuple[Hit, ...]:
    """The landmarks that prove a screen in this window; empty when it is not proved."""
    if any(finder.hits(name) for name in screen.none_of):
        return ()
    needed = [finder.hits(name) for name in screen.all_of]
    if not all(needed):
        return ()
    optional = [hits for names in screen.any_of for hits in _together(names, finder)]
    backed = _shown_by_activity(screen, finder, activity)
    if screen.any_of and not (optional or backed):
        return ()
    groups = [*needed, *optional, *backed]
    if not backed and not any(_is_evidence(hit) for hits in groups for hit in hits):
        return ()
    return tuple({hits[0].element: hits[0] for hits in groups}.values())


def _together(names: Sequence[str], finder: _Finder) -> list[list[Hit]]:
    """The hits of elements that prove something only together."""
    found = [finder.hits(name) for name in names]
    return found if all(found) else []


def _shown_by_activity(screen: Screen, finder: _Finder, activity: str) -> list[list[Hit]]:
    if _simple(activity) not in screen.activities:
        return []
    return [hits for name in screen.with_activity if (hits := finder.hits(name))]


def _is_evidence(hit: Hit) -> bool:
    return not (hit.selector.basis == "id" and hit.sure == "assumed")


def _choose(
    fitting: Sequence[_Match],
    finders: Sequence[_Finder],
    observation: Observation,
    pack: BoundPack,
) -> Identification:
    top = max(_height(match) for match in fitting)
    best = [match for match in fitting if _height(match) == top]
    names = sorted({match.screen.name for match in best})
    if len(names) > 1:
        why = f"several screens fit: {', '.join(names)}"
        return Identification(None, why, (), _in_view(observation, pack))
    match = best[-1]
    if match.screen.kind == KINDS[0] and _is_covered(match.finder, finders, observation):
        why = f"an unknown window lies over {match.screen.name}"
        return Identification(None, why, match.landmarks)
    proof = ", ".join(
        f"{hit.element} ({hit.selector.basis}, {hit.sure})" for hit in match.landmarks
    )
    elements = _in_view_of(match.finder, finders, pack)
    return Identification(match.screen.name, f"shown by {proof}", match.landmarks, elements)


def _height(match: _Match) -> int:
    return KINDS.index(match.screen.kind)


def _in_view(observation: Observation, pack: BoundPack) -> Mapping[str, Hit]:
    return _InView([_Finder(observation.index, pack.elements)], pack.elements)


def _in_view_of(own: _Finder, finders: Sequence[_Finder], pack: BoundPack) -> Mapping[str, Hit]:
    """What is in the screen's own window, and in messages that pop up beside it."""
    popups = [
        root
        for finder in finders
        if finder is not own
        for root in finder.index.roots
        if not _wants_an_answer(root)
    ]
    beside = [_Finder(NodeIndex(popups), pack.elements)] if popups else []
    return _InView([own, *beside], pack.elements)


def _is_covered(page: _Finder, finders: Sequence[_Finder], observation: Observation) -> bool:
    """Whether a window that can be acted on lies over the page: pages never lie on top.

    Of the same app that is any other window; of other apps one that is smaller than the page and
    covers its middle, since bars and keyboards lie at the edges and other pages beneath.
    """
    mine = page.index.roots
    others = {id(root) for _, root in observation.others}
    roots = [root for finder in finders if finder is not page for root in finder.index.roots]
    same = [root for root in roots if id(root) not in others]
    foreign = [root for _, root in observation.others]
    return any(
        _wants_an_answer(root) and _overlap(root.bounds, own.bounds)
        for root in same
        for own in mine
    ) or any(
        _wants_an_answer(root) and _covers_middle(root.bounds, own.bounds)
        for root in foreign
        for own in mine
    )


def _covers_middle(one: Bounds, page: Bounds) -> bool:
    return one.area < page.area and one.contains(*page.center)


def _overlap(one: Bounds, other: Bounds) -> bool:
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    return width > 0 and height > 0


def _wants_an_answer(window: Node) -> bool:
    """Whether a window is more than a toast: something in it can be used, or something runs."""
    return any(
        node.clickable or node.editable or node.class_name.endswith("ProgressBar")
        for node in window.walk()
    )
