"""Screens are recognised by what proves them, whatever else is on the display."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.hierarchy import parse_hierarchy
from miunlink_adb.observation import Observation
from miunlink_adb.pack import BoundPack, load_bound
from miunlink_adb.screen import KEYGUARD, Identification, identify
from tests.dumps import button, dump, look, node, scrolling, title, window

A = "com.xiaomi.account:id/"
PAGE_ACTIVITY = "com.xiaomi.account.ui.AccountSettingsActivity"
OLD = load_bound("miui-11", "en-US")
NEW = load_bound("hyperos-2", "en-US")
SETTINGS = "com.android.settings"


def seen(pack: BoundPack, *windows: str, activity: str = "", package: str = "") -> Identification:
    """What the pack says of these windows."""
    return identify(
        look(*windows, package=package or "com.xiaomi.account", activity=activity), pack
    )


def bar(text: str, package: str = "com.xiaomi.account") -> str:
    """An action bar with a title."""
    return node(
        resource_id=f"{package}:id/action_bar_title",
        text=text,
        package=package,
        bounds="[0,100][1080,200]",
    )


def account_page(*extra: str, nickname: str = "Tilda", button_id: str = f"{A}logout_btn") -> str:
    """The account page, scrolled to its end."""
    rows = [title("Account security"), title("Xiaomi Cloud"), title("Devices")]
    name = node(resource_id=f"{A}nick_name", text=nickname)
    end = button("Sign out", button_id, bounds="[60,2000][1020,2150]")
    return window(bar("Xiaomi Account"), scrolling(name, *rows, end), *extra)


def dialog(text: str, message: str, *buttons: str, package: str = "com.xiaomi.account") -> str:
    """A dialog in a window of its own."""
    ids = ["android:id/button1", "android:id/button2"]
    shown = [button(word, name, package=package) for word, name in zip(buttons, ids, strict=False)]
    return window(
        node(resource_id=f"{package}:id/alertTitle", text=text, package=package),
        node(resource_id=f"{package}:id/message", text=message, package=package),
        *shown,
        package=package,
        bounds="[60,900][1020,1500]",
    )


PACKS = pytest.mark.parametrize("pack", [OLD, NEW], ids=["miui-11", "hyperos-2"])


@PACKS
def test_the_account_page_and_its_button(pack: BoundPack) -> None:
    """The page is recognised and exactly one node is the sign-out button."""
    found = seen(pack, account_page())
    assert found.screen == "account_page"
    (sign_out,) = found.elements["sign_out_button"].nodes
    assert sign_out.resource_id == f"{A}logout_btn"


def test_another_id_does_not_hide_the_button_where_ids_are_unknown() -> None:
    """From MIUI 12 on the label and the class are enough; before, the id is known."""
    page = account_page(button_id=f"{A}a7")
    assert seen(NEW, page).elements["sign_out_button"].nodes[0].resource_id == f"{A}a7"
    assert "sign_out_button" not in seen(OLD, page).elements


@PACKS
def test_a_window_that_is_listed_twice_is_one(pack: BoundPack) -> None:
    """Some servers list the active window a second time: that is no window over the page."""
    found = seen(pack, account_page(), account_page())
    assert found.screen == "account_page"
    assert len(found.elements["sign_out_button"].nodes) == 1
    assert seen(pack, account_page(), dialog("Who?", "What?", "OK")).screen is None


def test_another_class_does_not_hide_the_button_that_id_and_label_name() -> None:
    """Where the id is that of older releases and the words are right, it need not be a Button."""
    foot = node(resource_id=f"{A}logout_btn", text="Sign out", bounds="[60,2000][1020,2150]")
    page = window(bar("Xiaomi Account"), scrolling(title("Devices"), title("Xiaomi Cloud"), foot))
    (sign_out,) = seen(NEW, page, activity=PAGE_ACTIVITY).elements["sign_out_button"].nodes
    assert sign_out.resource_id == f"{A}logout_btn"


@pytest.mark.parametrize("class_name", ["android.widget.Button", "android.widget.TextView"])
@pytest.mark.parametrize("resource_id", ["retain_button", "other"])
def test_the_question_about_data_may_be_asked_with_other_buttons(
    class_name: str, resource_id: str
) -> None:
    """Its two answers are told by their words and that they can be tapped, not by their class."""
    cloud = "com.miui.cloudservice"
    keep, remove = "Keep", "Remove"
    answers = [
        node(class_name, text=word, resource_id=f"{cloud}:id/{name}", package=cloud, clickable=True)
        for word, name in ((keep, resource_id), (remove, f"{resource_id}2"))
    ]
    found = seen(NEW, window(*answers, package=cloud), package=cloud)
    assert found.screen == "wipe_data_confirm"
    assert found.elements["keep_button"].nodes[0].text == keep


@PACKS
@pytest.mark.parametrize("nickname", ["Sign out", "SIGN OUT", "Mi Account", "Signing out…", "OK"])
def test_a_nickname_like_a_label_changes_nothing(pack: BoundPack, nickname: str) -> None:
    """The owner may be called like a button."""
    found = seen(pack, account_page(nickname=nickname), activity=PAGE_ACTIVITY)
    assert found.screen == "account_page"
    (sign_out,) = found.elements["sign_out_button"].nodes
    assert sign_out.class_name.endswith("Button")


@PACKS
def test_a_dialog_wins_over_the_page_beneath(pack: BoundPack) -> None:
    """All windows are in the dump, in no known order: the dialog is what can be touched."""
    over = dialog("Can't sign out", "No response, try again.", "OK")
    for windows in ([account_page(), over], [over, account_page()]):
        found = seen(pack, *windows, activity=PAGE_ACTIVITY)
        assert found.screen == "logout_failed"
        assert "sign_out_button" not in found.elements


@PACKS
def test_an_unknown_dialog_over_the_page_is_unknown(pack: BoundPack) -> None:
    """The page beneath is not taken for what is in front."""
    over = dialog("Win a phone!", "Only today.", "Yes please", "Later")
    for windows in ([account_page(), over], [over, account_page()]):
        found = seen(pack, *windows, activity=PAGE_ACTIVITY)
        assert found.screen is None
        assert "lies over account_page" in found.why


@PACKS
def test_a_message_that_pops_up_hides_nothing(pack: BoundPack) -> None:
    """A toast is not in the way, and what it says is seen."""
    toast = window(node(text="Invalid username or password"), bounds="[200,2000][880,2100]")
    sheet = window(
        node(text="Enter your password"),
        node("android.widget.EditText", resource_id=f"{A}input_pwd_view", password=True),
        bounds="[0,1400][1080,2400]",
    )
    found = seen(pack, sheet, toast)
    assert found.screen == "password_prompt"
    assert "wrong_password_message" in found.elements


@PACKS
def test_a_question_of_our_other_app_over_the_page_is_seen(pack: BoundPack) -> None:
    """The cloud app asks while the window manager still names the account app."""
    cloud = "com.miui.cloudservice"
    asked = dialog("Items aren't synced", "…", "Continue", "Check if synced", package=cloud)
    found = seen(pack, account_page(), asked, activity=PAGE_ACTIVITY)
    assert found.screen == "unsynced_data_dialog"
    assert "sign_out_button" not in found.elements


@PACKS
def test_a_foreign_window_over_the_page_is_in_the_way(pack: BoundPack) -> None:
    """A call, a game, an advertisement: whatever it is, a tap would hit it."""
    over = dialog("Incoming call", "x", "Answer", package="com.android.incallui")
    found = seen(pack, account_page(), over, activity=PAGE_ACTIVITY)
    assert found.screen is None
    assert "lies over account_page" in found.why


@PACKS
def test_bars_and_pages_beneath_are_not_in_the_way(pack: BoundPack) -> None:
    """The status bar, a keyboard at the edge and the launcher beneath are always there."""
    bars = window(button("Back", package="s"), package="s", bounds="[0,2270][1080,2400]")
    launcher = window(button("Phone", package="l"), package="l")
    assert seen(pack, bars, account_page(), launcher).screen == "account_page"


@PACKS
def test_windows_beside_each_other_do_not_cover(pack: BoundPack) -> None:
    """A tablet shows two pages of one app side by side."""
    beside = window(button("Something"), bounds="[1080,0][2000,2400]")
    assert seen(pack, account_page(), beside).screen == "account_page"


@PACKS
def test_other_apps_are_never_ours(pack: BoundPack) -> None:
    """A chat with the same words, and a dialog of another app over the page."""
    chat = account_page().replace('package="com.xiaomi.account"', 'package="com.chat"')
    assert seen(pack, chat, package="com.chat").screen is None
    over = dialog("Can't sign out", "x", "OK", package="com.chat")
    assert seen(pack, account_page(), over, package="com.chat").screen is None


@PACKS
def test_words_of_a_web_page_are_no_landmarks(pack: BoundPack) -> None:
    """A web page full of *Sign out* is a web page."""
    words = [button("Sign out"), title("Account security"), title("Xiaomi Cloud")]
    page = window(node("android.webkit.WebView", *words * 20, bounds="[0,200][1080,2400]"))
    found = seen(pack, page)
    assert found.screen == "web_verification"
    assert "sign_out_button" not in found.elements


@PACKS
def test_a_dialogs_button_is_not_the_sign_out_button(pack: BoundPack) -> None:
    """The dialog of an expired session has a button with the same words."""
    shown = dialog("Couldn't authenticate", "Your account ID: 7", "Sign in again", "Sign out")
    found = seen(pack, shown)
    assert found.screen == "token_expired"
    assert "sign_out_button" not in found.elements


def test_assumed_ids_prove_nothing() -> None:
    """Where nobody read the app, ids alone leave the screen unknown."""
    ids = [
        node("android.widget.ImageView", resource_id=f"{A}user_avatar"),
        button("Abc", f"{A}logout_btn"),
    ]
    assert seen(NEW, window(scrolling(*ids))).screen is None
    assert seen(OLD, window(scrolling(*ids))).screen == "account_page"


def test_the_activity_helps_and_another_activity_rules_out() -> None:
    """What has the focus is told by the window manager, which no text can imitate."""
    page = window(bar("???"), scrolling(title("???")))
    assert seen(NEW, page).screen is None
    assert seen(NEW, page, activity=PAGE_ACTIVITY).screen == "account_page"
    login = "com.xiaomi.account.ui.LoginActivity"
    assert seen(NEW, account_page(), activity=login).screen != "account_page"


@PACKS
def test_capitals_and_marks_change_nothing(pack: BoundPack) -> None:
    """A theme in capitals, a right-to-left mark, three dots."""
    shouted = dialog("CAN’T SIGN OUT", "x", "OK")
    assert seen(pack, shouted).screen == "logout_failed"
    dots = window(
        node(resource_id="miui:id/message", text="\u200fSigning out..."),
        node("android.widget.ProgressBar"),
        bounds="[60,1100][1020,1300]",
    )
    assert seen(pack, dots).screen == "signing_out"


@PACKS
def test_a_cooldown_is_told_from_other_failures(pack: BoundPack) -> None:
    """Both have one title: the cooldown's message holds a number of days."""
    other = dialog("Can't turn off Find device", "Can't connect to the network", "OK")
    days = dialog("Can't turn off Find device", "… within last 3 days …", "OK")
    assert seen(pack, other).screen == "find_device_failed"
    assert seen(pack, days).screen == "password_cooldown"


