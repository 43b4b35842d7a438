"""The steps of a reset, as data: who does what, and which of them cannot be undone.

It must not know whether they were done.
"""

from __future__ import annotations

from typing import NamedTuple

from miunlink_adb.reset.options import ResetOptions

__all__ = ["Step", "plan"]


class Step(NamedTuple):
    """One step: its name in journals, what is done, by whom, whether there is a way back."""

    name: str
    what: str
    by: str
    final: bool = False

    def to_json(self) -> dict[str, object]:
        """All fields."""
        return dict(self._asdict())


_PROGRAM, _OWNER, _TWRP = "this program", "you, on the phone", "TWRP"
_BEGIN = Step("check", "read accounts, locks, users, bootloader and earlier backups", _PROGRAM)
_SETTINGS = (
    Step("open_page", "open Settings' factory reset on the phone; nothing is tapped", _PROGRAM),
    Step("owner_confirms", "confirm the reset in Settings", _OWNER, final=True),
    Step("gone", "wait until the phone restarts", _PROGRAM),
)
_TO_TWRP = (
    Step("confirm", "type the phone's model name", "you, in the terminal"),
    Step("restart_recovery", "restart the phone into its recovery", _PROGRAM),
    Step("identify", "make sure that it is TWRP, and the same phone", _PROGRAM),
)
_ERASE = {
    "format": "erase everything on the data partition (twrp format data)",
    "data": "erase all but the internal storage's files (twrp wipe data)",
}
_BACK = (
    Step("restart_android", "restart the phone", _PROGRAM),
    Step("back", "wait for the phone, which is away as long as its USB debugging is off", _PROGRAM),
    Step("verify", "read accounts, users and whether the first-start assistant is up", _PROGRAM),
)


def plan(options: ResetOptions) -> tuple[Step, ...]:
    """The steps of this reset, in order."""
    if options.via == "settings":
        return (_BEGIN, *_SETTINGS, *_BACK[1:])
    wipe = Step("wipe", _ERASE[options.wipe], _TWRP, final=True)
    return (_BEGIN, *_TO_TWRP, wipe, *_BACK)
