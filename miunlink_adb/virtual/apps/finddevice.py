"""The Find device app's lock windows: reported lost, locked by a lender, not yet activated.

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
    """Covers everything; neither Back nor Home leads away.

    `why`: "lost_mode", "finance_lock" (without a password field: only the lender unlocks) or
    "activation_lock" (after a reset, before the owner's account is confirmed).
    """

    package = PACKAGE
    activity = LOCK_ACTIVITY
    kind = "system"
    over_keyguard = True
    cancelable = False

    def __init__(self, scene: Scene, why: str) -> None:
        super().__init__(scene)
        self.name = why

    def view(self) -> View:
        """The message and, where a password helps, the way to unlock it."""
        if self.name == "finance_lock":
            said = message("find.default_debt_msg_words")
            return column(gap(400), text(said), text(self._unlock_number), gap())
        lost = self.name == "lost_mode"
        title = "find.device_lost" if lost else "find.activate_xiaomi_account"
        said = message("find.default_lock_msg_words", *([PHONE_NUMBER] if lost else []))
        return column(gap(300), text(self.t(title)), text(said), *self._unlock(), gap())

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
