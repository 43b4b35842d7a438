"""Puts the apps, accounts and circumstances on a phone: after it the phone is ready for use.

Must not know the wire.
"""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial

from miunlink_adb.virtual.apps import factory
from miunlink_adb.virtual.apps.activities import CHAT_INTENT, SETTINGS_INTENT, activities
from miunlink_adb.virtual.apps.finddevice import LockWindow
from miunlink_adb.virtual.apps.packages import furnish_packages, furnish_storage
from miunlink_adb.virtual.apps.provision import ProvisionPage
from miunlink_adb.virtual.apps.scene import XIAOMI, Scene
from miunlink_adb.virtual.apps.settings_pages import ACCOUNT_INTENT
from miunlink_adb.virtual.apps.surprises import surprise
from miunlink_adb.virtual.holdings import Account, AccountEvent, User
from miunlink_adb.virtual.intent import Intent
from miunlink_adb.virtual.keyboard import Keyboard
from miunlink_adb.virtual.phone import Phone
from miunlink_adb.virtual.scenario import POPUPS, Scenario
from miunlink_adb.virtual.systemui import Launcher
from miunlink_adb.virtual.worlds import World
from miunlink_adb.virtual.worlds.props import properties

DUAL_APPS = 999
WORK = 11
_OWNER_NAMES = {"zh": "机主", "ru": "Владелец", "es": "Propietario", "de": "Eigentümer"}
_OWNER_NAMES |= {"ar": "المالك", "vi": "Chủ sở hữu"}
SECURE_KEYBOARD = "com.miui.securityinputmethod"


def install(phone: Phone, world: World, scenario: Scenario) -> Scene:
    """Furnish a bare phone; returns the scene on which its apps play."""
    normal = world.size[2]
    zoom = scenario.font_scale * (scenario.density or normal) / normal
    scene = Scene(phone, replace(world.worded(scenario.words), zoom=zoom), scenario)
    scene.session.popups = list(scenario.popups)
    phone.props.update(properties(world.release, world.build, world.locale, phone.serial))
    phone.width, phone.height, phone.density = world.size
    _users(scene)
    furnish_packages(scene, {id_ for id_ in phone.users if id_ != DUAL_APPS})
    furnish_storage(scene)
    _settings(scene)
    _state(scene)
    phone.intents.extend(activities(scene))
    factory.prepare(scene)
    for kind in POPUPS:
        phone.surprises[kind] = partial(surprise, scene, kind)
    return scene


