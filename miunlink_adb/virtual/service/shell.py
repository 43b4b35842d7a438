"""``shell:``, ``shell,v2…:`` and ``exec:``: command lines over an adb stream.

Knows how output is carried (plain, or packets with an id and a length); the shell itself is in
``command``.  Source of the packets: AOSP ``shell_protocol.h``.
"""

from __future__ import annotations

import asyncio
import struct
from typing import TYPE_CHECKING, Protocol

from miunlink_adb.virtual.command.interpreter import Shell, Streams
from miunlink_adb.virtual.command.output import PipeBroken
from miunlink_adb.virtual.stream import StreamClosed

if TYPE_CHECKING:
    from miunlink_adb.virtual.command.call import CommandRegistry
    from miunlink_adb.virtual.command.output import Sink
    from miunlink_adb.virtual.phone import Phone
    from miunlink_adb.virtual.stream import Stream

_STDIN, _STDOUT, _STDERR, _EXIT, _CLOSE_STDIN = 0, 1, 2, 3, 4
_ENVIRONMENT = {
    "PATH": "/product/bin:/apex/com.android.runtime/bin:/system/bin:/system/xbin:/vendor/bin",
    "HOME": "/",
    "USER": "shell",
    "LOGNAME": "shell",
    "SHELL": "/system/bin/sh",
    "HOSTNAME": "localhost",
    "TMPDIR": "/data/local/tmp",
    "ANDROID_ROOT": "/system",
    "ANDROID_DATA": "/data",
    "EXTERNAL_STORAGE": "/sdcard",
}


class _Carrier(Protocol):
    """How one protocol carries the streams of a shell."""

    out: Sink
    err: Sink

    async def finish(self, status: int) -> None:
        """Send what is left, and the exit code where the protocol has one."""
        ...

    def take(self, data: bytes, stdin: asyncio.StreamReader) -> None:
        """Take a payload from the computer and pass on what belongs to standard input."""
        ...


class _PlainSink:
    """Both outputs as they come, mixed."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._buffer = bytearray()

    def write(self, data: bytes) -> None:
        self._buffer += data

    async def flush(self) -> None:
        if self._buffer:
            data = bytes(self._buffer)
            self._buffer.clear()
            await self._stream.write(data)


class _Plain:
    """The legacy protocol: no packets, no exit code, standard error mixed into the output."""

    def __init__(self, stream: Stream) -> None:
        self.out: Sink = _PlainSink(stream)
        self.err: Sink = self.out

    async def finish(self, status: int) -> None:
        del status
        await self.out.flush()

    def take(self, data: bytes, stdin: asyncio.StreamReader) -> None:
        stdin.feed_data(data)


class _PacketSink:
    """One output as packets; shares the buffer with the other, so that order is kept."""

    def __init__(self, kind: int, plain: _PlainSink) -> None:
        self._kind = kind
        self._plain = plain

    def write(self, data: bytes) -> None:
        if data:
            self._plain.write(struct.pack("<BI", self._kind, len(data)) + data)

    async def flush(self) -> None:
        await self._plain.flush()


class _Packets:
    """Shell protocol version 2."""

    def __init__(self, stream: Stream) -> None:
        self._plain = _PlainSink(stream)
        self.out: Sink = _PacketSink(_STDOUT, self._plain)
        self.err: Sink = _PacketSink(_STDERR, self._plain)
        self._received = bytearray()

    async def finish(self, status: int) -> None:
        self._plain.write(struct.pack("<BIB", _EXIT, 1, status & 0xFF))
        await self._plain.flush()

    def take(self, data: bytes, stdin: asyncio.StreamReader) -> None:
        self._received += data
        while len(self._received) >= 5:
            kind, size = struct.unpack_from("<BI", self._received)
            if len(self._received) < 5 + size:
                return
            payload = bytes(self._received[5 : 5 + size])
            del self._received[: 5 + size]
            if kind == _STDIN:
                stdin.feed_data(payload)
            elif kind == _CLOSE_STDIN:
                stdin.feed_eof()


class ShellServices:
    """The services that run command lines, with one registry of commands."""

    def __init__(self, commands: CommandRegistry) -> None:
        self.commands = commands

    async def legacy(self, phone: Phone, stream: Stream, argument: str) -> None:
        """Serve ``shell:LINE`` and ``exec:LINE``."""
        if phone.meet("service:shell") is None:
            stream.accept()
            await self._run(phone, stream, argument, _Plain(stream))

    async def with_options(self, phone: Phone, stream: Stream, argument: str) -> None:
        """Serve ``shell,OPTIONS:LINE``: packets if the options say ``v2``."""
        options, colon, line = argument.partition(":")
        if not colon or phone.meet("service:shell") is not None:
            return
        stream.accept()
        packets = "v2" in options.split(",")
        await self._run(phone, stream, line, _Packets(stream) if packets else _Plain(stream))

    async def _run(self, phone: Phone, stream: Stream, line: str, carrier: _Carrier) -> None:
        """Run a line until it ends or the computer closes the stream, which ends it."""
        phone.record.commands.append(line)
        stdin = asyncio.StreamReader()
        feeding = asyncio.create_task(_feed(stream, carrier, stdin))
        running = asyncio.create_task(self._shell(phone, line, stdin, carrier))
        closing = asyncio.create_task(stream.wait_closed())
        try:
            await asyncio.wait({running, closing}, return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                await carrier.finish(running.result())
        finally:
            for task in (feeding, running, closing):
                task.cancel()
            ended = await asyncio.gather(feeding, running, closing, return_exceptions=True)
        for result in ended:
            if isinstance(result, Exception) and not isinstance(result, StreamClosed | PipeBroken):
                raise result

    async def _shell(
        self, phone: Phone, line: str, stdin: asyncio.StreamReader, carrier: _Carrier
    ) -> int:
        await phone.latency.sleep(phone.latency.shell)
        shell = Shell(phone, self.commands, dict(_ENVIRONMENT))
        streams = Streams(stdin, carrier.out, carrier.err)
        if line:
            return await shell.run(line, streams)
        return await _interactive(shell, streams)


async def _interactive(shell: Shell, streams: Streams) -> int:
    """Run standard input line by line, as ``sh`` without a terminal does."""
    while text := await streams.stdin.readline():
        line = text.decode("utf-8", "replace").strip()
        if line == "exit":
            break
        await shell.run(line, streams)
        await streams.out.flush()
        await streams.err.flush()
    return shell.status


async def _feed(stream: Stream, carrier: _Carrier, stdin: asyncio.StreamReader) -> None:
    while data := await stream.read():
        carrier.take(data, stdin)
    stdin.feed_eof()
