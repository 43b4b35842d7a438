"""Ordinary sub pages of Settings: what opens when a row beside the way is tapped.

Must not know the account app.
"""

from __future__ import annotations

from miunlink_adb.virtual.apps.looks import Row
from miunlink_adb.virtual.apps.pages import RowsPage, Title
from miunlink_adb.virtual.apps.scene import Scene
from miunlink_adb.virtual.apps.security import AllowTapsPage
from miunlink_adb.virtual.intent import Intent
from miunlink_adb.virtual.view import View

PACKAGE = "com.android.settings"
ACCOUNT_INTENT = Intent(
    action="android.settings.XIAOMI_ACCOUNT_SYNC_SETTINGS", package="com.xiaomi.account"
)


def open_account_page(scene: Scene) -> None:
    """Fire the intent of Settings' own account row."""
    scene.phone.launch(ACCOUNT_INTENT)


class SubPage(RowsPage):
    """A sub page of Settings."""

    def __init__(self, scene: Scene, name: str, title: Title) -> None:
        super().__init__(scene, PACKAGE, ".SubSettings", f"settings.{name}", title)


class AddAccountPage(SubPage):
    """The list of account types that could be added."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene, "add_account", lambda: self.t("settings.add_account_label"))

    def rows(self) -> list[View]:
        """Xiaomi (only when signed out) and Google."""
        titles = [self.t("settings.google_title")]
        if self.scene.xiaomi_account is None:
            titles.append(self.t("settings.xiaomi_account"))
        return [self.look.row(Row(title, name=f"add.{title}")) for title in titles]


class DeviceAdditionalPage(SubPage):
    """Additional settings: the way to the developer options."""

    def __init__(self, scene: Scene) -> None:
        names = ("settings.other_advanced_settings", "settings.other_personal_settings")
        super().__init__(scene, "additional", lambda: self.world.texts.first(*names))

    def rows(self) -> list[View]:
        """The developer options after the usual rows."""
        title = self.t("settings.development_settings_title")
        row = Row(title, lambda: self.ui.push(DeveloperPage(self.scene)), name="row.developer")
        return [*super().rows(), self.look.row(row)]


class DeveloperPage(SubPage):
    """Developer options with the switches of USB debugging."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene, "developer", lambda: self.t("settings.development_settings_title"))

    def rows(self) -> list[View]:
        """The three switches; the tap switch asks for a signed-in account."""
        taps = self.scene.taps_allowed
        install = self.scene.phone.props.get("persist.security.adbinstall") == "1"
        switch = self.look.switch_row
        return [
            switch(
                self.t("settings.enable_adb"), checked=True, on_tap=self._nothing, name="dev.adb"
            ),
            switch(
                self.t("settings.usb_install_app"),
                checked=install,
                on_tap=self._nothing,
                name="dev.install",
            ),
            switch(
                self.t("settings.usb_adb_input"), checked=taps, on_tap=self._taps, name="dev.input"
            ),
        ]

    def _nothing(self) -> None:
        """Asks again in a dialog that nobody here needs."""

    def _taps(self) -> None:
        if self.scene.taps_allowed:
            self.scene.allow_taps(allowed=False)
        elif self.scene.xiaomi_account is None:
            self.ui.toast(self.t("security.adb_login_xiaomi_account"))
        else:
            self.ui.push(AllowTapsPage(self.scene))
