"""Where a fact of a pack stands, and errors that say so.

It must not know what the keys mean.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from miunlink_adb.errors import PackError

__all__ = ["Place", "fault", "line_of"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fact stands: file and dotted key."""

    file: Path
    key: str

    def below(self, key: str) -> Place:
        """The place of a key inside this one."""
        return Place(self.file, f"{self.key}.{key}" if self.key else key)


def fault(place: Place, message: str) -> PackError:
    """A PackError that names file, line (if it can be found) and dotted key."""
    return PackError(
        message, file=str(place.file), line=line_of(place.file, place.key), key=place.key
    )


def line_of(file: Path, key: str) -> int | None:
    """The line (from 1) of a dotted key: its own, else that of the table it belongs to."""
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    path = re.sub(r"\[\d+\]", "", key).split(".")
    for length in range(len(path), 0, -1):
        start = _find(lines, rf"\[{re.escape('.'.join(path[:length]))}\]", 0)
        if start is not None:
            own = _find(lines, rf"{re.escape(path[length])}\s*=", start) if path[length:] else None
            return (start if own is None else own) + 1
    own = _find(lines, rf"{re.escape(path[0])}\s*=", 0)
    return None if own is None else own + 1


def _find(lines: list[str], pattern: str, start: int) -> int | None:
    matcher = re.compile(r"\s*" + pattern)
    return next((n for n in range(start, len(lines)) if matcher.match(lines[n])), None)
