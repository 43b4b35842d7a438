"""The packages of a phone that matter here, with versions of the release's time.

Package names, the uid of Find device and the paths are facts; the version numbers have the form
of the real ones. Must not know texts or screens.
"""

from __future__ import annotations

from typing import NamedTuple

from miunlink_adb.virtual.worlds.builds import Build
from miunlink_adb.virtual.worlds.releases import Release

CHAT = "org.example.chat"


class PackageRow(NamedTuple):
    """One package: name, version, uid and where its APK lies."""

    name: str
    version_name: str
    version_code: int
    uid: int
    path: str


_ROWS = (
    ("android", 1000, "framework/framework-res.apk"),
    ("com.android.settings", 1000, "priv-app/Settings/Settings.apk"),
    ("com.android.systemui", 10021, "priv-app/MiuiSystemUI/MiuiSystemUI.apk"),
    ("com.android.provision", 10024, "priv-app/Provision/Provision.apk"),
    ("com.android.shell", 2000, "priv-app/Shell/Shell.apk"),
    ("com.miui.home", 10030, "priv-app/MiuiHome/MiuiHome.apk"),
    ("com.miui.securitycenter", 1000, "priv-app/SecurityCenter/SecurityCenter.apk"),
    ("com.miui.securityinputmethod", 10042, "app/SecurityInputMethod/SecurityInputMethod.apk"),
    ("com.miui.cloudservice", 10051, "priv-app/CloudService/CloudService.apk"),
    ("com.miui.gallery", 10060, "priv-app/MiuiGallery/MiuiGallery.apk"),
    ("com.xiaomi.account", 10062, "app/XiaomiAccount/XiaomiAccount.apk"),
    ("com.xiaomi.finddevice", 6110, "priv-app/FindDevice/FindDevice.apk"),
    ("com.xiaomi.xmsf", 10064, "app/XiaomiServiceFramework/XiaomiServiceFramework.apk"),
    ("com.android.vending", 10070, "priv-app/Phonesky/Phonesky.apk"),
    ("com.google.android.gms", 10071, "priv-app/GmsCore/GmsCore.apk"),
    ("com.google.android.inputmethod.latin", 10072, "app/LatinIME/LatinIME.apk"),
)
_CHINA_ONLY = ("com.miui.securityinputmethod",)
_INTERNATIONAL_ONLY = ("com.android.vending", "com.google.android.gms")


def package_rows(release: Release, build: Build) -> list[PackageRow]:
    """The packages of a phone with this build."""
    rows = [PackageRow(CHAT, "4.2.0", 420, 10201, f"/data/app/{CHAT}-1/base.apk")]
    hidden = _CHINA_ONLY if build.international else _INTERNATIONAL_ONLY
    for name, uid, path in _ROWS:
        if name not in hidden:
            version = _version(name, release, build)
            rows.append(PackageRow(name, *version, uid, f"/system/{path}"))
    return [*rows, PackageRow(controller(build), str(build.android), build.sdk, 10025, _CONTROLLER)]


_CONTROLLER = "/system/priv-app/PermissionController/PermissionController.apk"


def controller(build: Build) -> str:
    """The package that asks for permissions."""
    if build.sdk >= 29:
        return "com.android.permissioncontroller"
    return "com.lbe.security.miui" if build.sdk >= 23 else "com.android.packageinstaller"


def _version(name: str, release: Release, build: Build) -> tuple[str, int]:
    if name.startswith(("com.android.", "android")):
        return build.android, build.sdk
    if name == "com.xiaomi.account" and release.account_ids_known:
        return "miui-5.0", 5000 + release.age
    year = 17 + release.age
    return f"{year}.{release.age % 9 + 1}.12", (2000 + year) * 10000 + 112
