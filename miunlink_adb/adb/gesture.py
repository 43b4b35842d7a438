"""The points of a swipe inside a rectangle.

Pure. It must not know what is scrolled.
"""

from __future__ import annotations

from miunlink_adb.hierarchy import Bounds

__all__ = ["STEPS", "swipe_points"]

STEPS = 22
"""Steps of 5 ms from each point to the next."""
_MARGIN = 0.14
_ROOM = 0.72
_TAIL = 48


def swipe_points(bounds: Bounds, *, forward: bool) -> list[int]:
    """x, y, x, y, x, y: drag through most of the height, the last bit slowly.

    The finger is slow when it is lifted: otherwise the list would be flung past what is looked
    for, and go on moving under the next tap. The margins keep off the edges, where the system
    takes gestures for its own.
    """
    x = (bounds.left + bounds.right) // 2
    height = max(0, bounds.bottom - bounds.top)
    low = max(bounds.top, bounds.bottom - 1 - round(height * _MARGIN))
    high = max(bounds.top, low - round(height * _ROOM))
    tail = min(_TAIL, (low - high) // 2)
    if forward:
        return [x, low, x, high + tail, x, high]
    return [x, high, x, low - tail, x, low]
