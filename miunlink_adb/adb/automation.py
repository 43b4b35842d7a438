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
import threading
from collections.abc import Callable

import uiautomator2
from loguru import logger
from uiautomator2 import exceptions as u2_errors

from miunlink_adb.adb import rpc
from miunlink_adb.adb.adbutils_device import AdbutilsDevice
from miunlink_adb.adb.condition import Question
from miunlink_adb.adb.holder import U2_SERVER, find_holder, find_holder_process, find_processes
from miunlink_adb.adb.jar import JAR_PATH, ensure_jar
from miunlink_adb.adb.kept_shell import KeptShell
from miunlink_adb.adb.rpc_line import BROKEN, PING_SECONDS, PORT, RpcLine
from miunlink_adb.adb.session import Session
from miunlink_adb.adb.smart_socket import AdbFail, ServerGone
from miunlink_adb.clock import Clock, Deadline
from miunlink_adb.errors import AutomationTaken
from miunlink_adb.hierarchy import HierarchyError, Node, parse_hierarchy

__all__ = ["Automation"]

DEPTH = 100
START_SECONDS = 30.0
STOP_SECONDS = 5.0
_START_TICK, _TICK = 0.1, 0.025
"""Seconds between two questions whether the server is up (what it prints asks at once), or gone."""
_PAUSES = (0.2, 0.8, 2.0)
"""Seconds before a look is repeated on a restarted server, and before a taken one is tried."""
_COMMAND = f"CLASSPATH={JAR_PATH} app_process / {U2_SERVER} -p {PORT}"
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
        self._line = RpcLine(session, clock)
        self._shell: KeptShell | None = None
        self._active_only = True
        self.foreign = False
        super().__init__(AdbutilsDevice(session, clock), port=PORT)

    # -- calls -----------------------------------------------------------------------------

    def jsonrpc_call(
        self, method: str, params: rpc.Params | None = None, timeout: float = 10
    ) -> object:
        """Call a method once, whatever happens: what uiautomator2's own API stands on."""
        return self.call(method, params, timeout)

    def look(self, method: str, arguments: Callable[[], rpc.Params], timeout: float) -> object:
        """Call a method that changes nothing: repeated, on a restarted server, if it fails.

        `arguments`: made anew for each try, for time has passed.
        """
        if self._line.suspect:
            self.restart()
        for pause in (*_PAUSES, None):
            try:
                return self.call(method, arguments(), timeout)
            except (*_REPEATABLE, TimeoutError) as error:
                if pause is None or (isinstance(error, TimeoutError) and pause != _PAUSES[0]):
                    raise
                logger.debug("{} failed ({}); restarting the server", method, type(error).__name__)
                self._clock.sleep(pause)
                self.restart()
        raise AssertionError  # pragma: no cover  # the last round returns or raises

    def active_window(self, seconds: float) -> Node:
        """The hierarchy of the window in front; a root without children if the phone sees none.

        Repeated a little later if the phone cannot write it down, or half of it came.

        Raises:
            HierarchyError, uiautomator2's RPCError: it still cannot.
        """
        for pause in (*_PAUSES[:2], None):
            try:
                text = self.look("dumpWindowHierarchy", self._dump_arguments, seconds)
                return parse_hierarchy(text) if isinstance(text, str) and text else Node()
            except (HierarchyError, u2_errors.RPCError) as error:
                if pause is None:
                    raise
                if "-32602" in str(error):  # a foreign, older server: all windows, then
                    self._active_only = False
                self._clock.sleep(pause)
        raise AssertionError  # pragma: no cover  # the last round returns or raises

    def _dump_arguments(self) -> rpc.Params:
        """Not compressed (packs know every node), this deep, of the active window."""
        return (False, DEPTH, True) if self._active_only else (False, DEPTH)

    def call(self, method: str, params: rpc.Params | None, timeout: float) -> object:
        """Call a method once; see `RpcLine.call`."""
        return self._line.call(method, params, timeout)

    def wait_for(
        self, question: Question, seconds: float, spare: float, *, gone: bool = False
    ) -> bool:
        """Let the phone wait until something fits, or with `gone` until nothing does.

        `spare`: seconds that the answer may be late.
        """
        deadline = Deadline(self._clock, seconds)
        selector = uiautomator2.Selector(**question)

        def arguments() -> rpc.Params:
            return selector, round(deadline.remaining * 1000)

        method = "waitUntilGone" if gone else "waitForExists"
        return self.look(method, arguments, seconds + spare) is True

    def tap(self, x: int, y: int, ms: int, timeout: float) -> None:
        """Finger down, `ms`, up; sent once. A server that knows no `ms` has not done it: 100 ms."""
        try:
            self.call("click", (x, y, ms), timeout)
        except u2_errors.RPCUnknownError as error:
            if "-32602" not in str(error) and "-32601" not in str(error):
                raise
            self.call("click", (x, y), timeout)

    def drag_through(self, points: list[int], steps: int, timeout: float) -> None:
        """One gesture through points, `steps` steps of 5 ms to each; sent once."""
        try:
            self.call("swipePoints", (points, steps), timeout)
        except u2_errors.RPCUnknownError as error:
            if "-32601" not in str(error):
                raise
            self.call("swipe", (*points[:2], *points[-2:], steps * 5), timeout)  # was not known

    # -- life of the server ----------------------------------------------------------------

    def start_uiautomator(self) -> None:
        """Make sure that the server answers; at most `START_SECONDS`, and what a push takes.

        Raises:
            AutomationTaken: another program holds UiAutomation; it is named if it is known.
            uiautomator2's LaunchUiAutomationError: the server does not start, with its output.
        """
        deadline = Deadline(self._clock, START_SECONDS)
        with self._guard:
            if self._line.ping() and self._adopt():
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

    def _adopt(self) -> bool:
        """Use a server that answers; False when it is gone after all.

        One that we did not start must prove that it works.
        """
        if self._shell is not None and not self._shell.ended:
            return True
        self._let_go()
        try:
            self.call("deviceInfo", None, PING_SECONDS * 2)
        except u2_errors.HTTPError:
            return False
        except (TimeoutError, u2_errors.BaseException) as error:
            raise AutomationTaken(
                "Another program's automation server answers on the phone, but does not work."
            ) from error
        self.foreign = True
        logger.info("using an automation server that another program started")
        return True

    def _launch(self, deadline: Deadline) -> None:
        self._let_go()
        self.foreign, self._active_only, self._line.suspect = False, True, False
        self._shell = KeptShell(self._session.start_process(_COMMAND))
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
                self._session.open_transport(timeout=2.0).close()  # by itself, or with the phone?
                raise u2_errors.LaunchUiAutomationError("it ended by itself", shell.output)
            if self._line.ping():
                return
            seen = shell.wait_for_news(seen, deadline.slice(_START_TICK))
        raise u2_errors.LaunchUiAutomationError(f"no answer in {START_SECONDS:.0f} s", shell.output)

    def _renewed(self, output: str) -> bool:
        """Push the jar again if the phone could not read it."""
        broken = any(word in output for word in ("ClassNotFound", "NoClassDef", "ZipException"))
        return broken and ensure_jar(self._session, renew=True)

    def _taken(self) -> AutomationTaken:
        listing = self._session.run("ps -A || ps").text
        holder, process = find_holder(listing), find_holder_process(listing)
        if holder is None or process is None:
            return AutomationTaken()
        return AutomationTaken(
            f"{holder} holds the phone's only UiAutomation connection.",
            hint=f"End that program, or its process with 'adb shell kill {process.pid}' "
            "('miunlink-adb doctor' offers to), and run the command again.",
        )

    def stop_uiautomator(self, wait: bool = True) -> None:  # noqa: FBT001, FBT002  u2's signature
        """End the server if it is ours; `wait`: until it is gone, at most `STOP_SECONDS`."""
        with self._guard:
            ours = self._shell is not None
            self._let_go()
            if wait and ours:
                self._await_end(Deadline(self._clock, STOP_SECONDS))

    def _await_end(self, deadline: Deadline) -> None:
        """Losing its shell ends the server; one that does not notice is ended by its number.

        What still runs a moment after we let go is ours: another could not have started yet.
        """
        patience, stubborn = Deadline(self._clock, STOP_SECONDS / 3), ""
        while self._line.ping() and not deadline.expired:
            self._line.drop()
            self._clock.sleep(deadline.slice(_TICK))
            if not stubborn:
                listing = self._session.run("ps -A -o PID,ARGS", 2.0).text
                stubborn = " ".join(map(str, find_processes(listing, U2_SERVER))) or "none"
            elif patience.expired and stubborn != "none":
                self._session.run(f"kill {stubborn}", 2.0)
                stubborn = "none"

    def _let_go(self) -> None:
        """Close the stream and the shell of the server: both are of no use any more."""
        self._line.drop()
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
        with contextlib.suppress(AdbFail, ServerGone, u2_errors.BaseException, *BROKEN):
            self.stop_uiautomator()