def _users(scene: Scene) -> None:
    scenario, phone = scene.scenario, scene.phone
    name = _OWNER_NAMES.get(scene.world.locale.split("-")[0], "Owner")
    owner = User(0, name, 0x13 if scene.world.build.sdk < 33 else 0x4C13)
    if scenario.account:
        _sign_in(owner, Account(scenario.account_id, XIAOMI))
    if scenario.google_account and scene.world.build.international:
        _sign_in(owner, Account("tilda.morgenroth@gmail.com", "com.google"))
    phone.users = {0: owner}
    for wanted, id_, name, flags, has_account in (
        (scenario.second_space, 10, "Second space", 0x10, scenario.second_space_account),
        (scenario.dual_apps, DUAL_APPS, "XSpace", 0x30, scenario.dual_apps_account),
        (scenario.work_profile, WORK, "Work", 0x30, False),
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
    done = "1" if scenario.provisioned else "0"
    tables["global"] |= {"device_provisioned": done, "airplane_mode_on": "0"}
    secure = {"user_setup_complete": done, "android_id": "4f1c9be02d7a6683"}
    secure["enable_miui_security_ime"] = "1" if scenario.secure_keyboard else "0"
    secure["default_input_method"] = "com.google.android.inputmethod.latin/.LatinIME"
    secure["secure_frp_mode"] = "1" if scenario.frp else "0"
    if scenario.private_dns:
        tables["global"] |= {"private_dns_mode": "hostname"}
        tables["global"] |= {"private_dns_specifier": scenario.private_dns}
    if scenario.bank_cards:
        secure["key_bank_card_in_ese"] = str(scenario.bank_cards)
    tables["secure"].update(secure)


def _state(scene: Scene) -> None:
    scenario, phone = scene.scenario, scene.phone
    if scenario.taps == "off":
        scene.allow_taps(allowed=False)
    elif scenario.taps == "silent":
        phone.faults.input = "tap_silent"
    phone.battery.level, phone.battery.plugged = scenario.battery, scenario.charging
    phone.network = scenario.network
    phone.device_owner = scenario.device_owner
    phone.financed = scenario.financed
    _bindings(scene)
    _troubles(scene)
    phone.keyguard = scenario.keyguard != "off"
    phone.keyguard_secure = scenario.keyguard == "secure"
    phone.screen_on = scenario.screen_on
    phone.authorized = scenario.authorized
    if scenario.secure_keyboard and SECURE_KEYBOARD in phone.packages:
        phone.ui.secure_keyboard = Keyboard(phone.ui.keys.soft, SECURE_KEYBOARD)
        phone.ui.secure_keyboard.secure = True
    if scenario.density:
        phone.density_override = scenario.density


def _bindings(scene: Scene) -> None:
    """What else ties a phone to its owner: cards, lock, bootloader, recovery."""
    scenario, phone, props = scene.scenario, scene.phone, scene.phone.props
    phone.sd_card = scenario.sd_card
    phone.screen_lock = scenario.screen_lock.upper()
    if scenario.keyguard == "secure" and scenario.screen_lock == "none":
        phone.screen_lock = "PIN"
    if not scenario.sim:
        props["gsm.sim.state"] = "ABSENT,ABSENT"
    props["sys.oem_unlock_allowed"] = "1" if scenario.oem_unlock else "0"
    if scenario.bootloader == "unlocked":
        props |= {"ro.secureboot.lockstate": "unlocked", "ro.boot.flash.locked": "0"}
        props |= {"ro.boot.verifiedbootstate": "orange", "ro.boot.vbmeta.device_state": "unlocked"}
    phone.recovery, phone.wipe_outcome = scenario.recovery, scenario.wipe
    if scenario.custom_recovery or scenario.recovery.startswith("twrp"):
        phone.files.make_directory("/storage/emulated/0/TWRP")


def _troubles(scene: Scene) -> None:
    """What may be wrong with a phone beside its account."""
    scenario, phone = scene.scenario, scene.phone
    phone.automation.holder = scenario.holder
    if scenario.updating:
        phone.props["init.svc.uncrypt"] = "running"
    if scenario.clock_off:
        ahead = scenario.clock_off
        phone.files.clock = lambda: time.time() + ahead
    if scenario.storage_full:
        phone.files.capacity = phone.files.used() + 20_000_000


def open_first_screens(scene: Scene) -> None:
    """Show what is in front when the phone is handed over: an app, then what lies over it."""
    ui, scenario = scene.phone.ui, scene.scenario
    ui.set_launcher(launcher(scene))
    starts = {"settings": SETTINGS_INTENT, "account": ACCOUNT_INTENT, "chat": CHAT_INTENT}
    if scenario.front in starts:
        scene.phone.launch(starts[scenario.front])
    if not scenario.provisioned:
        ui.push(ProvisionPage(scene))
    if scenario.lock:
        ui.push(LockWindow(scene, scenario.lock))


def launcher(scene: Scene) -> Launcher:
    """The home screen with the icons of what can be started."""
    title = scene.world.text
    icons: dict[str, Intent] = {
        title("settings.settings_label"): SETTINGS_INTENT,
        title("cloud.app_name"): Intent(action="com.xiaomi.action.MICLOUD_MAIN"),
        "Chat": CHAT_INTENT,
    }
    return Launcher({label: partial(scene.phone.launch, intent) for label, intent in icons.items()})
