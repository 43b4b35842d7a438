"""Dialogs of the platform's libraries: alert and progress.

Must not know what they are about: text and what follows come from whoever opens them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from miunlink_adb.virtual.apps.scene import AppScreen, Scene
from miunlink_adb.virtual.view import View, button, column, line, text

Slot = Literal["positive", "negative", "neutral"]
_IDS = {"positive": "button1", "negative": "button2", "neutral": "button3"}


@dataclass(frozen=True)
class Button:
    """A button of a dialog: which place, its label and what happens after the dialog closed."""

    slot: Slot
    label: str
    then: Callable[[], object] | None = None


class AlertDialog(AppScreen):
    """Title, message, up to three buttons; belongs to the activity beneath it.

    `cancelled` is called when Back or a tap beside it closes the dialog.
    """

    kind = "dialog"

    def __init__(
        self,
        scene: Scene,
        package: str,
        name: str,
        *,
        title: str = "",
        message: str = "",
        buttons: tuple[Button, ...] = (),
        cancelled: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(scene)
        self.package, self.name = package, name
        self.title, self.message, self.buttons = title, message, buttons
        self._cancelled = cancelled

    def view(self) -> View:
        """Title on top, message, buttons at the bottom: negative before positive."""
        parts = []
        if self.title:
            parts.append(text(self.title, id=self._id("alertTitle"), padding=40))
        if self.message:
            parts.append(text(self.message, id=self._id("message"), padding=40))
        parts.append(line(*(self._button(item) for item in self._ordered()), padding=24))
        return column(*parts, id=self._id("parentPanel"), padding=24)

    def on_back(self) -> None:
        """Cancel."""
        self.ui.finish(self)
        if self._cancelled is not None:
            self._cancelled()

    def _ordered(self) -> list[Button]:
        order = ("neutral", "negative", "positive")
        return sorted(self.buttons, key=lambda item: order.index(item.slot))

    def _button(self, item: Button) -> View:
        name = f"{self.name}.{item.slot}"
        return button(
            item.label,
            id=f"android:id/{_IDS[item.slot]}",
            on_tap=lambda: self._press(item),
            name=name,
            weight=1.0,
            height=140,
        )

    def _press(self, item: Button) -> None:
        self.ui.finish(self)
        if item.then is not None:
            item.then()

    def _id(self, part: str) -> str:
        return self.world.ids.dialog(self.package, part)


class ProgressDialog(AppScreen):
    """A turning wheel and a word; nothing on it can be tapped, Back does nothing."""

    kind = "dialog"
    cancelable = False

    def __init__(self, scene: Scene, package: str, name: str, message: str) -> None:
        super().__init__(scene)
        self.package, self.name, self.message = package, name, message

    def view(self) -> View:
        """The wheel and the word."""
        wheel = View("android.widget.ProgressBar", "android:id/progress", width=100, height=100)
        word = text(self.message, id=self.world.ids.dialog(self.package, "message"))
        body = line(wheel, word, padding=40, center=True)
        return column(body, id=self.world.ids.dialog(self.package, "parentPanel"))
