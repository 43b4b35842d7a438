"""What happens during a run, as data: for the terminal, the log, the journal and the report.

Events hold names and numbers only: never a text from the phone's screen, so whoever records them
cannot leak one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

__all__ = [
    "Acted",
    "Coached",
    "Emit",
    "Event",
    "HandoffEnded",
    "HandoffStarted",
    "HandoffWaiting",
    "Noticed",
    "ScreenSeen",
    "StepTaken",
    "WayTaken",
]


@dataclass(frozen=True, slots=True)
class ScreenSeen:
    """A screen was identified (`screen` None: not known), and what the flow does on it."""

    at: float
    screen: str | None
    package: str
    reaction: str
    why: str
    landmarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Acted:
    """Something is about to be done to the phone: the act in words, the element it is meant for.

    `final`: there is no way back from it.
    """

    at: float
    act: str
    element: str = ""
    final: bool = False


@dataclass(frozen=True, slots=True)
class WayTaken:
    """The run goes this way to the account page now; `why` it left the one before."""

    at: float
    way: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class HandoffStarted:
    """The owner's turn begins."""

    at: float
    reason: str
    timeout: float
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class HandoffWaiting:
    """Still the owner's turn."""

    at: float
    reason: str
    elapsed: float
    remaining: float


@dataclass(frozen=True, slots=True)
class HandoffEnded:
    """The owner's turn is over; outcomes: done, wrong_password, cancelled, timeout, …."""

    at: float
    reason: str
    seconds: float
    outcome: str


@dataclass(frozen=True, slots=True)
class Coached:
    """The owner is told to do something on the phone himself, in words of the packs.

    `element`: what is meant, "" for none. `timeout`: seconds that he has for it.
    """

    at: float
    text: str
    element: str
    screen: str
    timeout: float


@dataclass(frozen=True, slots=True)
class Noticed:
    """Something the owner should know, in one sentence of ours."""

    at: float
    message: str


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A step of a work in several steps: its name, and what became of it, "" when it begins."""

    at: float
    step: str
    outcome: str = ""


Event = (
    ScreenSeen
    | Acted
    | Coached
    | WayTaken
    | HandoffStarted
    | HandoffWaiting
    | HandoffEnded
    | Noticed
    | StepTaken
)
Emit = Callable[[Event], None]
