"""What stands around the way: other rows, other accounts, pop-ups, locks, other apps."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from miunlink_adb.virtual.apps.activities import CHAT_INTENT
from miunlink_adb.virtual.apps.settings_pages import ACCOUNT_INTENT
from miunlink_adb.virtual.intent import Intent
from miunlink_adb.virtual.scenario import POPUPS
from miunlink_adb.virtual.worlds import RELEASES
from miunlink_adb.virtual.worlds.texts import known_locales
from tests.virtual.hand import Hand, ok_owner, play

CAPTURES = Path(__file__).parent.parent.parent.parent / "shared" / "real" / "hierarchies"
QUICK_LOGIN = Intent(action="com.xiaomi.account.action.XIAOMI_ACCOUNT_QUICK_LOGIN")


def settings(*args: Any, **switches: Any) -> Hand:
    """A phone with the Settings home in front."""

    async def story() -> Hand:
        hand = Hand(*args, **switches)
        await hand.to_settings()
        return hand

    return play(story())


def account_page(*args: Any, **switches: Any) -> Hand:
    """A phone on which the account page was asked for by intent."""

    async def story() -> Hand:
        hand = Hand(*args, **switches)
        hand.start(ACCOUNT_INTENT)
        await hand.rest()
        return hand

    return play(story())


@pytest.mark.parametrize("release", ["miui-10", "miui-11", "miui-14", "hyperos-1", "hyperos-3"])
def test_china_first_row(release: str) -> None:
    """China: the first row is titled with the nickname; only its summary is Xiaomi's words."""
    hand = settings(release, "zh-CN", "cn", nickname="Ein Name")
    texts = hand.texts()
    assert texts[1] == "Ein Name"
    summary = ("settings.login_account_summary_temp", "settings.login_account_summary")
    assert texts[2] == hand.world.texts.first(*summary)


def test_china_signed_out_row() -> None:
    """China, signed out: the first row asks to sign in."""
    hand = settings("miui-11", "zh-CN", "cn", account=False)
    assert hand.texts()[1] == hand.world.text("settings.unlogin_account_title")


@pytest.mark.skipif(not CAPTURES.is_dir(), reason="the captures are not beside the project")
def test_the_home_is_built_like_a_captured_one() -> None:
    """Every id with its class on a real HyperOS Settings home is on ours too."""
    index = (CAPTURES / "index.jsonl").read_text(encoding="utf-8").splitlines()
    captures = [item for item in map(json.loads, index) if item["screen"] == "settings_home"]
    assert captures
    ours = {(node["resource-id"], node["class"]) for node in settings("hyperos-2", "es").nodes()}
    for capture in captures:
        root = ET.parse(CAPTURES / capture["file"]).getroot()  # noqa: S314 - our own file
        theirs = {(node.get("resource-id", ""), node.get("class", "")) for node in root.iter()}
        assert {pair for pair in theirs if pair[0]} - ours == set()


@pytest.mark.parametrize("release", ["miui-8", "miui-11", "miui-13", "hyperos-1", "hyperos-3"])
def test_international_row_is_below_the_fold(release: str) -> None:
    """International: the account row is not in view when Settings opens."""
    hand = settings(release, "de")
    assert hand.world.text("settings.xiaomi_account") not in hand.texts()


def test_international_row_shows_the_nickname_at_its_end() -> None:
    """International, signed in: the title is Xiaomi's, the nickname is the row's value."""

    async def story() -> list[str]:
        hand = Hand("hyperos-1", "de", nickname="Ein Name")
        await hand.to_settings()
        assert await hand.scroll_to("row.account")
        return hand.texts()

    texts = play(story())
    at = texts.index("Ein Name")
    assert texts[at - 1] == "Xiaomi-Konto"


def test_a_nickname_may_be_called_like_a_row() -> None:
    """A nickname equal to another row's title does not change which row is which."""

    async def story() -> Hand:
        hand = Hand("miui-11", "zh-CN", "cn", nickname="WLAN")
        await hand.to_settings()
        assert hand.texts().count("WLAN") == 2
        await hand.tap("row.account")
        return hand

    assert play(story()).screen == "account_page"


@pytest.mark.parametrize("release", ["miui-8", "miui-10", "miui-11", "miui-12", "hyperos-2"])
@pytest.mark.parametrize("layout", ["cn", "intl", "tablet"])
def test_sign_out_is_below_the_fold(release: str, layout: str) -> None:
    """The button is never in view when the account page opens, and scrolling brings it."""

    async def story() -> None:
        hand = Hand(release, "en", layout)
        hand.start(ACCOUNT_INTENT)
        assert hand.world.ids.account("logout") not in hand.ids()
        assert await hand.scroll_to("sign_out")
        assert hand.world.ids.account("logout") in hand.ids()

    play(story())


