"""Where a command's output goes: sinks, and the pipe between two commands.

Writing never waits; ``flush`` does, and is where a closed reader is noticed.
"""

from __future__ import annotations

import asyncio
from typing import Protocol


class PipeBroken(Exception):
    """Nobody reads this output any more; the writer ends, as by SIGPIPE."""


class Sink(Protocol):
    """Takes output."""

    def write(self, data: bytes) -> None:
        """Take bytes, without waiting."""
        ...

    async def flush(self) -> None:
        """Wait until the reader has taken what was written; raises PipeBroken when it is gone."""
        ...


class Discard:
    """``/dev/null``."""

    def write(self, data: bytes) -> None:
        """Forget the bytes."""

    async def flush(self) -> None:
        """Nothing to wait for."""


class Collect:
    """Keeps everything: for ``$(…)`` and for files, which are written at the end."""

    def __init__(self) -> None:
        self.data = bytearray()

    def write(self, data: bytes) -> None:
        """Keep the bytes."""
        self.data += data

    async def flush(self) -> None:
        """Nothing to wait for."""


class Pipe:
    """Output of one command that is the input of the next."""

    def __init__(self) -> None:
        self.reader = asyncio.StreamReader()
        self._broken = False

    def write(self, data: bytes) -> None:
        """Hand bytes to the reading command."""
        if not self._broken:
            self.reader.feed_data(data)

    async def flush(self) -> None:
        """Let the reader run."""
        await asyncio.sleep(0)
        if self._broken:
            raise PipeBroken

    def end(self) -> None:
        """No more will be written: the reader meets the end of its input."""
        if not self._broken:
            self.reader.feed_eof()

    def stop_reading(self) -> None:
        """The reading command has ended."""
        self._broken = True


def no_input() -> asyncio.StreamReader:
    """Return an input that is at its end."""
    reader = asyncio.StreamReader()
    reader.feed_eof()
    return reader
