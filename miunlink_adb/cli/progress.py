"""What a person sees while a run goes on, and the questions that the terminal asks.

Everything here goes to stderr. It must not know how the run works: it is told events.
"""

from __future__ import annotations

from miunlink_adb.cli.question import agrees, one_of
from miunlink_adb.cli.render import say, tell
from miunlink_adb.errors import Cancelled
from miunlink_adb.event import (
    Coached,
    Event,
    HandoffEnded,
    HandoffStarted,
    HandoffWaiting,
    Noticed,
    ScreenSeen,
    WayTaken,
)
from miunlink_adb.log import RunLog
from miunlink_adb.survey import PhoneFacts

__all__ = ["Progress"]

TURNS = {
    "password": "Enter the password on the phone; this program never sees it.",
    "captcha": "Enter the password and the captcha on the phone; this program never sees them.",
    "code": "Enter the verification code on the phone; this program never sees it.",
    "web_verification": "Verify your identity on the page that the phone shows.",
    "set_password": "The account has no password: set one on the phone.",
    "token_expired": "The sign-in has expired: choose 'Sign in again' on the phone and sign in.",
    "e2ee": "Read what the phone says about protected data and decide on the phone.",
    "keyguard": "Unlock the phone.",
    "data_choice": "Choose on the phone what happens to the data.",
    "secure_keyboard": "Allow or refuse the secure keyboard's terms on the phone.",
}
RESULTS = {
    "wrong_password": "The phone did not accept the password.",
    "wrong_code": "The phone did not accept the code.",
    "cancelled": "You left the page on the phone.",
    "timeout": "The time is over.",
}


class Progress:
    """Shows events, asks the owner; also the Owner of the guards."""

    def __init__(self, log: RunLog, *, confirmed: bool, can_ask: bool) -> None:
        """`confirmed`: ``--yes`` was given. `can_ask`: there is a terminal to ask in."""
        self._log, self._confirmed, self._can_ask = log, confirmed, can_ask
        self._warnings: list[str] = []
        self._last: str | None = None
        self._counting = False

    def ready(self, facts: PhoneFacts, warnings: list[str]) -> None:
        """Say which phone it is, before it is touched."""
        match = facts.release
        name = match.marketname or match.model or "phone"
        parts = [match.release, match.region, facts.locale]
        say(f"{name}: {', '.join(part for part in parts if part)}", bold=True)
        self._warnings = warnings

    def show(self, event: Event) -> None:
        """Show one event."""
        self._log.event(event)
        match event:
            case Coached():
                self._coach(event)
            case HandoffStarted():
                self._turn(event)
            case HandoffWaiting():
                self._count(event)
            case HandoffEnded():
                self._end_count()
                if event.outcome in RESULTS:
                    say(RESULTS[event.outcome])
            case ScreenSeen():
                self._screen(event)
            case WayTaken() if event.why:
                say(f"Trying another way ({event.way}): {event.why}.")
            case Noticed():
                say(event.message)
            case _:
                pass

    def _screen(self, event: ScreenSeen) -> None:
        if event.screen is None or event.screen == self._last:
            return
        self._last = event.screen
        say(f"  {event.screen}: {event.reaction}")

    def _turn(self, event: HandoffStarted) -> None:
        bell = "\a" if self._can_ask else ""
        tell(bell, nl=False)
        say(f">>> YOUR TURN: {TURNS.get(event.reason, 'Go on on the phone.')}", bold=True)
        say(f"    Waiting up to {event.timeout:.0f} seconds. Ctrl-C leaves the phone as it is.")

    def _coach(self, event: Coached) -> None:
        self._end_count()
        bell = "\a" if self._can_ask else ""
        tell(bell, nl=False)
        say(f">>> YOUR TURN: {event.text}", bold=True)

    def _count(self, event: HandoffWaiting) -> None:
        if not self._can_ask:
            return
        self._counting = True
        text = f"\r    {event.elapsed:4.0f} s passed, {event.remaining:4.0f} s left "
        tell(text, nl=False)

    def _end_count(self) -> None:
        if self._counting:
            tell("")
        self._counting = False

    def close(self) -> None:
        """Leave the terminal on a fresh line."""
        self._end_count()

    def confirm(self) -> bool:
        """Ask right before the point of no return, with everything the owner should know."""
        for warning in self._warnings:
            say(f"Note: {warning}")
        if self._confirmed:
            return True
        if not self._can_ask:
            return False
        return agrees("Sign this phone out of its account now?")

    def offer(self, question: str) -> bool:
        """Ask in the terminal whether something uncertain may be tried; without one it may not."""
        return self._can_ask and agrees(question)

    def choose(self, choices: tuple[str, ...]) -> str | None:
        """Ask what happens to the data; None without a terminal: the owner decides on the phone."""
        if not self._can_ask:
            return None
        options = [*choices, "phone", "stop"]
        say("Synced data on the phone: keep it, remove it, decide on the phone, or stop?")
        answer = one_of("Your choice", options, default="keep")
        if answer == "stop":
            raise Cancelled("You stopped at the question about data; the account is still there.")
        return answer if answer in choices else None
