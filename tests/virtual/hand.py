"""A finger and two eyes in front of a virtual phone: no wire between, and nothing takes time."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar
from xml.etree import ElementTree as ET

from miunlink_adb.virtual.apps.install import install, open_first_screens
from miunlink_adb.virtual.apps.settings_pages import ACCOUNT_INTENT
from miunlink_adb.virtual.intent import Intent
from miunlink_adb.virtual.latency import Latency
from miunlink_adb.virtual.owner import Owner, OwnerAtWork
from miunlink_adb.virtual.phone import Phone
from miunlink_adb.virtual.scenario import Scenario
from miunlink_adb.virtual.worlds import load_world

T = TypeVar("T")
TURNS = 400
"""Turns of the event loop after which a phone on which nothing takes time has come to rest."""


def play(story: Coroutine[Any, Any, T]) -> T:
    """Run one story to its end."""
    return asyncio.run(story)


class Hand:
    """One phone and the hand that holds it; make it inside a running event loop."""

    def __init__(
        self,
        release: str = "miui-11",
        locale: str = "en",
        layout: Any = "intl",
        *,
        ids: Any = "kept",
        owner: Owner | None = None,
        **switches: Any,
    ) -> None:
        world = load_world(release, locale, layout, ids=ids)
        self.phone = Phone("7f3a9c21", latency=Latency.none())
        self.scene = install(self.phone, world, Scenario(**switches))
        open_first_screens(self.scene)
        self.ui = self.phone.ui
        self._owner = asyncio.ensure_future(OwnerAtWork(owner or Owner.away(), self.scene).work())

    @property
    def world(self) -> Any:
        """The phone's world."""
        return self.scene.world

    @property
    def screen(self) -> str:
        """Name of the screen in front."""
        return self.ui.shown().name

    @property
    def screens(self) -> list[str]:
        """Names of the screens seen so far, in order, each once in a row."""
        return self.phone.record.noted("screen")

    @property
    def signed_in(self) -> bool:
        """Whether user 0 has a Xiaomi account."""
        return bool(self.phone.accounts("com.xiaomi"))

    def nodes(self) -> list[dict[str, str]]:
        """Attributes of every node of the window in front, as a dump shows them."""
        root = ET.fromstring(self.ui.dump(active_only=True))  # noqa: S314 - our own
        return [dict(node.attrib) for node in root.iter("node")]

    def texts(self) -> list[str]:
        """The texts in the window in front."""
        return [node["text"] for node in self.nodes() if node["text"]]

    def ids(self) -> set[str]:
        """The resource ids in the window in front."""
        return {node["resource-id"] for node in self.nodes() if node["resource-id"]}

    def start(self, intent: Intent) -> None:
        """Start an activity."""
        self.phone.launch(intent)

    async def rest(self, done: Callable[[], bool] = lambda: False) -> None:
        """Let the phone and its owner go on until `done`, or until nothing happens any more."""
        for _ in range(TURNS):
            if done():
                return
            await asyncio.sleep(0)

    async def tap(self, what: str) -> None:
        """Tap what is on the display; a test that taps what is not there fails."""
        assert await self.ui.tap_on(what), f"no {what!r} on {self.screen}"

    async def scroll_to(self, what: str, swipes: int = 20) -> bool:
        """Scroll the page until `what` is fully in view; whether it came."""
        width, height = self.phone.size()
        for _ in range(swipes):
            node = self.ui.find(what)
            if node is not None and node.visible == node.bounds:
                return True
            middle = width / 2
            await self.ui.swipe(middle, height * 0.75, middle, height * 0.4, 400, source="owner")
        return False

    async def to_settings(self) -> None:
        """Open the Settings home."""
        self.start(Intent(action="android.settings.SETTINGS"))
        assert self.screen == "settings_home"

    async def to_account_page(self) -> None:
        """Go to the account page the way an owner does: through Settings."""
        await self.to_settings()
        assert await self.scroll_to("row.account")
        await self.tap("row.account")

    async def ask_to_sign_out(self, *, by_intent: bool = False) -> None:
        """Go to the account page and tap *Sign out*."""
        if by_intent:
            self.start(ACCOUNT_INTENT)
        else:
            await self.to_account_page()
        assert await self.scroll_to("sign_out")
        await self.tap("sign_out")

    async def sign_out(self, **more: Any) -> None:
        """Ask to sign out and let the owner do the rest."""
        await self.ask_to_sign_out(**more)
        await self.rest(lambda: not self.signed_in)
        await self.rest()


def ok_owner(*acts: str) -> Owner:
    """A helpful owner who keeps the cloud data and says OK to every question, unless told."""
    usual = ("data=keep", "unsynced=ok", "hidden=ok", "photos=ok", "cards=ok")
    return Owner.parse([*usual, *acts])
