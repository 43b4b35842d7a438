"""The identity check in a web page, and the page on which an account gets its first password.

Must not know why they are shown.
"""

from __future__ import annotations

from collections.abc import Callable

from miunlink_adb.virtual.apps.looks import Look
from miunlink_adb.virtual.apps.scene import AppScreen, Scene
from miunlink_adb.virtual.view import View, button, column, edit, text
from miunlink_adb.virtual.worlds.ids import ACCOUNT
from miunlink_adb.virtual.worlds.texts import message

WEB_CODE = "ticket"
WEB_SUBMIT = "submit"


class VerificationPage(AppScreen):
    """NotificationActivity: a web view; its elements bear the page's own ids, without a package."""

    package = ACCOUNT
    activity = "com.xiaomi.passport.ui.NotificationActivity"
    name = "web_verification"

    def __init__(self, scene: Scene, verified: Callable[[], object]) -> None:
        super().__init__(scene)
        self.verified = verified
        self.failed = False

    def view(self) -> View:
        """A bar, and the web page with a code field and the words of the account's own pages."""
        look = Look(self.world, ACCOUNT)
        title = self.t("account.passport_account_identity_title")
        words = [
            text(message(f"web.{part}"), cls="android.view.View", height=120) for part in "abc"
        ]
        links = [self.t("account.logout_account"), self.t("account.app_name")]
        decoys = [text(word, cls="android.view.View", height=90) for word in links]
        code = edit(WEB_CODE, height=140)
        submit = button(message("web.send")[:12], id=WEB_SUBMIT, on_tap=self._submit, height=140)
        page = column(*words, code, submit, *decoys, cls="android.view.View")
        web = column(page, cls="android.webkit.WebView", weight=1.0, focusable=True)
        return look.page(look.bar(title, self.on_back), web)

    def _submit(self) -> None:
        if self.fields.get(WEB_CODE) != self.scene.scenario.code:
            self.failed = True
            self.fields[WEB_CODE] = ""
            self.ui.touch()
            return
        self.ui.finish(self)
        self.verified()


class SetPasswordPage(AppScreen):
    """SetPasswordActivity: the new password twice."""

    package = ACCOUNT
    activity = "com.xiaomi.account.ui.SetPasswordActivity"
    name = "set_password"

    def __init__(self, scene: Scene, done: Callable[[], object]) -> None:
        super().__init__(scene)
        self.done = done

    @property
    def field_ids(self) -> tuple[str, str]:
        """Ids of the two fields."""
        first = self.world.ids.account("password")
        return first, f"{first}_confirm"

    def view(self) -> View:
        """Two password fields and OK."""
        look = Look(self.world, ACCOUNT)
        title = self.t("account.passport_account_set_password_title")
        hint = self.t("account.passport_input_password_hint")
        fields = [edit(id_, hint=hint, password=True, height=140) for id_ in self.field_ids]
        confirm = self.world.ids.account("confirm")
        ok = button(self.t("android.ok"), id=confirm, on_tap=self._confirm, height=140)
        ok.name = "set_password.confirm"
        return look.page(look.bar(title, self.on_back), *fields, ok)

    def _confirm(self) -> None:
        first, second = (self.fields.get(id_, "") for id_ in self.field_ids)
        if not first or first != second:
            self.ui.toast(self.t("account.passport_error_empty_pwd"))
            return
        self.scene.session.password_set = True
        self.ui.finish(self)
        self.done()