@PACKS
def test_sheets_with_and_without_captcha_and_code(pack: BoundPack) -> None:
    """One sheet, three turns of the owner."""
    name, password = node(text="Account: 28"), node("android.widget.EditText", password=True)
    plain = node("android.widget.EditText", resource_id=f"{A}et_captcha_code")
    code = node("android.widget.EditText", resource_id=f"{A}passport_vcode")
    heading = node(text="2-step verification")
    sheet = "[0,1400][1080,2400]"
    assert seen(pack, window(name, password, bounds=sheet)).screen == "password_prompt"
    assert seen(pack, window(name, password, plain, bounds=sheet)).screen == "captcha_prompt"
    assert seen(pack, window(heading, code, bounds=sheet)).screen == "code_prompt"


@PACKS
def test_the_login_page_is_no_password_prompt(pack: BoundPack) -> None:
    """It asks for a name too: nobody is signed in there."""
    page = window(
        node("android.widget.EditText", resource_id=f"{A}et_account_name"),
        node("android.widget.EditText", password=True),
        button("Sign in", f"{A}btn_login"),
    )
    assert seen(pack, page).screen == "signed_out_page"


@PACKS
def test_the_platforms_remove_account_is_not_ours(pack: BoundPack) -> None:
    """The decoy in Settings is known as what it is."""
    page = window(
        bar("Accounts & sync", SETTINGS),
        button("Remove account", package=SETTINGS),
        package=SETTINGS,
    )
    asked = dialog("Remove account?", "…", "Remove account", "Cancel", package=SETTINGS)
    assert seen(pack, page, package=SETTINGS).screen == "remove_account_page"
    assert seen(pack, page, asked, package=SETTINGS).screen == "remove_account_dialog"


