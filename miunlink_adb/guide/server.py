"""The page on a socket: this computer alone, a free port, until the guide is over or left alone.

It must not know what is asked or answered: that is `room`.
"""

from __future__ import annotations

import contextlib
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from miunlink_adb.clock import Clock
from miunlink_adb.errors import Cancelled, MiunlinkError
from miunlink_adb.guide.room import MOST_BODY, Answer, Room
from miunlink_adb.guide.sitting import Sitting
from miunlink_adb.guide.words import Words

__all__ = ["IDLE", "lead_on_page"]

IDLE = 1800.0
"""Seconds without a request after which the page is closed."""
LOOPBACK = "127.0.0.1"
_TICK = 0.25
_LAST_PAGE = 5.0
"""Seconds in which a browser fetches the page that says that it is over."""


def lead_on_page(
    sitting: Sitting,
    words: Words,
    announce: Callable[[str, str], None],
    clock: Clock,
    idle: float = IDLE,
) -> None:
    """Serve the sitting until it is over.

    `announce` is told two addresses once the page answers: where it is, and one that leads there
    a single time, for starting a browser with.

    Raises:
        Cancelled: nobody asked for anything for `idle` seconds.
        MiunlinkError: no port can be had.
        KeyboardInterrupt: Ctrl-C.
    """
    with _serving(sitting, words, clock) as server:
        announce(server.room.address, server.room.door)
        while not server.room.over:
            if clock.now() - server.asked > idle:
                raise Cancelled(
                    f"Nothing was answered on the page for {idle / 60:.0f} minutes.",
                    hint="Run the same command again: it goes on from there.",
                )
            server.wait(_TICK)
        server.shown_last.wait(_LAST_PAGE)


class _Server(ThreadingHTTPServer):
    """The listening socket, and what its threads share."""

    daemon_threads = True
    allow_reuse_address = False

    def __init__(self, sitting: Sitting, words: Words, clock: Clock) -> None:
        super().__init__((LOOPBACK, 0), _Handler)
        host = f"{LOOPBACK}:{self.server_address[1]}"
        token, once = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        self.room = Room(sitting, words, token, host, once)
        self.shown_last = threading.Event()
        self.asked = clock.now()
        self._clock = clock
        self._one_at_a_time = threading.Lock()
        self._news = threading.Event()
        self._fault: Exception | None = None

    def take(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        """Answer a request; a fault of ours ends the whole, not only the request."""
        with self._one_at_a_time:
            try:
                answer = self.room.answer(method, path, headers, body)
            except Exception as error:
                self._fault = error
                self._news.set()
                raise
            if answer.status < 400:
                self.asked = self._clock.now()
            self._news.set()
            return answer

    def wait(self, seconds: float) -> None:
        """Wait for the next request, not longer than this."""
        self._news.wait(seconds)
        self._news.clear()
        if self._fault is not None:
            raise self._fault

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that hung up is nothing to tell; a fault of ours is told by `wait`."""


class _Handler(BaseHTTPRequestHandler):
    """Reads one request and sends one answer; writes nothing to the terminal."""

    server: _Server
    timeout = 10
    server_version = "miunlink-adb"
    sys_version = ""

    def do_GET(self) -> None:
        """A page."""
        self._send(self._taken(b""))

    def do_HEAD(self) -> None:
        """What a page would be sent with."""
        self._send(self._taken(b""))

    def do_POST(self) -> None:
        """A form."""
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdecimal()) or len(length) > 9:
            self._send(Answer(411))
        elif int(length) > MOST_BODY:
            self._send(Answer(413))
        else:
            self._send(self._taken(self.rfile.read(int(length))))

    def _taken(self, body: bytes) -> Answer:
        headers: dict[str, str] = {}
        for name, value in self.headers.items():
            key = name.lower()
            # Said twice, it is not what was meant: then it fits nothing.
            headers[key] = f"{headers[key]}, {value}" if key in headers else value
        return self.server.take(self.command, self.path, headers, body)

    def _send(self, answer: Answer) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.send_response(answer.status)
            for name, value in answer.all_headers().items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.body.encode("utf-8"))
            self.wfile.flush()
        if answer.last and self.command == "GET":
            self.server.shown_last.set()

    def send_error(self, code: int, *_: object, **__: object) -> None:
        """What is no request that we know, in the same few words for all."""
        self.command = getattr(self, "command", None) or ""
        self.request_version = "HTTP/1.0"  # or an answer to nonsense would have no headers
        self._send(Answer(code))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Nothing is logged: an address holds the token."""


@contextmanager
def _serving(sitting: Sitting, words: Words, clock: Clock) -> Iterator[_Server]:
    try:
        server = _Server(sitting, words, clock)
    except OSError as error:
        raise MiunlinkError(
            f"The page cannot be shown: {error.strerror}.", hint="Leave out --web."
        ) from None
    thread = threading.Thread(
        target=server.serve_forever, args=(0.1,), name="guide-page", daemon=True
    )
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(_LAST_PAGE)
