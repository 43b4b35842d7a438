"""Waiting on the phone until something fits any of several selectors.

The phone is asked, in as few questions as they fit into, to wait by itself (it looks every 100
ms). Where an answer may be too wide or too narrow, a look at the screen decides. It must not know
how a question reaches the phone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from miunlink_adb.adb.condition import Plan, Question, plan
from miunlink_adb.clock import Clock, Deadline
from miunlink_adb.selector import Selector

__all__ = ["Waiting"]

Ask = Callable[[Question, float], bool]
"""Asks the phone to wait up to some seconds; may take a little longer."""
Sees = Callable[[], bool]
"""Looks at the screen: whether any selector fits."""

LONGEST = 10.0
"""Seconds of one question: a server that hangs is noticed after that."""
SLICE = 0.35
"""Seconds of each question where several take turns."""
FIRST_LOOK, LAST_LOOK = 1.0, 8.0
"""Seconds between two looks: doubled from the first to the last."""
PAUSE = 0.15


class Waiting:
    """One wait."""

    def __init__(self, ask: Ask, sees: Sees, clock: Clock) -> None:
        self._ask, self._sees, self._clock = ask, sees, clock

    def until(self, selectors: Sequence[Selector], seconds: float) -> bool:
        """Whether something fitted before `seconds` were over; asked at least once."""
        if not selectors:
            return False
        deadline, todo = Deadline(self._clock, seconds), plan(selectors)
        return self._alone(todo, deadline) if todo.single else self._in_turns(todo, deadline)

    def _alone(self, todo: Plan, deadline: Deadline) -> bool:
        while True:
            if self._ask(todo.questions[0], deadline.slice(LONGEST)):
                return True
            if deadline.expired:
                return False

    def _in_turns(self, todo: Plan, deadline: Deadline) -> bool:
        questions, pause = list(todo.questions), FIRST_LOOK
        next_look = Deadline(self._clock, 0.0 if todo.blind else pause)
        while True:
            for question in list(questions):
                if self._ask(question, deadline.slice(SLICE)):
                    if todo.exact or self._sees():
                        return True
                    questions.remove(question)  # something else fits it all the time
            if next_look.expired or not questions or deadline.expired:
                if self._sees():
                    return True
                pause = min(pause * 2, LAST_LOOK)
                next_look = Deadline(self._clock, 2 * SLICE if todo.blind else pause)
            if deadline.expired:
                return False
            if not questions:
                self._clock.sleep(deadline.slice(PAUSE))
