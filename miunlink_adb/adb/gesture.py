"""The points of a swipe inside a rectangle.

Pure. It must not know what is scrolled.
"""

from __future__ import annotations

from miunlink_adb.hierarchy import Bounds

__all__ = ["STEPS", "swipe_points"]

STEPS = 22
"""Steps of 5 ms for each half of a swipe."""
_MARGIN = 0.14
_ROOM = 0.72


def swipe_points(bounds: Bounds, *, forward: bool) -> list[int]:
    """x, y, x, y, x, y: drag through most of the height, then hold.

    The finger rests before it is lifted: without that the list would be flung past what is looked
    for, and go on moving under the next tap. The margins keep off the edges, where the system
    takes gestures for its own.
    """
    x = (bounds.left + bounds.right) // 2
    height = max(0, bounds.bottom - bounds.top)
    low = bounds.bottom - 1 - round(height * _MARGIN)
    high = max(bounds.top, low - round(height * _ROOM))
    start, stop = (low, high) if forward else (high, low)
    return [x, start, x, stop, x, stop]
