"""Size and rotation of the screen, from `wm size` and `dumpsys`.

Pure. It must not know what is shown.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_SIZE = re.compile(r"^\s*(Physical|Override) size: (\d+)x(\d+)\s*$", re.MULTILINE)
_ROTATION = re.compile(
    r"\b(?:mCurrentRotation=(?:ROTATION_)?|mDisplayRotation=(?:ROTATION_)?|mRotation=(?:ROTATION_)?"
    r"|mCurrentOrientation=|SurfaceOrientation: ?|mSurfaceOrientation=)(\d+)\b"
)


class ScreenSize(NamedTuple):
    """Pixels of the screen in its natural orientation.

    Attributes:
        physical: width and height of the panel.
        override: what `wm size` was set to, or None.
    """

    physical: tuple[int, int]
    override: tuple[int, int] | None

    @property
    def current(self) -> tuple[int, int]:
        """The size that windows and taps use."""
        return self.override or self.physical


def parse_size(text: str) -> ScreenSize | None:
    """Read `wm size`; None if it gives no physical size."""
    sizes = {what: (int(width), int(height)) for what, width, height in _SIZE.findall(text)}
    physical = sizes.get("Physical")
    return ScreenSize(physical, sizes.get("Override")) if physical else None


def parse_rotation(text: str) -> int | None:
    """Quarter turns, 0 to 3, from `dumpsys window`, `input` or `display`; None if not said."""
    found = _ROTATION.search(text)
    if not found:
        return None
    value = int(found[1])
    if value <= 3:
        return value
    return {90: 1, 180: 2, 270: 3}.get(value)
