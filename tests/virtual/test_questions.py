"""Each switch of a scenario: its dialog in its place, and what follows from each answer."""

from typing import Any

import pytest

from miunlink_adb.virtual.owner import WRONG_SECRET, Owner
from miunlink_adb.virtual.scenario import FIND_DEVICE_ERRORS
from tests.virtual.hand import Hand, ok_owner, play


def ended(owner: Owner, release: str = "miui-11", **switches: Any) -> Hand:
    """The phone after the owner has done what he does."""

    async def story() -> Hand:
        hand = Hand(release, owner=owner, **switches)
        await hand.ask_to_sign_out()
        await hand.rest()
        return hand

    return play(story())


@pytest.mark.parametrize(
    ("what", "screen", "switches"),
    [
        ("cards", "bank_card_dialog", {"bank_cards": 1}),
        ("data", "wipe_data_confirm", {}),
        ("unsynced", "unsynced_data_dialog", {"unsynced": True}),
        ("hidden", "hidden_photos_dialog", {"hidden_photos": True}),
        ("photos", "high_quality_dialog", {"high_quality_photos": True}),
        ("e2ee", "e2ee_dialog", {"e2ee_last_device": True}),
        ("password", "password_prompt", {}),
        ("captcha", "captcha_prompt", {"captcha_after": 1}),
        ("code", "code_prompt", {"second_step": True}),
        ("web", "web_verification", {"web_verification": True}),
        ("token", "token_expired", {"token_expired": True}),
        ("set_password", "set_password", {"has_password": False}),
    ],
)
def test_nobody_answers(what: str, screen: str, switches: dict[str, Any]) -> None:
    """A question that the owner leaves alone stays in front, and the account stays."""
    acts = ["data=remove", f"{what}=wait"]
    if what == "captcha":
        acts.append("password=wrong,wait")
    hand = ended(ok_owner(*acts), "hyperos-2", **switches)
    assert (hand.screen, hand.signed_in) == (screen, True)


@pytest.mark.parametrize(
    ("what", "switches"),
    [
        ("cards", {"bank_cards": 1}),
        ("data", {}),
        ("password", {}),
        ("code", {"second_step": True}),
        ("set_password", {"has_password": False}),
        ("e2ee", {"e2ee_last_device": True}),
    ],
)
def test_cancel_leaves_the_account(what: str, switches: dict[str, Any]) -> None:
    """Cancel at any question ends on the account page with the account still there."""
    if what == "e2ee":  # its negative button turns the protection off; Back is the way out

        async def story() -> Hand:
            hand = Hand("hyperos-2", owner=ok_owner("e2ee=wait"), **switches)
            await hand.ask_to_sign_out()
            await hand.rest(lambda: hand.screen == "e2ee_dialog")
            await hand.ui.key("BACK", source="owner")
            return hand

        hand = play(story())
    else:
        hand = ended(ok_owner(f"{what}=cancel"), **switches)
    assert (hand.screen, hand.signed_in) == ("account_page", True)


@pytest.mark.parametrize(
    ("release", "switches", "screen"),
    [
        ("miui-12", {"high_quality_photos": True}, "high_quality_dialog"),
        ("miui-8", {"hidden_photos": True}, "hidden_photos_dialog"),
        ("hyperos-1", {"e2ee_last_device": True}, "e2ee_dialog"),
    ],
)
def test_questions_that_a_release_does_not_have(
    release: str, switches: dict[str, Any], screen: str
) -> None:
    """Dialogs of newer releases never come up on older ones."""
    hand = ended(ok_owner("data=remove"), release, **switches)
    assert not hand.signed_in
    assert screen not in hand.screens


def test_keeping_data_skips_the_questions_about_removing() -> None:
    """After Keep neither unsynced items nor hidden photos are asked about."""
    hand = ended(ok_owner(), unsynced=True, hidden_photos=True)
    assert not {"unsynced_data_dialog", "hidden_photos_dialog"} & set(hand.screens)
    assert hand.scene.session.wiped is False


def test_check_if_synced_opens_the_cloud_and_removes_nothing() -> None:
    """The other button of the unsynced-items dialog leads to the cloud's page."""

    async def story() -> Hand:
        hand = Hand(owner=ok_owner("data=remove", "unsynced=wait"), unsynced=True)
        await hand.ask_to_sign_out()
        await hand.rest(lambda: hand.screen == "unsynced_data_dialog")
        await hand.tap("android:id/button2")
        return hand

    hand = play(story())
    assert (hand.screen, hand.signed_in) == ("cloud_page", True)


