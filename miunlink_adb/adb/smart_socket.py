"""The adb server's own protocol over one TCP connection, each step under a deadline.

A request is four hex digits of length and a text; the answer begins with OKAY or FAIL. It must
not know phones, uiautomator2 or adbutils, so that listing phones imports nothing heavy.
"""

from __future__ import annotations

import contextlib
import select
import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from miunlink_adb.adb.address import ServerAddress
    from miunlink_adb.clock import Deadline

__all__ = [
    "AdbFail",
    "NotAdb",
    "ServerGone",
    "arm",
    "ask",
    "dial",
    "end",
    "has_input",
    "read_all",
    "read_block",
    "read_exactly",
    "request",
    "send",
]

CONNECT_SECONDS = 5.0
_CHUNK = 65536


class AdbFail(Exception):
    """The adb server answered FAIL; the text is its reason."""


class ServerGone(Exception):
    """No adb server answers at the address."""


class NotAdb(Exception):
    """What answers at the address does not speak adb's protocol."""


def dial(address: ServerAddress, deadline: Deadline) -> socket.socket:
    """Connect to the adb server; never starts one.

    Raises:
        ServerGone: refused, unreachable, unknown host or no answer.
    """
    seconds = min(CONNECT_SECONDS, deadline.remaining)
    try:
        sock = socket.create_connection((address.host, address.port), max(seconds, 0.001))
    except OSError as error:
        raise ServerGone(f"{address}: {error}") from error
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    return sock


def request(address: ServerAddress, text: str, deadline: Deadline) -> str:
    """One host request on a connection of its own, such as ``host:devices-l``; its answer.

    Raises:
        ServerGone, NotAdb, AdbFail, TimeoutError, EOFError, OSError: see `error_map`.
    """
    sock = dial(address, deadline)
    try:
        ask(sock, text, deadline)
        return read_block(sock, deadline).decode("utf-8", "replace")
    finally:
        end(sock)


def ask(sock: socket.socket, text: str, deadline: Deadline) -> None:
    """Send one request and read OKAY.

    Raises:
        AdbFail: with the server's reason.
        NotAdb: the answer is neither OKAY nor FAIL.
    """
    data = text.encode("utf-8", "surrogateescape")  # names on a phone may be any bytes
    send(sock, b"%04x" % len(data) + data, deadline)
    status = read_exactly(sock, 4, deadline)
    if status == b"FAIL":
        raise AdbFail(read_block(sock, deadline).decode("utf-8", "replace"))
    if status != b"OKAY":
        raise NotAdb(f"expected OKAY or FAIL, got {status!r}")


def send(sock: socket.socket, data: bytes, deadline: Deadline) -> None:
    """Send everything before the deadline."""
    arm(sock, deadline)
    sock.sendall(data)


def read_exactly(sock: socket.socket, size: int, deadline: Deadline) -> bytes:
    """`size` bytes; EOFError if the connection ends before."""
    data = bytearray()
    while len(data) < size:
        arm(sock, deadline)
        chunk = sock.recv(min(size - len(data), _CHUNK))
        if not chunk:
            raise EOFError(f"the connection ended after {len(data)} of {size} bytes")
        data += chunk
    return bytes(data)


def read_block(sock: socket.socket, deadline: Deadline) -> bytes:
    """Bytes that follow four hex digits of their length."""
    length = read_exactly(sock, 4, deadline)
    try:
        size = int(length, 16)
    except ValueError:
        raise NotAdb(f"expected a length, got {length!r}") from None
    return read_exactly(sock, size, deadline)


def read_all(sock: socket.socket, deadline: Deadline, limit: int) -> bytes:
    """Everything until the connection ends; OverflowError beyond `limit` bytes."""
    data = bytearray()
    while True:
        arm(sock, deadline)
        chunk = sock.recv(_CHUNK)
        if not chunk:
            return bytes(data)
        data += chunk
        if len(data) > limit:
            raise OverflowError(f"more than {limit} bytes")


def has_input(sock: socket.socket) -> bool:
    """Whether something, or the end of the connection, waits to be read."""
    if sock.fileno() < 0:
        return True
    if hasattr(select, "poll"):  # select() knows no descriptors above 1023
        poll = select.poll()
        poll.register(sock, select.POLLIN)
        return bool(poll.poll(0))
    return bool(select.select([sock], [], [], 0)[0])


def arm(sock: socket.socket, deadline: Deadline) -> None:
    """Let the next call on the socket last no longer than the deadline; TimeoutError if over."""
    left = deadline.remaining
    if left <= 0.0:
        raise TimeoutError("the deadline is over")
    sock.settimeout(left)


def end(sock: socket.socket) -> None:
    """Close at once; never raises."""
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)
    with contextlib.suppress(OSError):
        sock.close()
