"""One attached phone: looking, acting, waiting, over adbutils and uiautomator2.

The only implementation of `miunlink_adb.phone.Phone` for phones that adb knows. It must not know
packs, screens or flows. adbutils and uiautomator2 are imported when they are needed: a shell
command needs no uiautomator2.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from miunlink_adb.adb.address import ServerAddress, drop_unreadable_port
from miunlink_adb.adb.comeback import await_device
from miunlink_adb.adb.condition import Question, plan
from miunlink_adb.adb.error_map import foreign_errors
from miunlink_adb.adb.gesture import STEPS, TAP_MS, swipe_points
from miunlink_adb.adb.limits import Limits
from miunlink_adb.adb.look import SYSTEM_UI, FocusState, read_focus, single_package
from miunlink_adb.adb.refusal import is_input_refusal, open_problem
from miunlink_adb.adb.start_command import intent_words, start_command
from miunlink_adb.adb.waiting import Waiting
from miunlink_adb.clock import Clock, Deadline
from miunlink_adb.device_state.locale_tag import phone_locale
from miunlink_adb.device_state.taps import taps_allowed
from miunlink_adb.errors import AutomationFailed, MiunlinkError
from miunlink_adb.hierarchy import Node
from miunlink_adb.observation import Observation
from miunlink_adb.phone import (
    Act,
    FileStat,
    Open,
    Phone,
    PhoneFiles,
    Preparable,
    Press,
    Swipe,
    Tap,
    WaitsForEnd,
)
from miunlink_adb.props import parse_props
from miunlink_adb.selector import NodeIndex, Selector

if TYPE_CHECKING:
    from miunlink_adb.adb.automation import Automation
    from miunlink_adb.adb.devices import AttachedDevice
    from miunlink_adb.adb.session import Session
    from miunlink_adb.adb.storage import AdbStorage

__all__ = ["AdbPhone", "InputAnswer"]

InputAnswer = Literal["allowed", "blocked", "unknown"]


class AdbPhone(Phone, PhoneFiles, Preparable, WaitsForEnd):
    """One phone. See `miunlink_adb.phone.Phone` for what its methods promise."""

    def __init__(
        self,
        address: ServerAddress,
        device: AttachedDevice,
        clock: Clock,
        limits: Limits = Limits(),
    ) -> None:
        """`device`: as adb lists it, ready. Nothing is asked of the phone yet."""
        self._address, self._device, self._clock = address, device, clock
        self._limits = limits
        self._session: Session | None = None
        self._automation: Automation | None = None
        self._opening, self._starting = threading.Lock(), threading.Lock()
        self._locale: str | None = None

    @property
    def serial(self) -> str:
        return self._device.serial

    @property
    def foreign_automation(self) -> bool:
        """Whether another program started the automation server that is in use."""
        return self._automation is not None and self._automation.foreign

    # -- looking ---------------------------------------------------------------------------

    def observe(self) -> Observation:
        root = self._dump()
        package = single_package(root)
        if package is not None:
            return self._observation(root, FocusState(package))
        focus = self.focus()
        if not root.children and not (focus.keyguard or focus.asleep):
            root = self._dump_again()
            package = single_package(root)
        return self._observation(root, focus if package is None else FocusState(package))

    def _observation(self, root: Node, focus: FocusState) -> Observation:
        package = focus.package or (SYSTEM_UI if root.children or focus.keyguard else "")
        return Observation(
            root=root,
            package=package,
            activity=focus.activity,
            locale=self.locale(),
            at=self._clock.now(),
            keyguard=focus.keyguard,
        )

    def _dump(self) -> Node:
        """The active window; a root without children when the phone sees none."""
        with foreign_errors("reading the screen"):
            return self._server().active_window(self._limits.dump)

    def _dump_again(self) -> Node:
        """A window has the focus, yet the dump is empty: between two screens, or a sick server."""
        for pause in (0.1, 0.3, 0.6):
            self._clock.sleep(pause)
            root = self._dump()
            if root.children:
                return root
        with foreign_errors("restarting the automation server"):
            self._server().restart()
        root = self._dump()
        if not root.children:
            raise AutomationFailed("The phone shows something, but its automation sees nothing.")
        return root

    def focus(self) -> FocusState:
        """What the window manager says is in front, and whether the phone is locked or asleep."""
        text = self.shell("dumpsys window")
        if "mCurrentFocus" not in text:
            text += self.shell("dumpsys activity activities")
        return read_focus(text)

    def locale(self) -> str:
        """The phone's language, ``de-DE``; read once, and again after `forget_locale`."""
        if self._locale is None:
            self._locale = phone_locale(parse_props(self.shell("getprop"))) or ""
        return self._locale

    def forget_locale(self) -> None:
        """The language may have changed: read it again with the next look."""
        self._locale = None

    def shell(self, command: str, timeout: float = 10.0) -> str:
        with foreign_errors(f"running {command.split(' ')[0]} on the phone"):
            return self._connected().run(command, timeout).text

    def mend(self, command: str, timeout: float = 20.0) -> str:
        """Run a command that changes the phone, which its owner has just agreed to."""
        return self.shell(command, timeout)

    def file_stat(self, path: str) -> FileStat | None:
        with foreign_errors("looking for a file on the phone"):
            found = self._connected().file(path)
        return FileStat(found.size, found.mtime) if found else None

    def read_bytes(self, path: str, offset: int, length: int, timeout: float) -> bytes:
        from miunlink_adb.adb.file_reading import read_part

        with foreign_errors("reading a file on the phone"):
            return read_part(self._connected(), path, offset, length, timeout)

    def storage(self) -> AdbStorage:
        """The phone's files as a whole, for copying them."""
        from miunlink_adb.adb.storage import AdbStorage

        return AdbStorage(self._connected, self.reconnect)

    def probe_input(self) -> InputAnswer:
        """Press a key that means nothing (code 0) and read whether the phone lets us.

        A phone that answers nothing has taken it, or dropped it in silence: then its properties
        decide, and "unknown" is left where they do not say.
        """
        with foreign_errors("trying whether the phone takes input"):
            answer = self._connected().run("input keyevent 0; getprop", 15.0)
        if is_input_refusal(answer.text):
            return "blocked"
        taps = taps_allowed(parse_props(answer.text)).answer
        return "blocked" if taps == "refused" else taps

    # -- acting ----------------------------------------------------------------------------

    def act(self, act: Act) -> None:
        match act:
            case Tap():
                self._tap(act)
            case Swipe():
                points = swipe_points(act.bounds, forward=act.forward)
                with foreign_errors("swiping"):
                    self._server().drag_through(points, STEPS, self._limits.act)
            case Press(key="wakeup"):  # no key of that name reaches Android through pressKey
                self._inject("waking the phone", "wakeUp", ())
            case Press():
                self._inject("pressing a key", "pressKey", (act.key,))
            case Open():
                self._open(act)

    def _tap(self, act: Tap) -> None:
        """Shorter than uiautomator2's own; a server that has no such call has done nothing."""
        with foreign_errors("tapping"):
            self._server().tap(act.x, act.y, TAP_MS, self._limits.act)

    def _inject(self, doing: str, method: str, params: tuple[object, ...]) -> None:
        """One call, sent once. Its `false` proves nothing: whoever acts looks at the effect."""
        with foreign_errors(doing):
            self._server().call(method, params, self._limits.act)

    def _open(self, act: Open) -> None:
        problem = open_problem(self.shell(start_command(act), 20.0), intent_words(act))
        if problem:
            raise problem

    def wait(self, selectors: Sequence[Selector], timeout: float) -> bool:
        with foreign_errors("waiting for the next screen"):
            waiting = Waiting(self._ask, lambda: self._sees(selectors), self._clock)
            return waiting.until(selectors, timeout)

    def wait_gone(self, selectors: Sequence[Selector], timeout: float) -> bool:
        todo, deadline = plan(selectors), Deadline(self._clock, timeout)
        with foreign_errors("waiting for a screen to go"):
            return not todo.blind and all(
                self._server().wait_for(one, deadline.remaining, self._limits.act, gone=True)
                for one in todo.questions
                if "descriptionMatches" not in one  # messages are texts
            )

    def _ask(self, question: Question, seconds: float) -> bool:
        return self._server().wait_for(question, seconds, self._limits.act)

    def _sees(self, selectors: Sequence[Selector]) -> bool:
        index = NodeIndex(self._dump().children)
        return any(index.find(selector) for selector in selectors)

    # -- life ------------------------------------------------------------------------------

    def prepare(self, locale: str = "") -> None:
        """Start the automation server now, so that the first look need not wait for it."""
        self._locale = self._locale or locale or None
        with foreign_errors("starting the automation server"):
            self._server()
        self.locale()

    def _connected(self) -> Session:
        with self._opening:
            if self._session is None:
                from miunlink_adb.adb.session import Session

                device = self._device
                self._session = Session(
                    self._address, device.serial, device.transport_id, self._clock
                )
            return self._session

    def _server(self) -> Automation:
        session = self._connected()
        with self._starting:
            if self._automation is None:
                drop_unreadable_port(os.environ)
                from miunlink_adb.adb.automation import Automation

                self._automation = Automation(session, self._clock)
            return self._automation

    def reconnect(self, timeout: float) -> None:
        deadline = Deadline(self._clock, timeout)
        self._forget()
        while True:
            self._device = await_device(self._address, self.serial, deadline, self._clock)
            try:
                if self.shell("getprop sys.boot_completed", 5.0).strip() == "1":
                    return
            except MiunlinkError:
                if deadline.expired:
                    raise
            self._forget()
            self._clock.sleep(deadline.slice(0.5))

    def _forget(self) -> None:
        """Drop what belongs to the old connection; what ran on the phone over it ends with it."""
        automation, self._automation = self._automation, None
        self._session = None
        self.forget_locale()
        if automation:
            automation.abandon()

    def close(self) -> None:
        automation, self._automation = self._automation, None
        with contextlib.suppress(MiunlinkError):
            if automation:
                with foreign_errors("closing"):
                    automation.close()
