"""A factory reset: what is gone after it, and what the phone asks for when it starts again.

Facts: a Xiaomi account with Find device on leaves an activation lock; a Google account together
with a screen lock leaves FRP (taken for every kind of reset: the worst case); USB debugging is off
afterwards. Must not know who asked for the reset, nor how.
"""

from __future__ import annotations

import secrets
from functools import partial

from miunlink_adb.virtual.apps.finddevice import LockWindow
from miunlink_adb.virtual.apps.provision import ProvisionPage
from miunlink_adb.virtual.apps.scene import XIAOMI, Scene
from miunlink_adb.virtual.file_node import Directory, FileError, Node
from miunlink_adb.virtual.holdings import Account

GOOGLE = "com.google"
ERASED = ("/data/system", "/data/data", "/data/local/tmp")
"""Folders of Android's own that are empty after a reset; they come back when it starts."""
MEDIA = "/storage/emulated/0"
_FIRST_FOLDERS = ("DCIM", "Download", "Android")


def prepare(scene: Scene) -> None:
    """Let the phone know what a reset does to its apps, and what a start after one shows."""
    scene.phone.on_wipe.append(partial(erase, scene))
    scene.phone.on_boot.append(partial(first_screens, scene))


def erase(scene: Scene, keep_media: bool) -> None:  # noqa: FBT001 - as `Phone.on_wipe` calls it
    """Everything that the owner put on the phone goes; what its servers know of it stays."""
    scenario, phone, session = scene.scenario, scene.phone, scene.session
    if phone.accounts(XIAOMI) and scenario.find_device and not session.find_device_off:
        session.locked_by = "activation_lock"
    frp = bool(phone.accounts(GOOGLE)) and phone.screen_lock != "NONE"
    _users(scene)
    _settings(scene, frp=frp)
    _files(scene, keep_media=keep_media)
    phone.device_owner, phone.screen_lock = "", "NONE"
    phone.keyguard_secure = phone.financed = False
    phone.debugging = scenario.adb_after_reset


def _users(scene: Scene) -> None:
    phone = scene.phone
    owner = phone.users[0]
    owner.accounts, owner.history = [], []
    phone.users, phone.current_user = {0: owner}, 0
    kept = {name: package for name, package in phone.packages.items() if package.system}
    for package in kept.values():
        package.enabled, package.installed_users = True, {0}
    phone.packages = kept


def _settings(scene: Scene, *, frp: bool) -> None:
    phone, adb = scene.phone, "1" if scene.scenario.adb_after_reset else "0"
    tables = phone.settings
    tables["global"] = {"adb_enabled": adb, "development_settings_enabled": adb}
    tables["global"] |= {"device_provisioned": "0", "airplane_mode_on": "0"}
    keyboard = tables["secure"].get("default_input_method", "")
    tables["secure"] = {
        "user_setup_complete": "0",
        "android_id": secrets.token_hex(8),
        "enable_miui_security_ime": "1",
        "default_input_method": keyboard,
        "secure_frp_mode": "1" if frp else "0",
    }
    for props in (phone.props, phone.system_props):
        if props is not None:
            props.pop("persist.security.adbinput", None)
            props.pop("persist.security.adbinstall", None)
    exempt = scene.world.build.tablet and scene.world.release.since("miui-12.5")
    phone.faults.input = None if exempt else "exception"


def _files(scene: Scene, *, keep_media: bool) -> None:
    files = scene.phone.files
    for path in ERASED:
        if (old := _directory(scene, path)) is not None:
            old.children.clear()
            scene.session.missing[path] = old
            files.discard(path)
    media = _directory(scene, MEDIA)
    if media is not None and not keep_media:
        media.children.clear()


def _directory(scene: Scene, path: str) -> Directory | None:
    try:
        found: Node = scene.phone.files.walk(path)
    except FileError:
        return None
    return found if isinstance(found, Directory) else None


def first_screens(scene: Scene) -> None:
    """What a phone shows first that was reset, until it is set up; the lock lies over it."""
    phone, missing = scene.phone, scene.session.missing
    for path, folder in missing.items():
        phone.files.place(path, folder)
    missing.clear()
    media = _directory(scene, MEDIA)
    for name in _FIRST_FOLDERS if media is not None and not media.children else ():
        phone.files.place(f"{MEDIA}/{name}", Directory(0o770, 0, 1015))
    if phone.settings["global"].get("device_provisioned") == "0":
        phone.keyguard = False
        phone.ui.push(ProvisionPage(scene))
    if scene.session.locked_by:
        phone.ui.push(LockWindow(scene, scene.session.locked_by))


def set_up(scene: Scene) -> None:
    """The owner goes through the assistant without Xiaomi account, and turns USB debugging on.

    Where the phone asks for the Google account that was on it, he has it.
    """
    phone, tables = scene.phone, scene.phone.settings
    if tables["secure"].get("secure_frp_mode") == "1":
        phone.users[0].accounts.append(Account("tilda.morgenroth@gmail.com", GOOGLE))
        tables["secure"]["secure_frp_mode"] = "0"
    tables["global"] |= {"device_provisioned": "1", "adb_enabled": "1"}
    tables["global"]["development_settings_enabled"] = "1"
    tables["secure"]["user_setup_complete"] = "1"
    for screen in [s for s in phone.ui.overlays if isinstance(s, ProvisionPage)]:
        phone.ui.finish(screen)
    hidden, phone.debugging = not phone.debugging, True
    if hidden:
        phone.plug()
