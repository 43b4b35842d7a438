"""An adb server with phones behind it, small and in one process: for what a real one never does.

It keeps state (phones, files, what was asked) and speaks the smart socket protocol, shell v1 and
v2, sync STAT and SEND, and `tcp:` services given as functions. Each fault is a plain attribute.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from miunlink_adb.adb import ServerAddress

Shell = Callable[[str], tuple[str, int]]
Service = Callable[[socket.socket], None]


def silent_shell(_command: str) -> tuple[str, int]:
    """A shell whose every command succeeds without a word."""
    return "", 0


@dataclass
class FakePhone:
    """A phone: its line in the list, what its shell says, its files and services."""

    serial: str
    transport_id: int | None = 1
    state: str = "device"
    model: str = "Mi_10"
    features: str = "shell_v2,cmd"
    answer: Shell = silent_shell
    files: dict[str, tuple[bytes, int]] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    fail: str = ""

    def line(self) -> str:
        """As `adb devices -l` prints it."""
        number = f" transport_id:{self.transport_id}" if self.transport_id else ""
        return f"{self.serial:<22} {self.state} usb:1-1 product:umi model:{self.model}{number}\n"


class FakeAdb:
    """The server; a context manager. `asked` holds every request in order."""

    def __init__(self, *phones: FakePhone) -> None:
        self.phones = list(phones)
        self.version = 41
        self.asked: list[str] = []
        self.mute = False
        self.garbage = b""
        self.connections = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._stopped = threading.Event()

    @property
    def address(self) -> ServerAddress:
        """Where it listens."""
        return ServerAddress("127.0.0.1", self._socket.getsockname()[1])

    def __enter__(self) -> Self:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopped.set()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        for sock in (self._socket, *self._open):
            with contextlib.suppress(OSError):
                sock.close()

    def cut(self) -> None:
        """Break every connection that is open now."""
        for sock in self._open:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def _serve(self) -> None:
        while not self._stopped.is_set():
            try:
                sock, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(sock)
            threading.Thread(target=self._talk, args=(sock,), daemon=True).start()

    def _talk(self, sock: socket.socket) -> None:
        with contextlib.suppress(OSError, EOFError, ValueError), sock:
            phone: FakePhone | None = None
            while True:
                request = self._read(sock)
                self.asked.append(request)
                if self.mute:
                    self._stopped.wait()
                if self.garbage:
                    sock.sendall(self.garbage)
                    return
                if phone is None:
                    phone = self._host(sock, request)
                    if phone is None:
                        return
                else:
                    PhoneService(phone, sock).serve(request)
                    return

    @staticmethod
    def _read(sock: socket.socket) -> str:
        return exactly(sock, int(exactly(sock, 4), 16)).decode()

    def _host(self, sock: socket.socket, request: str) -> FakePhone | None:
        """Answer a host request; the phone when the connection now speaks for one."""
        if request == "host:version":
            say(sock, f"{self.version:04x}")
        elif request == "host:devices-l":
            say(sock, "".join(phone.line() for phone in self.phones))
        elif request.startswith(("host:transport-id:", "host:transport:")):
            phone = self._find(request.split(":", 2)[2])
            problem = phone.fail if phone else "no device with transport id '7'"
            if phone is None or problem:
                refuse(sock, problem)
                return None
            sock.sendall(b"OKAY")
            return phone
        elif request.startswith(("host-transport-id:", "host-serial:")):
            phone = self._find(request.split(":")[1])
            say(sock, phone.features) if phone else refuse(sock, "device not found")
        else:
            refuse(sock, f"unknown host service '{request}'")
        return None

    def _find(self, name: str) -> FakePhone | None:
        return next((p for p in self.phones if name in (p.serial, str(p.transport_id))), None)


class PhoneService:
    """One service of one phone on one connection."""

    def __init__(self, phone: FakePhone, sock: socket.socket) -> None:
        self._phone, self._sock = phone, sock

    def serve(self, request: str) -> None:
        """Answer it until it is over."""
        kind, _, rest = request.partition(":")
        if request in self._phone.services:
            self._sock.sendall(b"OKAY")
            self._phone.services[request](self._sock)
        elif kind == "shell,v2":
            self._shell_v2(rest)
        elif kind == "shell":
            self._shell_v1(rest)
        elif request == "sync:":
            self._sync()
        else:
            refuse(self._sock, "closed")

    def _shell_v2(self, command: str) -> None:
        output, code = self._phone.answer(command)
        data = output.encode()
        packet = b"\x01" + struct.pack("<I", len(data)) + data if data else b""
        self._sock.sendall(b"OKAY" + packet + b"\x03" + struct.pack("<I", 1) + bytes([code]))

    def _shell_v1(self, command: str) -> None:
        """As before Android 7: through a terminal, exit code by `echo` only."""
        inner, mark, echo = command.partition("); echo ")
        output, code = self._phone.answer(inner.removeprefix("("))
        said = output + (echo.replace("$?", str(code)) + "\n" if mark else "")
        self._sock.sendall(b"OKAY" + said.replace("\n", "\r\n").encode())

    def _sync(self) -> None:
        self._sock.sendall(b"OKAY")
        word, size = struct.unpack("<4sI", exactly(self._sock, 8))
        path = exactly(self._sock, size).decode()
        if word == b"STAT":
            data, mtime = self._phone.files.get(path, (b"", 0))
            mode = 0o100644 if path in self._phone.files else 0
            self._sock.sendall(struct.pack("<4sIII", b"STAT", mode, len(data), mtime))
        else:
            self._receive(path.rpartition(",")[0])

    def _receive(self, path: str) -> None:
        data = b""
        while True:
            word, number = struct.unpack("<4sI", exactly(self._sock, 8))
            if word == b"DONE":
                break
            data += exactly(self._sock, number)
        if path.startswith("/system"):
            reason = b"couldn't create file: Read-only file system"
            self._sock.sendall(b"FAIL" + struct.pack("<I", len(reason)) + reason)
            return
        self._phone.files[path] = (data, number)
        self._sock.sendall(b"OKAY" + struct.pack("<I", 0))


def exactly(sock: socket.socket, size: int) -> bytes:
    """Read `size` bytes; EOFError when the other side is gone."""
    data = b""
    while len(data) < size:
        more = sock.recv(size - len(data))
        if not more:
            raise EOFError
        data += more
    return data


def say(sock: socket.socket, text: str) -> None:
    """OKAY and a text."""
    data = text.encode()
    sock.sendall(b"OKAY" + b"%04x" % len(data) + data)


def refuse(sock: socket.socket, reason: str) -> None:
    """FAIL and a reason."""
    data = reason.encode()
    sock.sendall(b"FAIL" + b"%04x" % len(data) + data)


_FOLDER = Path(__file__).parents[3] / "shared" / "real" / "adb" / "errors"
SHARED_ERRORS = {
    path.stem: path.read_text(encoding="utf-8", errors="replace") for path in _FOLDER.glob("*.txt")
}
"""Errors that real phones printed, by name; empty where the project stands alone."""
