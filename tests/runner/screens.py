"""The screens on the way to a signed-out account, written from the facts: ids, texts, layout.

They know no pack. `name` of a view is what the record of taps calls it; a name that begins with
``decoy`` is something that nobody asked to be tapped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tests.runner.views import (
    BAR,
    FRAME,
    IMAGE,
    WEB,
    OnTap,
    Scrolling,
    View,
    button,
    entry,
    label,
    row,
)
from tests.runner.words import Words

SETTINGS, ACCOUNT, CLOUD = "com.android.settings", "com.xiaomi.account", "com.miui.cloudservice"
CHAT, HOME, PHONE = "com.example.chat", "com.miui.home", "com.android.incallui"
LBE, FIND = "com.lbe.security.miui", "com.xiaomi.finddevice"
KEYBOARD = "com.miui.securityinputmethod"

Content = Sequence[View | Scrolling]
NICKNAME, NUMBER = "Nora Nickname", "1234567890"


@dataclass(eq=False)
class Window:
    """A window of the phone. `kind`: page, sheet, dialog; a page takes the whole display."""

    name: str
    package: str
    activity: str
    draw: Callable[[], Content]
    kind: str = "page"
    cancelable: bool = True
    offset: int = 0
    shown: dict[str, str] = field(default_factory=dict)


def bar(words: Words, package: str, title: str) -> View:
    """A page's title bar."""
    prefix = package if words.since("miui-11") else "miui"
    text = label(title, f"{prefix}:id/{words.title_id}")
    return View(children=(text,), height=BAR)


def settings_home(
    words: Words,
    rows: dict[str, OnTap],
    *,
    international: bool,
    hidden: set[str],
    hint: str = "",
    twice: bool = False,
) -> Content:
    """The Settings home.

    `rows`: what the account rows do. `hidden`: names that are not there. `hint`: what a server
    wrote under the owner's name. `twice`: another row has the account row's title.
    """
    decoys = [row(f"Row {n}", "Something", name="decoy.row") for n in range(16)]
    own = row(words["account"], name="account_row", on_tap=rows["account"])
    china = row(NICKNAME, hint or words["account_hint"], name="account_row", on_tap=rows["account"])
    sync = row(words["sync"], name="accounts_row", on_tap=rows["accounts"])
    more = row(words["account" if twice else "more"], name="decoy.more")
    device = row(words["my_device"], name="decoy.my_device")
    items = [*decoys[:2], device, *decoys[2:], sync, *([own] if international else []), more]
    every = [item for item in ([] if international else [china]) + items if item.name not in hidden]
    return [
        bar(words, SETTINGS, words["settings"]),
        Scrolling(words.settings_list, tuple(every)),
    ]


def accounts_settings(words: Words, on_account: OnTap) -> Content:
    """The page *Accounts & sync*."""
    rows = [row(words["auto_sync"], name="decoy.auto_sync")]
    rows += [row(f"Service {number}", name="decoy.service") for number in range(14)]
    rows.append(row(NUMBER, words["account"], name="xiaomi_account_row", on_tap=on_account))
    list_id = "com.android.settings:id/recycler_view" if words.is_hyperos else "android:id/list"
    return [bar(words, SETTINGS, words["sync"]), Scrolling(list_id, tuple(rows))]


def account_page(words: Words, on_sign_out: OnTap, *, footer: int = 220) -> Content:
    """The account page; its last row is the button."""
    known = words.since("miui-12")
    button_id = "" if known else f"{ACCOUNT}:id/logout_btn"
    sign_out = button(words["sign_out"], button_id, name="sign_out_button", on_tap=on_sign_out)
    header = View(
        height=420,
        children=(
            View(IMAGE, "" if known else f"{ACCOUNT}:id/user_avatar"),
            label(NICKNAME, "" if known else f"{ACCOUNT}:id/user_name"),
            label(NUMBER, "" if known else f"{ACCOUNT}:id/user_id"),
        ),
    )
    titles = [words["security"], words["cloud"], *(f"Service {number}" for number in range(12))]
    rows = [row(title, name="decoy.row") for title in titles]
    end = View(children=(sign_out,), height=footer)
    return [
        bar(words, ACCOUNT, words["account"]),
        Scrolling("android:id/list", (header, *rows, end)),
    ]


