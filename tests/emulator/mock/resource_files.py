"""The resource folder and the manifest of one app, as `aapt` reads them.

Must not know how screens are drawn, nor the code.
"""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

from miunlink_adb.virtual.worlds.ids import ACCOUNT, CLOUD
from tests.emulator.mock.layout import ANDROID, LayoutWriter
from tests.emulator.mock.screens import SETTINGS, screens_of
from tests.emulator.mock.stage import DEFAULT, scene
from tests.emulator.mock.wording import AppStrings, Strings

MIN_SDK, TARGET_SDK = 26, 34
_CHANGES = (
    "orientation|screenSize|smallestScreenSize|screenLayout|keyboard|keyboardHidden|navigation"
)
_STYLES = """\
<resources>
  <style name="Page" parent="@android:style/Theme.DeviceDefault.Light.NoActionBar" />
  <style name="Sheet" parent="@android:style/Theme.DeviceDefault.Light.Dialog.NoActionBar" />
</resources>
"""
_AUTHENTICATOR = f"""\
<account-authenticator xmlns:android="{ANDROID}"
    android:accountType="com.xiaomi"
    android:icon="@android:drawable/sym_def_app_icon"
    android:smallIcon="@android:drawable/sym_def_app_icon"
    android:label="@string/app_name" />
"""
_SERVICE = """\
    <service android:name="com.xiaomi.account.authenticator.XmAuthenticationService"
        android:exported="true">
      <intent-filter><action android:name="android.accounts.AccountAuthenticator" /></intent-filter>
      <meta-data android:name="android.accounts.AccountAuthenticator"
          android:resource="@xml/authenticator" />
    </service>
"""
_SETUP = '    <receiver android:name="{}" android:exported="true" />\n'

Activity = tuple[str, str, tuple[str, ...]]
"""Class, theme, actions."""
ACTIVITIES: dict[str, tuple[Activity, ...]] = {
    ACCOUNT: (
        (
            f"{ACCOUNT}.ui.AccountSettingsActivity",
            "Page",
            ("android.settings.XIAOMI_ACCOUNT_SYNC_SETTINGS",),
        ),
        (f"{ACCOUNT}.ui.LoginActivity", "Page", (f"{ACCOUNT}.action.XIAOMI_ACCOUNT_LOGIN",)),
        (
            f"{ACCOUNT}.ui.QuickLoginActivity",
            "Sheet",
            (f"{ACCOUNT}.action.XIAOMI_ACCOUNT_QUICK_LOGIN",),
        ),
        (f"{ACCOUNT}.upgrade.AccountApkUpdateDialogActivity", "Sheet", ()),
    ),
    CLOUD: (
        (
            f"{CLOUD}.ui.MiCloudWipeDataConfirmActivity",
            "Page",
            ("com.xiaomi.action.MICLOUD_WIPE_DATA_CONFIRM",),
        ),
    ),
    SETTINGS: (
        (
            f"{SETTINGS}.MiuiSettings",
            "Page",
            ("android.settings.SETTINGS", "android.intent.action.MAIN"),
        ),
        (f"{SETTINGS}.AccountSettingsActivity", "Page", ("android.settings.SYNC_SETTINGS",)),
    ),
}
RECEIVERS = {ACCOUNT: "mock.SignIn", CLOUD: "mock.Setup", SETTINGS: "mock.Setup"}
_TITLES = {ACCOUNT: "app_name", CLOUD: "app_name", SETTINGS: "settings_label"}


def write_resources(package: str, folder: Path) -> None:
    """Write `AndroidManifest.xml` and `res/` of an app into an empty folder."""
    strings = AppStrings(package)
    writer = LayoutWriter(package, scene(DEFAULT).world.size[2])
    for screen in screens_of(package):
        text = writer.write(strings.shown(screen), window=screen.window)
        _write(folder / f"res/layout/{screen.layout}.xml", text)
    _write(folder / "res/values/ids.xml", _ids(package))
    _write(folder / "res/values/styles.xml", _STYLES)
    for locale in sorted({tag for texts in strings.strings.values() for tag in texts}):
        _write(folder / f"res/{_values(locale)}/strings.xml", _strings(strings.strings, locale))
    if package == ACCOUNT:
        _write(folder / "res/xml/authenticator.xml", _AUTHENTICATOR)
    _write(folder / "AndroidManifest.xml", manifest(package))


def manifest(package: str) -> str:
    """The manifest of an app."""
    activities = "".join(_activity(*activity) for activity in ACTIVITIES[package])
    service = _SERVICE if package == ACCOUNT else ""
    label = f"@string/{_TITLES[package]}"
    return (
        f'<manifest xmlns:android="{ANDROID}" package="{package}"\n'
        '    android:versionCode="1" android:versionName="mock">\n'
        f'  <application android:label="{label}" android:allowBackup="false"\n'
        '      android:supportsRtl="true">\n'
        f"{activities}{service}{_SETUP.format(RECEIVERS[package])}"
        "  </application>\n</manifest>\n"
    )


def _activity(name: str, theme: str, actions: tuple[str, ...]) -> str:
    filters = "".join(
        f'      <intent-filter><action android:name="{action}" />\n'
        '        <category android:name="android.intent.category.DEFAULT" /></intent-filter>\n'
        for action in actions
    )
    return (
        f'    <activity android:name="{name}" android:exported="true"\n'
        f'        android:theme="@style/{theme}" android:configChanges="{_CHANGES}"\n'
        f'        android:windowSoftInputMode="adjustResize">\n{filters}    </activity>\n'
    )


def _ids(package: str) -> str:
    names = sorted(set(scene(DEFAULT).world.ids.entries(package)))
    items = "".join(f'  <item type="id" name="{name}" />\n' for name in names)
    return f"<resources>\n{items}</resources>\n"


def _values(locale: str) -> str:
    if locale == DEFAULT:
        return "values"
    language, _, region = locale.partition("-")
    return f"values-{language}" + (f"-r{region}" if region else "")


def _strings(strings: Strings, locale: str) -> str:
    items = "".join(
        f'  <string name="{name}" formatted="false">{quoted(texts[locale])}</string>\n'
        for name, texts in sorted(strings.items())
        if locale in texts
    )
    return f'<?xml version="1.0" encoding="utf-8"?>\n<resources>\n{items}</resources>\n'


def quoted(text: str) -> str:
    """A text as the value of a string resource: in quotes, so that spaces stay."""
    inner = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escape(inner)}"'


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
