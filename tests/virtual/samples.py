"""Phones and pages that the tests of the virtual phone look at and touch."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from miunlink_adb.virtual.automation.methods import METHODS
from miunlink_adb.virtual.automation.selector import FIELDS
from miunlink_adb.virtual.automation.session import Session
from miunlink_adb.virtual.intent import Intent, IntentFilter
from miunlink_adb.virtual.latency import Latency
from miunlink_adb.virtual.phone import Package, Phone
from miunlink_adb.virtual.screen import Screen
from miunlink_adb.virtual.view import (
    View,
    button,
    check,
    column,
    edit,
    gap,
    image,
    line,
    row,
    scroll,
    text,
)

T = TypeVar("T")

SETTINGS = "com.android.settings"
LIST = "com.android.settings:id/list"
CODE = "com.example:id/code"
SECRET = "com.example:id/secret"


class Page(Screen):
    """A Settings page with a long list; remembers which rows were tapped."""

    package = SETTINGS
    activity = ".MiuiSettings"
    name = "settings_home"

    def __init__(self, rows: int = 30, name: str = "settings_home") -> None:
        super().__init__()
        self.rows = rows
        self.name = name
        self.tapped: list[int] = []
        self.results: list[Any] = []

    def view(self) -> View:
        return column(
            line(text("Settings", id="android:id/title"), height=150),
            scroll(LIST, *[self.row(number) for number in range(self.rows)]),
        )

    def row(self, number: int) -> View:
        labels = column(
            text(f"Row {number}", id="android:id/title"),
            text("summary", id="android:id/summary"),
        )
        return row(image("android:id/icon"), labels, on_tap=lambda: self.tapped.append(number))

    def on_result(self, result: Any) -> None:
        self.results.append(result)


class Question(Screen):
    """A dialog with two buttons, a box to tick and a disabled button."""

    kind = "dialog"
    package = SETTINGS
    name = "question"

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[str] = []
        self.ticked = False

    def view(self) -> View:
        return column(
            text("Sign out?", id="android:id/alertTitle"),
            check("Keep data", "android:id/checkbox", checked=self.ticked, on_tap=self.tick),
            line(
                button("Cancel", "android:id/button2", lambda: self.answer("no"), weight=1.0),
                button("OK", "android:id/button1", lambda: self.answer("yes"), weight=1.0),
            ),
            button("Never", "android:id/button3", lambda: self.answer("never"), enabled=False),
            padding=48,
        )

    def tick(self) -> None:
        self.ticked = not self.ticked

    def answer(self, answer: str) -> None:
        self.answers.append(answer)
        self.ui.finish(self, answer)


class Login(Screen):
    """A sheet with a code field and a password field."""

    kind = "sheet"
    package = "com.example"
    activity = ".LoginActivity"
    name = "login"

    def __init__(self) -> None:
        super().__init__()
        self.entered = 0

    def view(self) -> View:
        return column(
            text("Sign in"),
            edit(CODE, hint="Code"),
            edit(SECRET, hint="Password", password=True),
            gap(40),
            button("OK", "android:id/button1", padding=0),
        )

    def on_enter(self) -> None:
        self.entered += 1


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine in a loop of its own."""
    return asyncio.run(work)


def quick_phone(*screens: Screen) -> Phone:
    """A phone on which nothing takes time, with these screens opened one above the other."""
    phone = Phone("quick", latency=Latency.none())
    for screen in screens:
        phone.ui.push(screen)
    return phone


def settings_phone() -> Phone:
    """A phone with Settings and an account page that intents open."""
    phone = quick_phone()
    phone.packages = {
        SETTINGS: Package(SETTINGS, uid=1000),
        "com.xiaomi.account": Package("com.xiaomi.account", uid=10062),
    }
    phone.intents = [
        IntentFilter(
            SETTINGS, ".MiuiSettings", lambda _: Page(), aliases=(".MainSettings",), launcher=True
        ),
        IntentFilter(SETTINGS, ".SubSettings", lambda _: Page(3, "sub"), exported=False),
        IntentFilter(
            "com.xiaomi.account",
            ".ui.AccountSettingsActivity",
            account_page,
            actions=("android.settings.XIAOMI_ACCOUNT_SYNC_SETTINGS",),
        ),
    ]
    return phone


def account_page(_intent: Intent) -> Screen:
    """The account's page."""
    page = Page(5, "account_page")
    page.package, page.activity = "com.xiaomi.account", ".ui.AccountSettingsActivity"
    return page


def wire(**fields: Any) -> dict[str, Any]:
    """A selector as uiautomator2 sends it."""
    mask = sum(1 << FIELDS.index(name) for name in fields)
    return {"mask": mask, "childOrSibling": [], "childOrSiblingSelector": [], **fields}


def chained(first: dict[str, Any], *links: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    """A selector with a chain of ("child" or "sibling", selector)."""
    kinds, below = [kind for kind, _ in links], [selector for _, selector in links]
    return {**first, "childOrSibling": kinds, "childOrSiblingSelector": below}


def call(phone: Phone, method: str, *params: object) -> Any:
    """Call a method of uiautomator2's server, without HTTP."""
    return run(METHODS.call(Session(phone), method, list(params)))