def test_other_rows_open_something_else() -> None:
    """A tap on any other visible row leads away from the way, and Back leads home."""

    async def story() -> None:
        hand = Hand("hyperos-1", "es")
        await hand.to_settings()
        names = ("row.wlan", "row.bluetooth", "row.display", "row.my_device")
        for name in names:
            await hand.tap(name)
            assert hand.screen == name.replace("row.", "settings.")
            await hand.ui.key("BACK", source="owner")
            assert hand.screen == "settings_home"

    play(story())


def test_remove_account_is_a_trap_that_works() -> None:
    """The platform's own Remove account takes the Google account away, and not Xiaomi's."""

    async def story() -> Hand:
        hand = Hand("miui-11", "en")
        hand.start(Intent(action="android.settings.SYNC_SETTINGS"))
        assert hand.screen == "accounts_settings"
        await hand.tap("row.other_account")
        await hand.tap("remove_account")
        assert "Remove account?" in hand.texts()
        await hand.tap("android:id/button1")
        return hand

    hand = play(story())
    assert [account.type for account in hand.phone.users[0].accounts] == ["com.xiaomi"]
    assert hand.screen == "accounts_settings"


def test_accounts_and_sync_leads_to_the_account_page() -> None:
    """The second way: Accounts & sync, the row with the account's id."""

    async def story() -> Hand:
        hand = Hand("hyperos-1", "en")
        await hand.to_settings()
        assert await hand.scroll_to("row.sync")
        await hand.tap("row.sync")
        assert {"2807145558", "Xiaomi Account"} <= set(hand.texts())
        await hand.tap("row.account")
        return hand

    assert play(story()).screen == "account_page"


def test_signed_out_the_intent_leads_to_the_sign_in_page() -> None:
    """Without an account the same intent opens the sign-in page."""
    hand = account_page(account=False)
    assert hand.screen == "signed_out_page"
    assert hand.ui.focus() == ("com.xiaomi.account", "com.xiaomi.account.ui.LoginActivity")


def test_a_device_owner_hides_the_account() -> None:
    """With a device owner there is no account row, and the account page does not open."""

    async def story() -> None:
        hand = Hand("hyperos-1", device_owner="com.example.admin/.Receiver")
        await hand.to_settings()
        assert not await hand.scroll_to("row.account")
        hand.start(ACCOUNT_INTENT)
        assert hand.screen == "settings_home"

    play(story())


@pytest.mark.parametrize("kind", POPUPS)
def test_popups_lie_over_the_account_page(kind: str) -> None:
    """A pop-up is what is seen first; once it is gone the page is there and stays."""

    async def story() -> Hand:
        hand = Hand("miui-11", "zh-CN", "cn", popups=(kind,))
        hand.start(ACCOUNT_INTENT)
        await hand.rest()
        assert hand.screen != "account_page"
        shown = hand.ui.shown()
        hand.ui.finish(shown)
        await hand.rest()
        return hand

    hand = play(story())
    assert hand.screen == "account_page"
    assert kind in hand.phone.surprises


def test_the_update_popup_has_its_pair_of_buttons() -> None:
    """The account app's update: the very pair by which it may be dismissed."""
    hand = account_page("miui-11", "zh-CN", "cn", popups=("update",))
    assert hand.texts()[-2:] == ["以后再说", "立即升级"]
    place = "com.xiaomi.account.upgrade.AccountApkUpdateDialogActivity"
    assert hand.ui.focus() == ("com.xiaomi.account", place)


def test_a_chat_says_the_same_words() -> None:
    """The chat app shows titles and buttons of the account pages, under its own package."""

    async def story() -> Hand:
        hand = Hand("hyperos-1", "en")
        hand.start(CHAT_INTENT)
        return hand

    hand = play(story())
    assert {"Sign out", "Xiaomi Account", "Remove account"} <= set(hand.texts())
    assert {node["package"] for node in hand.nodes()} == {"org.example.chat"}


@pytest.mark.parametrize("lock", ["lost_mode", "finance_lock", "activation_lock"])
def test_a_locked_phone_stays_locked(lock: str) -> None:
    """A Find device lock covers everything: neither Back, Home nor an intent leads past it."""

    async def story() -> Hand:
        switches: dict[str, Any] = {lock: True}
        hand = Hand("hyperos-1", "en", **switches)
        for key in ("BACK", "HOME"):
            await hand.ui.key(key, source="adb")
        hand.start(ACCOUNT_INTENT)
        return hand

    hand = play(story())
    assert hand.screen == lock
    assert {node["package"] for node in hand.nodes()} == {"com.xiaomi.finddevice"}


