"""How far a run has come: files, bytes, rate, what remains. Several threads count, one looks.

It must not know who is shown it.
"""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass

from miunlink_adb.clock import Clock

__all__ = ["Meter", "Snapshot"]

_WINDOW = 10.0
"""Seconds over which the rate is taken."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One moment. `rate`: bytes a second lately; `left`: seconds that remain, None if unknown."""

    what: str
    files: int
    total_files: int
    bytes: int
    total_bytes: int
    rate: float
    left: float | None


class Meter:
    """Counts; thread-safe."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._what = ""
        self._files = self._bytes = self._total_files = self._total_bytes = 0
        self._past: deque[tuple[float, int]] = deque()

    def begin(self, what: str, files: int, size: int) -> None:
        """A new piece of work of so many files and bytes."""
        with self._lock:
            self._what, self._total_files, self._total_bytes = what, files, size
            self._files = self._bytes = 0
            self._past.clear()

    def add(self, size: int, files: int = 0) -> None:
        """So many more; less than none when something has to be done again."""
        with self._lock:
            self._bytes += size
            self._files += files

    @property
    def bytes(self) -> int:
        """Bytes so far."""
        return self._bytes

    def look(self) -> Snapshot:
        """Where it stands now."""
        now = self._clock.now()
        with self._lock:
            self._past.append((now, self._bytes))
            while len(self._past) > 2 and now - self._past[0][0] > _WINDOW:
                self._past.popleft()
            then, before = self._past[0]
            rate = max(0.0, (self._bytes - before) / (now - then)) if now > then else 0.0
            remaining = max(0, self._total_bytes - self._bytes)
            left = remaining / rate if rate > 0 else None
            counts = (self._files, self._total_files, self._bytes, self._total_bytes)
            return Snapshot(self._what, *counts, rate, left)