def home(first: str, *rows: str, resource_id: str = "android:id/list") -> str:
    """A Settings home with a first row and more."""
    return window(
        bar("Settings", SETTINGS),
        scrolling(first, *rows, package=SETTINGS, resource_id=resource_id),
        package=SETTINGS,
    )


def row(text: str, summary: str = "") -> str:
    """A row of Settings."""
    inside = [title(text, package=SETTINGS)]
    inside += [title(summary, "android:id/summary", package=SETTINGS)] if summary else []
    return node("android.widget.LinearLayout", *inside, package=SETTINGS, clickable=True)


@pytest.mark.parametrize("nickname", ["Tilda", "Xiaomi Account", "Sign out", "Settings"])
@pytest.mark.parametrize(
    "summary", ["Manage accounts, cloud services, and more", "A word from the server"]
)
def test_the_chinese_row_is_found_whatever_the_owner_is_called(nickname: str, summary: str) -> None:
    """By its summary; if a server wrote that, as the first row with a summary."""
    pack = load_bound("hyperos-1", "en")
    list_id = "com.android.settings:id/scroll_headers"
    shown = home(row(nickname, summary), row("Wi-Fi"), row("Display"), resource_id=list_id)
    found = seen(pack, shown, package=SETTINGS)
    assert found.screen == "settings_home"
    (hit,) = found.elements["account_row_china"].nodes
    assert summary in {item.text for item in hit.walk()}


