"""The points of a swipe inside a rectangle.

Pure. It must not know what is scrolled.
"""

from __future__ import annotations

from miunlink_adb.hierarchy import Bounds

__all__ = ["STEPS", "TAP_MS", "swipe_points"]

STEPS = 11
"""Steps of 5 ms from each point to the next."""
TAP_MS = 50
"""Between finger down and finger up: a quick tap; `input tap` leaves no time at all."""
_MARGIN = 0.14
_ROOM = 0.72
_TAIL = 48


def swipe_points(bounds: Bounds, *, forward: bool) -> list[int]:
    """x, y of four points: drag through most of the height, the last bit slowly, in two parts.

    The finger is slow for the last tenth of a second, which Android measures its speed in: faster,
    the list would be flung past what is looked for, and go on moving under the next tap. The
    margins keep off the edges, where the system takes gestures for its own.
    """
    x = (bounds.left + bounds.right) // 2
    height = max(0, bounds.bottom - bounds.top)
    low = max(bounds.top, bounds.bottom - 1 - round(height * _MARGIN))
    high = max(bounds.top, low - round(height * _ROOM))
    tail = min(_TAIL, (low - high) // 2)
    start, stop, step = (low, high, tail) if forward else (high, low, -tail)
    return [x, start, x, stop + step, x, stop + step // 2, x, stop]
