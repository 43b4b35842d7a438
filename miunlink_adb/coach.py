"""Coaching: the owner does every act, told what to do in the words that stand on the phone.

Takes the place of the Actor. Nothing is injected: no tap, no key, no swipe. Pages are opened by
`am start`, which needs no right to tap, as reading does not. It must not know flows beyond the
screens that they know, nor the terminal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from miunlink_adb.actor import Actor
from miunlink_adb.clock import Deadline
from miunlink_adb.coach_words import back_words, scroll_words, tap_words, wake_words
from miunlink_adb.errors import HandoffTimeout
from miunlink_adb.event import Coached, Emit, HandoffWaiting
from miunlink_adb.flow import Flow, TapOn
from miunlink_adb.hierarchy import Node
from miunlink_adb.phone import Act, Open, Phone, Swipe
from miunlink_adb.watch import Look, Watch

__all__ = ["Coach"]

TICK = 0.4
"""Seconds between two looks."""
ASTRAY = 3.0
"""Seconds that a page which does not belong here may stay before the way back is told."""
ACCOUNTS_EVERY = 3.0

Done = Callable[[Look], bool]


@dataclass(slots=True)
class _Task:
    """What the owner was told, and how far he is."""

    look: Look
    text: str
    element: str
    done: Done
    deadline: Deadline
    accounts: Deadline
    astray: Deadline | None = None
    warned: bool = False


class Coach(Actor):
    """Tells the owner what to do, and waits until it is done; each instruction has its deadline.

    The owner may be faster than what he is told: whatever known screen comes up ends the wait.
    """

    asks = True

    def __init__(
        self, phone: Phone, watch: Watch, emit: Emit, flow: Flow, timeout: float, user: str
    ) -> None:
        """`timeout`: seconds for each instruction. `user`: the Android user that signs out."""
        super().__init__(phone, watch, emit)
        self._known, self._timeout, self._user = flow.screens(), timeout, user

    def tap(self, look: Look, node: Node, element: str, reaction: TapOn) -> Look:  # noqa: ARG002
        """Let the owner tap; the look at the screen that came of it.

        Raises:
            HandoffTimeout: nothing came of it in time.
        """
        text = tap_words(self._watch.pack, element, node, look.observation)
        return self._follow(look, text, element, lambda _look: False)

    def scroll(self, look: Look, swipe: Swipe, reaction: TapOn) -> Look:
        """Let the owner scroll until one of the elements is in view.

        Raises:
            HandoffTimeout: it did not come into view in time.
        """
        first = look.observation.signature

        def found(new: Look) -> bool:
            seen = new.identification.elements
            in_view = any(
                name in seen and seen[name].selector.index is None for name in reaction.elements
            )
            return in_view and new.observation.signature != first

        text = scroll_words(
            self._watch.pack,
            reaction.elements,
            forward=swipe.forward,
            final=reaction.point_of_no_return,
        )
        return self._follow(look, text, reaction.elements[0], found)

    def wake(self, *, asleep: bool | None = None) -> bool:
        """Let the owner switch the screen on if it is off; whether it was.

        Raises:
            HandoffTimeout: it stayed dark.
        """
        if not (self._watch.asleep() if asleep is None else asleep):
            return False
        deadline = self._tell(wake_words(), "", "")
        while self._watch.asleep():
            self._tick(deadline)
        return True

    def act(self, act: Act, element: str = "", *, final: bool = False) -> None:
        """Open a page. Nothing else is done by this program while it coaches."""
        if not isinstance(act, Open):
            raise TypeError("a coach does not touch the phone")
        super().act(act, element, final=final)

    def _follow(self, look: Look, text: str, element: str, done: Done) -> Look:
        """Wait until the screen has changed, `done` says so, or the account is gone."""
        told = self._tell(text, element, look.screen or "")
        task = _Task(look, text, element, done, told, Deadline(self._watch.clock, ACCOUNTS_EVERY))
        while True:
            self._tick(task.deadline)
            new = self._watch.look()
            if self._is_over(task, new):
                return new

    def _is_over(self, task: _Task, new: Look) -> bool:
        if new.screen == task.look.screen:
            return self._is_still_there(task, new)
        return new.screen in self._known or self._is_gone_elsewhere(task, new)

    def _is_still_there(self, task: _Task, new: Look) -> bool:
        """The page on which it is to be done; told again if the owner was led back to it."""
        if task.warned:
            task.deadline = self._tell(task.text, task.element, task.look.screen or "")
        task.astray, task.warned = None, False
        return task.done(new)

    def _is_gone_elsewhere(self, task: _Task, new: Look) -> bool:
        """Some other page: the account may be gone already, else the way back is told."""
        clock = self._watch.clock
        if task.accounts.expired:
            task.accounts = Deadline(clock, ACCOUNTS_EVERY)
            if self._gone():
                return True
        task.astray = task.astray or Deadline(clock, ASTRAY)
        if task.astray.expired and not task.warned:
            task.warned = True
            self._tell(back_words(), "", new.screen or "")
        return False

    def _gone(self) -> bool:
        return not self._watch.accounts().get(self._user, 0)

    def _tell(self, text: str, element: str, screen: str) -> Deadline:
        now = self._watch.clock.now()
        self._emit(Coached(now, text, element, screen, self._timeout))
        return Deadline(self._watch.clock, self._timeout)

    def _tick(self, deadline: Deadline) -> None:
        if deadline.expired:
            raise HandoffTimeout("What you were asked to do on the phone was not done in time.")
        now = self._watch.clock.now()
        left = deadline.remaining
        self._emit(HandoffWaiting(now, "coach", self._timeout - left, left))
        self._watch.clock.sleep(deadline.slice(TICK))
