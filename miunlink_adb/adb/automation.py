"""uiautomator2's server on the phone, driven by uiautomator2's own device class on our transport.

Its jar, its protocol and its API stay. Ours are: one kept-alive stream instead of a connection a
call, a deadline for every call, a start that is noticed at once, no call sent twice unless it only
looks, and an end that is checked. Imports uiautomator2. It must not know screens or packs.

A server that answers although we did not start it is used if it proves itself by `deviceInfo`:
the phone has one UiAutomation connection, so a second server could not start, and stopping
somebody else's is not ours to do. It is left running when we close.
"""

from __future__ import annotations

import atexit
import contextlib
import http.client
import threading
from typing import NoReturn

import uiautomator2
from adbutils.errors import AdbError
from loguru import logger
from uiautomator2 import exceptions as u2_errors

from miunlink_adb.adb import rpc
from miunlink_adb.adb.holder import U2_SERVER, find_holder, find_processes
from miunlink_adb.adb.http_stream import BadStatus, HttpStream
from miunlink_adb.adb.jar import JAR_PATH, ensure_jar
from miunlink_adb.adb.kept_shell import KeptShell
from miunlink_adb.adb.session import ServiceRefused, Session
from miunlink_adb.clock import Clock, Deadline
from miunlink_adb.errors import AutomationTaken

__all__ = ["Automation"]

PORT = 9008
START_SECONDS = 30.0
STOP_SECONDS = 5.0
PING_SECONDS = 3.0
_TICK = 0.025
"""Seconds between two questions whether the server is up; its output asks at once."""
_PAUSES = (0.2, 0.8, 2.0)
"""Seconds before a look is repeated on a restarted server, and before a taken one is tried."""
_BROKEN = (EOFError, OSError, http.client.HTTPException)
_REPEATABLE = (
    u2_errors.HTTPError,
    u2_errors.RPCInvalidError,
    u2_errors.UiAutomationNotConnectedError,
)


