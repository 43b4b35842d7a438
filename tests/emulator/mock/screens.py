"""The table of screens: which app shows it, in which activity, and who draws it in the world.

One layout file per screen and per state of it. Must not know Android's files.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from miunlink_adb.virtual.apps.account import AccountPage, LoginPage
from miunlink_adb.virtual.apps.cloud import WipeConfirm
from miunlink_adb.virtual.apps.dialog import ProgressDialog
from miunlink_adb.virtual.apps.scene import AppScreen, Scene
from miunlink_adb.virtual.apps.settings import SettingsHome
from miunlink_adb.virtual.apps.settings_accounts import AccountsPage
from miunlink_adb.virtual.apps.sheet import PasswordSheet
from miunlink_adb.virtual.apps.surprises import surprise
from miunlink_adb.virtual.view import View
from miunlink_adb.virtual.worlds.ids import ACCOUNT, CLOUD

SETTINGS = "org.miunlink.mock.settings"
"""The look-alike of Settings: an emulator's own cannot be replaced."""
REAL_SETTINGS = "com.android.settings"


Draw = Callable[[Scene], AppScreen]


@dataclass(frozen=True)
class MockScreen:
    """A layout: its name, package and activity, and what draws it on a scene."""

    layout: str
    package: str
    activity: str
    make: Draw

    def view(self, scene: Scene) -> View:
        """What the world shows there."""
        return self.make(scene).view()

    @property
    def window(self) -> bool:
        """Whether it fills the display, and is no sheet or dialog over it."""
        return self.layout in _PAGES


_PAGES = {
    "account_page",
    "signed_out_page",
    "wipe_data_confirm",
    "settings_home",
    "accounts_settings",
}


def _sheet(step: int = 1, *, captcha: bool = False, error: str = "") -> Draw:
    def make(scene: Scene) -> AppScreen:
        sheet = PasswordSheet(scene, lambda: None)
        sheet.step, sheet.captcha = step, captcha
        sheet.error = sheet.t(f"account.{error}") if error else ""
        return sheet

    return make


def _progress(label: str) -> Draw:
    return lambda scene: ProgressDialog(scene, ACCOUNT, label, scene.world.text(f"account.{label}"))


_QUICK = f"{ACCOUNT}.ui.QuickLoginActivity"
_PAGE = f"{ACCOUNT}.ui.AccountSettingsActivity"
_UPDATE = f"{ACCOUNT}.upgrade.AccountApkUpdateDialogActivity"
_SHEETS = {
    "password_prompt": _sheet(),
    "password_prompt_empty": _sheet(error="passport_error_empty_pwd"),
    "password_prompt_wrong": _sheet(error="passport_bad_authentication"),
    "captcha_prompt": _sheet(captcha=True, error="passport_bad_authentication"),
    "captcha_prompt_empty": _sheet(captcha=True, error="passport_error_empty_captcha_code"),
    "captcha_prompt_wrong": _sheet(captcha=True, error="passport_wrong_captcha"),
    "code_prompt": _sheet(2),
    "code_prompt_empty": _sheet(2, error="passport_error_empty_vcode"),
    "code_prompt_wrong": _sheet(2, error="passport_wrong_vcode"),
    "checking_password": _progress("passport_checking_account"),
}

SCREENS: tuple[MockScreen, ...] = (
    MockScreen("account_page", ACCOUNT, _PAGE, AccountPage),
    MockScreen("signing_out", ACCOUNT, _PAGE, _progress("removing_account")),
    MockScreen("signed_out_page", ACCOUNT, f"{ACCOUNT}.ui.LoginActivity", LoginPage),
    *(MockScreen(name, ACCOUNT, _QUICK, make) for name, make in _SHEETS.items()),
    MockScreen("account_update_dialog", ACCOUNT, _UPDATE, lambda s: surprise(s, "update")),
    MockScreen(
        "wipe_data_confirm",
        CLOUD,
        f"{CLOUD}.ui.MiCloudWipeDataConfirmActivity",
        lambda scene: WipeConfirm(scene, lambda _: None),
    ),
    MockScreen("settings_home", SETTINGS, f"{SETTINGS}.MiuiSettings", SettingsHome),
    MockScreen("accounts_settings", SETTINGS, f"{SETTINGS}.AccountSettingsActivity", AccountsPage),
)

PACKAGES = (ACCOUNT, CLOUD, SETTINGS)


def screens_of(package: str) -> tuple[MockScreen, ...]:
    """The screens of one app."""
    return tuple(screen for screen in SCREENS if screen.package == package)
