"""Clocks for tests: time that runs faster than it does."""

import time


class HastyClock:
    """Each look at it costs some seconds, so that a deadline passes without waiting."""

    def __init__(self, step: float) -> None:
        self._now, self._step = 0.0, step

    def now(self) -> float:
        """Some seconds later each time."""
        self._now += self._step
        return self._now

    def sleep(self, seconds: float) -> None:
        """Jump."""
        self._now += seconds


class QuickClock:
    """Runs `speed` times as fast as the computer's, sleeps included."""

    def __init__(self, speed: float) -> None:
        self._speed = speed
        self._start = time.monotonic()

    def now(self) -> float:
        """Seconds since it was made, many of them."""
        return (time.monotonic() - self._start) * self._speed

    def sleep(self, seconds: float) -> None:
        """Sleep as long as it takes on this clock."""
        time.sleep(max(0.0, seconds / self._speed))