def test_a_scrolled_chinese_home_offers_no_wrong_row() -> None:
    """When the first row is out of view, no other row stands in for it."""
    pack = load_bound("hyperos-1", "en")
    list_id = "com.android.settings:id/scroll_headers"
    shown = home(row("Wi-Fi"), row("Display"), row("Sound"), resource_id=list_id)
    assert "account_row_china" not in seen(pack, shown, package=SETTINGS).elements


def test_the_international_row_is_the_title_not_the_value() -> None:
    """A nickname shown as the row's value is another node."""
    pack = load_bound("hyperos-1", "en")
    value = node(
        resource_id="com.android.settings:id/text_right", text="Xiaomi Account", package=SETTINGS
    )
    line = node(
        "android.widget.LinearLayout",
        title("Xiaomi Account", package=SETTINGS),
        value,
        package=SETTINGS,
    )
    shown = home(row("Wi-Fi"), line, resource_id="com.android.settings:id/scroll_headers")
    found = seen(pack, shown, package=SETTINGS)
    (hit,) = found.elements["account_row_international"].nodes
    assert hit.resource_id == "android:id/title"


def test_permission_questions_of_other_apps_are_not_ours() -> None:
    """Only a question that names an app on our way is."""
    package = "com.google.android.permissioncontroller"
    ids = "com.android.permissioncontroller:id/permission_"

    def ask(app: str) -> str:
        message = node(
            resource_id=f"{ids}message",
            text=f"Allow {app} to send you notifications?",
            package=package,
        )
        no = button("Don’t allow", f"{ids}deny_button", package=package)
        return window(message, no, package=package)

    assert seen(NEW, ask("Xiaomi Account"), package=package).screen == "permission_dialog"
    assert seen(NEW, ask("Radio"), package=package).screen is None


