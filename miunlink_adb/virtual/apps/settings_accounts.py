"""Accounts & sync in Settings: every account, and the page that removes one.

The Xiaomi account's row leads to the account app, as on a phone; only other accounts have the
platform's own *Remove account*. Must not know the account app.
"""

from __future__ import annotations

from miunlink_adb.virtual.apps.dialog import AlertDialog, Button
from miunlink_adb.virtual.apps.looks import Row
from miunlink_adb.virtual.apps.scene import XIAOMI, Scene
from miunlink_adb.virtual.apps.settings_pages import (
    PACKAGE,
    AddAccountPage,
    SubPage,
    open_account_page,
)
from miunlink_adb.virtual.holdings import Account
from miunlink_adb.virtual.intent import Intent
from miunlink_adb.virtual.view import View, button, line
from miunlink_adb.virtual.worlds.texts import message


class AccountsPage(SubPage):
    """Accounts & sync."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene, "accounts", lambda: self.t("settings.sync_settings"))
        self.name = "accounts_settings"
        self._auto_sync = True

    def rows(self) -> list[View]:
        """Auto-sync, one row per account, the cloud, add account."""
        auto = self.t("settings.account_settings_menu_auto_sync")
        others = [a for a in self.scene.user.accounts if a.type != XIAOMI]
        return [
            self.look.switch_row(auto, checked=self._auto_sync, on_tap=self._toggle, name="auto"),
            *(self.look.row(self._other(account)) for account in others),
            self.look.heading(self.t("settings.account_other")),
            *self._xiaomi_rows(),
            self.look.row(Row(self.t("settings.add_account_label"), self._add, name="row.add")),
        ]

    def _toggle(self) -> None:
        self._auto_sync = not self._auto_sync
        self.ui.touch()

    def _add(self) -> None:
        self.ui.push(AddAccountPage(self.scene))

    def _other(self, account: Account) -> Row:
        page = RemovePage(self.scene, account)
        return Row(
            account.name,
            lambda: self.ui.push(page),
            summary=self.t("settings.google_title"),
            name="row.other_account",
        )

    def _xiaomi_rows(self) -> list[View]:
        account = self.scene.xiaomi_account
        if account is None or self.scene.hides_account_row:
            return []
        mine = Row(
            account.name,
            lambda: open_account_page(self.scene),
            summary=self.t("settings.xiaomi_account"),
            name="row.account",
        )
        cloud = Row(self.t("settings.xiaomi_cloud_service"), self._cloud, name="row.cloud")
        return [self.look.row(mine), self.look.row(cloud)]

    def _cloud(self) -> None:
        self.scene.phone.launch(Intent(action="com.xiaomi.action.MICLOUD_MAIN"))


class RemovePage(SubPage):
    """One account's sync page, with the platform's Remove account."""

    def __init__(self, scene: Scene, account: Account) -> None:
        super().__init__(scene, "account_sync", lambda: account.name)
        self.account = account

    def view(self) -> View:
        """The sync rows and the button below them."""
        page = super().view()
        label = self.t("settings.remove_account_label")
        remove = button(label, id=f"{PACKAGE}:id/button", on_tap=self._ask, name="remove_account")
        page.children[-1].children.append(line(remove, height=170, padding=24))
        return page

    def _ask(self) -> None:
        dialog = AlertDialog(
            self.scene,
            PACKAGE,
            "remove_account",
            title=self.t("settings.really_remove_account_title"),
            message=message("settings.really_remove_account_message"),
            buttons=(
                Button("negative", self.t("settings.cancel")),
                Button("positive", self.t("settings.remove_account_label"), self._remove),
            ),
        )
        self.ui.push(dialog)

    def _remove(self) -> None:
        if self.account.type == XIAOMI:  # its authenticator refuses
            self.ui.toast(message("settings.remove_account_failed"))
            return
        if self.account in self.scene.user.accounts:
            self.scene.remove_account(self.account, uid=1000)
        self.ui.finish(self)
