"""QuickLoginActivity: the password sheet, with the captcha in it and the code as its second step.

Must not know why the password is asked. What is typed stays in the fields; wrong passwords are
counted, never kept.
"""

from __future__ import annotations

from collections.abc import Callable

from miunlink_adb.virtual.apps.dialog import AlertDialog, Button, ProgressDialog
from miunlink_adb.virtual.apps.pages import RowsPage
from miunlink_adb.virtual.apps.scene import AppScreen, Scene
from miunlink_adb.virtual.apps.verification import VerificationPage
from miunlink_adb.virtual.view import View, button, check, column, edit, image, line, text
from miunlink_adb.virtual.worlds.ids import ACCOUNT
from miunlink_adb.virtual.worlds.texts import message

TAG = "QuickLoginFragment"
_ERRORS = {
    "denied": ("access denied", "account.passport_access_denied"),
    "network": ("network error", "account.passport_error_network"),
    "server": ("server error", "account.passport_error_server"),
}


class PasswordSheet(AppScreen):
    """The sheet. `verified` is called, with the sheet closed, when the server is content."""

    kind = "sheet"
    package = ACCOUNT
    activity = "com.xiaomi.account.ui.QuickLoginActivity"

    def __init__(self, scene: Scene, verified: Callable[[], object]) -> None:
        super().__init__(scene)
        self.verified = verified
        self.step = 1
        self.error = ""
        self.trusted = False
        self.secure = scene.world.release.since("miui-12")  # before it is known not to be
        after = scene.scenario.captcha_after
        self.captcha = 0 < after <= scene.session.wrong_passwords
        self._turn()

    def _turn(self) -> None:
        """Be the screen that the state amounts to, and say so."""
        first = "captcha_prompt" if self.captcha else "password_prompt"
        name = first if self.step == 1 else "code_prompt"
        turned, self.name = name != self.name, name
        if turned and self.scene.phone.ui.shown() is self:  # else drawing it will say so
            self.scene.phone.record.note("screen", name)

    def view(self) -> View:
        """Title, the step's content, buttons."""
        first = self.step == 1
        step = "passport_quick_login_title" if first else "passport_quick_login_step2_title"
        content = self._first() if first else self._second()
        parts = [text(self.t(f"account.{step}"), id="android:id/title", padding=30), *content]
        if self.error:
            parts.append(text(self.error, padding=20))
        return column(*parts, self._buttons(), padding=30)

    def _first(self) -> list[View]:
        account = self.scene.xiaomi_account
        number = account.name if account is not None else ""
        ids = self.world.ids
        who = text(self.t("account.passport_account_name", number), id=ids.account("account_name"))
        parts = [who, self._password()]
        if self.captcha:
            parts.append(self._captcha())
        return [column(*parts, id=ids.account("content_step1")), self._forgot()]

    def _password(self) -> View:
        ids = self.world.ids
        hint = self.t("account.passport_input_password_hint")
        field = edit(ids.account("password"), hint=hint, password=True, weight=1.0, height=140)
        eye = image(ids.account("show_password"), on_tap=self._nothing, name="show_password")
        place = ids.account("password_container")
        return line(field, eye, id=place, center=True, cls="android.widget.FrameLayout")

    def _captcha(self) -> View:
        ids = self.world.ids
        hint = self.t("account.passport_input_captcha_hint")
        voice = self.t("account.passport_talkback_switch_voice_captcha")
        return line(
            edit(ids.account("captcha_input"), hint=hint, weight=1.0, height=140),
            image(ids.account("captcha_image"), width=300, height=120, on_tap=self._nothing),
            image(ids.account("captcha_switch"), desc=voice, on_tap=self._nothing),
            id=ids.account("captcha_container"),
            center=True,
        )

    def _forgot(self) -> View:
        newer = self.world.release.since("miui-11")
        label = "passport_forget_password" + ("_no_underline" if newer else "")
        link = button(
            self.t(f"account.{label}"),
            id=self.world.ids.account("forgot"),
            on_tap=self._forgotten,
            name="forgot_password",
            height=110,
        )
        link.cls = "android.widget.Button" if newer else "android.widget.TextView"
        return link

    def _second(self) -> list[View]:
        ids = self.world.ids
        prompt = self.t("account.passport_vcode_prompt_long")
        return [
            column(
                text(prompt, id=ids.account("step2_prompt")),
                edit(ids.account("step2_code"), hint=prompt, height=140),
                check(
                    self.t("account.passport_trust_device"),
                    ids.account("step2_trust"),
                    checked=self.trusted,
                    on_tap=self._trust,
                ),
                id=ids.account("content_step2"),
            )
        ]

    def _buttons(self) -> View:
        ids = self.world.ids
        cancel = button(self.t("android.cancel"), id=ids.account("cancel"), on_tap=self.on_back)
        ok = button(self.t("android.ok"), id=ids.account("confirm"), on_tap=self._confirm)
        cancel.name, ok.name = "sheet.cancel", "sheet.confirm"
        cancel.weight = ok.weight = 1.0
        cancel.height = ok.height = 140
        return line(cancel, ok, padding=20)

    def _nothing(self) -> None:
        """Shows the password, another picture, or speaks: no matter here."""

    def _trust(self) -> None:
        self.trusted = not self.trusted
        self.ui.touch()

    def _forgotten(self) -> None:
        def title() -> str:
            return self.t("account.passport_get_back_pwd")

        web = "com.xiaomi.account.ui.AccountWebActivity"
        self.ui.push(RowsPage(self.scene, ACCOUNT, web, "forgot_password", title))

    def on_enter(self) -> None:
        """Done on the keyboard is OK."""
        self._confirm()

    def _typed(self, what: str) -> str:
        return self.fields.get(self.world.ids.account(what), "")

    def _fail(self, label: str) -> None:
        self.error = self.t(label)
        self._turn()
        self.ui.touch()

    def _confirm(self) -> None:
        if self.step == 1 and not self._typed("password"):
            self._fail("account.passport_error_empty_pwd")
        elif self.step == 1 and self.captcha and not self._typed("captcha_input"):
            self._fail("account.passport_error_empty_captcha_code")
        elif self.step > 1 and not self._typed("step2_code"):
            self._fail("account.passport_error_empty_vcode")
        else:
            self._send()

    def _send(self) -> None:
        self.error = ""
        word = self.t("account.passport_checking_account")
        wheel = ProgressDialog(self.scene, ACCOUNT, "checking_password", word)
        self.ui.push(wheel)

        def answered() -> None:
            self.ui.finish(wheel)
            if self.open:
                self._first_answer() if self.step == 1 else self._second_answer()

        self.ui.after(self.ui.latency.network, answered)

    def _first_answer(self) -> None:
        scenario = self.scene.scenario
        error = scenario.password_error or ("" if self.scene.phone.network else "network")
        if error:
            line_, label = _ERRORS[error]
            self.scene.log(TAG, line_)
            self._fail(label)
        elif self._too_many:
            self._refuse()
        elif self.captcha and self._typed("captcha_input") != scenario.captcha:
            self._wrong_captcha()
        elif self._typed("password") != scenario.password:
            self._wrong_password()
        else:
            self._right_password()

    @property
    def _too_many(self) -> bool:
        limit = self.scene.scenario.too_many_after
        return 0 < limit <= self.scene.session.wrong_passwords

    def _refuse(self) -> None:
        self.scene.log(TAG, "access denied")
        ok = Button("positive", self.t("android.ok"))
        title = self.t("account.passport_error_unknown")
        said = message("account.access_denied_info")
        name = "too_many_attempts"
        self.ui.push(
            AlertDialog(self.scene, ACCOUNT, name, title=title, message=said, buttons=(ok,))
        )

    def _wrong_captcha(self) -> None:
        self.fields[self.world.ids.account("captcha_input")] = ""
        self._fail("account.passport_wrong_captcha")

    def _wrong_password(self) -> None:
        self.scene.log(TAG, "wrong password")
        self.scene.session.wrong_passwords += 1
        self.fields.clear()
        after = self.scene.scenario.captcha_after
        self.captcha = 0 < after <= self.scene.session.wrong_passwords
        self._fail("account.passport_bad_authentication")

    def _right_password(self) -> None:
        if self.scene.scenario.web_verification:
            self.scene.log(TAG, "need notification")
            self.ui.push(VerificationPage(self.scene, self._accept))
        elif self.scene.scenario.second_step:
            self.scene.log(TAG, "need step2 login")
            self.step, self.focus_id = 2, ""
            self._turn()
            self.ui.touch()
        else:
            self._accept()

    def _second_answer(self) -> None:
        if self._typed("step2_code") == self.scene.scenario.code:
            self._accept()
            return
        self.fields[self.world.ids.account("step2_code")] = ""
        self._fail("account.passport_wrong_vcode")

    def _accept(self) -> None:
        self.scene.log(TAG, "login success")
        self.ui.finish(self)
        self.verified()
