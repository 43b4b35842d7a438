"""``tcp:PORT`` and ``localabstract:NAME``: a stream to a server inside the phone.

Knows how to make an adb stream look like asyncio's reader and writer; not what is spoken.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

from miunlink_adb.virtual.stream import StreamClosed

if TYPE_CHECKING:
    from miunlink_adb.virtual.phone import Phone
    from miunlink_adb.virtual.stream import Stream


async def tcp(phone: Phone, stream: Stream, argument: str) -> None:
    """Serve ``tcp:PORT`` (or ``tcp:PORT:HOST``, which is this phone's loopback here)."""
    port = argument.partition(":")[0]
    if port.isdecimal():
        await _serve(phone, stream, int(port))


async def local_abstract(phone: Phone, stream: Stream, argument: str) -> None:
    """Serve ``localabstract:NAME``."""
    await _serve(phone, stream, argument)


async def _serve(phone: Phone, stream: Stream, name: int | str) -> None:
    """Connect the stream to a listener; refused (CLSE) when nothing listens there."""
    listener = phone.listeners.get(name)
    if listener is None or phone.meet(f"service:{'tcp' if isinstance(name, int) else name}"):
        return
    stream.accept()
    reader = asyncio.StreamReader()
    transport = StreamTransport(stream)
    protocol = asyncio.StreamReaderProtocol(reader)
    transport.set_protocol(protocol)
    writer = asyncio.StreamWriter(transport, protocol, reader, asyncio.get_running_loop())
    feeding = asyncio.create_task(_feed(stream, reader))
    sending = asyncio.create_task(transport.send_all())
    try:
        await listener(reader, writer)
        writer.close()
        await sending
    except (StreamClosed, ConnectionError):
        pass  # the computer left before it had read everything
    finally:
        feeding.cancel()
        sending.cancel()
        await asyncio.gather(feeding, sending, return_exceptions=True)


async def _feed(stream: Stream, reader: asyncio.StreamReader) -> None:
    """Pass what the computer writes to the server; its close is an end of file."""
    while data := await stream.read():
        reader.feed_data(data)
    reader.feed_eof()


class StreamTransport(asyncio.Transport):
    """An asyncio transport whose other end is an adb stream."""

    HIGH_WATER = 256 * 1024

    def __init__(self, stream: Stream) -> None:
        super().__init__()
        self._stream = stream
        self._protocol: asyncio.StreamReaderProtocol | None = None
        self._buffer = bytearray()
        self._wake = asyncio.Event()
        self._closing = False
        self._paused = False

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        """Tell the protocol when to hold back."""
        self._protocol = cast("asyncio.StreamReaderProtocol", protocol)

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Take bytes to be sent; ignored once closed."""
        if self.is_closing():
            return
        self._buffer += data
        self._wake.set()
        if self._protocol is not None and len(self._buffer) > self.HIGH_WATER and not self._paused:
            self._paused = True
            self._protocol.pause_writing()

    def is_closing(self) -> bool:
        """Whether nothing can be written any more."""
        return self._closing or self._stream.closed

    def close(self) -> None:
        """Send what is left, then end."""
        self._closing = True
        self._wake.set()

    def abort(self) -> None:
        """End at once; what was not sent is lost."""
        self._buffer.clear()
        self.close()
        self._stream.close()

    def can_write_eof(self) -> bool:
        """Half-closed streams do not exist in ADB."""
        return False

    def get_extra_info(self, name: str, default: object = None) -> object:
        """Nothing is known of the other side."""
        del name
        return default

    async def send_all(self) -> None:
        """Send until closed and empty; raises StreamClosed when the computer leaves first."""
        try:
            while True:
                while self._buffer:
                    chunk = bytes(self._buffer)
                    self._buffer.clear()
                    await self._stream.write(chunk)
                    self._resume()
                if self._closing:
                    return
                self._wake.clear()
                await self._wake.wait()
        finally:
            self._finish()

    def _resume(self) -> None:
        if self._paused and self._protocol is not None and len(self._buffer) <= self.HIGH_WATER:
            self._paused = False
            self._protocol.resume_writing()

    def _finish(self) -> None:
        self._closing = True
        if self._protocol is not None:
            self._protocol.connection_lost(None)
