"""One window of an app: the class that apps derive their pages, dialogs and sheets from.

Knows its own state and the `Ui` it is shown by (through `Shower`); no protocol, no layout::

    class SignOutSheet(Screen):
        kind = "sheet"
        name = "password"

        def view(self) -> View:
            return column(
                text("Sign out"),
                edit("com.xiaomi.account:id/et_account_password", hint="Password", password=True),
                button("OK", id="android:id/button1", on_tap=self.confirm),
            )

        def confirm(self) -> None:
            typed = self.fields.get("com.xiaomi.account:id/et_account_password", "")
            self.ui.replace(Progress(...))
            self.ui.after(self.ui.latency.network, self.done)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from miunlink_adb.virtual.latency import Latency
from miunlink_adb.virtual.view import View, text


class Shower(Protocol):
    """What a screen may ask of the `Ui` that shows it (see there)."""

    latency: Latency

    def push(self, screen: Screen) -> None:
        """Open a screen above the one in front."""

    def replace(self, screen: Screen) -> None:
        """Put a screen in the place of the one in front."""

    def finish(self, screen: Screen, result: object = None) -> None:
        """Close a screen; its opener gets `result`."""

    def home(self) -> None:
        """Show the launcher."""

    def toast(self, text: str) -> None:
        """Show a toast."""

    def after(self, seconds: float, do: Callable[[], object]) -> None:
        """Call `do` later."""

    def touch(self) -> None:
        """Say that what is shown may have changed."""


class Screen:
    """A window. Override the class attributes, or set them on the instance, and `view`.

    `package` and `activity` ("com.xiaomi.account", "com.xiaomi.account.ui.AccountSettingsActivity"
    or the short ".ui.AccountSettingsActivity"); a dialog or sheet without `activity` belongs to the
    activity beneath it and bears its name. `kind`: "activity" fills the display, "dialog" is a box
    in the middle, "sheet" a box at the bottom, "system" lies above all apps: over the whole
    display, or in `frame`, or as a box when `box` is "dialog" or "sheet".
    `cancelable`: tapping outside or Back closes it (dialogs and sheets). `name` is only for the
    record. `focus_id`: the editable view that has the cursor (shows the keyboard), "" for none.
    `secure`: its picture is black (FLAG_SECURE). `over_keyguard`: shown while the phone is locked.
    `modal=False` (system windows): never has the focus, lets taps beside it through.
    `window_title`: what dumpsys calls the window when that is no activity ("NotificationShade").
    `fields`: what was typed, by view id. `offsets`: how far lists are scrolled, by view id.
    """

    package: str = ""
    activity: str = ""
    kind: str = "activity"
    cancelable: bool = True
    name: str = ""
    focus_id: str = ""
    secure: bool = False
    over_keyguard: bool = False
    modal: bool = True
    window_title: str = ""
    keyboard_hidden: bool = False
    frame: tuple[int, int, int, int] | None = None
    box: str = ""
    started_by: str = ""
    ui: Shower

    def __init__(self) -> None:
        self.fields: dict[str, str] = {}
        self.offsets: dict[str, int] = {}
        self.opener: Screen | None = None

    def view(self) -> View:
        """The window's content, built anew from state on each look."""
        raise NotImplementedError

    def on_shown(self) -> None:
        """It came to the front, also again after what covered it has gone."""

    def on_back(self) -> None:
        """Back, or a tap outside a cancelable dialog. Closes what can be closed.

        A keyboard that is open takes the Back for itself.
        """
        if self.kind == "activity" or self.cancelable:
            self.ui.finish(self)

    def on_result(self, result: Any) -> None:  # noqa: ANN401 - what it is, the two screens agree on
        """A screen opened from this one finished with `result`; None: cancelled."""

    def on_enter(self) -> None:
        """The keyboard's Done or Enter was pressed while a field had the cursor."""

    @property
    def component(self) -> str:
        """`package/full.activity.Class`, or just the package."""
        activity = full_class(self.package, self.activity)
        return f"{self.package}/{activity}" if activity else self.package

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name or self.component}>"


class Message(Screen):
    """A screen made of a finished view: for one-off windows, tests and decoys."""

    def __init__(self, view: View | None = None, **attributes: Any) -> None:
        super().__init__()
        self.content = view or text("")
        for name, value in attributes.items():
            setattr(self, name, value)

    def view(self) -> View:
        """The view it was made with."""
        return self.content


def full_class(package: str, activity: str) -> str:
    """`.ui.X` -> `package.ui.X`; a full name stays."""
    return package + activity if activity.startswith(".") else activity
