"""A private real adb server: its own port, home and process, gone when its owner is gone.

Blocking: use it from another thread than the phones' event loop, for the server talks to them.
Knows nothing of phones; it only runs adb's own binary and speaks a few host requests to it.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

HOST = "127.0.0.1"
_ATTEMPTS = 5
_POLL = 0.01
_OURS = ("ADB_", "ANDROID_")
_WATCHDOG = """
exec 3<&0 </dev/null
"$@" 3<&- & child=$!
(read -r _ <&3 || : >"$HOME/orphan"; kill "$child" 2>/dev/null) & reader=$!
trap 'kill "$child" 2>/dev/null' TERM INT HUP
while kill -0 "$child" 2>/dev/null; do wait "$child"; done
kill "$reader" 2>/dev/null
[ ! -e "$HOME/orphan" ] || rm -rf "$HOME"
"""
"""Runs adb until it ends, or until we say so or die, however hard: then our pipe ends.

Only in the last case does nobody else remove the private home.
"""


class AdbServerError(Exception):
    """The private adb server cannot be run, or refuses a request; the text says why."""


def find_adb() -> Path:
    """Return adb's binary: ``$ADBUTILS_ADB_PATH``, else adbutils' own, else the one on the PATH."""
    given = os.environ.get("ADBUTILS_ADB_PATH")
    if given:
        return Path(given)
    name = "adb.exe" if sys.platform == "win32" else "adb"
    spec = importlib.util.find_spec("adbutils")
    for place in (spec.submodule_search_locations or []) if spec else []:
        bundled = Path(place, "binaries", name)
        if bundled.is_file():
            return bundled
    found = shutil.which("adb")
    if found is None:
        raise AdbServerError("no adb found: install adbutils, or set ADBUTILS_ADB_PATH")
    return Path(found)


class AdbServer:
    """Runs ``adb server nodaemon``; a context manager.

    Args:
        binary: adb to run; ``find_adb()`` unless given.
        deadline: Seconds that starting, stopping and each request may take.
        port: Port to listen on; a free one unless given (for a restart on the same port).
    """

    def __init__(
        self, *, binary: Path | None = None, deadline: float = 15.0, port: int = 0
    ) -> None:
        self.port = port
        self._binary = binary
        self._deadline = deadline
        self._home: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def pid(self) -> int | None:
        """Process id of what runs the server, or None."""
        return self._process.pid if self._process else None

    @property
    def running(self) -> bool:
        """Whether our server's process lives."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start and wait until it answers; raises AdbServerError."""
        if self._process is not None:
            raise AdbServerError("this adb server is running already")
        binary = self._binary or find_adb()
        fixed = self.port
        self._home = self._home or Path(tempfile.mkdtemp(prefix="adb-server-"))
        atexit.register(self.stop)
        for _ in range(1 if fixed else _ATTEMPTS):
            self.port = fixed or _free_port()
            self._process = self._spawn(binary)
            if self._wait_until_up():
                return
            self._end_process()
        self.stop()
        raise AdbServerError(f"{binary} did not start an adb server within {self._deadline} s")

    def stop(self) -> None:
        """End our process, wait for it, remove its directory; nothing if not running."""
        atexit.unregister(self.stop)
        self._end_process()
        if self._home is not None:
            shutil.rmtree(self._home, ignore_errors=True)
            self._home = None

    def kill(self) -> None:
        """Let the server die by ``host:kill``, as ``adb kill-server`` does; keeps its home."""
        with contextlib.suppress(AdbServerError):  # it may be gone before it has answered
            self.request("host:kill")
        self._end_process()

    def restart(self) -> None:
        """Start again on the same port with the same keys, after ``kill``."""
        self._end_process()
        self.start()

    def connect(self, address: str) -> str:
        """Let the server connect to a phone at ``host:port``; return what it says.

        Raises AdbServerError when the phone is not listed then.  One whose owner has not allowed
        this computer is listed (as *unauthorized*); adb says *failed to authenticate* of it, and
        also of one that allows it a moment later.
        """
        said = self.request(f"host:connect:{address}")
        connected = said.startswith(("connected to", "already connected"))
        if not connected and address not in self.devices():
            raise AdbServerError(said)
        return said

    def disconnect(self, address: str) -> str:
        """Let the server forget the phone at ``host:port``; return what it says."""
        return self.request(f"host:disconnect:{address}")

    def reconnect(self, address: str) -> str:
        """Forget the phone and connect anew: the same serial on a new transport, at once."""
        with contextlib.suppress(AdbServerError):  # it may not be known any more
            self.disconnect(address)
        return self.connect(address)

    def devices(self) -> dict[str, str]:
        """Return the state of every phone that the server knows, by serial."""
        return _states(self.request("host:devices"))

    def wait_for_state(self, address: str, state: str | None) -> None:
        """Return once the phone is listed with this state (None: not listed any more).

        Raises AdbServerError when that takes longer than the deadline.
        """
        end = time.monotonic() + self._deadline
        try:
            with socket.create_connection((HOST, self.port), self._deadline) as sock:
                _send(sock, "host:track-devices")
                while _states(_text(sock)).get(address) != state:
                    sock.settimeout(max(0.001, end - time.monotonic()))
        except OSError as error:
            raise AdbServerError(f"{address} did not become {state}: {error}") from error

    def environment(self) -> dict[str, str]:
        """Return what a client needs in its environment to talk to this server and no other."""
        return {
            "ADB_SERVER_SOCKET": f"tcp:localhost:{self.port}",
            "ANDROID_ADB_SERVER_ADDRESS": HOST,
            "ANDROID_ADB_SERVER_HOST": HOST,
            "ANDROID_ADB_SERVER_PORT": str(self.port),
            "ANDROID_USER_HOME": str(self._home or ""),
            "ADBUTILS_ADB_PATH": str(self._binary or find_adb()),
            "ADB_USB": "0",
            "ADB_MDNS": "0",
        }

    def request(self, text: str) -> str:
        """Send one host request and return the answer's text; raises AdbServerError."""
        try:
            with socket.create_connection((HOST, self.port), self._deadline) as sock:
                return _ask(sock, text)
        except OSError as error:
            raise AdbServerError(f"adb server on port {self.port}: {error}") from error

    # Inside

    def _spawn(self, binary: Path) -> subprocess.Popen[bytes]:
        command = [str(binary), "-L", f"tcp:localhost:{self.port}", "server", "nodaemon"]
        if sys.platform != "win32":
            command = ["/bin/sh", "-c", _WATCHDOG, "sh", *command]
        try:
            return subprocess.Popen(  # noqa: S603 - the binary is the caller's or adbutils'
                command,
                env=self._private_environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as error:
            raise AdbServerError(f"cannot run {binary}: {error}") from error

    def _private_environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(_OURS)}
        home = str(self._home)
        private = {"HOME": home, "ANDROID_USER_HOME": home, "TMPDIR": home}
        return {**kept, **private, "ADB_USB": "0", "ADB_MDNS": "0"}

    def _wait_until_up(self) -> bool:
        """Return whether the server answers before the deadline and our process lives."""
        end = time.monotonic() + self._deadline
        while time.monotonic() < end and self.running:
            try:
                self.request("host:version")
            except AdbServerError:
                time.sleep(_POLL)
            else:
                return self.running
        return False

    def _end_process(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin is not None:
            with contextlib.suppress(OSError):  # it may have ended by itself
                process.stdin.write(b"stop\n")
                process.stdin.close()
        if sys.platform == "win32":
            process.terminate()
        try:
            process.wait(self._deadline)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(self._deadline)


def _free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as sock:
        sock.bind((HOST, 0))
        port: int = sock.getsockname()[1]
        return port


def _ask(sock: socket.socket, text: str) -> str:
    """Send a request and return the answer's text."""
    _send(sock, text)
    return "" if text == "host:kill" else _text(sock)


def _send(sock: socket.socket, text: str) -> None:
    """Send a request as adb's smart socket takes it; raises AdbServerError on ``FAIL``."""
    raw = text.encode()
    sock.sendall(b"%04x" % len(raw) + raw)
    if _exactly(sock, 4) != b"OKAY":
        raise AdbServerError(_text(sock))


def _text(sock: socket.socket) -> str:
    """Read four hexadecimal digits and as many bytes."""
    return _exactly(sock, int(_exactly(sock, 4), 16)).decode("utf-8", "replace")


def _states(listing: str) -> dict[str, str]:
    pairs = (line.partition("\t") for line in listing.splitlines())
    return {serial: state for serial, _, state in pairs}


def _exactly(sock: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        more = sock.recv(size - len(data))
        if not more:
            raise AdbServerError("the adb server hung up")
        data += more
    return data
