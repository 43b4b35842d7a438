"""JSON-RPC calls over one kept-alive stream to uiautomator2's server on one phone.

Every call is sent once and ends in time. Imports uiautomator2. It must not know how the server is
started or stopped.
"""

from __future__ import annotations

import http.client
import threading
from typing import NoReturn

from uiautomator2 import exceptions as u2_errors

from miunlink_adb.adb import rpc
from miunlink_adb.adb.http_stream import BadStatus, HttpStream
from miunlink_adb.adb.session import ServiceRefused, Session
from miunlink_adb.clock import Clock, Deadline

__all__ = ["BROKEN", "PING_SECONDS", "PORT", "RpcLine"]

PORT = 9008
PING_SECONDS = 3.0
_DIAL_SECONDS = 10.0
BROKEN = (EOFError, OSError, http.client.HTTPException, BadStatus)
"""What a stream or an answer that breaks raises."""


class RpcLine:
    """The line to one server; may be used from several threads, one call at a time.

    `suspect`: the last call got no answer in time, so the server may hang.
    """

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session, self._clock = session, clock
        self._turn = threading.RLock()
        self._stream: HttpStream | None = None
        self._number = 0
        self.suspect = False

    def call(self, method: str, params: rpc.Params | None, timeout: float) -> object:
        """Send one request, once, and return its result before `timeout` s are over.

        Raises:
            uiautomator2's HTTPError: the server failed, or is not there (but the phone is).
            uiautomator2's other errors: what its server answered.
            AdbFail: the phone is not there.
            TimeoutError: no answer; whether the call had an effect is not known.
        """
        deadline = Deadline(self._clock, timeout)
        with self._turn:
            self._number += 1
            number = self._number
            body = self._post(rpc.encode(method, params, number), deadline)
            try:
                result = rpc.decode(body, number)
            except u2_errors.RPCInvalidError:
                self.drop()
                raise
            self.suspect = False
            return result

    def _post(self, body: bytes, deadline: Deadline) -> bytes:
        stream = self._connected(deadline)
        try:
            return stream.post("/jsonrpc/0", body, deadline)
        except TimeoutError:
            self.suspect = True
            raise
        except BadStatus as error:
            raise u2_errors.HTTPError(str(error)) from None
        except BROKEN as error:
            self._died(error, deadline)

    def ping(self) -> bool:
        """Whether a server answers now; the stream that it answered on is kept.

        Raises:
            AdbFail: the phone is not there.
        """
        deadline = Deadline(self._clock, PING_SECONDS)
        with self._turn:
            try:
                return self._connected(deadline).get("/ping", deadline) == b"pong"
            except (u2_errors.HTTPError, *BROKEN):
                self.drop()
                return False

    def _connected(self, deadline: Deadline) -> HttpStream:
        if self._stream is None or not self._stream.reusable:
            self.drop()
            self._stream = self._dial(max(deadline.slice(_DIAL_SECONDS), 0.001))
        return self._stream

    def _dial(self, seconds: float) -> HttpStream:
        try:
            sock = self._session.open_service(f"tcp:{PORT}", seconds).socket
        except ServiceRefused as error:
            raise u2_errors.HTTPError("nothing listens on the server's port") from error
        return HttpStream(sock, self._clock)

    def _died(self, error: Exception, deadline: Deadline) -> NoReturn:
        """The stream broke in a call: by the phone's leaving, or by the server's death?"""
        self._session.open_transport(timeout=max(deadline.slice(2.0), 0.5)).close()
        raise u2_errors.HTTPError(f"the server hung up ({type(error).__name__})") from error

    def drop(self) -> None:
        """Close the stream; the next call opens another."""
        stream, self._stream = self._stream, None
        if stream:
            stream.close()
