"""The owner alone, with nothing but his finger, signs every kind of phone out."""

import asyncio

import pytest

from miunlink_adb.virtual.holdings import Account
from miunlink_adb.virtual.worlds import RELEASES
from tests.virtual.hand import Hand, ok_owner, play

LOCALES = ("zh-CN", "ru", "es", "de", "ar", "hi")


@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize("layout", ["cn", "intl", "tablet"])
def test_the_owner_signs_out(release: str, layout: str) -> None:
    """From Settings to a removed account, on every release and kind of build."""

    async def story() -> Hand:
        locale = LOCALES[(RELEASES[release].age + len(layout)) % len(LOCALES)]
        hand = Hand(release, locale, layout, owner=ok_owner())
        await hand.sign_out()
        return hand

    hand = play(story())
    assert not hand.signed_in
    assert hand.screen == "settings_home"
    assert {tap.source for tap in hand.phone.record.taps} == {"owner"}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("release", ["miui-11", "hyperos-1"])
def test_the_way_by_intent_ends_where_it_began(release: str, locale: str) -> None:
    """An account page opened by intent leaves the launcher in front after sign-out."""

    async def story() -> Hand:
        hand = Hand(release, locale, owner=ok_owner())
        await hand.sign_out(by_intent=True)
        return hand

    hand = play(story())
    assert (hand.signed_in, hand.screen) == (False, "launcher")


@pytest.mark.parametrize("ids", ["kept", "unknown"])
@pytest.mark.parametrize("release", ["miui-12", "miui-14", "hyperos-2"])
def test_other_ids_change_nothing_but_ids(release: str, ids: str) -> None:
    """The same way leads out of a phone whose account app has unknown ids."""

    async def story() -> Hand:
        hand = Hand(release, "ru", ids=ids, owner=ok_owner("data=remove"))
        await hand.sign_out()
        return hand

    assert not play(story()).signed_in


def test_everything_at_once_in_the_order_of_the_phone() -> None:
    """Cards, progress, cloud, photos, unsynced, hidden, keys, password, removal: in that order."""

    async def story() -> Hand:
        hand = Hand(
            "hyperos-2",
            owner=ok_owner("data=remove"),
            bank_cards=2,
            cloud_query=2.5,
            unsynced=True,
            hidden_photos=True,
            high_quality_photos=True,
            e2ee_last_device=True,
        )
        await hand.sign_out()
        return hand

    hand = play(story())
    pages = ("settings_home", "account_page", "wipe_data_confirm", "launcher")
    assert [name for name in hand.screens if name not in pages] == [
        "bank_card_dialog",
        "loading_micloud_sync_data",
        "high_quality_dialog",
        "unsynced_data_dialog",
        "hidden_photos_dialog",
        "e2ee_dialog",
        "password_prompt",
        "checking_password",
        "password_prompt",
        "removing_account",
    ]
    assert not hand.signed_in


@pytest.mark.parametrize(
    ("release", "asked"),
    [("miui-8", True), ("miui-9", True), ("miui-10", False), ("miui-11", False), ("miui-12", True)],
)
def test_who_asks_for_the_password_without_find_device(release: str, asked: bool) -> None:
    """MIUI 8 and 9 always ask; 10 and 11 only with Find device on; later ones: assume the worst."""

    async def story() -> Hand:
        hand = Hand(release, owner=ok_owner(), find_device=False)
        await hand.sign_out()
        return hand

    hand = play(story())
    assert ("password_prompt" in hand.screens) is asked
    assert not hand.signed_in


def test_other_accounts_and_users_stay() -> None:
    """Only the Xiaomi account of the user in front goes; the history says that it went."""

    async def story() -> Hand:
        hand = Hand(owner=ok_owner(), second_space=True, dual_apps=True)
        await hand.sign_out()
        return hand

    users = play(story()).phone.users
    assert [account.type for account in users[0].accounts] == ["com.google"]
    assert [len(users[id_].accounts) for id_ in (10, 999)] == [1, 1]
    removed = users[0].history[-1]
    assert removed.account == Account("2807145558", "com.xiaomi")
    assert removed.action == "action_called_account_remove"


def test_logcat_tells_of_success_and_never_of_the_secret() -> None:
    """The log has the account app's line of success, no password, code or captcha."""

    async def story() -> Hand:
        hand = Hand(owner=ok_owner(), second_step=True)
        await hand.sign_out()
        return hand

    hand = play(story())
    log = hand.phone.record.noted("logcat")
    assert "LogoutModel: Xiaomi account removed successfully!" in log
    everything = repr(hand.phone.record) + repr(hand.scene.scenario)
    scenario = hand.scene.scenario
    assert not [s for s in (scenario.password, scenario.code, scenario.captcha) if s in everything]


def test_a_closed_app_does_not_sign_out() -> None:
    """An account app that is killed in the middle removes nothing."""

    async def story() -> Hand:
        hand = Hand(owner=ok_owner("password=wait"))
        await hand.ask_to_sign_out()
        await hand.rest(lambda: hand.screen == "password_prompt")
        hand.phone.force_stop("com.xiaomi.account")
        await hand.rest()
        await asyncio.sleep(0)
        return hand

    hand = play(story())
    assert hand.signed_in
    assert hand.screen == "settings_home"
