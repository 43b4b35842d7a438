"""One look at the phone, frozen: hierarchy, focus, locale and time.

It must not know packs or screens: what the look means is decided elsewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from miunlink_adb.hierarchy import Node
from miunlink_adb.selector import NodeIndex

__all__ = ["BEHIND", "Observation", "front_package"]

BEHIND = ("com.android.systemui", "com.miui.securityinputmethod")
"""Packages whose windows stand beside an app's own and are not what a person looks at."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One look at the phone.

    `root`: the dump; its children are windows. `package`, `activity`: what has the focus; the
    activity is the full class name or "". `locale`: the phone's own tag. `at`: seconds on the
    runner's clock. `keyguard`: the lock screen is up. `windows`: the windows of the focused
    package, one index each; in which order they lie, a dump does not say. `index`: all of them.
    `others`: package and root of the windows of other apps.
    """

    root: Node
    package: str
    activity: str = ""
    locale: str = ""
    at: float = 0.0
    keyguard: bool = False
    windows: tuple[NodeIndex, ...] = field(init=False, repr=False, compare=False)
    index: NodeIndex = field(init=False, repr=False, compare=False)
    others: tuple[tuple[str, Node], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the windows of the focused package only: other windows are not the screen."""
        owned = [(owner(root), root) for root in _distinct(self.root.children)]
        roots = [root for name, root in owned if name == self.package]
        others = tuple((name, root) for name, root in owned if name != self.package)
        object.__setattr__(self, "others", others)
        windows = tuple(NodeIndex([root]) for root in roots)
        object.__setattr__(self, "windows", windows)
        object.__setattr__(self, "index", windows[0] if len(windows) == 1 else NodeIndex(roots))

    @property
    def signature(self) -> tuple[object, ...]:
        """Equal for two looks at the same content: what a scroll or a tap would change."""
        nodes = self.index.nodes
        return self.package, tuple((n.resource_id, n.text, n.content_desc, n.bounds) for n in nodes)


def _distinct(windows: Sequence[Node]) -> list[Node]:
    """The windows without those that are listed a second time, as some servers do."""
    kept: list[Node] = []
    for window in windows:
        twins = (one for one in kept if one.bounds == window.bounds)
        if not any(_alike(one, window) for one in twins):
            kept.append(window)
    return kept


def _alike(one: Node, other: Node) -> bool:
    """Whether two trees are the same in every attribute of every node."""
    pairs = zip_longest(one.walk(), other.walk())
    return all(a is not None and b is not None and a[:-1] == b[:-1] for a, b in pairs)


def owner(window: Node) -> str:
    """The package that a window belongs to: its root's, else what most of its nodes name."""
    if window.package:
        return window.package
    named = Counter(node.package for node in window.walk() if node.package)
    return named.most_common(1)[0][0] if named else ""


def front_package(root: Node) -> str:
    """The app that a dump of all windows most likely shows, where nothing says what has the focus.

    A window with a focused node first, then the largest; the status bar and keyboards only if
    there is nothing else. Empty for an empty dump.
    """
    windows = [window for window in root.children if window.package]
    windows = windows or [node for node in root.walk() if node.package][:1]
    apps = [window for window in windows if not _stands_beside(window.package)]
    best = max(apps or windows, key=_prominence, default=None)
    return best.package if best else ""


def _stands_beside(package: str) -> bool:
    return package in BEHIND or "inputmethod" in package


def _prominence(window: Node) -> tuple[bool, int]:
    return any(node.focused for node in window.walk()), window.bounds.area
