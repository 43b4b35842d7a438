"""The only place that does something to the phone.

It must not know why an act is done, nor whether it may be: guards are checked before.
"""

from __future__ import annotations

from miunlink_adb.errors import AutomationFailed
from miunlink_adb.event import Acted, Emit
from miunlink_adb.flow import TapOn
from miunlink_adb.hierarchy import Node
from miunlink_adb.phone import Act, Phone, Press, Swipe, Tap
from miunlink_adb.recovery import PASSING
from miunlink_adb.watch import Look, Watch

__all__ = ["SETTLE", "Actor"]

SETTLE = 8.0
"""Seconds that an act may take to show another screen."""

MOST_WOKEN = 5
"""How often in a run a phone that falls asleep is woken."""


class Actor:
    """Does acts, each once, and reports them.

    `asks`: the owner is asked to do them, so an act may not have been done when it was waited for.
    """

    asks = False

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

    def tap(self, look: Look, node: Node, element: str, reaction: TapOn) -> Look:
        """Tap the middle of what is visible of a node; the look at what came of it.

        Raises:
            DeviceError: as `act`.
        """
        self.act(Tap(*node.bounds.center), element, final=reaction.point_of_no_return)
        return self._watch.until_changed(look, reaction.leads_to, SETTLE)

    def scroll(self, look: Look, swipe: Swipe, reaction: TapOn) -> Look:  # noqa: ARG002
        """Scroll once while something is looked for; the look at what came of it.

        Raises:
            DeviceError: as `act`.
        """
        self.act(swipe, reaction.within)
        return self._watch.look()

    def wake(self, *, asleep: bool | None = None) -> bool:
        """Turn the screen on if it is off; whether it was, and may be on now.

        `asleep`: whether it is, if that was just asked.
        """
        asleep = self._watch.asleep() if asleep is None else asleep
        if self._woken >= MOST_WOKEN or not asleep:
            return False
        self._woken += 1
        self.act(Press("wakeup"))
        return True
