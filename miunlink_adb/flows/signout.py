"""Signing out of the Mi / Xiaomi account: which screens can come, and what is done on each.

The order of the dialogs is the phone's own; nothing here relies on it. It must not know ids,
texts or releases: elements are names that the packs explain.
"""

from __future__ import annotations

from collections.abc import Mapping

from miunlink_adb.flow import (
    Await,
    Choose,
    Fail,
    Flow,
    HandOff,
    LookAt,
    Reaction,
    Refuse,
    TapOn,
    Way,
)
from miunlink_adb.phone import Open

__all__ = ["GUARDED", "signout_flow"]

SETTINGS = Open("android.settings.SETTINGS")
ACCOUNT_PAGE = Open("android.settings.XIAOMI_ACCOUNT_SYNC_SETTINGS", package="com.xiaomi.account")

GUARDED = ("not_a_dry_run", "confirmed", "account_app_in_front")
"""Guards of every tap that is part of signing out."""

_AFTER_SIGN_OUT = (
    "bank_card_dialog",
    "checking_cloud_data",
    "wipe_data_confirm",
    "unsynced_data_dialog",
    "photo_quality_dialog",
    "hidden_photos_dialog",
    "password_prompt",
    "set_password",
    "token_expired",
    "e2ee_dialog",
    "signing_out",
    "turning_off_find_device",
    "find_device_failed",
    "password_cooldown",
    "logout_failed",
    "settings_home",
    "accounts_settings",
    "signed_out_page",
)


def _answer(element: str) -> TapOn:
    return TapOn((element,), guards=("not_a_dry_run", "confirmed"), leads_to=_AFTER_SIGN_OUT)


_REACTIONS: Mapping[str, Reaction] = {
    "account_page": TapOn(
        ("sign_out_button",),
        within="account_list",
        guards=GUARDED,
        leads_to=_AFTER_SIGN_OUT,
        point_of_no_return=True,
    ),
    "bank_card_dialog": _answer("bank_card_confirm"),
    "checking_cloud_data": Await("the phone looks for cloud data", 60),
    "wipe_data_confirm": Choose(
        {"keep": _answer("keep_button"), "remove": _answer("remove_button")}
    ),
    "unsynced_data_dialog": _answer("unsynced_continue"),
    "photo_quality_dialog": _answer("photo_quality_continue"),
    "hidden_photos_dialog": HandOff("data_choice"),
    "password_prompt": HandOff("password"),
    "captcha_prompt": HandOff("captcha"),
    "code_prompt": HandOff("code"),
    "web_verification": HandOff("web_verification"),
    "set_password": HandOff("set_password"),
    "token_expired": HandOff("token_expired"),
    "e2ee_dialog": HandOff("e2ee"),
    "secure_keyboard_terms": HandOff("secure_keyboard", in_the_way=True),
    "keyguard": HandOff("keyguard", in_the_way=True),
    "checking_password": Await("the phone checks the password", 90),
    "turning_off_find_device": Await("the phone turns off Find device", 120),
    "signing_out": Await("the phone signs out", 180, last=True),
    "sign_in_refused": Fail(
        "The phone says that it cannot sign in to check the password.",
        "Read the reason on the phone, close the dialog, wait some minutes and run again.",
    ),
    "logout_failed": Fail(
        "The phone says that it cannot sign out.",
        "Check that the phone has internet access, close the dialog and run the command again.",
    ),
    "find_device_failed": Fail(
        "The phone cannot turn off Find device, which signing out needs.",
        "Read the reason on the phone; check internet access, date and time, and run again.",
    ),
    "password_cooldown": Refuse(
        "password_cooldown",
        "The account's password was changed recently: for some days Xiaomi does not let Find "
        "device be turned off, so the phone cannot be signed out now.",
        "Wait the days that the dialog on the phone names, do not change the password again, "
        "then run the command again.",
    ),
    "lost_mode": Refuse(
        "lost_mode",
        "This phone is locked as lost by the owner of its account.",
        "Only the account's owner can unlock it, at i.mi.com. If it is not yours, return it.",
    ),
    "activation_lock": Refuse(
        "activation_lock",
        "This phone was reset while an account was on it, and asks for that account.",
        "Sign in with that account on the phone, or ask its owner to remove the phone at i.mi.com; "
        "with the receipt, Xiaomi's support can help.",
    ),
    "child_account": Refuse(
        "child_account",
        "This is a child's account: it cannot be signed out on this phone alone.",
        "The family's organizer removes the child from the family group on his own phone first.",
    ),
    "finance_lock": Refuse(
        "finance_lock",
        "This phone is locked by a lender because of an instalment plan.",
        "Only the lender can release it.",
    ),
    "permission_dialog": TapOn(("permission_deny",)),
    "account_update_dialog": TapOn(("update_later",)),
    "cloud_offer_dialog": TapOn(("offer_later",)),
    "system_update_dialog": TapOn(("system_update_later",)),
    "find_device_offer": TapOn(("find_device_offer_decline",)),
    "low_battery_dialog": TapOn(("low_battery_ok",)),
    "signed_out_page": LookAt("no account is signed in here"),
}

_BEGINS_ON = ("account_page", "settings_home", "accounts_settings")
_FINISHED = ("settings_home", "accounts_settings", "signed_out_page")
_POPUPS = frozenset(
    {
        "permission_dialog",
        "account_update_dialog",
        "cloud_offer_dialog",
        "system_update_dialog",
        "find_device_offer",
        "low_battery_dialog",
        "keyguard",
        "secure_keyboard_terms",
    }
)


def _home(*rows: str) -> dict[str, Reaction]:
    leads_to = ("account_page", "signed_out_page")
    return {"settings_home": TapOn(rows, within="settings_list", leads_to=leads_to)}


def signout_flow(*, international: bool, route: str) -> Flow:
    """The table for one phone.

    `international`: the build shows the row "Mi Account" far down in Settings and has no other; a
    China build shows the owner's name first. `route`: ``settings`` or ``intent``, the way that is
    tried first; the others follow in order.
    """
    own, china = "account_row_international", "account_row_china"
    rows = (own,) if international else (china, own)
    accounts: dict[str, Reaction] = {
        "settings_home": TapOn(
            ("accounts_row",), within="settings_list", leads_to=("accounts_settings",)
        ),
        "accounts_settings": TapOn(
            ("xiaomi_account_row",), within="accounts_list", leads_to=("account_page",)
        ),
    }
    leave_settings: dict[str, Reaction] = {
        "settings_home": LookAt("the account page opens without it"),
        "accounts_settings": LookAt("the account page opens without it"),
    }
    ways = [
        Way("account row", "settings", SETTINGS, _home(*rows), ("settings_home",)),
        Way("accounts page", "settings", SETTINGS, accounts, ("settings_home",)),
        Way("intent", "intent", ACCOUNT_PAGE, leave_settings, ("account_page", "signed_out_page")),
    ]
    if route == "intent":
        ways = [ways[-1], *ways[:-1]]
    return Flow("signout", tuple(ways), _REACTIONS, _FINISHED, _BEGINS_ON, _POPUPS)
