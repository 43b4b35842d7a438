"""The owner's turn: wait, touching nothing, until the phone shows that it is over.

It must not tap, type or keep anything that is on the screen: it sees names of screens only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from miunlink_adb.clock import Deadline
from miunlink_adb.errors import HandoffTimeout, PhoneFailure
from miunlink_adb.event import Emit, HandoffEnded, HandoffStarted, HandoffWaiting
from miunlink_adb.flow import HandOff

if TYPE_CHECKING:
    from miunlink_adb.watch import Look, Watch

__all__ = ["Handoffs"]

TICK = 0.4
"""Seconds between two looks during the owner's turn."""
STEADY = 4.0
"""Seconds that a page must stay before it counts as 'the owner went back'."""
ACCOUNTS_EVERY = 3.0
CHECKING = "checking_password"
PROMPTS = ("password_prompt", "captcha_prompt", "code_prompt")


@dataclass(slots=True)
class _Turn:
    """One hand-off under way."""

    reason: str
    screen: str | None
    started: float
    checked: bool = False
    complained: bool = False
    steady_since: float | None = None
    accounts_at: float = 0.0


class Handoffs:
    """Runs hand-offs one after another and counts wrong passwords.

    `cancelled`: the owner left the last one without finishing.
    """

    def __init__(
        self, watch: Watch, emit: Emit, timeout: float, known: frozenset[str], user: str
    ) -> None:
        """`timeout`: seconds for each turn. `known`: screens of the flow. `user`: Android user."""
        self._watch, self._emit, self._timeout = watch, emit, timeout
        self._known, self._user = known, user
        self.wrong_passwords = 0
        self.count = 0
        self.cancelled = False

    def run(self, look: Look, reaction: HandOff, *, passing: frozenset[str]) -> Look:
        """Wait until the owner is through with this screen; return what the phone shows then.

        `passing`: screens that count as "went back" when they stay with the account still there.

        Raises:
            HandoffTimeout: the time is over.
            PhoneFailure: the phone says that there were too many attempts.
        """
        clock = self._watch.clock
        self.count += 1
        self.cancelled = False
        turn = _Turn(reaction.reason, look.screen, clock.now(), accounts_at=clock.now())
        turn.complained = self._complains(look)
        deadline = Deadline(clock, self._timeout)
        attempt = self.wrong_passwords + 1
        self._emit(HandoffStarted(turn.started, turn.reason, self._timeout, attempt))
        try:
            return self._wait(turn, look, deadline, passing)
        except KeyboardInterrupt:
            self._end(turn, "interrupted")
            raise

    def _wait(self, turn: _Turn, look: Look, deadline: Deadline, passing: frozenset[str]) -> Look:
        while True:
            outcome = self._outcome(turn, look, passing)
            if outcome:
                self._end(turn, outcome)
                return look
            if deadline.expired:
                self._end(turn, "timeout")
                raise HandoffTimeout(f"The owner's turn ({turn.reason}) was not finished in time.")
            self._tick(turn, deadline)
            look = self._watch.look()

    def _tick(self, turn: _Turn, deadline: Deadline) -> None:
        now = self._watch.clock.now()
        elapsed = now - turn.started
        self._emit(HandoffWaiting(now, turn.reason, elapsed, deadline.remaining))
        self._watch.clock.sleep(deadline.slice(TICK))

    def _outcome(self, turn: _Turn, look: Look, passing: frozenset[str]) -> str:
        """How the turn ended, or "" while it goes on."""
        if look.screen == turn.screen:
            return self._same_screen(turn, look)
        turn.complained = False
        if look.screen == CHECKING:
            turn.checked = True
            return ""
        if look.screen is None or look.screen not in self._known or look.screen in passing:
            return self._elsewhere(turn, look.screen in passing)
        turn.steady_since = None
        return self._next_screen(turn, look.screen)

    def _same_screen(self, turn: _Turn, look: Look) -> str:
        turn.steady_since = None
        if "too_many_attempts_message" in look.identification.elements:
            self._end(turn, "too_many_attempts")
            raise PhoneFailure(
                "The phone says that there were too many attempts.",
                hint="Wait as long as the phone says, then run the command again.",
            )
        complains = self._complains(look)
        rejected = turn.checked or (complains and not turn.complained)
        turn.complained, turn.checked = complains, False
        return self._rejected(turn) if rejected else ""

    def _next_screen(self, turn: _Turn, screen: str) -> str:
        """A captcha that comes up on the password sheet means that the password was wrong."""
        if turn.screen == "password_prompt" and screen == "captcha_prompt":
            return self._rejected(turn)
        if turn.screen == "captcha_prompt" and screen == "password_prompt":
            return self._rejected(turn)
        return "done"

    def _rejected(self, turn: _Turn) -> str:
        if turn.screen in ("password_prompt", "captcha_prompt"):
            self.wrong_passwords += 1
            return "wrong_password"
        return "wrong_code" if turn.screen == "code_prompt" else ""

    def _elsewhere(self, turn: _Turn, is_page: bool) -> str:  # noqa: FBT001  private
        """Some other app, an unknown page, or the page from which the prompt came."""
        now = self._watch.clock.now()
        if now - turn.accounts_at >= ACCOUNTS_EVERY or is_page:
            turn.accounts_at = now
            if not self._watch.accounts().get(self._user, 0):
                return "done"
        if not is_page:
            turn.steady_since = None
            return ""
        turn.steady_since = now if turn.steady_since is None else turn.steady_since
        if now - turn.steady_since < STEADY:
            return ""
        self.cancelled = True
        return "cancelled"

    @staticmethod
    def _complains(look: Look) -> bool:
        messages = ("wrong_password_message", "wrong_code_message")
        return any(name in look.identification.elements for name in messages)

    def _end(self, turn: _Turn, outcome: str) -> None:
        now = self._watch.clock.now()
        self._emit(HandoffEnded(now, turn.reason, now - turn.started, outcome))
