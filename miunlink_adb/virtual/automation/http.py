"""HTTP/1.1 as the phone's server (NanoHTTPD) speaks it.

Knows bytes; neither JSON-RPC nor the phone.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from email.utils import formatdate

REASONS = {200: "OK", 404: "Not Found", 500: "Internal Server Error"}
MAX_HEAD = 8192


class BadRequest(Exception):
    """Not HTTP; the connection is closed."""


@dataclass(frozen=True)
class Request:
    """One request; header names in lower case."""

    method: str
    path: str
    version: str
    headers: dict[str, str]
    body: bytes

    @property
    def keep_alive(self) -> bool:
        """NanoHTTPD keeps a 1.1 connection unless the client asks to close it."""
        return (
            self.version == "HTTP/1.1" and "close" not in self.headers.get("connection", "").lower()
        )


async def read(reader: asyncio.StreamReader, idle: float) -> Request | None:
    """The next request; None when the client closed or sent nothing for `idle` seconds."""
    try:
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), idle)
    except (asyncio.IncompleteReadError, TimeoutError, ConnectionError):
        return None
    except asyncio.LimitOverrunError:
        raise BadRequest from None
    first, *lines = head.decode("latin-1").split("\r\n")
    parts = first.split(" ")
    if len(parts) != 3 or len(head) > MAX_HEAD:
        raise BadRequest
    headers = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if colon:
            headers[name.strip().lower()] = value.strip()
    length = headers.get("content-length", "0")
    if not length.isdigit():
        raise BadRequest
    try:
        body = await asyncio.wait_for(reader.readexactly(int(length)), idle) if length else b""
    except (asyncio.IncompleteReadError, TimeoutError, ConnectionError):
        return None
    path = parts[1].partition("?")[0]
    return Request(parts[0], path, parts[2], headers, body)


def response(status: int, kind: str, body: bytes, *, keep_alive: bool) -> bytes:
    """A whole response, with NanoHTTPD's headers."""
    head = (
        f"HTTP/1.1 {status} {REASONS[status]} \r\n"
        f"Content-Type: {kind}\r\n"
        f"Date: {formatdate(usegmt=True)}\r\n"
        f"Connection: {'keep-alive' if keep_alive else 'close'}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode("latin-1") + body
