"""Keys: their codes and names, and what each does to the windows.

Knows the `Ui`; not who asks nor how the request came.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from miunlink_adb.virtual.record import Key

if TYPE_CHECKING:
    from miunlink_adb.virtual.ui import Ui

CODES = {
    0: "UNKNOWN",
    3: "HOME",
    4: "BACK",
    19: "DPAD_UP",
    20: "DPAD_DOWN",
    21: "DPAD_LEFT",
    22: "DPAD_RIGHT",
    23: "DPAD_CENTER",
    24: "VOLUME_UP",
    25: "VOLUME_DOWN",
    26: "POWER",
    27: "CAMERA",
    61: "TAB",
    62: "SPACE",
    66: "ENTER",
    67: "DEL",
    82: "MENU",
    84: "SEARCH",
    111: "ESCAPE",
    122: "MOVE_HOME",
    123: "MOVE_END",
    164: "VOLUME_MUTE",
    187: "APP_SWITCH",
    223: "SLEEP",
    224: "WAKEUP",
}
CODES |= {7 + digit: str(digit) for digit in range(10)}
CODES |= {29 + place: chr(ord("A") + place) for place in range(26)}
LAST_CODE = 320
"""The largest key code of Android 14."""

U2_NAMES = {"left": "DPAD_LEFT", "right": "DPAD_RIGHT", "up": "DPAD_UP", "down": "DPAD_DOWN"}
U2_NAMES |= {"center": "DPAD_CENTER", "delete": "DEL", "recent": "APP_SWITCH"}


def name_of(key: int | str) -> str | None:
    """KEYCODE_ name without its prefix, for a code, a name or one of u2's words; None: no key."""
    if isinstance(key, int) or key.isdigit():
        code = int(key)
        return CODES.get(code, f"{code}") if 0 <= code <= LAST_CODE else None
    name = U2_NAMES.get(key, key).upper().removeprefix("KEYCODE_")
    return name if name in CODES.values() else None


class Keys:
    """The phone's buttons and the keyboard's keys."""

    def __init__(self, ui: Ui) -> None:
        self.ui = ui

    def press(self, key: int | str, source: str) -> bool:
        """Press a key; False when there is no such key. Raises InputRefused."""
        name = name_of(key)
        if name is None:
            return False
        why = self.ui.finger.refused("key", source, pointer=False)
        typed = len(name) == 1
        record, screen = self.ui.record, self.ui.shown().name
        shown = "CHAR" if typed else name
        record.keys.append(Key(record.now(), source, shown, bool(why), screen))
        if why:
            return True
        if typed:
            self._type(name.lower())
        else:
            self._act(name)
        self.ui.touch()
        return True

    def type(self, text: str, source: str) -> bool:
        """Type a text into the field with the cursor; False when there is none."""
        why = self.ui.finger.refused("text", source, pointer=False)
        record = self.ui.record
        record.texts.append((record.now(), source, len(text)))
        if why or not self.ui.host.screen_on:
            return True
        done = self._type(text)
        self.ui.touch()
        return done

    def soft(self, key: str) -> None:
        """A key drawn on the display was tapped: a character, or a name such as "DEL"."""
        if len(key) > 1:
            self._act(key)
        else:
            self._type(key)
        self.ui.touch()

    def _act(self, name: str) -> None:
        acts: dict[str, Callable[[], object]] = {
            "BACK": self._back,
            "HOME": self.ui.home,
            "APP_SWITCH": self.ui.recents,
            "POWER": lambda: self.ui.host.power(on=not self.ui.host.screen_on),
            "WAKEUP": lambda: self.ui.host.power(on=True),
            "SLEEP": lambda: self.ui.host.power(on=False),
            "DEL": self._delete,
            "ENTER": self._enter,
            "SPACE": lambda: self._type(" "),
        }
        asleep = not self.ui.host.screen_on
        if name in acts and (not asleep or name in ("POWER", "WAKEUP", "SLEEP")):
            acts[name]()

    def _back(self) -> None:
        screen = self.ui.shown()
        if self.ui.keyboard_shown():
            screen.keyboard_hidden = True
        elif self.ui.alive(screen):
            screen.on_back()

    def _enter(self) -> None:
        if self.ui.field() is not None:
            self.ui.shown().on_enter()

    def _delete(self) -> None:
        field = self.ui.field()
        if field is not None:
            fields = self.ui.shown().fields
            fields[field] = fields.get(field, "")[:-1]

    def _type(self, text: str) -> bool:
        field = self.ui.field()
        if field is None:
            return False
        fields = self.ui.shown().fields
        fields[field] = fields.get(field, "") + text
        return True
