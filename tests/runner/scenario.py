"""What signing out does on the fake phone, in the order of the facts, and who answers.

Knows the phone's windows, not how they are looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tests.runner import screens
from tests.runner.screens import ACCOUNT, CLOUD, Window

if TYPE_CHECKING:
    from tests.runner.fake_phone import FakePhone

End = Literal["removed", "logout_failed", "find_device_failed", "cooldown", "never"]
COOLDOWN = (
    "You've changed your password within last 3 days. "
    "Can't turn off Find device now due to security reasons."
)


@dataclass
class Scenario:
    """The switches. Times in seconds.

    `gap`: between the sheet's end and the next progress; the account page shows in it. `late`:
    from the page's end until the account is gone from the list.
    """

    bank_cards: bool = False
    cloud_query: float = 0.0
    cloud: bool = True
    unsynced: bool = False
    hidden_photos: bool = False
    password: bool = True
    wrong_says: Literal["message", "captcha", "nothing"] = "message"
    checking: float = 1.0
    code: bool = False
    web: bool = False
    expired: bool = False
    no_password: bool = False
    gap: float = 0.5
    turning_off: float = 2.0
    removing: float = 2.0
    late: float = 0.0
    end: End = "removed"


class SignOut:
    """One attempt to sign out."""

    def __init__(self, phone: FakePhone, page: Window) -> None:
        self.phone, self.page, self.words = phone, page, phone.words
        self.scenario = phone.scenario

    def start(self) -> None:
        """The button was tapped."""
        if self.scenario.bank_cards:
            text = self.words["cards"]
            self._ask(ACCOUNT, "bank_card_dialog", text, self._query)
        else:
            self._query()

    def _ask(self, package: str, name: str, title: str, go_on: Callable[[], None]) -> None:
        """An alert whose positive button goes on."""
        buttons = {
            "button2": (self.words["cancel"], lambda: None),
            "button1": (self.words["ok"], go_on),
        }
        self.phone.show_dialog(name, package, title, "Read this.", buttons)

    def _query(self) -> None:
        if self.scenario.cloud_query:
            self._progress(
                "checking_cloud_data", "cloud_check", self.scenario.cloud_query, self._wipe
            )
        else:
            self._wipe()

    def _wipe(self) -> None:
        if not self.scenario.cloud:
            self._verify()
            return
        window = Window(
            "wipe_data_confirm", CLOUD, f"{CLOUD}.ui.MiCloudWipeDataConfirmActivity", list
        )

        def keep() -> None:
            self.phone.wiped = "keep"
            self.phone.shut(window)
            self._verify()

        def remove() -> None:
            self.phone.wiped = "remove"
            self.phone.shut(window)
            self._unsynced()

        window.draw = lambda: screens.wipe_data(self.phone.words, keep, remove)
        self.phone.show(window)

    def _unsynced(self) -> None:
        if not self.scenario.unsynced:
            self._photos()
            return
        buttons = {
            "button2": (self.words["unsynced_check"], lambda: None),
            "button1": (self.words["remove"], self._photos),
        }
        self.phone.show_dialog("unsynced_data_dialog", CLOUD, self.words["unsynced"], "", buttons)

    def _photos(self) -> None:
        if self.scenario.hidden_photos:
            self._ask(CLOUD, "hidden_photos_dialog", self.words["hidden_photos"], self._verify)
        else:
            self._verify()

    def _verify(self) -> None:
        if self.scenario.expired:
            self._expired()
        elif self.scenario.no_password:
            self.phone.show(
                Window(
                    "set_password",
                    ACCOUNT,
                    "com.xiaomi.account.ui.SetPasswordActivity",
                    lambda: screens.set_password_page(self.phone.words),
                )
            )
            self.phone.on_password = self._turn_off
        elif self.scenario.password:
            self.phone.show_password_sheet(self._password_given)
        else:
            self._turn_off()

    def _expired(self) -> None:
        def again() -> None:
            self.scenario.expired = False
            self.phone.show_password_sheet(lambda: None)

        buttons = {
            "button2": (self.words["sign_out"], lambda: None),
            "button1": (self.words["sign_in_again"], again),
        }
        self.phone.show_dialog(
            "token_expired", ACCOUNT, self.words["expired"], "Read this.", buttons
        )

    def _password_given(self) -> None:
        if self.scenario.code:
            self.phone.show_code_sheet(self._turn_off)
        elif self.scenario.web:
            name, activity = "web_verification", "com.xiaomi.passport.ui.NotificationActivity"
            page = Window(name, ACCOUNT, activity, lambda: screens.web_page(self.phone.words))
            self.phone.show(page)
            self.phone.on_web = self._turn_off
        else:
            self._turn_off()

    def _turn_off(self) -> None:
        """The account page shows for a moment before the progress comes up."""
        self.phone.clock.after(self.scenario.gap, self._turn_off_now)

    def _turn_off_now(self) -> None:
        seconds = self.scenario.turning_off
        if seconds and not self.words.is_hyperos:
            self._progress("turning_off_find_device", "turning_off", seconds, self._remove)
        else:
            self._remove()

    def _remove(self) -> None:
        if self.scenario.end == "never":
            self._progress("signing_out", "signing_out", 1e9, lambda: None)
        else:
            self._progress("signing_out", "signing_out", self.scenario.removing, self._end)

    def _end(self) -> None:
        words, end = self.words, self.scenario.end
        if end == "removed":
            self.phone.clock.after(self.scenario.late, lambda: self.phone.accounts.update({0: 0}))
            self.phone.shut(self.page)
        elif end == "logout_failed":
            self._fail("logout_failed", words["logout_failed"], "No response.")
        elif end == "find_device_failed":
            self._fail("find_device_failed", words["find_device_failed"], "Network trouble.")
        else:
            self._fail("password_cooldown", words["find_device_failed"], COOLDOWN)

    def _fail(self, name: str, title: str, message: str) -> None:
        buttons = {"button1": (self.words["ok"], lambda: None)}
        self.phone.show_dialog(name, ACCOUNT, title, message, buttons)

    def _progress(self, name: str, word: str, seconds: float, then: Callable[[], None]) -> None:
        window = self.phone.show_progress(name, word)

        def over() -> None:
            self.phone.shut(window)
            then()

        self.phone.clock.after(seconds, over)
