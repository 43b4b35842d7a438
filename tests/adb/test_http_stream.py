"""HTTP over one stream: kept, dropped in time, never trusted further than it reaches."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from miunlink_adb.adb.http_stream import BadStatus, HttpStream
from miunlink_adb.clock import Deadline, SystemClock
from tests.adb.clocks import HastyClock

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: keep-alive\r\n\r\npong"
CLOSING = OK.replace(b"keep-alive", b"close")
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npong\r\n0\r\n\r\n"
TO_THE_END = b"HTTP/1.0 200 OK\r\n\r\npong"


class Server:
    """Answers each request on one socket with the next of its answers, then hangs up."""

    def __init__(self, *answers: bytes) -> None:
        self.ours, self._theirs = socket.socketpair()
        self.requests: list[bytes] = []
        self._answers = list(answers)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        with self._theirs as sock:
            for answer in self._answers:
                data = b""
                while b"\r\n\r\n" not in data:
                    more = sock.recv(4096)
                    if not more:
                        return
                    data += more
                self.requests.append(data)
                sock.sendall(answer)

    def close(self) -> None:
        """Let go of both ends."""
        self.ours.close()
        self._theirs.close()

    def finish(self) -> None:
        """Wait until everything was said."""
        self._thread.join(5)


@pytest.fixture
def deadline() -> Deadline:
    """Five seconds, of which no test needs any."""
    return Deadline(SystemClock(), 5.0)


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """Make servers that are closed with the test."""
    with ExitStack() as stack:

        def make(*answers: bytes) -> Server:
            server = Server(*answers)
            stack.callback(server.close)
            return server

        yield make


def test_one_stream_serves_many_requests(serve: Callable[..., Server], deadline: Deadline) -> None:
    """The connection stays open between calls, and each request leaves in one piece."""
    server = serve(OK, OK, OK)
    stream = HttpStream(server.ours, SystemClock())

    assert stream.get("/ping", deadline) == b"pong"
    assert stream.reusable
    assert stream.post("/jsonrpc/0", b"{}", deadline) == b"pong"
    assert server.requests[1].endswith(b"Content-Length: 2\r\n\r\n{}")
    assert b"Accept-Encoding:\r\n" in server.requests[1]


@pytest.mark.parametrize("answer", [CLOSING, TO_THE_END])
def test_a_server_that_closes_is_believed(
    serve: Callable[..., Server], answer: bytes, deadline: Deadline
) -> None:
    """Without keep-alive the stream is used for one call, as uiautomator2's client does."""
    stream = HttpStream(serve(answer).ours, SystemClock())

    assert stream.get("/ping", deadline) == b"pong"
    assert not stream.reusable


def test_chunked_answers_are_read(serve: Callable[..., Server], deadline: Deadline) -> None:
    """Any HTTP/1.1 answer is understood, not only those of today's server."""
    stream = HttpStream(serve(CHUNKED, OK).ours, SystemClock())

    assert stream.get("/ping", deadline) == b"pong"
    assert stream.get("/ping", deadline) == b"pong"


def test_a_stream_that_the_server_closed_is_not_used_again(
    serve: Callable[..., Server], deadline: Deadline
) -> None:
    """The end of the connection is noticed before the next request is sent into it."""
    server = serve(OK)
    stream = HttpStream(server.ours, SystemClock())
    stream.get("/ping", deadline)
    server.finish()

    assert not stream.reusable


def test_a_stream_that_was_idle_is_not_used_again(serve: Callable[..., Server]) -> None:
    """The server closes after five idle seconds: a request must not race with that."""
    server = serve(OK, OK)
    stream = HttpStream(server.ours, HastyClock(4.0))

    stream.get("/ping", Deadline(SystemClock(), 5.0))

    assert not stream.reusable


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (b"", http.client.RemoteDisconnected),
        (OK[:-2], http.client.IncompleteRead),
        (b"<html>it works</html>\r\n\r\n", http.client.BadStatusLine),
        (OK.replace(b"200 OK", b"500 Error"), BadStatus),
        (OK.replace(b": 4", b": 99999999"), http.client.IncompleteRead),
    ],
)
def test_a_broken_answer_ends_the_stream(
    serve: Callable[..., Server], answer: bytes, expected: type[Exception], deadline: Deadline
) -> None:
    """Nothing, half, nonsense or a failure: an error, and the stream is not used again."""
    stream = HttpStream(serve(answer).ours, SystemClock())

    with pytest.raises(expected):
        stream.get("/ping", deadline)

    assert not stream.reusable


def test_silence_ends_at_the_deadline() -> None:
    """A server that says nothing holds nobody."""
    ours, theirs = socket.socketpair()
    with ours, theirs, pytest.raises(TimeoutError):
        HttpStream(ours, SystemClock()).get("/ping", Deadline(SystemClock(), 0.1))
