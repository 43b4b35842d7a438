"""What the methods of one running server share: the phone, its windows, named objects.

Knows the phone and the two selector engines; neither HTTP nor JSON.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from miunlink_adb.virtual.automation import by_selector, ui_selector
from miunlink_adb.virtual.automation.rpc import not_found
from miunlink_adb.virtual.automation.selector import Selector

if TYPE_CHECKING:
    from miunlink_adb.virtual.layout import Node
    from miunlink_adb.virtual.phone import Phone
    from miunlink_adb.virtual.window import Window

POLL = 0.25
"""Seconds after which a wait looks again although nothing was said to have changed."""
NAME_LIFE = 60.0
"""Seconds for which a named object is remembered."""


class Session:
    """State of one server process."""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone
        self.finger: tuple[float, float, float] | None = None
        self._named: dict[str, tuple[float, Selector]] = {}

    @property
    def source(self) -> str:
        """Who does what is done here, for the record."""
        return "u2"

    def windows(self) -> list[Window]:
        """All windows, in the dump's order."""
        return self.phone.ui.reported()

    def root(self) -> Node | None:
        """The active window's root."""
        window = self.phone.ui.active()
        return window.root if window else None

    def by(self, selector: Selector) -> Node | None:
        """What UiObject2 finds; None also where the server does not ask it."""
        if not by_selector.usable(selector):
            return None
        return by_selector.find(selector, self.windows())

    def ui(self, selector: Selector) -> Node:
        """What UiObject finds; raises UiObjectNotFoundException."""
        node = ui_selector.find(selector, self.root())
        if node is None:
            raise not_found(selector)
        return node

    def either(self, selector: Selector) -> Node:
        """UiObject2 first, then UiObject; raises UiObjectNotFoundException."""
        return self.by(selector) or self.ui(selector)

    async def wait(self, happened: Callable[[], bool], ms: float) -> bool:
        """Wait on the device until something holds, for at most `ms` milliseconds."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + ms / 1000
        while not happened():
            left = deadline - loop.time()
            if left <= 0:
                return False
            await self.phone.ui.changed.wait(min(left, POLL))
        return True

    def name(self, selector: Selector) -> str:
        """Remember an object under a name."""
        key = str(uuid.uuid4())
        self._named[key] = (time.monotonic(), selector)
        return key

    def named(self, key: str) -> Selector:
        """The object of that name; raises UiObjectNotFoundException when it is forgotten."""
        since, selector = self._named.get(key, (0.0, None))
        if selector is None or time.monotonic() - since > NAME_LIFE:
            raise not_found(f"UiObject {key} not found!")
        return selector

    def forget(self, key: str) -> None:
        """Forget a name."""
        self._named.pop(key, None)

    def names(self) -> list[str]:
        """All names."""
        return list(self._named)
