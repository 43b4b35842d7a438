"""The account app's pages: the account page with the sign-out footer, and the sign-in page.

Must not know the steps of sign-out (see `logout`) nor Settings.
"""

from __future__ import annotations

from miunlink_adb.virtual.apps.logout import Logout
from miunlink_adb.virtual.apps.looks import Look, Row
from miunlink_adb.virtual.apps.pages import RowsPage, Title
from miunlink_adb.virtual.apps.scene import AppScreen, Scene
from miunlink_adb.virtual.intent import Intent
from miunlink_adb.virtual.view import View, button, column, edit, gap, image, line, text
from miunlink_adb.virtual.worlds.ids import ACCOUNT

_OLD_ROWS = ("account_user_details", "account_security", "cloud_service", "find_device_title")
_NEW_ROWS = (
    *("cloud_service", "account_security", "account_mibi_center", "account_bind_settings"),
    *("account_mipay_info", "account_bind_devices", "agreement_and_privacy"),
    *("vip_account_settings", "find_device_title"),
)
_CARD_ROWS = (
    *("self_account_info", "account_and_password", "account_security", "cloud_service"),
    *("find_equipment", "account_bind_devices", "account_mipay_info", "account_bind_settings"),
    "agreement_and_privacy",
)


class AccountPage(AppScreen):
    """AccountSettingsActivity of a signed-in user; *Sign out* lies below the fold."""

    package = ACCOUNT
    activity = "com.xiaomi.account.ui.AccountSettingsActivity"
    name = "account_page"

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self.look = Look(scene.world, ACCOUNT)
        self.surprises: list[AppScreen] = []

    def view(self) -> View:
        """Bar, user header, rows, footer."""
        keys = [key for key in self._keys() if self.world.texts.has(f"account.{key}")]
        cards = keys[2:6] if self.world.release.since("hyperos-2") else []
        rows = [self.look.row(self._spec(key)) for key in keys if key not in cards]
        rows += [line(*map(self._card, cards[at : at + 2])) for at in range(0, len(cards), 2)]
        body = self.look.list(self._header(), *rows, gap(self._slack(len(keys))), self._footer())
        return self.look.page(self._bar(), body)

    def on_shown(self) -> None:
        """Let the windows that were waiting come up over the page."""
        while self.surprises:
            self.ui.push(self.surprises.pop())

    @property
    def _cards(self) -> bool:
        return self.world.release.since("miui-12.5")

    def _keys(self) -> tuple[str, ...]:
        if self._cards:
            return _CARD_ROWS
        return _NEW_ROWS if self.world.release.since("miui-11") else _OLD_ROWS

    def _slack(self, rows: int) -> int:
        """Room before the footer, so that it never shows without scrolling."""
        used = 420 + rows * 149
        return max(60, self.scene.phone.size()[1] - used + 120)

    def _bar(self) -> View:
        title = self.t("account.app_name")
        if not self.world.release.since("miui-11"):
            return self.look.bar(title, self.on_back)
        ids = self.world.ids
        if self.world.release.since("miui-14"):
            return self.look.bar(title, self.on_back, title_id=ids.account("title_expanded"))
        back = button("", id=ids.account("back"), on_tap=self.on_back, name="up")
        back.width = back.height = 120
        word = text(title, id=ids.account("title"), weight=1.0)
        scan = button("", id=ids.account("scan"), on_tap=self._scan, name="scan")
        scan.width = scan.height = 120
        return column(gap(16), line(back, word, scan, height=158, center=True), height=174)

    def _header(self) -> View:
        ids, scenario = self.world.ids, self.scene.scenario
        account = self.scene.xiaomi_account
        number = account.name if account is not None else ""
        if not self.world.release.since("miui-11"):
            return column(
                text(scenario.nickname or number, id=ids.account("user_name")),
                text(number, id=ids.account("user_id")),
                height=420,
                padding=40,
            )
        avatar = image(ids.account("avatar"), width=200, height=200)
        name = text(scenario.nickname or number, id=ids.account("user_name"))
        return column(avatar, name, text(number), height=420, padding=40)

    def _spec(self, key: str) -> Row:
        return Row(self.t(f"account.{key}"), lambda: self._open(key), name=f"account.{key}")

    def _card(self, key: str) -> View:
        title = self.t(f"account.{key}")
        return self.look.card(title, lambda: self._open(key), f"account.{key}")

    def _footer(self) -> View:
        names = ("account.passport_logout_account", "account.logout_account")
        label = self.world.texts.first(*names)
        sign_out = button(
            label,
            id=self.world.ids.account("logout"),
            on_tap=self._sign_out,
            name="sign_out",
            height=140,
            weight=1.0,
        )
        return line(sign_out, height=220, padding=40)

    def _sign_out(self) -> None:
        Logout(self.scene, self).start()

    def _scan(self) -> None:
        self.ui.push(service_page(self.scene, "scan", lambda: ""))

    def _open(self, key: str) -> None:
        if key == "cloud_service":
            self.scene.phone.launch(Intent(action="com.xiaomi.action.MICLOUD_MAIN"))
        else:
            self.ui.push(service_page(self.scene, key, lambda: self.t(f"account.{key}")))


def service_page(scene: Scene, key: str, title: Title) -> RowsPage:
    """The page of the account app behind one of its rows; a web page for the services."""
    native = ("account_security", "account_user_details", "self_account_info")
    place = "AccountSecurityActivity" if key in native else "AccountWebActivity"
    return RowsPage(scene, ACCOUNT, f"com.xiaomi.account.ui.{place}", f"account.{key}", title)


class LoginPage(AppScreen):
    """LoginActivity: what the account's row and intent open when nobody is signed in."""

    package = ACCOUNT
    activity = "com.xiaomi.account.ui.LoginActivity"
    name = "signed_out_page"

    def view(self) -> View:
        """Account field, password field, sign in."""
        ids, look = self.world.ids, Look(self.world, ACCOUNT)
        title = self.t("account.passport_login_title")
        name = edit(ids.account("login_name"), hint=self.t("account.account_user_id"), height=140)
        hint = self.t("account.passport_input_password_hint")
        secret = edit(ids.account("password"), hint=hint, password=True, height=140)
        enter = button(
            self.t("account.passport_login"),
            id=ids.account("login"),
            height=140,
            name="login",
        )
        return look.page(look.bar(title, self.on_back), name, secret, enter)
