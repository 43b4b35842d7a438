"""Time as a collaborator, so that nothing above it sleeps by itself and tests need not wait.

It must not know what is being timed.
"""

from __future__ import annotations

import time
from typing import Protocol

__all__ = ["Clock", "Deadline", "SystemClock"]


class Clock(Protocol):
    """A monotonic clock that can also wait."""

    def now(self) -> float:
        """Seconds since some fixed moment; never goes back."""

    def sleep(self, seconds: float) -> None:
        """Wait."""


class SystemClock:
    """The computer's own clock."""

    def now(self) -> float:
        """Seconds of the monotonic clock."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait; nothing for a number below zero."""
        time.sleep(max(0.0, seconds))


class Deadline:
    """A moment after which a wait is over; passed down instead of a number of seconds."""

    def __init__(self, clock: Clock, seconds: float) -> None:
        """`seconds` from now."""
        self._clock = clock
        self._end = clock.now() + seconds

    @property
    def remaining(self) -> float:
        """Seconds left, never below zero."""
        return max(0.0, self._end - self._clock.now())

    @property
    def expired(self) -> bool:
        """Whether nothing is left."""
        return self.remaining <= 0.0

    def slice(self, seconds: float) -> float:
        """`seconds`, or what is left if that is less."""
        return min(seconds, self.remaining)