class Automation(uiautomator2.Device):  # type: ignore[misc]  # uiautomator2 ships no types
    """uiautomator2's device for one phone; the server runs on it while this object is open.

    `foreign`: the server in use was started by somebody else.
    """

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session, self._clock = session, clock
        self._guard = threading.RLock()
        self._stream: HttpStream | None = None
        self._shell: KeptShell | None = None
        self._number = 0
        self.foreign = False
        super().__init__(session, port=PORT)

    # -- calls -----------------------------------------------------------------------------

    def jsonrpc_call(
        self, method: str, params: rpc.Params | None = None, timeout: float = 10
    ) -> object:
        """Call a method once, whatever happens: what uiautomator2's own API stands on."""
        return self.call(method, params, timeout)

    def look(self, method: str, params: rpc.Params, timeout: float) -> object:
        """Call a method that changes nothing: repeated, on a restarted server, if it fails."""
        for pause in (*_PAUSES, None):
            try:
                return self.call(method, params, timeout)
            except (*_REPEATABLE, TimeoutError) as error:
                if pause is None or (isinstance(error, TimeoutError) and pause != _PAUSES[0]):
                    raise
                logger.debug("{} failed ({}); restarting the server", method, type(error).__name__)
                self._clock.sleep(pause)
                self.restart()
        raise AssertionError  # pragma: no cover  # the last round returns or raises

    def call(self, method: str, params: rpc.Params | None, timeout: float) -> object:
        """Send one request, once, and return its result before `timeout` s are over.

        Raises:
            uiautomator2's HTTPError: the server is dead (and the phone is there).
            adbutils' AdbError: the phone is not there.
            TimeoutError: no answer; whether the call had an effect is not known.
        """
        deadline = Deadline(self._clock, timeout)
        with self._guard:
            self._number += 1
            number = self._number
            body = self._post(rpc.encode(method, params, number), deadline)
            try:
                return rpc.decode(body, number)
            except u2_errors.RPCInvalidError:
                self._drop_stream()
                raise

    def _post(self, body: bytes, deadline: Deadline) -> bytes:
        stream = self._connected(deadline)
        try:
            return stream.post("/jsonrpc/0", body, deadline)
        except TimeoutError:
            raise
        except BadStatus as error:
            raise u2_errors.HTTPError(str(error)) from None
        except _BROKEN as error:
            self._died(error, deadline)

    def _connected(self, deadline: Deadline) -> HttpStream:
        if self._stream is None or not self._stream.reusable:
            self._drop_stream()
            self._stream = self._dial(deadline.slice(10.0))
        return self._stream

    def _dial(self, seconds: float) -> HttpStream:
        try:
            sock = self._session.open_service(f"tcp:{PORT}", max(seconds, 0.001)).socket
        except ServiceRefused as error:
            raise u2_errors.HTTPError("nothing listens on the server's port") from error
        return HttpStream(sock, self._clock)

    def _died(self, error: Exception, deadline: Deadline) -> NoReturn:
        """The stream broke in a call: by the phone's leaving, or by the server's death?"""
        self._session.open_transport(timeout=max(deadline.slice(2.0), 0.5)).close()
        raise u2_errors.HTTPError(f"the server hung up ({type(error).__name__})") from error

    def _drop_stream(self) -> None:
        stream, self._stream = self._stream, None
        if stream:
            stream.close()

    # -- life of the server ----------------------------------------------------------------

    def start_uiautomator(self) -> None:
        """Make sure that the server answers; at most `START_SECONDS`.

        Raises:
            AutomationTaken: another program holds UiAutomation; it is named if it is known.
            uiautomator2's LaunchUiAutomationError: the server does not start, with its output.
        """
        deadline = Deadline(self._clock, START_SECONDS)
        with self._guard:
            if self._answers():
                self._adopt()
                return
            ensure_jar(self._session)
            for pause in (*_PAUSES, None):
                try:
                    self._launch(deadline)
                    return
                except u2_errors.AccessibilityServiceAlreadyRegisteredError as error:
                    if pause is None or deadline.expired:
                        raise self._taken() from error
                    self._clock.sleep(deadline.slice(pause))  # a server may just be going
                except u2_errors.LaunchUiAutomationError as error:
                    if pause is None or not self._renewed(str(error.args)):
                        raise

    def restart(self) -> None:
        """Stop the server if it is ours, and make sure that one answers."""
        with self._guard:
            self.stop_uiautomator()
            self.start_uiautomator()

    def _adopt(self) -> None:
        """Use a server that answers; one that we did not start must prove that it works."""
        if self._shell is None or self._shell.ended:
            self._let_go()
            self.foreign = True
            try:
                self.call("deviceInfo", None, PING_SECONDS * 2)
            except (TimeoutError, u2_errors.BaseException) as error:
                raise AutomationTaken(
                    "Another program's automation server answers on the phone, but does not work."
                ) from error
            logger.info("using an automation server that another program started")

    def _launch(self, deadline: Deadline) -> None:
        self._let_go()
        self.foreign = False
        command = f"CLASSPATH={JAR_PATH} app_process / {U2_SERVER} -p {PORT}"
        self._shell = KeptShell(self._session.start_process(command))
        try:
            self._await_server(self._shell, deadline)
        except BaseException:
            self._let_go()
            raise

    def _await_server(self, shell: KeptShell, deadline: Deadline) -> None:
        seen = 0
        while not deadline.expired:
            if "already registered" in shell.output:
                raise u2_errors.AccessibilityServiceAlreadyRegisteredError(shell.output)
            if shell.ended:
                raise u2_errors.LaunchUiAutomationError("it ended by itself", shell.output)
            if self._answers():
                return
            seen = shell.wait_for_news(seen, deadline.slice(_TICK))
        raise u2_errors.LaunchUiAutomationError(f"no answer in {START_SECONDS:.0f} s", shell.output)

    def _renewed(self, output: str) -> bool:
        """Push the jar again if the phone could not read it."""
        broken = any(word in output for word in ("ClassNotFound", "NoClassDef", "ZipException"))
        return broken and ensure_jar(self._session, renew=True)

    def _taken(self) -> AutomationTaken:
        holder = find_holder(self._session.run("ps -A || ps").text)
        return AutomationTaken(
            f"{holder} holds the phone's only UiAutomation connection." if holder else None
        )

    def _answers(self) -> bool:
        """Whether a server answers now. The stream that it answered on is kept."""
        deadline = Deadline(self._clock, PING_SECONDS)
        try:
            return self._connected(deadline).get("/ping", deadline) == b"pong"
        except (u2_errors.HTTPError, BadStatus, *_BROKEN):
            self._drop_stream()
            return False

    def stop_uiautomator(self, wait: bool = True) -> None:  # noqa: FBT001, FBT002  u2's signature
        """End the server if it is ours; `wait`: until it is gone, at most `STOP_SECONDS`."""
        with self._guard:
            ours = self._shell is not None
            self._let_go()
            if wait and ours:
                self._await_end(Deadline(self._clock, STOP_SECONDS))

    def _await_end(self, deadline: Deadline) -> None:
        """Losing its shell ends the server; one that does not notice is ended by its number."""
        patience = Deadline(self._clock, STOP_SECONDS / 3)
        while self._answers() and not deadline.expired:
            self._drop_stream()
            if patience.expired:
                patience = Deadline(self._clock, STOP_SECONDS)
                listing = self._session.run("ps -A -o PID,ARGS", deadline.slice(2.0)).text
                for pid in find_processes(listing, U2_SERVER):
                    self._session.run(f"kill {pid}", max(deadline.slice(2.0), 0.1))
            self._clock.sleep(deadline.slice(_TICK))

    def _let_go(self) -> None:
        """Close the stream and the shell of the server: both are of no use any more."""
        self._drop_stream()
        shell, self._shell = self._shell, None
        if shell:
            shell.close()

    def abandon(self) -> None:
        """The phone is gone: let go of everything without asking it anything; never raises."""
        atexit.unregister(self.stop_uiautomator)
        self._let_go()

    def close(self) -> None:
        """Leave nothing of ours running on the phone; never raises."""
        atexit.unregister(self.stop_uiautomator)
        with contextlib.suppress(AdbError, u2_errors.BaseException, BadStatus, *_BROKEN):
            self.stop_uiautomator()
