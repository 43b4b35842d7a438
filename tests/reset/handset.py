"""A phone across restarts without adb: the virtual phone's state and shell on a fake clock.

It keeps state as a phone does; what goes wrong with it is a switch of its scenario, or a command
that breaks off before or after it was carried out.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from miunlink_adb.archive import Archive
from miunlink_adb.errors import ConnectionLost, Offline
from miunlink_adb.event import Event, StepTaken
from miunlink_adb.phone import AWAY, Attachment
from miunlink_adb.reset import ResetOptions, ResetReport, reset_phone
from miunlink_adb.virtual import Latency, Scenario, bootmode
from miunlink_adb.virtual.apps import factory
from miunlink_adb.virtual.apps.install import install, open_first_screens
from miunlink_adb.virtual.command.interpreter import Shell, Streams
from miunlink_adb.virtual.command.output import Collect, no_input
from miunlink_adb.virtual.command.standard import standard_commands
from miunlink_adb.virtual.command.twrp import recovery_commands
from miunlink_adb.virtual.file_layout import phone_files
from miunlink_adb.virtual.phone import Phone
from miunlink_adb.virtual.worlds import load_world
from tests.runner.clock import FakeClock

SERIAL = "7f3a9c21"
MODEL, MARKET_NAME = "21081111RG", "Xiaomi 11T"
BOOT = 30.0
"""Seconds from a restart until adb sees the phone."""
CLEAN: dict[str, Any] = {"account": False, "google_account": False}
"""Nobody is signed in."""
TWRP: dict[str, Any] = {"bootloader": "unlocked", "recovery": "twrp", **CLEAN}


class ClockLatency(Latency):
    """Time on the phone passes on the test's clock."""

    clock: FakeClock

    def after(self, seconds: float, do: Callable[[], object]) -> None:
        """Due later on that clock, or now."""
        if seconds <= 0:
            do()
        else:
            self.clock.after(seconds, do)

    async def sleep(self, seconds: float) -> None:
        """Takes the time away at once."""
        self.clock.sleep(seconds)


class FakeHandset:
    """Implements `Restartable`.

    `breaks`: a command's beginning and when it breaks off, `breaks_at`: the same by its number.
    """

    def __init__(self, clock: FakeClock, release: str = "hyperos-1", **switches: Any) -> None:
        latency = ClockLatency(transition=0.0, boot=BOOT, wipe=5.0)
        latency.clock = clock
        self.clock = clock
        self.phone = Phone(SERIAL, latency=latency, files=phone_files())
        world = load_world(release)
        self.scene = install(self.phone, world, Scenario(**switches))
        open_first_screens(self.scene)
        self.breaks: dict[str, str] = {}
        self.breaks_at: dict[int, str] = {}
        self.asked = 0
        self.on_command: Callable[[str], None] = lambda _line: None
        self.lines: list[str] = []
        self._id = 1
        self.phone.on_link.append(self._linked)

    def _linked(self, event: str) -> None:
        self._id += event == "plug"

    @property
    def serial(self) -> str:
        """As adb says it."""
        return SERIAL

    def attachment(self) -> Attachment:
        """From the phone's own state."""
        phone = self.phone
        if not phone.plugged or not bootmode.reachable(phone):
            return AWAY
        if not phone.authorized:
            return Attachment("unauthorized", self._id)
        state = "device" if phone.mode == bootmode.SYSTEM else phone.mode
        return Attachment(state, self._id)

    def shell(self, command: str, timeout: float = 10.0) -> str:
        """Run it on the phone; DeviceError while the phone is away."""
        del timeout
        if self.attachment().state not in ("device", "recovery"):
            raise Offline
        how = self._breaking(command)
        if how == "before":
            raise ConnectionLost
        self.lines.append(command)
        self.on_command(command)
        commands = standard_commands() if self.phone.mode == "system" else recovery_commands()
        said = Collect()
        shell = Shell(self.phone, commands)
        asyncio.run(shell.run(command, Streams(no_input_now(), said, said)))
        if how == "after":
            raise ConnectionLost
        return said.data.decode("utf-8", "surrogateescape")

    def _breaking(self, command: str) -> str:
        self.asked += 1
        if self.breaks_at.get(self.asked):
            return self.breaks_at.pop(self.asked)
        begun = next((b for b in self.breaks if command.startswith(b)), None)
        return self.breaks.pop(begun) if begun is not None else ""

    def restart(self, target: str) -> None:
        """As adb's own service."""
        how = self._breaking("restart")
        if how != "before":
            bootmode.restart(self.phone, target)
        if how:
            raise ConnectionLost

    # What the owner does

    def confirm_in_settings(self, *, after: float) -> None:
        """He confirms the factory reset on the phone some seconds from now."""

        def erase() -> None:
            self.phone.shut_down()
            self.phone.wipe()
            self.clock.after(BOOT, self.phone.boot)

        self.clock.after(after, erase)

    def set_up(self, *, after: float) -> None:
        """He goes through the assistant and turns USB debugging on."""
        self.clock.after(after, lambda: factory.set_up(self.scene))

    def wiped(self) -> list[str]:
        """What was erased, in order."""
        return self.phone.record.noted("wipe")


def no_input_now() -> Any:
    """An empty standard input; it must be made where a loop runs."""
    return _Lazy()


class _Lazy:
    """Makes the reader when it is first read: no loop runs before."""

    def __getattr__(self, name: str) -> Any:
        return getattr(no_input(), name)


class Person:
    """Whoever sits at the terminal: answers, and what he was asked."""

    def __init__(self, *, agrees: bool = False, types: str = "") -> None:
        self._agrees, self._types = agrees, types
        self.asked: list[str] = []

    def agrees(self, question: str) -> bool:
        """Always the same."""
        self.asked.append(question)
        return self._agrees

    def types(self, question: str) -> str:
        """Always the same."""
        self.asked.append(question)
        return self._types


class Bench:
    """One phone, one archive, and runs of `reset` on them."""

    def __init__(self, folder: Path, **switches: Any) -> None:
        self.clock = FakeClock()
        self.phone = FakeHandset(self.clock, **switches)
        self.folder = folder
        self.events: list[Event] = []
        self.stop_at = ""
        self.stop_after = 0
        self.stop_with: type[BaseException] = KeyboardInterrupt

    def reset(self, person: Person | None = None, **given: Any) -> ResetReport:
        """Run it once, as one process would."""
        options = ResetOptions(**{"no_backup": True, **given})
        with Archive(self.folder) as archive:
            return reset_phone(
                self.phone, options, person or Person(), self.clock, self._show, archive=archive
            )

    def _show(self, event: Event) -> None:
        self.events.append(event)
        if len(self.events) == self.stop_after:
            raise KeyboardInterrupt
        if isinstance(event, StepTaken) and f"{event.step}:{event.outcome}" == self.stop_at:
            self.stop_at = ""
            raise self.stop_with

    def names_of_wipes(self) -> int:
        """How many commands that erase were sent."""
        return sum(line.startswith(("twrp format", "twrp wipe")) for line in self.phone.lines)

    def last(self) -> dict[str, Any]:
        """The last entry of the newest journal."""
        ended = Archive(self.folder).runs()[0].ended
        assert ended is not None
        return ended
