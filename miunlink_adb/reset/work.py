"""One reset while it goes on: phone, clock, person, report; waiting, reading, noting steps.

The only place of this room that waits. It must not know which steps a reset has.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeVar

from miunlink_adb.clock import Clock, Deadline
from miunlink_adb.errors import Offline, RetryableDeviceError, Unauthorized
from miunlink_adb.event import Emit, Noticed, StepTaken
from miunlink_adb.phone import Attachment, Restartable
from miunlink_adb.reset.options import ResetOptions
from miunlink_adb.reset.outcome import ResetReport
from miunlink_adb.survey import PhoneFacts

__all__ = ["PASSING", "Before", "Person", "Stage", "Work"]

POLL = 0.5
ATTEMPTS, PAUSE = 5, 0.5
"""How often something that only reads is asked again, and after how many seconds."""
PASSING = (RetryableDeviceError, Unauthorized, Offline)
"""Errors of a phone that may answer again."""
Stage = Literal["checking", "page_open", "away", "in_recovery", "wiping", "not_erased", "wiped"]
"""How far it came, in what is true of the phone."""

T = TypeVar("T")


class Person(Protocol):
    """Whoever sits at the computer; only asked where there is a terminal."""

    def agrees(self, question: str) -> bool:
        """Yes or no."""

    def types(self, question: str) -> str:
        """A line that is typed."""


@dataclass(frozen=True, slots=True)
class Before:
    """The phone as it was found: `installation` is a name of its Android's own id, None unread.

    `facts`: None for a phone that was found in its recovery.
    """

    serials: tuple[str, ...]
    device: str
    names: tuple[str, ...] = ()
    facts: PhoneFacts | None = None
    installation: str | None = None


@dataclass(slots=True)
class Work:
    """What all steps share. `name_of`: makes a name of an installation's id that tells nothing."""

    phone: Restartable
    options: ResetOptions
    person: Person
    clock: Clock
    tell: Emit
    name_of: Callable[[str], str | None]
    report: ResetReport = field(default_factory=ResetReport)
    stage: Stage = "checking"
    started: float = 0.0

    def emit(self, event: StepTaken) -> None:
        """Note a step."""
        at_ms = round((event.at - self.started) * 1000)
        self.report.steps.append({"step": event.step, "at_ms": at_ms, "outcome": event.outcome})
        self.tell(event)

    def step(self, name: str, outcome: str = "") -> None:
        """A step begins, or what became of it."""
        self.emit(StepTaken(self.clock.now(), name, outcome))

    def notice(self, message: str) -> None:
        """Tell the person something, and keep it."""
        self.report.notes.append(message)
        self.tell(Noticed(self.clock.now(), message))

    def did(self, sentence: str) -> None:
        """Something was done."""
        self.report.did.append(sentence)

    def shell(self, command: str, timeout: float = 10.0) -> str:
        """Ask the phone once."""
        return self.phone.shell(command, timeout)

    def reading(self, read: Callable[[], T]) -> T:
        """Call something that only reads, again if the phone did not answer.

        Raises:
            DeviceError: it never did.
        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return read()
            except PASSING:
                if attempt == ATTEMPTS:
                    raise
                self.clock.sleep(PAUSE)
        raise AssertionError  # pragma: no cover  # the last round returns or raises

    def until(
        self,
        fits: Callable[[Attachment], bool],
        seconds: float,
        waiting: Callable[[Deadline, Attachment], object] = lambda _left, _now: None,
    ) -> Attachment | None:
        """Look until what adb lists the phone as fits; None when `seconds` are over.

        `waiting` is called after each look that did not fit.
        """
        deadline = Deadline(self.clock, seconds)
        while True:
            now = self.phone.attachment()
            if fits(now):
                return now
            if deadline.expired:
                return None
            waiting(deadline, now)
            self.clock.sleep(deadline.slice(POLL))

    def asks(self, question: str) -> bool:
        """Ask where there is somebody to answer; nobody says no."""
        return self.options.may_ask and self.person.agrees(question)
