"""One sign-out on one virtual phone on which something goes wrong, with every witness kept.

The real `sign_out` over a real adb server; only time is hurried, evenly: the program's clock runs
faster, and what it lets the phone wait is as much shorter. It must not know which faults there
are, nor what must hold afterwards (see `invariants`).
"""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from loguru import logger

from miunlink_adb.adb import AdbPhone, Limits, ServerAddress, connect
from miunlink_adb.clock import Clock, SystemClock
from miunlink_adb.errors import MiunlinkError
from miunlink_adb.event import Event
from miunlink_adb.observation import Observation
from miunlink_adb.phone import Act, Phone, Tap
from miunlink_adb.report import SignoutReport
from miunlink_adb.selector import Selector
from miunlink_adb.signout import SignoutOptions, sign_out
from miunlink_adb.virtual import AdbServer, Fault, Latency, Owner, Scenario, VirtualPhone
from tests.adb.clocks import QuickClock

__all__ = [
    "LIMITS",
    "OPTIONS",
    "QUICK",
    "SPEED",
    "Call",
    "Run",
    "Situation",
    "attached",
    "helpful",
    "run",
]

SPEED = 4.0
LIMITS = Limits(dump=3.0, act=2.0)
"""Of calls to a server that hangs: real seconds."""
CAP = 150.0
"""Real seconds after which a run counts as one that hangs."""
OPTIONS = SignoutOptions(data="keep", handoff_timeout=120.0, may_confirm=True)
QUICK = Latency(
    transition=0.02,
    server_start=0.02,
    hold=0.005,
    step=0.0005,
    settle=0.01,
    network=0.06,
    boot=0.6,
)


@dataclass(frozen=True)
class Situation:
    """A phone, its owner, what goes wrong on it, and what the command was told.

    `faults` makes them anew: a fault counts what it met. `speed`: how many seconds of the program
    pass in one of the computer's. `own_server`: what happens to the adb server must hit nobody
    else's phone.
    """

    release: str = "miui-11"
    locale: str = "en"
    layout: str = "intl"
    region: str | None = None
    scenario: Scenario = field(default_factory=Scenario)
    owner: Owner | None = None
    faults: Callable[[], Iterable[Fault]] = list
    latency: Latency = field(default_factory=lambda: QUICK)
    speed: float = SPEED
    own_server: bool = False
    options: SignoutOptions = field(default_factory=lambda: OPTIONS)


@dataclass(frozen=True)
class Call:
    """One call of the program to the phone: what, when (`time.monotonic`), and how long it took.

    `allowed`: the seconds that it was given, before what recovering may take.
    """

    what: str
    began: float
    seconds: float
    allowed: float
    act: Act | None = None


@dataclass
class Run:
    """Everything that is known of one run; `since`: when it began, by the phone's record."""

    situation: Situation
    virtual: VirtualPhone
    report: SignoutReport = field(default_factory=SignoutReport)
    events: list[Event] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    confirmed: int = 0
    since: float = 0.0
    seconds: float = 0.0
    hung: bool = False
    crash: str = ""

    def confirm(self) -> bool:
        """The person at the computer agrees."""
        self.confirmed += 1
        return True

    def choose(self, _choices: tuple[str, ...]) -> str | None:
        """The person at the computer leaves the question to the phone."""
        return None


class HurriedPhone(Phone):
    """The phone under test, seen by a program whose clock runs fast; remembers every call."""

    def __init__(self, phone: AdbPhone, calls: list[Call], speed: float) -> None:
        self._phone, self._calls, self._speed = phone, calls, speed

    @property
    def serial(self) -> str:
        return self._phone.serial

    def observe(self) -> Observation:
        with _Timed(self._calls, "observe", 4 * LIMITS.dump):
            return self._phone.observe()

    def act(self, act: Act) -> None:
        with _Timed(self._calls, "act", LIMITS.act if isinstance(act, Tap) else 20.0, act):
            self._phone.act(act)

    def wait(self, selectors: Sequence[Selector], timeout: float) -> bool:
        seconds = timeout / self._speed
        with _Timed(self._calls, "wait", seconds + 2 * LIMITS.act):
            return self._phone.wait(selectors, seconds)

    def shell(self, command: str, timeout: float = 10.0) -> str:
        with _Timed(self._calls, "shell", timeout):
            return self._phone.shell(command, timeout)

    def reconnect(self, timeout: float) -> None:
        with _Timed(self._calls, "reconnect", timeout / self._speed):
            self._phone.reconnect(timeout / self._speed)

    def close(self) -> None:
        self._phone.close()

    def __getattr__(self, name: str) -> object:
        return getattr(self._phone, name)


class _Timed:
    """Notes one call when it ends, however it ends."""

    def __init__(
        self, calls: list[Call], what: str, allowed: float, act: Act | None = None
    ) -> None:
        self._calls, self._what, self._allowed, self._act = calls, what, allowed, act

    def __enter__(self) -> None:
        self._began = time.monotonic()

    def __exit__(self, *_: object) -> None:
        seconds = time.monotonic() - self._began
        self._calls.append(Call(self._what, self._began, seconds, self._allowed, self._act))


def attached(situation: Situation, server: AdbServer | None) -> VirtualPhone:
    """The phone of a situation, not started; on a server of its own if none is given."""
    return VirtualPhone(
        situation.release,
        situation.locale,
        situation.layout,  # type: ignore[arg-type]
        region=situation.region,
        scenario=situation.scenario,
        owner=situation.owner or helpful(situation.options.data),
        latency=situation.latency,
        faults=situation.faults(),
        server=None if situation.own_server else server,
    )


def helpful(data: str) -> Owner:
    """An owner who does what is asked of him, soon, and closes what other apps show.

    `data`: what the command was told; he chooses only if it was left to him.
    """
    chooses = ["data=keep"] if data == "ask" else []
    return Owner.parse(["delay=0.15", "hidden=ok", "usb=ok", "surprise=ok", *chooses])


def run(situation: Situation, virtual: VirtualPhone) -> Run:
    """Sign the phone out; the run is over, or given up as hanging, when this returns."""
    done = Run(situation, virtual, since=virtual.record.now())
    began = time.monotonic()
    worker = threading.Thread(target=_work, args=(done,), name="faults-run", daemon=True)
    worker.start()
    worker.join(CAP)
    done.hung, done.seconds = worker.is_alive(), time.monotonic() - began
    return done


def _work(done: Run) -> None:
    mine = threading.get_ident()
    sink = logger.add(
        lambda text: done.log.append(str(text)),
        level=0,
        filter=lambda record: record["thread"].id == mine,
        catch=False,
    )
    try:
        _sign_out(done)
    except BaseException:  # noqa: BLE001  whatever escapes is what we look for
        done.crash = traceback.format_exc(limit=-4)
    finally:
        logger.remove(sink)


def _sign_out(done: Run) -> None:
    clock: Clock = QuickClock(done.situation.speed)
    virtual, options = done.virtual, done.situation.options
    address = ServerAddress(port=virtual.adb_port)
    try:
        real = connect(address, virtual.serial, clock=SystemClock(), limits=LIMITS)
    except MiunlinkError as error:
        done.report.fail(error)
        return
    phone = HurriedPhone(real, done.calls, done.situation.speed)
    try:
        done.report = sign_out(phone, options, done, clock, done.events.append)
    finally:
        phone.close()
