"""One phone over the adb server: shell, files and streams, each call under its own deadline.

By transport id instead of the serial: one connection a call, and never another phone of the same
serial. Holds no state outside itself. It must not know adbutils, uiautomator2 or screens: what
only asks a phone's shell imports nothing heavy.
"""

from __future__ import annotations

import contextlib
import socket
import stat
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from miunlink_adb.adb import smart_socket
from miunlink_adb.adb.address import ServerAddress
from miunlink_adb.adb.connection import Connection
from miunlink_adb.adb.shell_answer import ShellAnswer, marked, read_packets, split_marked
from miunlink_adb.adb.smart_socket import AdbFail
from miunlink_adb.clock import Clock, Deadline

__all__ = ["RemoteFile", "ServiceRefused", "Session"]

OUTPUT_LIMIT = 16_000_000
_DATA_SIZE = 65536


class ServiceRefused(AdbFail):
    """The phone is there, but nothing on it answers to this service."""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file on the phone: size in bytes and whole seconds of its last change."""

    size: int
    mtime: int


class Session:
    """One attached phone. Safe to use from several threads: every call has its own connection.

    `transport_id` is None only for adb servers too old to tell it. All methods raise what
    `smart_socket` and sockets raise; `error_map` makes errors of ours of that.
    """

    def __init__(
        self, address: ServerAddress, serial: str, transport_id: int | None, clock: Clock
    ) -> None:
        self.address, self.serial, self._clock = address, serial, clock
        self._transport_id = transport_id
        self._known_features: frozenset[str] | None = None

    def open_transport(self, command: str | None = None, timeout: float = 30.0) -> Connection:
        """A connection to the adb server that speaks for this phone from now on.

        `command`: a host request about the phone instead, such as ``features``.
        """
        connection = Connection(self.address, Deadline(self._clock, timeout))
        with _closing_on_error(connection):
            connection.ask(self.request(command))
        return connection

    def request(self, command: str | None = None) -> str:
        """The host request that names this phone; `command`: one about it."""
        if self._transport_id:
            number = self._transport_id
            about = f"host-transport-id:{number}:{command}"
            return about if command else f"host:transport-id:{number}"
        about = f"host-serial:{self.serial}:{command}"
        return about if command else f"host:transport:{self.serial}"

    def open_service(self, service: str, seconds: float) -> Connection:
        """A stream to an adb service of the phone (``tcp:9008``, ``shell:…``).

        Raises:
            ServiceRefused: the phone is there, but refuses it.
            AdbFail: the phone is not there.
        """
        connection = self.open_transport(timeout=seconds)
        with _closing_on_error(connection):
            try:
                connection.ask(service)
            except AdbFail as error:
                if str(error).strip() != "closed":
                    raise
                raise ServiceRefused(f"nothing answers to {service.partition(':')[0]}:") from error
        return connection

    def run(self, command: str, seconds: float = 10.0, limit: int = OUTPUT_LIMIT) -> ShellAnswer:
        """Run a command line in the phone's shell; all of it ends in `seconds`.

        Raises:
            OverflowError: it printed more than `limit` bytes.
        """
        if "shell_v2" in self.features(seconds):  # Android 7 and later
            with self.open_service(f"shell,v2:{command}", seconds) as connection:
                return read_packets(
                    lambda size: smart_socket.read_exactly(
                        connection.socket, size, connection.deadline
                    ),
                    limit,
                )
        with self.open_service(f"shell:{marked(command)}", seconds) as connection:
            data = smart_socket.read_all(connection.socket, connection.deadline, limit)
        return split_marked(data)

    def features(self, seconds: float = 10.0) -> frozenset[str]:
        """What the phone's daemon and adb's server both know; asked once, none where none tells."""
        if self._known_features is None:
            try:
                with self.open_transport("features", timeout=seconds) as connection:
                    block = smart_socket.read_block(connection.socket, connection.deadline)
                self._known_features = frozenset(block.decode("utf-8", "replace").split(","))
            except AdbFail:
                self._known_features = frozenset()
        return self._known_features

    def start_process(self, command: str, seconds: float = 10.0) -> socket.socket:
        """Run a command for as long as the returned socket is open; it reads what is printed."""
        return self.open_service(f"shell:{command}", seconds).socket

    def file(self, path: str, seconds: float = 10.0) -> RemoteFile | None:
        """Size and time of a file; None when there is none."""
        with self.open_service("sync:", seconds) as connection:
            _sync_request(connection, b"STAT", path.encode())
            answer = smart_socket.read_exactly(connection.socket, 16, connection.deadline)
        word, mode, size, mtime = struct.unpack("<4sIII", answer)
        if word != b"STAT":
            raise AdbFail(f"expected STAT, got {word!r}")
        return RemoteFile(size, mtime) if mode else None

    def push_bytes(self, data: bytes, path: str, mtime: int, seconds: float = 120.0) -> None:
        """Write a file on the phone; `mtime` in whole seconds becomes its time of change."""
        with self.open_service("sync:", seconds) as connection:
            sock, deadline = connection.socket, connection.deadline
            _sync_request(connection, b"SEND", f"{path},{stat.S_IFREG | 0o644}".encode())
            for start in range(0, len(data), _DATA_SIZE):
                part = data[start : start + _DATA_SIZE]
                smart_socket.send(sock, b"DATA" + struct.pack("<I", len(part)) + part, deadline)
            smart_socket.send(sock, b"DONE" + struct.pack("<I", mtime), deadline)
            word, size = struct.unpack("<4sI", smart_socket.read_exactly(sock, 8, deadline))
            if word != b"OKAY":
                reason = smart_socket.read_exactly(sock, min(size, 4096), deadline)
                raise AdbFail(reason.decode("utf-8", "replace"))


def _sync_request(connection: Connection, word: bytes, argument: bytes) -> None:
    data = word + struct.pack("<I", len(argument)) + argument
    smart_socket.send(connection.socket, data, connection.deadline)


@contextlib.contextmanager
def _closing_on_error(connection: Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.close()
        raise
