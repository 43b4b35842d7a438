"""Sign-out: the order of dialogs, and what becomes of the account.

As read from the account apps of MIUI 8 to 11: bank cards, cloud query, keep or remove, password,
removal, failures. Must not know how any of these screens looks.
"""

from __future__ import annotations

from miunlink_adb.virtual.apps.cloud import WipeConfirm, e2ee_dialog
from miunlink_adb.virtual.apps.dialog import AlertDialog, Button, ProgressDialog
from miunlink_adb.virtual.apps.scene import AppScreen, Scene
from miunlink_adb.virtual.apps.sheet import PasswordSheet
from miunlink_adb.virtual.apps.verification import SetPasswordPage
from miunlink_adb.virtual.worlds.ids import ACCOUNT, CLOUD
from miunlink_adb.virtual.worlds.texts import message

TAG = "LogoutModel"
_SHORT_REASONS = {
    "io": "account.find_device_io_error",
    "account": "account.find_device_account_error",
    "access_denied": "account.find_device_access_denied",
}


class Logout:
    """One attempt to sign out, begun on the account page."""

    def __init__(self, scene: Scene, page: AppScreen) -> None:
        self.scene = scene
        self.page = page
        self.ui = page.ui
        self.progress: ProgressDialog | None = None

    def start(self) -> None:
        """The tap on *Sign out*."""
        if self.scene.scenario.child_account:
            said = message("account.child_account", "not available for child accounts")
            self._failure("child_account", "account.logout_failed", said)
        elif int(self.scene.phone.settings["secure"].get("key_bank_card_in_ese", "0")) > 0:
            self._bank_cards()
        else:
            self._query()

    def _bank_cards(self) -> None:
        text = self.scene.world.text
        dialog = AlertDialog(
            self.scene,
            ACCOUNT,
            "bank_card_dialog",
            title=text("account.delete_bank_card_title"),
            message=message("account.delete_bank_card_message"),
            buttons=(
                Button("negative", text("android.cancel")),
                Button("positive", text("android.ok"), self._query),
            ),
        )
        self.ui.push(dialog)

    def _query(self) -> None:
        """Ask the cloud what is synced: a progress only when it takes longer than a second."""
        seconds = min(self.scene.scenario.cloud_query, 3.0)
        if seconds > 1:
            self.ui.after(1.0, lambda: self._show("account.loading_micloud_sync_data"))
        self.ui.after(seconds, self._cloud)

    def _show(self, label: str) -> None:
        if self._alive:
            word = self.scene.world.text(label)
            self.progress = ProgressDialog(self.scene, ACCOUNT, label.split(".")[1], word)
            self.ui.push(self.progress)

    def _hide(self) -> None:
        if self.progress is not None:
            self.ui.finish(self.progress)
            self.progress = None

    @property
    def _alive(self) -> bool:
        return self.page.open

    def _cloud(self) -> None:
        self._hide()
        if not self._alive:
            return
        if self.scene.scenario.cloud_synced and self.scene.works(CLOUD):
            self.ui.push(WipeConfirm(self.scene, self._cloud_decided))
        else:
            self._end_to_end()

    def _cloud_decided(self, choice: str) -> None:
        self.scene.log("SettingsFooterFragment", "onActivityResult() requestCode:1 resultCode:-1")
        self.scene.session.wiped = choice == "remove"
        self._end_to_end()

    def _end_to_end(self) -> None:
        last = self.scene.scenario.e2ee_last_device
        if last and self.scene.world.release.since("hyperos-2"):
            self.ui.push(e2ee_dialog(self.scene, self._verify))
        else:
            self._verify()

    def _verify(self) -> None:
        scenario, session = self.scene.scenario, self.scene.session
        if scenario.token_expired and not session.relogged:
            self._token_expired()
        elif not (scenario.has_password or session.password_set):
            self.ui.push(SetPasswordPage(self.scene, self._verified))
        elif self.scene.asks_password:
            self.ui.push(PasswordSheet(self.scene, self._verified))
        else:
            self._remove()

    def _verified(self) -> None:
        self.scene.log("SettingsFooterFragment", "onActivityResult() requestCode:16 resultCode:-1")
        self._remove()

    def _token_expired(self) -> None:
        text = self.scene.world.text
        dialog = AlertDialog(
            self.scene,
            ACCOUNT,
            "token_expired",
            title=text("account.account_token_expired_title"),
            message=message("account.account_token_expired_msg"),
            buttons=(
                Button("negative", text("account.passport_delete_account"), self._remove),
                Button("positive", text("account.passport_relogin"), self._sign_in_again),
            ),
        )
        self.ui.push(dialog)

    def _sign_in_again(self) -> None:
        def renewed() -> None:
            self.scene.session.relogged = True

        self.ui.push(PasswordSheet(self.scene, renewed))

    def _remove(self) -> None:
        self.scene.log(TAG, f"removing Xiaomi account, wipe data: {self.scene.session.wiped}")
        self._show("account.removing_account")
        self.ui.after(self.ui.latency.network, self._end)

    def _end(self) -> None:
        self._hide()
        if not self._alive:
            return
        reason = self.scene.turning_off_fails_with
        if reason:
            self._find_device_failed(reason)
        elif not self.scene.phone.network or self.scene.scenario.logout_failed:
            self._logout_failed()
        else:
            self._removed()

    def _find_device_failed(self, reason: str) -> None:
        self.scene.log(TAG, "turnOffFindDevice error")
        text = self.scene.world.text
        label = _SHORT_REASONS.get(reason)
        days = self.scene.scenario.cooldown_days
        name = f"account.find_device_error_{reason}"
        said = text(label) if label else message(name, *([days] if days else []))
        self._failure("find_device_failed", "account.turn_off_find_device_failed_title", said)

    def _logout_failed(self) -> None:
        self.scene.log(TAG, "error when remove account")
        known = self.scene.scenario.logout_failed == "unknown"
        reason = "account.passport_error_unknown" if known else "account.no_response_retry"
        self._failure("logout_failed", "account.logout_failed", self.scene.world.text(reason))

    def _failure(self, name: str, title: str, said: str) -> None:
        ok = Button("positive", self.scene.world.text("android.ok"))
        shown = self.scene.world.text(title)
        self.ui.push(
            AlertDialog(self.scene, ACCOUNT, name, title=shown, message=said, buttons=(ok,))
        )

    def _removed(self) -> None:
        account = self.scene.xiaomi_account
        if account is not None:
            self.scene.log(TAG, "remove account online")
            self.scene.log(TAG, "remove local account")
            self.scene.remove_account(account)
            self.scene.phone.settings["secure"].pop("key_bank_card_in_ese", None)
            self.scene.log(TAG, "Xiaomi account removed successfully!")
        self.ui.finish(self.page)
