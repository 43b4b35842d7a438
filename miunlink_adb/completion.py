"""Whether signing out has been begun, and whether it is complete.

The proof is the phone's own list of accounts, nothing that is drawn on the screen. It must not
know ids or texts.
"""

from __future__ import annotations

from miunlink_adb.clock import Deadline
from miunlink_adb.errors import Cancelled, InputBlocked, MiunlinkError, Timeout
from miunlink_adb.flow import Await, Flow
from miunlink_adb.route import unknown_screen
from miunlink_adb.watch import Look, Watch

__all__ = ["Completion"]

STEADY = 8.0
"""Seconds that a page must stay, with the account still there: it shows between dialogs too."""
UNKNOWN = 30.0
"""Seconds that an unknown screen may stay after the tap on sign out: the phone may be at work."""


class Completion:
    """What is known about the point of no return.

    `begun`: the sign-out button was tapped in this run. `under_way`: that, or a screen was met
    that only comes after it. `moved_on`: something came of the tap.
    """

    def __init__(self, watch: Watch, flow: Flow, user: str) -> None:
        """`user`: the Android user whose account is meant."""
        self._watch, self._flow, self._user = watch, flow, user
        self.begun = False
        self.under_way = False
        self.moved_on = False

    def begin(self) -> None:
        """The sign-out button is about to be tapped: from now on it may have been.

        Raises:
            MiunlinkError: it was before; a flow that leads here twice is wrong.
        """
        if self.begun:
            raise MiunlinkError("The sign-out button is never tapped twice in a run.")
        self.begun = self.under_way = True

    def proved(self) -> bool:
        """Whether the phone lists no such account any more.

        Raises:
            DeviceError: the phone does not give a complete answer.
        """
        return not self._watch.accounts().get(self._user, 0)

    def noted(self, old: Look, new: Look) -> Look:
        """Note whether an act after the beginning showed another screen of the flow."""
        came = new.screen != old.screen and new.screen not in self._flow.popups
        self.moved_on = self.moved_on or (self.begun and came)
        return new

    def awaited(self, look: Look, reaction: Await) -> Look | None:
        """The phone is at work: the look at what comes after it, or None when it is proved.

        Raises:
            Timeout: it does not end.
        """
        self.under_way = True
        deadline, asks = Deadline(self._watch.clock, reaction.limit), reaction.last
        while not deadline.expired:
            before = self._watch.clock.now()
            if self._watch.goes(look, deadline.remaining) and asks:
                if self.proved():
                    return None
                asks = False
            new = self._watch.look()
            if new.screen != look.screen:
                return new
            self._watch.rest(deadline, before)
        raise Timeout(f"For {reaction.limit:.0f} seconds {reaction.what}; it does not end.")

    def page_is_back(self, look: Look) -> Look | None:
        """Signing out is under way, and a page is back: the next look, or None when it is proved.

        If this run did not begin it, a page that stays ends it: the flow begins anew.

        Raises:
            Cancelled: the page stays and the account with it.
            InputBlocked: nothing ever came of the tap, which is not repeated.
        """
        deadline = Deadline(self._watch.clock, STEADY)
        while not self.proved():
            if deadline.expired:
                return self._begin_anew(self._nothing_came())
            new = self._watch.until_changed(look, self._flow.screens(), deadline.slice(1.0))
            if new.screen != look.screen:
                return self.noted(look, new)
        return None

    def _begin_anew(self, error: MiunlinkError) -> Look:
        if self.begun:
            raise error
        self.under_way = False
        return self._watch.look()

    def _nothing_came(self) -> Cancelled | InputBlocked:
        if self.moved_on:
            return Cancelled("Signing out was cancelled on the phone; the account is still there.")
        return InputBlocked(
            "The tap on the sign-out button had no effect; it is not made a second time.",
            hint="Check 'USB debugging (Security settings)' and run the command again.",
        )

    def behind_unknown(self, look: Look) -> Look | None:
        """Signing out is under way behind an unknown screen: the next look, or None when proved.

        If this run did not begin it, a screen that stays ends it: the flow begins anew.

        Raises:
            ScreenError: it stays, and the account with it.
        """
        deadline = Deadline(self._watch.clock, UNKNOWN)
        while not self.proved():
            if self._watch.language_changed():
                return self._watch.look()
            if deadline.expired:
                return self._begin_anew(unknown_screen(look))
            look = self._watch.until_changed(look, self._flow.screens(), deadline.slice(2.0))
            if look.screen in self._flow.screens():
                return look
        return None
