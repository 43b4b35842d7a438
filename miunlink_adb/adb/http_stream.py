"""HTTP/1.1 over one adb stream that is kept open between requests, each under one deadline.

uiautomator2's server (NanoHTTPD) keeps a connection until it was idle for five seconds. The
standard library parses the answers; only the socket is ours. It must not know JSON-RPC.
"""

from __future__ import annotations

import http.client
import io
import socket
from typing import TYPE_CHECKING, cast

from miunlink_adb.adb import smart_socket
from miunlink_adb.clock import Clock, Deadline

if TYPE_CHECKING:
    from typing_extensions import Buffer

__all__ = ["BadStatus", "HttpStream"]

FRESH_SECONDS = 3.0
"""A stream idle for longer is not used again: the server may be closing it at this moment."""
BODY_LIMIT = 32_000_000


class BadStatus(Exception):
    """The server answered with another status than 200."""


class HttpStream:
    """One connection to the server; unusable after any error."""

    def __init__(self, sock: socket.socket, clock: Clock) -> None:
        self._sock, self._clock = sock, clock
        self._used_at = clock.now()
        self._open = True

    @property
    def reusable(self) -> bool:
        """Whether another request may be sent: open, quiet, and used a moment ago."""
        idle = self._clock.now() - self._used_at
        return self._open and idle < FRESH_SECONDS and not smart_socket.has_input(self._sock)

    def get(self, path: str, deadline: Deadline) -> bytes:
        """The body of the answer to a GET."""
        return self._exchange(f"GET {path} HTTP/1.1\r\n{_HEADERS}\r\n".encode(), deadline)

    def post(self, path: str, body: bytes, deadline: Deadline) -> bytes:
        """The body of the answer to a POST of JSON; head and body leave in one packet."""
        head = f"POST {path} HTTP/1.1\r\n{_HEADERS}Content-Length: {len(body)}\r\n\r\n"
        return self._exchange(head.encode() + body, deadline)

    def _exchange(self, request: bytes, deadline: Deadline) -> bytes:
        try:
            smart_socket.send(self._sock, request, deadline)
            body, keep = self._answer(deadline)
        except BaseException:
            self.close()
            raise
        self._used_at = self._clock.now()
        if not keep:
            self.close()
        return body

    def _answer(self, deadline: Deadline) -> tuple[bytes, bool]:
        response = http.client.HTTPResponse(cast(socket.socket, _Source(self._sock, deadline)))
        response.begin()
        body = response.read(BODY_LIMIT + 1)
        if len(body) > BODY_LIMIT:
            raise OverflowError(f"more than {BODY_LIMIT} bytes")
        if response.length:
            raise http.client.IncompleteRead(b"", response.length)
        if response.status != http.client.OK:
            raise BadStatus(f"HTTP {response.status}")
        return body, not response.will_close

    def close(self) -> None:
        """Close; never raises."""
        self._open = False
        smart_socket.end(self._sock)


# An empty Accept-Encoding keeps the server from compressing, in which it leaks memory.
_HEADERS = (
    "Host: localhost\r\nUser-Agent: uiautomator2\r\nAccept-Encoding:\r\n"
    "Content-Type: application/json\r\nConnection: keep-alive\r\n"
)


class _Reader(io.RawIOBase):
    """Reads from the socket, never beyond the deadline; closing it leaves the socket open."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock, self._deadline = sock, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        smart_socket.arm(self._sock, self._deadline)
        return self._sock.recv_into(buffer)


class _Source:
    """What HTTPResponse asks of a socket."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock, self._deadline = sock, deadline

    def makefile(self, _mode: str) -> io.BufferedReader:
        """The answer as a file of bytes."""
        return io.BufferedReader(_Reader(self._sock, self._deadline), 65536)
