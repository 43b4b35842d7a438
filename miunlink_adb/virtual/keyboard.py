"""The soft keyboard's window: keys that type into the field with the cursor.

Knows views; what a key does is told to it.
"""

from __future__ import annotations

from collections.abc import Callable

from miunlink_adb.virtual.screen import Screen
from miunlink_adb.virtual.view import View, column, frame, line

ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")


class Keyboard(Screen):
    """An input method. `press` gets a character, "DEL" or "ENTER".

    Keys carry a description, no text. Set `package` and `activity` per phone; the secure keyboard
    of China builds is another instance.
    """

    kind = "system"
    modal = False
    name = "keyboard"
    package = "com.google.android.inputmethod.latin"

    def __init__(self, press: Callable[[str], object], package: str = "") -> None:
        super().__init__()
        self.press = press
        if package:
            self.package = package

    def view(self) -> View:
        """Four rows of characters, then delete and done."""
        rows = [line(*[self._key(c, c) for c in row], height=150) for row in ROWS]
        last = line(self._key("DEL", "Delete"), self._key("ENTER", "Done"), height=150)
        board = column(*rows, last, id=f"{self.package}:id/keyboard_view")
        return frame(board, id="android:id/inputArea")

    def _key(self, key: str, desc: str) -> View:
        return View(
            cls="android.widget.Button",
            desc=desc,
            clickable=True,
            weight=1.0,
            height=150,
            on_tap=lambda: self.press(key),
            name=f"key {desc}",
        )
