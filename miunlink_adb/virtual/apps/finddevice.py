"""The Find device app's lock window: a phone reported lost, or locked by a lender.

Must not know the account app.
"""

from __future__ import annotations

from miunlink_adb.virtual.apps.scene import AppScreen, Scene
from miunlink_adb.virtual.view import View, button, column, edit, gap, text
from miunlink_adb.virtual.worlds.texts import message

PACKAGE = "com.xiaomi.finddevice"
PHONE_NUMBER = "+49 30 5550 1742"
LOCK_ACTIVITY = ".v2.ui.DeviceLockedActivity"


class LockWindow(AppScreen):
    """Covers everything; Back does nothing. `debt`: the lender's lock, without a password field."""

    package = PACKAGE
    activity = LOCK_ACTIVITY
    cancelable = False

    def __init__(self, scene: Scene, *, debt: bool = False) -> None:
        super().__init__(scene)
        self.debt = debt
        self.name = "finance_lock" if debt else "lost_mode"

    def view(self) -> View:
        """The message and, for a lost phone, the way to unlock it."""
        if self.debt:
            said = message("find.default_debt_msg_words")
            return column(gap(400), text(said), text(self._unlock_number), gap())
        return column(
            gap(300),
            text(self.t("find.device_lost")),
            text(message("find.default_lock_msg_words", PHONE_NUMBER)),
            *self._unlock(),
            gap(),
        )

    @property
    def _unlock_number(self) -> str:
        return self.t("find.unlock_number", "8641-2077")

    def _unlock(self) -> list[View]:
        hint = self.t("find.password")
        return [
            text("", id=f"{PACKAGE}:id/status_view", height=60),
            edit(f"{PACKAGE}:id/password_input", hint=hint, password=True, height=140),
            edit(f"{PACKAGE}:id/captcha_code_input", hint=self.t("find.captcha"), height=140),
            button(self.t("find.unlock"), id=f"{PACKAGE}:id/login_button", height=140),
        ]

    def on_back(self) -> None:
        """Stays."""
