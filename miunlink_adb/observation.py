"""One look at the phone, frozen: hierarchy, focus, locale and time.

It must not know packs or screens: what the look means is decided elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from miunlink_adb.hierarchy import Node
from miunlink_adb.selector import NodeIndex

__all__ = ["Observation"]


@dataclass(frozen=True, slots=True)
class Observation:
    """One look at the phone.

    `root`: the dump; its children are windows. `package`, `activity`: what has the focus; the
    activity is the full class name or "". `locale`: the phone's own tag. `at`: seconds on the
    runner's clock. `keyguard`: the lock screen is up.
    """

    root: Node
    package: str
    activity: str = ""
    locale: str = ""
    at: float = 0.0
    keyguard: bool = False
    index: NodeIndex = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the windows of the focused package only: other windows are not the screen."""
        windows = [root for root in self.root.children if self._is_focused(root)]
        object.__setattr__(self, "index", NodeIndex(windows))

    def _is_focused(self, window: Node) -> bool:
        if window.package:
            return window.package == self.package
        return any(node.package == self.package for node in window.walk())

    @property
    def signature(self) -> tuple[object, ...]:
        """Equal for two looks at the same content: what a scroll or a tap would change."""
        nodes = self.index.nodes
        return self.package, tuple((n.resource_id, n.text, n.content_desc, n.bounds) for n in nodes)
