"""One adb stream on the phone's side: what a service reads, writes and closes.

Knows frames only through a ``send`` callable; knows neither sockets nor the phone.
Flow control as in adb's protocol: one WRTE may be under way in each direction, the next one
waits for OKAY.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

from miunlink_adb.virtual.wire import Command, Frame


class StreamClosed(Exception):
    """The other side closed the stream, or the phone was unplugged."""


class Stream:
    """A stream that the host opened; ids as in ADB: ``local`` ours, ``remote`` the host's."""

    def __init__(
        self, local: int, remote: int, max_payload: int, send: Callable[[Frame], None]
    ) -> None:
        self.local = local
        self.remote = remote
        self.max_payload = max_payload
        self.accepted = False
        self._send = send
        self._received: deque[bytes] = deque()
        self._wake_reader = asyncio.Event()
        self._may_write = asyncio.Event()
        self._may_write.set()
        self._closed = asyncio.Event()

    @property
    def closed(self) -> bool:
        """Whether either side has closed the stream."""
        return self._closed.is_set()

    def accept(self) -> None:
        """Say OKAY to the host's OPEN; a service that cannot serve returns without it."""
        if not self.accepted and not self.closed:
            self.accepted = True
            self._send(Frame(Command.OKAY, self.local, self.remote))

    async def read(self) -> bytes:
        """Return the next payload, or ``b""`` once the host has closed the stream."""
        while not self._received:
            if self.closed:
                return b""
            self._wake_reader.clear()
            await self._wake_reader.wait()
        data = self._received.popleft()
        if not self.closed:
            self._send(Frame(Command.OKAY, self.local, self.remote))
        return data

    async def write(self, data: bytes) -> None:
        """Send bytes in frames of at most ``max_payload``; raises StreamClosed when it cannot."""
        view = memoryview(data)
        for start in range(0, len(view), self.max_payload):
            await self._may_write.wait()
            if self.closed:
                raise StreamClosed
            self._may_write.clear()
            chunk = bytes(view[start : start + self.max_payload])
            self._send(Frame(Command.WRTE, self.local, self.remote, chunk))

    async def drain(self) -> None:
        """Wait until the host has taken all that was written, or has gone."""
        await self._may_write.wait()

    async def wait_closed(self) -> None:
        """Return once the stream is closed."""
        await self._closed.wait()

    def close(self) -> None:
        """Close from the phone's side; refuses the OPEN if it was never accepted."""
        if not self.closed:
            local = self.local if self.accepted else 0
            self._send(Frame(Command.CLSE, local, self.remote))
            self.hang_up()

    # What the connection tells the stream.

    def receive(self, data: bytes) -> None:
        """Take a payload that the host wrote."""
        self._received.append(data)
        self._wake_reader.set()

    def acknowledge(self) -> None:
        """Note that the host has taken our last payload."""
        self._may_write.set()

    def hang_up(self) -> None:
        """Note that nothing more will come or go; wakes every reader and writer."""
        self._closed.set()
        self._may_write.set()
        self._wake_reader.set()
