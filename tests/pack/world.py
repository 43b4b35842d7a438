"""Walks a virtual phone to a signed-out account and looks at every screen on the way.

The virtual phone knows nothing of packs and packs nothing of it: both are made from facts, so
that each judges the other.
"""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from miunlink_adb.hierarchy import Node, parse_hierarchy
from miunlink_adb.observation import Observation
from miunlink_adb.pack import BoundPack, load_bound
from miunlink_adb.screen import Identification, identify
from tests.virtual.hand import Hand, ok_owner

OTHER_NAMES = {
    "popup.battery": "low_battery_dialog",
    "popup.find_device": "find_device_offer",
    "high_quality_dialog": "photo_quality_dialog",
    "removing_account": "signing_out",
    "loading_micloud_sync_data": "checking_cloud_data",
    "passport_checking_account": "checking_password",
}
"""What the virtual phone calls some screens -> what packs call them."""

STORIES: dict[str, tuple[list[str], dict[str, Any]]] = {
    "plain": ([], {}),
    "every_dialog": (
        ["data=remove"],
        {
            "bank_cards": 1,
            "unsynced": True,
            "hidden_photos": True,
            "high_quality_photos": True,
            "cloud_query": 2.0,
        },
    ),
    "captcha": (["password=wrong,right"], {"captcha_after": 1}),
    "code": ([], {"second_step": True}),
    "web": ([], {"web_verification": True}),
    "cooldown": ([], {"cooldown_days": 3}),
    "token": (["token=wait"], {"token_expired": True}),
    "set_password": (["set_password=wait"], {"has_password": False}),
    "find_device": ([], {"find_device_error": "io"}),
    "refused": ([], {"find_device": False, "logout_failed": "no_response"}),
    "last_device": (["e2ee=wait"], {"e2ee_last_device": True}),
    "popups": (
        [],
        {
            "popups": (
                "update",
                "deduct",
                "ad",
                "notification",
                "permission",
                "battery",
                "call",
                "find_device",
            )
        },
    ),
    "nickname": ([], {"nickname": "Sign out"}),
    "child": ([], {"child_account": True}),
}
LOCKS = ("lost_mode", "finance_lock", "activation_lock")


@dataclass
class Walk:
    """One phone and what was seen of it."""

    pack: BoundPack
    hand: Hand
    story: str
    seen: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    def look(self) -> None:
        """Compare what is recognised with what the phone shows, in both dump forms."""
        ui = self.hand.ui
        package, activity = ui.focus() or ("", "")
        for form, focused in (("u2", activity), ("shell", "")):
            xml = ui.dump(active_only=form == "shell", form=form)
            found = identify(Observation(parse_hierarchy(xml), package, focused), self.pack)
            self._judge(form, found)

    def _judge(self, form: str, found: Identification) -> None:
        name = self._expected(found.screen)
        if name in self.pack.screens:
            self.seen.add(name)
        if found.screen != (name if name in self.pack.screens else None):
            self.faults.append(f"{name} ({form}) is taken for {found.screen}: {found.why}")
        hit = found.elements.get("sign_out_button")
        if hit and (found.screen != "account_page" or len(hit.nodes) != 1):
            self.faults.append(f"{name} ({form}) offers {len(hit.nodes)} sign-out buttons")

    def _expected(self, recognised: str | None) -> str:
        name = OTHER_NAMES.get(self.hand.screen, self.hand.screen)
        if name == "find_device_failed" and self.story == "cooldown":
            return "password_cooldown"
        steps = {"captcha": "captcha_prompt", "code": "code_prompt"}
        if name == "password_prompt" and recognised == steps.get(self.story):
            return str(recognised)  # the sheet has one name until its step is drawn
        return name

    def watch(self) -> None:
        """Look whenever another screen comes to the front."""
        record = self.hand.phone.record
        note = record.note

        def noted(kind: str, what: str) -> None:
            note(kind, what)
            if kind == "screen":
                record.note = note  # type: ignore[method-assign]  # not while looking
                self.look()
                record.note = noted  # type: ignore[method-assign]

        record.note = noted  # type: ignore[method-assign]

    async def go(self) -> None:
        """From the Settings home to the end of the story."""
        hand = self.hand
        await hand.to_settings()
        self.look()
        width, height = hand.phone.size()
        await hand.ui.swipe(width / 2, height * 0.75, width / 2, height * 0.4, 400, source="owner")
        self.look()
        await hand.to_account_page()
        await hand.rest()
        self.look()
        if hand.screen == "account_page" and await hand.scroll_to("sign_out"):
            self.look()
            await hand.tap("sign_out")
            await hand.rest(lambda: not hand.signed_in)
            await hand.rest()
            self.look()


def walk(release: str, locale: str, layout: str, ids: str, story: str) -> Walk:
    """Play one story to its end."""
    acts, switches = STORIES.get(story, ([], {story: True}))

    async def play() -> Walk:
        hand = Hand(release, locale, layout, ids=ids, owner=ok_owner(*acts), **switches)
        walked = Walk(load_bound(release, locale), hand, story)
        if story in LOCKS:
            await hand.rest()
            walked.look()
            return walked
        walked.watch()
        await walked.go()
        return walked

    return asyncio.run(play())


def rows_on_the_way(
    release: str, locale: str, layout: str, ids: str, nickname: str
) -> list[tuple[str, list[str]]]:
    """Rows that the pack finds while Settings is scrolled, and which views a tap would hit."""
    pack = load_bound(release, locale)

    async def play() -> list[tuple[str, list[str]]]:
        hand = Hand(release, locale, layout, ids=ids, owner=ok_owner(), nickname=nickname)
        found: list[tuple[str, list[str]]] = []
        await hand.to_settings()
        while True:
            before = hand.ui.dump(active_only=True)
            found += _rows(hand, pack)
            await _scroll(hand)
            if hand.ui.dump(active_only=True) == before:
                break
        await hand.to_settings()
        assert await hand.scroll_to("row.sync")
        await hand.tap("row.sync")
        return found + _rows(hand, pack)

    return asyncio.run(play())


async def _scroll(hand: Hand) -> None:
    width, height = hand.phone.size()
    await hand.ui.swipe(width / 2, height * 0.75, width / 2, height * 0.45, 400, source="owner")


def _rows(hand: Hand, pack: BoundPack) -> list[tuple[str, list[str]]]:
    package, activity = hand.ui.focus() or ("", "")
    root = parse_hierarchy(hand.ui.dump(active_only=True))
    found = identify(Observation(root, package, activity), pack)
    rows = {
        "settings_home": ("account_row_international", "account_row_china", "accounts_row"),
        "accounts_settings": ("xiaomi_account_row",),
    }
    wanted = rows.get(found.screen or "", ())
    hits = {name: found.elements[name] for name in wanted if name in found.elements}
    return [(name, [_view_at(hand, item) for item in hit.nodes]) for name, hit in hits.items()]


def _view_at(hand: Hand, item: Node) -> str:
    """The row that a tap on a node's middle would hit."""
    x, y = item.bounds.center
    for name in ("row.account", "row.sync", "row.account_list", "row.add"):
        view = hand.ui.find(name)
        if view and view.visible:
            left, top, right, bottom = view.visible
            if left <= x < right and top <= y < bottom:
                return name
    return "something else"
