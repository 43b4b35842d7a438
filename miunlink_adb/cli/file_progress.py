"""How far a backup or restore has come, on stderr: one line that changes, or plain lines.

It must not know what is copied.
"""

from __future__ import annotations

import sys

from miunlink_adb.backup.folder import in_words
from miunlink_adb.backup.meter import Meter, Snapshot
from miunlink_adb.cli.render import plain, say, tell
from miunlink_adb.clock import Clock

__all__ = ["FileProgress", "in_a_line"]

_TERMINAL_SECONDS, _PLAIN_SECONDS = 0.2, 5.0


class FileProgress:
    """Shows a meter every now and then; silent until something lasts."""

    def __init__(self, meter: Meter, clock: Clock) -> None:
        self._meter, self._clock = meter, clock
        self._terminal = sys.stderr is not None and sys.stderr.isatty()
        self._every = _TERMINAL_SECONDS if self._terminal else _PLAIN_SECONDS
        self._next = clock.now() + self._every
        self._width = 0

    def tick(self) -> None:
        """Show it, if it is time."""
        now = self._clock.now()
        if now < self._next:
            return
        self._next = now + self._every
        found = self._meter.look()
        if not found.total_files:
            return
        text = in_a_line(found)
        if self._terminal:
            tell(f"\r{text.ljust(self._width)}", nl=False)
            self._width = len(text)
        else:
            say(text)

    def say(self, text: str) -> None:
        """A sentence between."""
        self.close()
        say(plain(text))

    def close(self) -> None:
        """Leave the terminal on a fresh line."""
        if self._width:
            tell("")
        self._width = 0


def in_a_line(found: Snapshot) -> str:
    """`copying 12 of 310 files, 8.1 MB of 20.5 MB, 12 MB/s, 0:02 left`."""
    parts = [
        f"{found.what} {found.files} of {found.total_files} files",
        f"{in_words(found.bytes)} of {in_words(found.total_bytes)}",
        f"{in_words(round(found.rate))}/s",
    ]
    if found.left is not None:
        minutes, seconds = divmod(round(found.left), 60)
        parts.append(f"{minutes}:{seconds:02} left")
    return ", ".join(parts)
