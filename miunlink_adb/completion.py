"""Whether signing out has been begun, and whether it is complete.

The proof is the phone's own list of accounts, nothing that is drawn on the screen. It must not
know ids or texts.
"""

from __future__ import annotations

from miunlink_adb.clock import Deadline
from miunlink_adb.errors import Cancelled, InputBlocked
from miunlink_adb.route import SETTLE
from miunlink_adb.watch import Look, Watch

__all__ = ["Completion"]

STEADY = 4.0
"""Seconds that a page must stay, with the account still there, to count as 'cancelled'."""


class Completion:
    """What is known about the point of no return.

    `begun`: the sign-out button was tapped in this run. `moved_on`: something came of it.
    """

    def __init__(self, watch: Watch, user: str, known: frozenset[str]) -> None:
        """`user`: the Android user whose account is meant. `known`: screens of the flow."""
        self._watch, self._user, self._known = watch, user, known
        self.begun = False
        self.moved_on = False

    def proved(self) -> bool:
        """Whether the phone lists no such account any more.

        Raises:
            DeviceError: the phone does not give a complete answer.
        """
        return not self._watch.accounts().get(self._user, 0)

    def noted(self, old: Look, new: Look) -> Look:
        """Note whether an act after the beginning showed another screen."""
        self.moved_on = self.moved_on or (self.begun and new.screen != old.screen)
        return new

    def page_is_back(self, look: Look) -> Look | None:
        """Signing out was begun, and a page is back: the next look, or None when it is proved.

        Raises:
            Cancelled: the page stays and the account with it.
            InputBlocked: nothing ever came of the tap, which is not repeated.
        """
        deadline = Deadline(self._watch.clock, STEADY if self.moved_on else SETTLE)
        while not deadline.expired:
            if self.proved():
                return None
            new = self._watch.until_changed(look, self._known, deadline.slice(1.0))
            if new.screen != look.screen:
                return self.noted(look, new)
        if self.moved_on:
            raise Cancelled("Signing out was cancelled on the phone; the account is still there.")
        raise InputBlocked(
            "The tap on the sign-out button had no effect; it is not made a second time.",
            hint="Check 'USB debugging (Security settings)' and run the command again.",
        )
