"""The battery, from `dumpsys battery`.

Pure. It must not know how much charge is enough.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_LEVEL = re.compile(r"^\s*level: (\d+)\s*$", re.MULTILINE)
_SCALE = re.compile(r"^\s*scale: (\d+)\s*$", re.MULTILINE)
_POWERED = re.compile(r"^\s*(?:AC|USB|Wireless|Dock) powered: (true|false)\s*$", re.MULTILINE)


class Battery(NamedTuple):
    """State of the battery.

    Attributes:
        level: percent.
        plugged: whether any source gives power; None if the text does not say.
    """

    level: int
    plugged: bool | None


def parse_battery(text: str) -> Battery | None:
    """Read `dumpsys battery`; None if it gives no level."""
    level, scale = _LEVEL.search(text), _SCALE.search(text)
    if not level:
        return None
    full = int(scale[1]) if scale and int(scale[1]) > 0 else 100
    powered = _POWERED.findall(text)
    return Battery(int(level[1]) * 100 // full, "true" in powered if powered else None)
