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
        async with asyncio.timeout(idle):
            head = await reader.readuntil(b"\r\n\r\n")
            version, headers, method, path = _head(head)
            body = await reader.readexactly(_length(headers))
    except (asyncio.IncompleteReadError, TimeoutError, ConnectionError):
        return None
    except asyncio.LimitOverrunError:
        raise BadRequest from None
    return Request(method, path, version, headers, body)


def _head(head: bytes) -> tuple[str, dict[str, str], str, str]:
    """Version, headers, method and path of a request's head."""
    first, *lines = head.decode("latin-1").split("\r\n")
    parts = first.split(" ")
    if len(parts) != 3 or len(head) > MAX_HEAD:
        raise BadRequest
    headers = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if colon:
            headers[name.strip().lower()] = value.strip()
    return parts[2], headers, parts[0], parts[1].partition("?")[0]


def _length(headers: dict[str, str]) -> int:
    length = headers.get("content-length", "0")
    if not length.isdigit():
        raise BadRequest
    return int(length)


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
