"""A process on the phone that lives as long as we hold its shell's stream.

Its output is drained all the time (a full pipe would stop it) and its latest part kept. It must
not know what the process is.
"""

from __future__ import annotations

import contextlib
import socket
import threading

from miunlink_adb.adb import smart_socket

__all__ = ["KeptShell"]

_TAIL = 16_384
_JOIN_SECONDS = 2.0


class KeptShell:
    """Reads the stream in a thread of its own until the process ends or `close` is called."""

    def __init__(self, sock: socket.socket) -> None:
        sock.settimeout(None)
        self._sock = sock
        self._news = threading.Condition()
        self._tail = bytearray()
        self._total = 0
        self._ended = False
        self._thread = threading.Thread(target=self._drain, name="kept-shell", daemon=True)
        self._thread.start()

    def _drain(self) -> None:
        with contextlib.suppress(OSError):
            while chunk := self._sock.recv(4096):
                with self._news:
                    self._tail = (self._tail + chunk)[-_TAIL:]
                    self._total += len(chunk)
                    self._news.notify_all()
        with self._news:
            self._ended = True
            self._news.notify_all()

    @property
    def ended(self) -> bool:
        """Whether the process, or the connection to it, is gone."""
        with self._news:
            return self._ended

    @property
    def output(self) -> str:
        """The latest 16 KB that it printed."""
        with self._news:
            return self._tail.decode("utf-8", "replace")

    def wait_for_news(self, seen: int, seconds: float) -> int:
        """Wait until more than `seen` bytes were printed or it ended; return how many were."""
        with self._news:
            self._news.wait_for(lambda: self._total > seen or self._ended, seconds)
            return self._total

    def close(self) -> None:
        """Let go of the stream, which ends the process; never raises."""
        smart_socket.end(self._sock)
        if self._thread is not threading.current_thread():
            self._thread.join(_JOIN_SECONDS)
