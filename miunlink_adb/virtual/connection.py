"""One computer's connection to the phone's adb daemon: handshake, then streams.

Knows frames and the service registry; what services do is their business.
"""

from __future__ import annotations

import asyncio
import functools
import socket
from typing import TYPE_CHECKING, Protocol, cast

from miunlink_adb.virtual.auth import KeyStore, new_token
from miunlink_adb.virtual.stream import Stream, StreamClosed
from miunlink_adb.virtual.wire import (
    MAX_PAYLOAD,
    VERSION_NO_CHECKSUM,
    AuthKind,
    Command,
    Decoder,
    Frame,
    WireError,
    encode,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from miunlink_adb.virtual.phone import Phone
    from miunlink_adb.virtual.service.registry import ServiceRegistry


class Daemon(Protocol):
    """What a connection asks of the daemon that it belongs to."""

    phone: Phone
    services: ServiceRegistry
    keys: KeyStore
    version: int
    max_payload: int
    mute: bool
    errors: list[BaseException]

    @property
    def asks(self) -> bool:
        """Whether a computer must prove its key."""
        ...

    @property
    def allows_any(self) -> bool:
        """Whether an unknown key is allowed without the owner."""
        ...

    def banner(self) -> str:
        """Return the identity that CNXN carries."""
        ...

    def joined(self, connection: Connection) -> None:
        """Note that a computer has connected."""
        ...

    def left(self, connection: Connection) -> None:
        """Note that a computer has gone."""
        ...


class Connection(asyncio.Protocol):
    """Speaks ADB with one computer; one task per open stream."""

    def __init__(self, daemon: Daemon) -> None:
        self.offered_key: str | None = None
        self.online = False
        self._daemon = daemon
        self._transport: asyncio.Transport | None = None
        self._decoder = Decoder(max_payload=MAX_PAYLOAD)
        self._streams: dict[int, Stream] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._next_id = 1
        self._token = b""
        self._peer_payload = daemon.max_payload
        self._with_checksum = True

    # asyncio.Protocol

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Start listening to the computer; it speaks first."""
        self._transport = cast("asyncio.Transport", transport)
        sock: socket.socket = transport.get_extra_info("socket")
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._daemon.joined(self)

    def data_received(self, data: bytes) -> None:
        """Handle what has arrived; nonsense ends the connection and is kept as an error."""
        if self._daemon.mute:
            return
        try:
            for frame in self._decoder.feed(data):
                self._handle(frame)
        except WireError as error:
            self._daemon.errors.append(error)
            self.drop()

    def connection_lost(self, exc: Exception | None) -> None:
        """Hang up every stream."""
        del exc
        self.online = False
        for stream in self._streams.values():
            stream.hang_up()
        self._streams.clear()
        self._daemon.left(self)

    # What the daemon asks for.

    def drop(self) -> None:
        """Cut the cable."""
        if self._transport is not None:
            self._transport.abort()

    async def finish(self) -> None:
        """Cut the cable and wait until every service has ended."""
        self.drop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def go_online(self) -> None:
        """Complete the handshake: the computer sees a device from now on."""
        self.online = True
        self._send(
            Frame(
                Command.CNXN,
                self._daemon.version,
                self._daemon.max_payload,
                self._daemon.banner().encode(),
            )
        )

    # Frames

    def _send(self, frame: Frame) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(encode(frame, with_checksum=self._with_checksum))

    def _handle(self, frame: Frame) -> None:
        if frame.command is Command.CNXN:
            self._greet(frame)
        elif frame.command is Command.AUTH:
            self._authenticate(frame)
        elif self.online:
            self._handle_stream(frame)

    def _greet(self, frame: Frame) -> None:
        version = min(frame.arg0, self._daemon.version)
        self._peer_payload = max(1, min(frame.arg1, self._daemon.max_payload))
        self._decoder.check = self._with_checksum = version < VERSION_NO_CHECKSUM
        if self._daemon.asks:
            self._challenge()
        else:
            self.go_online()

    def _challenge(self) -> None:
        self._token = new_token()
        self._send(Frame(Command.AUTH, AuthKind.TOKEN, 0, self._token))

    def _authenticate(self, frame: Frame) -> None:
        if frame.arg0 == AuthKind.SIGNATURE:
            if self._daemon.keys.verifies(self._token, frame.data):
                self.go_online()
            else:
                self._challenge()
        elif frame.arg0 == AuthKind.PUBLIC_KEY:
            self.offered_key = frame.data.rstrip(b"\0").decode("ascii", "replace")
            if self._daemon.allows_any or not self._daemon.asks:  # allowed in the meantime
                self.allow()

    def allow(self) -> None:
        """The owner has allowed the key that this computer offered; nothing without one."""
        if self.offered_key is None or self.online:
            return
        try:
            self._daemon.keys.allow(self.offered_key)
        except ValueError as error:
            self._daemon.errors.append(error)
        else:
            self.go_online()

    def _handle_stream(self, frame: Frame) -> None:
        if frame.command is Command.OPEN:
            self._open(frame)
            return
        stream = self._streams.get(frame.arg1)
        if stream is None:
            if frame.command is Command.WRTE:
                self._send(Frame(Command.CLSE, 0, frame.arg0))
        elif frame.command is Command.OKAY:
            stream.acknowledge()
        elif frame.command is Command.WRTE:
            stream.receive(frame.data)
        elif frame.command is Command.CLSE:
            stream.close()

    # Streams

    def _open(self, frame: Frame) -> None:
        stream = Stream(self._next_id, frame.arg0, self._peer_payload, self._send)
        self._next_id += 1
        request = frame.data.rstrip(b"\0").decode("utf-8", "surrogateescape")
        found = self._daemon.services.find(request)
        if found is None:
            self._daemon.phone.record.unknown.append(f"service {request}")
            stream.close()
            return
        service, argument = found
        self._streams[stream.local] = stream
        self._daemon.phone.record.services.append(request)
        serve = functools.partial(service, self._daemon.phone, stream, argument)
        task = asyncio.create_task(self._supervise(stream, serve))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _supervise(self, stream: Stream, serve: Callable[[], Awaitable[None]]) -> None:
        """Let a service run; whatever it raises is kept, for a fault of ours must not hide.

        It is called here, not before: a task that is cancelled before it began calls nothing.
        """
        try:
            await serve()
            await stream.drain()
        except StreamClosed:
            pass  # the computer went away: how most long-running services end
        except Exception as error:  # noqa: BLE001 - kept and shown by check_errors()
            self._daemon.errors.append(error)
        finally:
            stream.close()
            self._streams.pop(stream.local, None)
