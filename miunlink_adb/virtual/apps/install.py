"""Puts the apps, accounts and circumstances on a phone: after it the phone is ready for use.

Must not know the wire.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from miunlink_adb.virtual.apps.account import AccountPage, LoginPage
from miunlink_adb.virtual.apps.chat import ChatPage
from miunlink_adb.virtual.apps.cloud import WipeConfirm, cloud_page
from miunlink_adb.virtual.apps.finddevice import LOCK_ACTIVITY, LockWindow
from miunlink_adb.virtual.apps.scene import XIAOMI, AppScreen, Scene
from miunlink_adb.virtual.apps.settings import SettingsHome
from miunlink_adb.virtual.apps.settings_accounts import AccountsPage
from miunlink_adb.virtual.apps.settings_pages import PACKAGE as SETTINGS
from miunlink_adb.virtual.apps.settings_pages import AddAccountPage, DeveloperPage
from miunlink_adb.virtual.apps.sheet import PasswordSheet
from miunlink_adb.virtual.apps.surprises import surprise
from miunlink_adb.virtual.holdings import Account, AccountEvent, Package, User
from miunlink_adb.virtual.intent import Intent, IntentFilter
from miunlink_adb.virtual.phone import Phone
from miunlink_adb.virtual.scenario import POPUPS, Scenario
from miunlink_adb.virtual.screen import Screen
from miunlink_adb.virtual.worlds import World
from miunlink_adb.virtual.worlds.ids import ACCOUNT, CLOUD
from miunlink_adb.virtual.worlds.packages import CHAT, package_rows
from miunlink_adb.virtual.worlds.props import properties

Maker = Callable[[Intent], Screen | None]


def install(phone: Phone, world: World, scenario: Scenario) -> Scene:
    """Furnish a bare phone; returns the scene on which its apps play."""
    scene = Scene(phone, world, scenario)
    scene.session.popups = list(scenario.popups)
    phone.props.update(properties(world.release, world.build, world.locale, phone.serial))
    phone.width, phone.height, phone.density = world.size
    _packages(scene)
    _users(scene)
    _settings(scene)
    _state(scene)
    phone.intents.extend(_activities(scene))
    for kind in POPUPS:
        phone.surprises[kind] = partial(surprise, scene, kind)
    return scene


def _packages(scene: Scene) -> None:
    world = scene.world
    gone = () if scene.scenario.finddevice_installed else ("com.xiaomi.finddevice",)
    for row in package_rows(world.release, world.build):
        if row.name not in gone:
            scene.phone.packages[row.name] = Package(
                row.name,
                row.version_name,
                row.version_code,
                row.path,
                system=row.path.startswith("/system"),
                uid=row.uid,
            )


def _users(scene: Scene) -> None:
    scenario, phone = scene.scenario, scene.phone
    owner = User(0, "Owner", 0x13 if scene.world.build.sdk < 33 else 0x4C13)
    if scenario.account:
        _sign_in(owner, Account(scenario.account_id, XIAOMI))
    if scenario.google_account and scene.world.build.international:
        _sign_in(owner, Account("tilda.morgenroth@gmail.com", "com.google"))
    phone.users = {0: owner}
    for wanted, id_, name, flags, has_account in (
        (scenario.second_space, 10, "Second space", 0x10, scenario.second_space_account),
        (scenario.dual_apps, 999, "XSpace", 0x30, scenario.dual_apps_account),
    ):
        if wanted:
            other = User(id_, name, flags)
            if has_account:
                _sign_in(other, Account("6230871535", XIAOMI))
            phone.users[id_] = other
    phone.current_user = 10 if scenario.second_space and scenario.second_space_in_front else 0


def _sign_in(user: User, account: Account) -> None:
    user.accounts.append(account)
    month_ago = time.time() - 30 * 86400
    user.history.append(AccountEvent(account, "action_called_account_add", month_ago, 10062))


def _settings(scene: Scene) -> None:
    scenario = scene.scenario
    tables = scene.phone.settings
    for name in ("system", "secure", "global"):
        tables.setdefault(name, {})
    tables["system"]["font_scale"] = str(scenario.font_scale)
    tables["system"]["system_locales"] = scene.world.locale
    tables["global"] |= {"adb_enabled": "1", "development_settings_enabled": "1"}
    tables["global"] |= {"device_provisioned": "1", "airplane_mode_on": "0"}
    secure = {"user_setup_complete": "1", "android_id": "4f1c9be02d7a6683"}
    secure["enable_miui_security_ime"] = "1" if scenario.secure_keyboard else "0"
    secure["default_input_method"] = "com.google.android.inputmethod.latin/.LatinIME"
    if scenario.bank_cards:
        secure["key_bank_card_in_ese"] = str(scenario.bank_cards)
    tables["secure"].update(secure)


def _state(scene: Scene) -> None:
    scenario, phone = scene.scenario, scene.phone
    exempt = scene.world.build.tablet and scene.world.release.since("miui-12.5")
    if scenario.taps == "off":
        phone.props["persist.security.adbinput"] = "0"
        phone.faults.input = None if exempt else "exception"
    elif scenario.taps == "silent":
        phone.faults.input = "tap_silent"
    phone.battery.level, phone.battery.plugged = scenario.battery, scenario.charging
    phone.network = scenario.network
    phone.device_owner = scenario.device_owner
    phone.keyguard = scenario.keyguard != "off"
    phone.keyguard_secure = scenario.keyguard == "secure"
    phone.screen_on = scenario.screen_on
    if scenario.density:
        phone.density_override = scenario.density


def open_first_screens(scene: Scene) -> None:
    """Show what is in front when the phone is handed over: an app, then what lies over it."""
    ui, scenario = scene.phone.ui, scene.scenario
    fronts: dict[str, Callable[[], AppScreen | None]] = {
        "settings": lambda: SettingsHome(scene),
        "account": lambda: _account(scene),
        "chat": lambda: ChatPage(scene),
    }
    front = fronts[scenario.front]() if scenario.front in fronts else None
    if front is not None:
        ui.push(front)
    if scenario.lost_mode or scenario.finance_lock:
        ui.push(LockWindow(scene, debt=scenario.finance_lock))


def _account(scene: Scene) -> AppScreen | None:
    if scene.hides_account_row:
        return None
    return AccountPage(scene) if scene.xiaomi_account is not None else LoginPage(scene)


def _account_page(scene: Scene) -> AppScreen | None:
    """The account page; waiting pop-ups come up over it."""
    page = _account(scene)
    if isinstance(page, AccountPage) and scene.session.popups:
        popups, scene.session.popups = scene.session.popups, []
        page.surprises = [surprise(scene, kind) for kind in popups]
    return page


def _activities(scene: Scene) -> list[IntentFilter]:
    return [*_settings_activities(scene), *_account_activities(scene), *_other_activities(scene)]


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
            "com.xiaomi.finddevice", LOCK_ACTIVITY, lambda _: LockWindow(scene), exported=False
        ),
    ]
