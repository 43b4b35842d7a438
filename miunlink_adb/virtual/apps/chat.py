"""A chat app that says the same words as the account pages: must not be taken for them.

Must not know those pages.
"""

from __future__ import annotations

from miunlink_adb.virtual.apps.scene import AppScreen
from miunlink_adb.virtual.view import View, button, column, row, scroll, text
from miunlink_adb.virtual.worlds.packages import CHAT

_WORDS = (
    "settings.xiaomi_account",
    "account.logout_account",
    "account.app_name",
    "cloud.micloud_wipe_data_retain",
    "cloud.micloud_wipe_data_remove",
    "account.passport_quick_login_title",
    "settings.sync_settings",
    "settings.remove_account_label",
)


class ChatPage(AppScreen):
    """A list of conversations, titled like rows, dialogs and buttons of the account pages."""

    package = CHAT
    activity = ".ChatActivity"
    name = "chat"

    def view(self) -> View:
        """The conversations and a button to write."""
        rows = [self._row(name) for name in _WORDS]
        label = self.t("account.logout_account")
        send = button(label, id=f"{CHAT}:id/send", on_tap=self._nothing, name="chat.send")
        send.height = 140
        title = text(self.t("settings.xiaomi_account"), id=f"{CHAT}:id/title", height=140)
        return column(title, scroll("android:id/list", *rows), send)

    def _row(self, name: str) -> View:
        return row(text(self.t(name), id="android:id/title"), on_tap=self._nothing, name="chat.row")

    def _nothing(self) -> None:
        """A conversation would open."""
