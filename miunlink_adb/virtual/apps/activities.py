"""Which activities the phone's apps offer, and what each shows when it is started.

Must not know who starts them.
"""

from __future__ import annotations

from miunlink_adb.virtual.apps.account import AccountPage, LoginPage
from miunlink_adb.virtual.apps.chat import ChatPage
from miunlink_adb.virtual.apps.cloud import WipeConfirm, cloud_page
from miunlink_adb.virtual.apps.factory_pages import (
    HUB,
    RESET,
    ApplyPage,
    BackupResetPage,
    ErasePage,
)
from miunlink_adb.virtual.apps.finddevice import LOCK_ACTIVITY, LockWindow
from miunlink_adb.virtual.apps.finddevice import PACKAGE as FIND_DEVICE
from miunlink_adb.virtual.apps.scene import AppScreen, Scene
from miunlink_adb.virtual.apps.settings import SettingsHome
from miunlink_adb.virtual.apps.settings_accounts import AccountsPage
from miunlink_adb.virtual.apps.settings_pages import PACKAGE as SETTINGS
from miunlink_adb.virtual.apps.settings_pages import AddAccountPage, DeveloperPage
from miunlink_adb.virtual.apps.sheet import PasswordSheet
from miunlink_adb.virtual.apps.surprises import surprise
from miunlink_adb.virtual.intent import Intent, IntentFilter
from miunlink_adb.virtual.worlds.ids import ACCOUNT, CLOUD
from miunlink_adb.virtual.worlds.packages import CHAT

SETTINGS_INTENT = Intent(action="android.settings.SETTINGS")
CHAT_INTENT = Intent(component=f"{CHAT}/.ChatActivity")


def activities(scene: Scene) -> list[IntentFilter]:
    """Everything that can be started on this phone."""
    return [
        *_settings_activities(scene),
        *_reset_activities(scene),
        *_account_activities(scene),
        *_other_activities(scene),
    ]


def _account_page(scene: Scene) -> AppScreen | None:
    """The account page, or the sign-in page; waiting pop-ups come up over the former.

    Under a device owner it opens nothing.
    """
    if scene.hides_account_row:
        return None
    if scene.xiaomi_account is None:
        return LoginPage(scene)
    page = AccountPage(scene)
    popups, scene.session.popups = scene.session.popups, []
    page.surprises = [surprise(scene, kind) for kind in popups]
    return page


def _settings_activities(scene: Scene) -> list[IntentFilter]:
    home = SettingsHome(scene)
    others = tuple(a for a in (".MainSettings", ".MiuiSettings", ".Settings") if a != home.activity)
    return [
        IntentFilter(
            SETTINGS,
            home.activity,
            lambda _: SettingsHome(scene),
            actions=("android.settings.SETTINGS",),
            aliases=others,
            launch="singleTask",
            launcher=True,
        ),
        IntentFilter(
            SETTINGS,
            ".Settings$AccountSettingsActivity",
            lambda _: AccountsPage(scene),
            actions=("android.settings.SYNC_SETTINGS",),
        ),
        IntentFilter(
            SETTINGS,
            ".accounts.AddAccountSettings",
            lambda _: AddAccountPage(scene),
            actions=("android.settings.ADD_ACCOUNT_SETTINGS",),
        ),
        IntentFilter(
            SETTINGS,
            ".Settings$DevelopmentSettingsActivity",
            lambda _: DeveloperPage(scene),
            actions=("android.settings.APPLICATION_DEVELOPMENT_SETTINGS",),
        ),
    ]


def _reset_activities(scene: Scene) -> list[IntentFilter]:
    """The factory reset; its own action came with Android 12, the page above it is older.

    The last warning is for Settings alone.
    """
    hub = ("android.settings.PRIVACY_SETTINGS",)
    own = ("com.android.settings.action.FACTORY_RESET",) if scene.world.build.sdk >= 31 else ()
    return [
        IntentFilter(
            SETTINGS,
            HUB,
            lambda _: BackupResetPage(scene),
            actions=hub,
        ),
        IntentFilter(SETTINGS, RESET, lambda _: ErasePage(scene), actions=own),
        IntentFilter(SETTINGS, ApplyPage.activity, lambda _: ApplyPage(scene), exported=False),
    ]


def _account_activities(scene: Scene) -> list[IntentFilter]:
    act = "com.xiaomi.account.action.XIAOMI_ACCOUNT_"
    login = (f"{act}WELCOME", f"{act}LOGIN")
    quick = f"{act}QUICK_LOGIN"
    return [
        IntentFilter(
            ACCOUNT,
            ".ui.AccountSettingsActivity",
            lambda _: _account_page(scene),
            actions=("android.settings.XIAOMI_ACCOUNT_SYNC_SETTINGS",),
            launcher=True,
        ),
        IntentFilter(ACCOUNT, ".ui.LoginActivity", lambda _: LoginPage(scene), actions=login),
        IntentFilter(
            ACCOUNT,
            ".ui.QuickLoginActivity",
            lambda _: PasswordSheet(scene, lambda: None),
            actions=(quick,),
        ),
    ]


def _other_activities(scene: Scene) -> list[IntentFilter]:
    wipe = "com.xiaomi.action.MICLOUD_WIPE_DATA_CONFIRM"
    main = ("com.xiaomi.action.MICLOUD_MAIN", "com.xiaomi.action.MICLOUD_INFO_SETTINGS")
    return [
        IntentFilter(CLOUD, ".ui.MiCloudMainActivity", lambda _: cloud_page(scene), actions=main),
        IntentFilter(
            CLOUD,
            ".ui.MiCloudWipeDataConfirmActivity",
            lambda _: WipeConfirm(scene, lambda _: None),
            actions=(wipe,),
        ),
        IntentFilter(CHAT, ".ChatActivity", lambda _: ChatPage(scene), launcher=True),
        IntentFilter(
            FIND_DEVICE,
            LOCK_ACTIVITY,
            lambda _: LockWindow(scene, "lost_mode"),
            exported=False,
        ),
    ]
