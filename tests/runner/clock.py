"""A clock whose sleep advances time, and on which things are due at moments."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable

MOST_READINGS = 20_000
"""Readings of the time without any of it passing: more is a busy loop."""


class FakeClock:
    """Implements `miunlink_adb.clock.Clock`; time passes only by `sleep`."""

    def __init__(self) -> None:
        self._now = 1000.0
        self._due: list[tuple[float, int, Callable[[], object]]] = []
        self._numbers = itertools.count()
        self._readings = 0

    def now(self) -> float:
        """Seconds; fails when it is read again and again without letting time pass."""
        self._readings += 1
        assert self._readings < MOST_READINGS, "a busy loop: the time is read, but none passes"
        return self._now

    def sleep(self, seconds: float) -> None:
        """Let time pass, and what is due in it happen at its moment."""
        end = self._now + max(0.0, seconds)
        self._readings = 0 if seconds > 0 else self._readings + 1
        while self._due and self._due[0][0] <= end:
            at, _, happen = heapq.heappop(self._due)
            self._now = max(self._now, at)
            happen()
        self._now = end

    def after(self, seconds: float, happen: Callable[[], object]) -> None:
        """Let something happen some seconds from now."""
        heapq.heappush(self._due, (self._now + seconds, next(self._numbers), happen))