def test_the_lock_screen_is_told_by_the_window_manager() -> None:
    """Whatever is drawn on it."""
    root = parse_hierarchy(dump(account_page()))
    locked = Observation(root, "com.xiaomi.account", keyguard=True)
    assert identify(locked, NEW).screen == KEYGUARD


def test_up_to_miui_11_no_words_are_needed() -> None:
    """A language that nobody has texts for: ids and structure carry the way."""
    pack = load_bound("miui-11", "xx")
    page = window(scrolling(title("???"), button("???", f"{A}logout_btn")))
    sheet = window(node("android.widget.EditText", resource_id=f"{A}input_pwd_view", password=True))
    cloud = "com.miui.cloudservice"
    wipe = window(
        button("???", f"{cloud}:id/retain_button", package=cloud),
        button("???", f"{cloud}:id/remove_button", package=cloud),
        package=cloud,
    )
    assert pack.locales == ()
    assert seen(pack, page).screen == "account_page"
    assert seen(pack, sheet).screen == "password_prompt"
    assert seen(pack, wipe, package=cloud).screen == "wipe_data_confirm"


WORDS = st.sampled_from(
    "Sign out|Mi Account|Xiaomi Account|Account security|Keep|Remove|OK|Settings|x".split("|")
)
CLASSES = st.sampled_from(["TextView", "Button", "EditText", "WebView", "ProgressBar"])
IDS = st.sampled_from(["", "android:id/title", "android:id/button1", f"{A}other", f"{A}nick_name"])
NODES = st.builds(
    lambda c, t, i, click: node(f"android.widget.{c}", text=t, resource_id=i, clickable=click),
    CLASSES,
    WORDS,
    IDS,
    st.booleans(),
)


@given(st.lists(st.lists(NODES, max_size=8), max_size=3), st.sampled_from(["com.chat", SETTINGS]))
def test_windows_of_other_apps_never_matter(content: list[list[str]], package: str) -> None:
    """Nothing that the account app draws makes a screen while another app has the focus."""
    windows = [window(*nodes) for nodes in content]
    assert seen(NEW, *windows, package=package).screen is None


@given(st.lists(NODES, max_size=12))
def test_the_sign_out_button_is_a_button_with_these_words(nodes: list[str]) -> None:
    """Whatever a page of the account app shows: nothing else is ever taken for it."""
    for pack in (OLD, NEW):
        hit = seen(pack, window(*nodes)).elements.get("sign_out_button")
        for item in hit.nodes if hit else ():
            assert item.class_name.endswith("Button")
            assert item.text == "Sign out"
            assert not item.resource_id.startswith("android:id/button")


@given(st.lists(NODES, max_size=12))
def test_a_page_is_never_proved_by_one_word(nodes: list[str]) -> None:
    """The account page needs two different landmarks, or one that only it has."""
    found = seen(NEW, window(*nodes))
    if found.screen == "account_page":
        assert len({hit.element for hit in found.landmarks}) > 1
