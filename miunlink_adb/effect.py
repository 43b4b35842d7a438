"""Whether acts have an effect: how often in a row one left the screen as it was.

Pure bookkeeping on looks. It must not know what the acts are for, nor act.
"""

from __future__ import annotations

from collections import Counter

from miunlink_adb.errors import InputBlocked
from miunlink_adb.watch import Look

__all__ = ["Effects", "no_effect"]

MOST_IN_VAIN = 9
"""Three times in a row a harmless tap or a search leaves a screen as it was; or nine times the
screen but not what is on it: pages fill up late, and one question may follow another."""


class Effects:
    """The acts of one run that had none."""

    def __init__(self) -> None:
        """Nothing was done yet."""
        self._in_vain: Counter[tuple[str | None, str]] = Counter()

    def too_often_in_vain(self, old: Look, new: Look, what: str) -> bool:
        """Count how often in a row something left the screen as it was; whether that is enough."""
        key = old.screen, what
        if new.screen != old.screen:
            self._in_vain[key] = 0
            return False
        same = new.observation.signature == old.observation.signature
        self._in_vain[key] += 3 if same else 1
        return self._in_vain[key] >= MOST_IN_VAIN


def no_effect(what: str) -> InputBlocked:
    """The error for a phone that takes input and does nothing."""
    return InputBlocked(
        f"The phone accepts {what}, but nothing happens.",
        hint="Restart the phone, check 'USB debugging (Security settings)', and run again; "
        "or use --coach and tap on the phone yourself.",
    )
