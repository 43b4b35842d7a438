"""The Settings app: its home with the account row among the others, and its sub pages.

Must not know what the account app does: the account row only fires its intent.
"""

from __future__ import annotations

from miunlink_adb.virtual.apps.looks import Look, Row
from miunlink_adb.virtual.apps.scene import AppScreen, Scene
from miunlink_adb.virtual.apps.settings_accounts import AccountsPage
from miunlink_adb.virtual.apps.settings_pages import (
    PACKAGE,
    AddAccountPage,
    DeviceAdditionalPage,
    SubPage,
    open_account_page,
)
from miunlink_adb.virtual.view import View
from miunlink_adb.virtual.worlds import rows

HOME_ACTIVITY = ".MainSettings"
HOME_ALIASES = (".MiuiSettings", ".Settings")


class SettingsHome(AppScreen):
    """The first page of Settings.

    China from MIUI 10: the account row is the first, titled with the nickname. International: far
    down, titled "Mi Account". MIUI 8 and 9: in the section of accounts, in both kinds of build.
    """

    package = PACKAGE
    name = "settings_home"

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self.activity = HOME_ACTIVITY if scene.world.release.since("miui-12") else ".MiuiSettings"
        self.look = Look(scene.world, PACKAGE)

    def view(self) -> View:
        """The title and the list of rows."""
        items = [view for row in self.world.home_rows if (view := self._row(row)) is not None]
        bar = self.look.bar(self.t("settings.settings_label"))
        newer = self.world.release.since("miui-12.5")
        if not newer:
            return self.look.page(bar, self.look.list(*items, at="android:id/list"))
        listed = self.look.list(*items, at=f"{PACKAGE}:id/scroll_headers")
        return self.look.home(bar, listed)

    def _row(self, name: str) -> View | None:
        if name == rows.GAP:
            return self.look.space()
        if name == rows.SECTION_ACCOUNTS:
            return self.look.heading(self.t("settings.header_category_accounts"))
        if name == rows.ACCOUNT:
            return self._account_row()
        spec = Row(self._title(name), lambda: self._open(name), icon=True, name=f"row.{name}")
        return self.look.row(spec)

    def _title(self, name: str) -> str:
        titles = {
            rows.OTHER_ACCOUNTS: ("settings.account_list",),
            rows.ADD_ACCOUNT: ("settings.account_add",),
            rows.SYNC: ("settings.sync_settings",),
            rows.GOOGLE: ("settings.google_title",),
            rows.MY_DEVICE: ("settings.my_device",),
            rows.ADDITIONAL: (
                "settings.other_advanced_settings",
                "settings.other_personal_settings",
            ),
        }
        if name in titles:
            return self.world.texts.first(*titles[name])
        return rows.word(name, self.world.locale)

    def _account_row(self) -> View | None:
        if self.scene.hides_account_row:
            return None
        first = self.world.home_rows[0] == rows.ACCOUNT
        spec = self._account_china() if first else self._account_elsewhere()
        return self.look.row(spec)

    def _account_china(self) -> Row:
        if self.scene.xiaomi_account is None:
            title = self.t("settings.unlogin_account_title")
            summary = self.t("settings.unlogin_account_summary")
        else:
            title = self.scene.scenario.nickname or self.scene.scenario.account_id
            names = ("settings.login_account_summary_temp", "settings.login_account_summary")
            summary = self.world.texts.first(*names)
        return Row(title, self._open_account, summary=summary, icon=True, name="row.account")

    def _account_elsewhere(self) -> Row:
        value = ""
        if self.scene.xiaomi_account is not None and self.world.release.since("miui-10"):
            value = self.scene.scenario.nickname or self.scene.scenario.account_id
        title = self.t("settings.xiaomi_account")
        return Row(title, self._open_account, value=value, icon=True, name="row.account")

    def _open_account(self) -> None:
        open_account_page(self.scene)

    def _open(self, name: str) -> None:
        pages: dict[str, type[AppScreen]] = {
            rows.SYNC: AccountsPage,
            rows.OTHER_ACCOUNTS: AccountsPage,
            rows.GOOGLE: AccountsPage,
            rows.ADD_ACCOUNT: AddAccountPage,
            rows.ADDITIONAL: DeviceAdditionalPage,
        }
        page = pages.get(name)
        self.ui.push(
            page(self.scene)
            if page is not None
            else SubPage(self.scene, name, lambda: self._title(name))
        )