def test_wrong_passwords_are_counted_and_said() -> None:
    """Two wrong passwords: counted, said in the sheet, logged, the third one is taken."""
    hand = ended(ok_owner("password=wrong,wrong,right"))
    assert not hand.signed_in
    assert hand.scene.session.wrong_passwords == 2
    assert hand.phone.record.noted("logcat").count("QuickLoginFragment: wrong password") == 2


def test_a_wrong_password_stays_in_the_sheet() -> None:
    """The sheet stays, says what was wrong, and its field is empty again."""
    hand = ended(ok_owner("password=wrong,wait"))
    assert hand.screen == "password_prompt"
    assert hand.world.text("account.passport_bad_authentication") in hand.texts()
    assert WRONG_SECRET not in hand.ui.dump()


def test_the_captcha_comes_in_the_same_sheet() -> None:
    """After a wrong password the captcha area appears below the password, which is asked again."""
    hand = ended(ok_owner("password=wrong,wait", "captcha=wait"), captcha_after=1)
    assert hand.screen == "captcha_prompt"
    account = hand.world.ids.account
    wanted = {account("password"), account("captcha_input"), account("captcha_image")}
    assert wanted <= hand.ids()


@pytest.mark.parametrize("captcha", ["right", "wrong,right"])
def test_the_captcha_is_solved(captcha: str) -> None:
    """The right captcha with the right password signs out; a wrong one may be repeated."""
    owner = ok_owner("password=wrong,right", f"captcha={captcha}")
    assert not ended(owner, captcha_after=1).signed_in


def test_a_wrong_code_is_said_and_may_be_repeated() -> None:
    """The code step stays with its words until the code is right."""
    stuck = ended(ok_owner("code=wrong,wait"), second_step=True)
    assert stuck.world.text("account.passport_wrong_vcode") in stuck.texts()
    assert not ended(ok_owner("code=wrong,right"), second_step=True).signed_in


def test_the_web_page_has_no_native_ids() -> None:
    """The identity check is a web view; the words of the account pages on it prove nothing."""
    hand = ended(ok_owner("web=wait"), web_verification=True)
    classes = {node["class"] for node in hand.nodes()}
    assert "android.webkit.WebView" in classes
    assert hand.world.text("account.logout_account") in hand.texts()
    assert hand.world.ids.account("logout") not in hand.ids()


@pytest.mark.parametrize("error", ["denied", "network", "server"])
def test_the_server_does_not_take_the_password(error: str) -> None:
    """An error of the server is said in the sheet; no wrong password is counted."""
    hand = ended(ok_owner("password=right,wait"), password_error=error)
    names = {"denied": "access_denied", "network": "error_network", "server": "error_server"}
    assert hand.world.text(f"account.passport_{names[error]}") in hand.texts()
    assert (hand.screen, hand.scene.session.wrong_passwords) == ("password_prompt", 0)


def test_too_many_attempts() -> None:
    """After so many wrong passwords even the right one is refused, in a dialog of its own."""
    hand = ended(ok_owner("password=wrong,wrong,right,wait"), too_many_after=2)
    assert (hand.screen, hand.signed_in) == ("too_many_attempts", True)


@pytest.mark.parametrize("reason", FIND_DEVICE_ERRORS)
def test_find_device_cannot_be_turned_off(reason: str) -> None:
    """Every reason comes as the same dialog with one button, and the account stays."""
    hand = ended(ok_owner(), find_device_error=reason)
    assert (hand.screen, hand.signed_in) == ("find_device_failed", True)
    texts = hand.texts()
    assert texts[0] == hand.world.text("account.turn_off_find_device_failed_title")
    assert texts[-1] == hand.world.text("android.ok")
    assert len(texts) == 3


def test_the_cooldown_says_how_many_days() -> None:
    """A recently changed password: the reason names the days."""
    hand = ended(ok_owner(), cooldown_days=5)
    assert hand.screen == "find_device_failed"
    assert any("5" in text for text in hand.texts())


