"""The owner's turn: wait, touching nothing, until the phone shows that it is over.

It must not tap, type or keep anything that is on the screen: it sees names of screens only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from miunlink_adb.clock import Deadline
from miunlink_adb.errors import Cancelled, DeviceError, HandoffTimeout, PhoneFailure
from miunlink_adb.event import Emit, HandoffEnded, HandoffStarted, HandoffWaiting
from miunlink_adb.flow import Flow, HandOff

if TYPE_CHECKING:
    from miunlink_adb.watch import Look, Watch

__all__ = ["Handoffs"]

TICK = 0.1
"""Seconds between two looks during the owner's turn: less than a check of a password takes, or a
second wrong one would go unnoticed, for the message of the first is still there."""
STEADY = 8.0
"""Seconds that a page must stay before it counts as 'the owner went back'."""
ACCOUNTS_EVERY = 2.0
MOST_REJECTED = 10
"""How often the phone may reject what was entered before the run ends."""
CHECKING = "checking_password"
REFUSED = "sign_in_refused"
ASK_PASSWORD = ("password_prompt", "captcha_prompt")


@dataclass(slots=True)
class _Turn:
    """One hand-off under way."""

    reaction: HandOff
    screen: str | None
    started: float
    complained: bool
    accounts_at: float
    checked: bool = False
    steady_since: float | None = None


class Handoffs:
    """Runs hand-offs one after another and counts wrong passwords."""

    def __init__(self, watch: Watch, emit: Emit, timeout: float, flow: Flow, user: str) -> None:
        """`timeout`: seconds for each turn. `user`: the Android user whose account is meant."""
        self._watch, self._emit, self._timeout = watch, emit, timeout
        self._flow, self._known, self._user = flow, flow.screens(), user
        self.wrong_passwords = self._rejected_in_all = 0
        self._signs_in_again = False

    def run(self, look: Look, reaction: HandOff) -> Look:
        """Wait until the owner is through with this screen; return what the phone shows then.

        Raises:
            HandoffTimeout: the time is over.
            Cancelled: the owner went back, and the account is still there.
            PhoneFailure: the phone says that there were too many attempts.
        """
        now = self._watch.clock.now()
        turn = _Turn(reaction, look.screen, now, self._complains(look), accounts_at=now)
        self._signs_in_again = self._signs_in_again or reaction.reason == "token_expired"
        deadline = Deadline(self._watch.clock, self._timeout)
        attempt = self.wrong_passwords + 1
        try:  # from the moment at which the owner is told
            self._emit(HandoffStarted(now, reaction.reason, self._timeout, attempt))
            return self._wait(turn, look, deadline)
        except KeyboardInterrupt:
            self._end(turn, "interrupted")
            raise
        except DeviceError:
            self._end(turn, "phone_lost")
            raise

    def _wait(self, turn: _Turn, look: Look, deadline: Deadline) -> Look:
        while True:
            outcome = self._outcome(turn, look)
            if outcome:
                self._end(turn, outcome)
                self._stop_after(outcome)
                return look
            if deadline.expired:
                self._end(turn, "timeout")
                reason = turn.reaction.reason
                raise HandoffTimeout(f"The owner's turn ({reason}) was not finished in time.")
            self._tick(turn, deadline)
            look = self._watch.look()

    def _stop_after(self, outcome: str) -> None:
        if self._rejected_in_all >= MOST_REJECTED:
            raise PhoneFailure(
                f"The phone did not accept what was entered, {MOST_REJECTED} times.",
                hint="Find out the right password (on the phone: 'Forgot password'), check that "
                "the phone has internet access, then run the command again.",
            )
        if outcome == "too_many_attempts":
            raise PhoneFailure(
                "The phone says that there were too many attempts.",
                hint="Wait as long as the phone says, then run the command again.",
            )
        if outcome == "cancelled" and self._signs_in_again:
            raise Cancelled(
                "The sign-in was renewed or left; that ended this attempt to sign out.",
                hint="Run the command again: it asks for your confirmation and goes on.",
            )
        if outcome == "cancelled":
            raise Cancelled("You left the page on the phone; the account is still there.")

    def _tick(self, turn: _Turn, deadline: Deadline) -> None:
        now = self._watch.clock.now()
        elapsed = now - turn.started
        self._emit(HandoffWaiting(now, turn.reaction.reason, elapsed, deadline.remaining))
        self._watch.clock.sleep(deadline.slice(TICK))

    def _outcome(self, turn: _Turn, look: Look) -> str:
        """How the turn ended, or "" while it goes on."""
        if look.screen == turn.screen:
            return self._same_screen(turn, look)
        if turn.reaction.in_the_way:
            return "done"
        turn.complained = False
        if look.screen == CHECKING:
            turn.checked = True
            return ""
        if look.screen in self._known and look.screen not in self._pages:
            return self._next_screen(turn, str(look.screen))
        return self._elsewhere(turn, look)

    @property
    def _pages(self) -> frozenset[str]:
        """Pages beneath the prompts, and the form that somebody signs in again with."""
        return frozenset({*self._flow.begins_on, *self._flow.finished})

    def _same_screen(self, turn: _Turn, look: Look) -> str:
        turn.steady_since = None
        if "too_many_attempts_message" in look.identification.elements:
            return "too_many_attempts"
        complains = self._complains(look)
        answered = turn.checked and "not_checked_message" not in look.identification.elements
        rejected = answered or (complains and not turn.complained)
        turn.complained, turn.checked = complains, False
        return self._rejected(turn) if rejected else ""

    def _next_screen(self, turn: _Turn, screen: str) -> str:
        """A captcha that comes up on the password sheet means that the password was wrong."""
        turn.steady_since = None
        if screen == REFUSED:
            return "too_many_attempts"
        if screen in self._flow.popups:
            return "covered"
        if turn.screen in ASK_PASSWORD and screen in ASK_PASSWORD:
            return self._rejected(turn)
        return "done"

    def _rejected(self, turn: _Turn) -> str:
        self._rejected_in_all += 1
        if turn.screen in ASK_PASSWORD:
            self.wrong_passwords += 1
            return "wrong_password"
        return "wrong_code" if turn.screen == "code_prompt" else ""

    def _elsewhere(self, turn: _Turn, look: Look) -> str:
        """Some other app, an unknown page, or a page from which the prompt came."""
        now = self._watch.clock.now()
        if now - turn.accounts_at >= ACCOUNTS_EVERY:
            turn.accounts_at = now
            if not self._watch.accounts().get(self._user, 0):
                return "done"
        if look.screen not in self._flow.begins_on:
            turn.steady_since = None
            return ""
        turn.steady_since = now if turn.steady_since is None else turn.steady_since
        return "cancelled" if now - turn.steady_since >= STEADY else ""

    @staticmethod
    def _complains(look: Look) -> bool:
        messages = ("wrong_password_message", "wrong_code_message")
        return any(name in look.identification.elements for name in messages)

    def _end(self, turn: _Turn, outcome: str) -> None:
        now = self._watch.clock.now()
        reason = turn.reaction.reason
        self._emit(HandoffEnded(now, reason, now - turn.started, outcome))
