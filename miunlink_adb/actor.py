"""The only place that does something to the phone.

It must not know why an act is done, nor whether it may be: guards are checked before.
"""

from __future__ import annotations

from miunlink_adb.errors import AutomationFailed
from miunlink_adb.event import Acted, Emit
from miunlink_adb.phone import Act, Phone, Press
from miunlink_adb.recovery import PASSING
from miunlink_adb.watch import Watch

__all__ = ["Actor"]

MOST_WOKEN = 5
"""How often in a run a phone that falls asleep is woken."""


class Actor:
    """Does acts, each once, and reports them."""

    def __init__(self, phone: Phone, watch: Watch, emit: Emit) -> None:
        """`watch` looks at the same phone and waits for it when the connection is lost."""
        self._phone, self._watch, self._emit = phone, watch, emit
        self._woken = 0

    def act(self, act: Act, element: str = "", *, final: bool = False) -> None:
        """Do it once. If the answer is lost, the next look shows whether it had an effect.

        `element`: the name of what is meant, for the records; `final`: there is no way back from
        it, so the records are complete before it is done.

        Raises:
            InputBlocked: the phone refuses taps.
            DeviceError: the phone did not come back.
        """
        self._emit(Acted(self._watch.clock.now(), type(act).__name__.lower(), element, final))
        try:
            self._phone.act(act)
        except (*PASSING, AutomationFailed) as error:
            self._watch.recover(error)

    def wake(self) -> bool:
        """Turn the screen on if it is off; whether it was, and may be on now."""
        if self._woken >= MOST_WOKEN or not self._watch.asleep():
            return False
        self._woken += 1
        self.act(Press("wakeup"))
        return True