def test_a_phone_that_is_not_set_up() -> None:
    """After a reset the guide is in front, and the settings say that it is not done."""

    async def story() -> Hand:
        hand = Hand("hyperos-1", "en", provisioned=False, account=False)
        await hand.ui.key("HOME", source="adb")
        return hand

    hand = play(story())
    assert hand.ui.focus() == (
        "com.android.provision",
        "com.android.provision.activities.DefaultActivity",
    )
    assert hand.phone.settings["secure"]["user_setup_complete"] == "0"


def test_a_secure_keyguard_is_the_owners() -> None:
    """A locked phone shows its keyguard until the owner unlocks it."""

    async def story(*acts: str) -> str:
        hand = Hand(keyguard="secure", owner=ok_owner(*acts))
        await hand.rest()
        return hand.screen

    assert play(story("keyguard=wait")) == "keyguard"
    assert play(story()) == "launcher"


def test_a_second_space_in_front_signs_out_its_own_account() -> None:
    """The account page is that of the Android user in front; the owner's account stays."""

    async def story() -> Hand:
        hand = Hand(owner=ok_owner(), second_space=True, second_space_in_front=True)
        await hand.ask_to_sign_out()
        await hand.rest()
        return hand

    hand = play(story())
    assert len(hand.phone.accounts("com.xiaomi", 0)) == 1
    assert hand.phone.accounts("com.xiaomi", 10) == []


def test_switching_the_language_changes_the_words_in_place() -> None:
    """A page that is open speaks the new language at the next look."""

    async def story() -> Hand:
        hand = Hand("miui-11", "en")
        hand.start(ACCOUNT_INTENT)
        assert "Mi Account" in hand.texts()
        hand.phone.props["persist.sys.locale"] = "ru"
        return hand

    assert "Mi Аккаунт" in play(story()).texts()


def test_large_letters_make_more_to_scroll() -> None:
    """With a larger font fewer rows fit on the page."""
    normal, large = (settings(font_scale=scale) for scale in (1.0, 1.6))
    assert len(large.texts()) < len(normal.texts())


def test_the_tap_switch_needs_an_account() -> None:
    """Signed out, the switch for taps over USB cannot be turned on any more."""

    async def story() -> Hand:
        hand = Hand("hyperos-1", "en", account=False, taps="off")
        hand.start(Intent(action="android.settings.APPLICATION_DEVELOPMENT_SETTINGS"))
        await hand.tap("dev.input")
        return hand

    hand = play(story())
    assert hand.phone.props["persist.security.adbinput"] == "0"
    assert hand.ui.last_toast == hand.world.text("security.adb_login_xiaomi_account")


def test_tablets_take_taps_without_the_switch() -> None:
    """The switch refuses taps on phones; newer tablets are exempt."""

    async def mode(layout: str) -> str | None:
        return Hand("hyperos-1", "en", layout, taps="off").phone.faults.input

    assert (play(mode("intl")), play(mode("tablet"))) == ("exception", None)


def test_taps_over_usb_are_allowed_in_three_steps() -> None:
    """Signed in, the owner is warned twice and asked; only then taps are taken."""

    async def story() -> Hand:
        hand = Hand("hyperos-1", "en", taps="off")
        hand.start(Intent(action="android.settings.APPLICATION_DEVELOPMENT_SETTINGS"))
        await hand.tap("dev.input")
        for label in ("Next", "Next", "Accept"):
            assert label in hand.texts()
            assert not hand.scene.taps_allowed
            await hand.tap("com.miui.securitycenter:id/accept")
        return hand

    hand = play(story())
    assert hand.scene.taps_allowed
    assert hand.phone.faults.input is None
    assert hand.screen == "settings.developer"


def test_an_owner_allows_this_computer() -> None:
    """Asked whether this computer may debug, an owner who is told to allows it."""

    async def story(*acts: str) -> bool:
        hand = Hand(authorized=False, owner=ok_owner(*acts))
        await hand.rest()
        return hand.phone.authorized

    assert (play(story()), play(story("usb=ok"))) == (False, True)


@pytest.mark.parametrize("release", RELEASES)
def test_every_language_can_be_shown(release: str) -> None:
    """In every language of a release the home, the account page and the sheet can be drawn."""

    async def story(locale: str) -> list[str]:
        hand = Hand(release, locale, nickname="")
        seen = []
        for intent in (Intent(action="android.settings.SETTINGS"), ACCOUNT_INTENT, QUICK_LOGIN):
            hand.start(intent)
            seen.append(hand.screen)
            assert len(hand.texts()) > 3
        return seen

    expected = ["settings_home", "account_page", "password_prompt"]
    locales = known_locales(RELEASES[release])
    assert len(locales) > 10
    assert [locale for locale in locales if play(story(locale)) != expected] == []