def dialog(
    words: Words, package: str, title: str, message: str, buttons: Mapping[str, tuple[str, OnTap]]
) -> Content:
    """An alert; `buttons`: button1, button2 … -> text and what it does, named ``button1`` …."""
    parts: list[View | Scrolling] = []
    parts += [label(title, words.dialog_id("alertTitle", package))] if title else []
    parts += [label(message, words.dialog_id("message", package))] if message else []
    for name, (text, on_tap) in buttons.items():
        parts.append(button(text, f"android:id/{name}", name=name, on_tap=on_tap))
    return parts


def progress(words: Words, text: str) -> Content:
    """A progress that cannot be cancelled."""
    wheel = View("android.widget.ProgressBar")
    return [wheel, label(text, words.dialog_id("message", ACCOUNT))]


def wipe_data(words: Words, on_keep: OnTap, on_remove: OnTap) -> Content:
    """Keep or remove what was synced; a page of the cloud app."""

    def id_(name: str) -> str:
        return "" if words.since("miui-12") else f"{CLOUD}:id/{name}"

    return [
        label("?", id_("wipe_data_title_text_view")),
        button(words["keep"], id_("retain_button"), name="keep_button", on_tap=on_keep),
        button(words["remove"], id_("remove_button"), name="remove_button", on_tap=on_remove),
        button(words["cancel"], id_("cancel_button"), name="decoy.wipe_cancel"),
    ]


def password_sheet(words: Words, typed: str, said: str, *, captcha: bool = False) -> Content:
    """The sheet that asks for the password; `said`: the message under the field."""
    parts: list[View | Scrolling] = [
        label(words["password"], "android:id/title"),
        entry(f"{ACCOUNT}:id/{words.password_id}", typed, password=True),
    ]
    if captcha:
        parts += [View(IMAGE, f"{ACCOUNT}:id/et_captcha_image")]
        parts += [entry(f"{ACCOUNT}:id/et_captcha_code", "")]
    parts += [label(said)] if said else []
    parts += [
        button(words["forgot"], f"{ACCOUNT}:id/tv_forget_pwd", name="decoy.forgot"),
        button(words["ok"], f"{ACCOUNT}:id/confirm", name="decoy.confirm"),
    ]
    return parts


def code_sheet(words: Words, typed: str, said: str) -> Content:
    """Step two: the code."""
    return [
        label(words["code"], "android:id/title"),
        entry(f"{ACCOUNT}:id/passport_vcode", typed),
        *([label(said)] if said else []),
        button(words["ok"], f"{ACCOUNT}:id/confirm", name="decoy.confirm"),
    ]


def web_page(words: Words) -> Content:
    """A verification page of the account's site, with the same words as our own pages."""
    inside = (label(words["sign_out"]), label(words["account"]), entry("ticket", "424242"))
    return [View(WEB, children=inside, height=1500)]


def login_page(words: Words) -> Content:
    """What the account app shows when nobody is signed in."""
    return [
        label(words["login"]),
        entry(f"{ACCOUNT}:id/et_account_name", ""),
        entry(f"{ACCOUNT}:id/{words.password_id}", "", password=True),
        button(words["login_button"], f"{ACCOUNT}:id/btn_login", name="decoy.login"),
    ]


def set_password_page(words: Words) -> Content:
    """The page on which an account gets its first password."""
    return [
        bar(words, ACCOUNT, words["set_password"]),
        entry(f"{ACCOUNT}:id/{words.password_id}", "", password=True),
        button(words["ok"], f"{ACCOUNT}:id/confirm", name="decoy.confirm"),
    ]


def some_page(*texts: str) -> Content:
    """A page of which nothing is known."""
    return [label(text) for text in texts] + [button("Go", "x:id/go", name="decoy.go")]


def launcher() -> Content:
    """The launcher."""
    return [View(FRAME, height=2000), button("Apps", "", name="decoy.apps")]


def permission_question(app: str, what: str, on_deny: OnTap) -> Content:
    """The system asks whether an app may do something."""
    return [
        label(f"Allow {app} to access {what}?", f"{LBE}:id/permission_message"),
        button("Allow", f"{LBE}:id/permission_allow_button", name="decoy.allow"),
        button("Deny", f"{LBE}:id/permission_deny_button", name="permission_deny", on_tap=on_deny),
    ]


def update_question(on_later: OnTap, *, with_now: bool = True) -> Content:
    """The account app wants to be updated."""
    now = button("立即升级", name="decoy.update_now")
    later = button("以后再说", name="update_later", on_tap=on_later)
    return [label("?"), *([now] if with_now else []), later]
