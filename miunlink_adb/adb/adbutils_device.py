"""A phone as adbutils knows one, for uiautomator2 to stand on, with connections of ours underneath.

Everything that adbutils does over these ends in time, sends without delay, and never starts an
adb server: `server.ensure_server` decides that, once. Imports adbutils. It must not know
uiautomator2.
"""

from __future__ import annotations

import socket

import adbutils
from adbutils.errors import AdbConnectionError, AdbError, AdbTimeout

from miunlink_adb.adb import smart_socket
from miunlink_adb.adb.address import ServerAddress
from miunlink_adb.adb.session import Session
from miunlink_adb.clock import Clock, Deadline

__all__ = ["AdbutilsDevice"]

DEFAULT_SECONDS = 30.0
"""For calls of adbutils' own that name no timeout; its default is ten minutes."""


class _Connection(adbutils.AdbConnection):  # type: ignore[misc]  # adbutils ships no types
    """One connection to the adb server, all of whose reads share one deadline."""

    def __init__(self, address: ServerAddress, deadline: Deadline) -> None:
        self._address, self.deadline = address, deadline
        super().__init__(address.host, address.port)

    def _safe_connect(self) -> socket.socket:
        """Connect; adbutils would start a daemon on the default port when refused."""
        try:
            return smart_socket.dial(self._address, self.deadline)
        except smart_socket.ServerGone as error:
            raise AdbConnectionError(str(error)) from error

    @property
    def socket(self) -> socket.socket:
        """The socket itself."""
        sock: socket.socket = self.conn
        return sock

    def close(self) -> None:
        """Close at once; adbutils would sleep for 10 ms."""
        smart_socket.end(self.socket)

    def send_command(self, cmd: str) -> None:
        """Send one request in full."""
        data = cmd.encode("utf-8")
        try:
            smart_socket.send(self.socket, b"%04x" % len(data) + data, self.deadline)
        except TimeoutError as error:
            raise AdbTimeout("adb send timeout") from error

    def ask(self, request: str) -> None:
        """Send one request and read OKAY.

        Raises:
            AdbError: with the adb server's reason.
        """
        try:
            smart_socket.ask(self.socket, request, self.deadline)
        except (smart_socket.AdbFail, smart_socket.NotAdb, EOFError) as error:
            raise AdbError(str(error) or "connection closed") from error
        except TimeoutError as error:
            raise AdbTimeout("adb read timeout") from error

    def recv(self, n: int) -> bytes:
        """Up to `n` bytes."""
        smart_socket.arm(self.socket, self.deadline)
        data: bytes = super().recv(n)
        return data

    def _read_fully(self, n: int) -> bytes:
        """What adbutils' own readers stand on: fewer than `n` bytes at the end."""
        data = bytearray()
        while len(data) < n:
            smart_socket.arm(self.socket, self.deadline)
            chunk = self.socket.recv(n - len(data))
            if not chunk:
                break
            data += chunk
        return bytes(data)


class _Client(adbutils.AdbClient):  # type: ignore[misc]
    """adbutils' client for one server; opens `_Connection`s."""

    def __init__(self, address: ServerAddress, clock: Clock) -> None:
        self.address, self._clock = address, clock
        super().__init__(host=address.host, port=address.port, socket_timeout=DEFAULT_SECONDS)

    def make_connection(self, timeout: float | None = None) -> _Connection:
        """Connect to the server; everything on it must be over in `timeout` seconds."""
        return _Connection(self.address, Deadline(self._clock, timeout or DEFAULT_SECONDS))


class AdbutilsDevice(adbutils.AdbDevice):  # type: ignore[misc]
    """The phone of a session, spoken to by transport id: never another one of the same serial."""

    def __init__(self, session: Session, clock: Clock) -> None:
        """Nothing is asked of the phone yet."""
        self._session = session
        super().__init__(_Client(session.address, clock), serial=session.serial)

    def open_transport(
        self, command: str | None = None, timeout: float | None = DEFAULT_SECONDS
    ) -> _Connection:
        """A connection to the adb server that speaks for this phone from now on.

        `command`: a host request about the phone instead, such as ``features``.
        """
        connection: _Connection = self._client.make_connection(timeout=timeout)
        return _asked(connection, self._session.request(command))

    def create_connection(self, network: str, address: int | str) -> socket.socket:
        """A socket to a port (or abstract name) on the phone; see adbutils."""
        kind = str(getattr(network, "value", network))
        kind = {"unix": "localabstract"}.get(kind, kind)
        return _asked(self.open_transport(), f"{kind}:{address}").socket


def _asked(connection: _Connection, request: str) -> _Connection:
    try:
        connection.ask(request)
    except BaseException:
        connection.close()
        raise
    return connection