def test_without_the_find_device_app_sign_out_fails() -> None:
    """With com.xiaomi.finddevice removed by a debloater the account cannot be removed."""
    hand = ended(ok_owner(), finddevice_installed=False)
    assert hand.phone.packages["com.xiaomi.finddevice"].installed_users == set()
    assert (hand.screen, hand.signed_in) == ("find_device_failed", True)


def test_a_restored_find_device_app_lets_sign_out_go_on() -> None:
    """Once the package is back for the owner, the same sign-out succeeds."""

    async def story() -> Hand:
        hand = Hand(owner=ok_owner(), finddevice_installed=False)
        await hand.ask_to_sign_out()
        await hand.rest()
        hand.phone.packages["com.xiaomi.finddevice"].installed_users.add(0)
        await hand.tap("android:id/button1")
        await hand.tap("sign_out")
        await hand.rest()
        return hand

    assert not play(story()).signed_in


def test_a_disabled_account_app_opens_nothing() -> None:
    """With the account app disabled the row in Settings is there and does nothing."""

    async def story() -> Hand:
        hand = Hand(disabled_packages=("com.xiaomi.account",))
        await hand.to_account_page()
        return hand

    assert play(story()).screen == "settings_home"


def test_without_the_cloud_app_nobody_asks_about_its_data() -> None:
    """With the cloud app removed the password comes at once."""
    hand = ended(ok_owner("password=wait"), missing_packages=("com.miui.cloudservice",))
    assert "wipe_data_confirm" not in hand.screens


def test_a_childs_account_stays() -> None:
    """A child cannot sign out: a dialog says so."""
    hand = ended(ok_owner(), child_account=True)
    assert (hand.screen, hand.signed_in) == ("child_account", True)


@pytest.mark.parametrize(
    ("switches", "reason"),
    [
        ({"logout_failed": "no_response"}, "account.no_response_retry"),
        ({"logout_failed": "unknown"}, "account.passport_error_unknown"),
    ],
)
def test_sign_out_fails(switches: dict[str, Any], reason: str) -> None:
    """The failure dialog says that it cannot sign out and why; OK leads back to the page."""
    hand = ended(ok_owner(), **switches)
    assert (hand.screen, hand.signed_in) == ("logout_failed", True)
    assert hand.world.text("account.logout_failed") in hand.texts()
    assert hand.world.text(reason) in hand.texts()


def test_an_expired_session_is_renewed_before_sign_out() -> None:
    """Sign in again leads to the sheet, then back to the page: sign-out must be asked anew."""

    async def story() -> Hand:
        hand = Hand(owner=ok_owner(), token_expired=True)
        await hand.ask_to_sign_out()
        await hand.rest()
        assert (hand.screen, hand.signed_in) == ("account_page", True)
        await hand.tap("sign_out")
        await hand.rest()
        return hand

    assert not play(story()).signed_in


def test_an_account_without_password_gets_one() -> None:
    """The owner sets a password on the page for it; only then the account goes."""
    hand = ended(ok_owner(), has_password=False)
    assert "set_password" in hand.screens
    assert "password_prompt" not in hand.screens
    assert not hand.signed_in


def test_passwords_that_differ_are_not_taken() -> None:
    """Two different passwords leave the page as it is."""
    hand = ended(ok_owner("set_password=wrong,wait"), has_password=False)
    assert (hand.screen, hand.signed_in) == ("set_password", True)


@pytest.mark.parametrize(("seconds", "shown"), [(0.3, False), (2.0, True)])
def test_the_cloud_query_shows_a_progress_only_when_it_is_slow(seconds: float, shown: bool) -> None:
    """More than a second: a progress dialog; less: none."""
    hand = ended(ok_owner("data=wait"), cloud_query=seconds)
    assert ("loading_micloud_sync_data" in hand.screens) is shown


def test_nothing_synced_asks_nothing_about_the_cloud() -> None:
    """Without synced data the password comes straight after the tap."""
    hand = ended(ok_owner("password=wait"), cloud_synced=False)
    assert "wipe_data_confirm" not in hand.screens
    assert hand.screen == "password_prompt"


def test_no_network() -> None:
    """Without network the password is not even checked."""
    hand = ended(ok_owner("password=right,wait"), network=False)
    assert hand.world.text("account.passport_error_network") in hand.texts()
    assert hand.signed_in
