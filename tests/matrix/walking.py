"""One walk: start a virtual phone, sign it out through adb, question both sides.

It must not know which walks there are, nor how their outcomes are shown.
"""

from __future__ import annotations

import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass

from miunlink_adb.adb import ServerAddress, connect
from miunlink_adb.clock import SystemClock
from miunlink_adb.event import Event, WayTaken
from miunlink_adb.report import SignoutReport
from miunlink_adb.signout import SignoutOptions, sign_out
from miunlink_adb.virtual import AdbServer, Latency, Owner, Scenario, VirtualPhone
from tests.matrix.plan import Walk

__all__ = ["Outcome", "walk_all"]

QUICK = Latency(transition=0.02, server_start=0.02, hold=0.005, settle=0.02, network=0.1)
"""Steps of a swipe keep their time: a quicker finger flings the list."""
OWNER_SECONDS = 2.0
"""As long as the owner takes at least for our side to see whose turn it is."""
HANDOFF_SECONDS = 30.0
XIAOMI = ("com.xiaomi.account", "com.miui.cloudservice", "com.android.settings", "com.miui.home")


@dataclass(frozen=True)
class Outcome:
    """How a walk ended; `failure` is empty when it ended as it must, `seconds` is wall time."""

    walk: Walk
    failure: str
    seconds: float
    screens: tuple[str, ...] = ()


class Agreeing:
    """Whoever sits at the computer: agrees, and leaves the question about data to the phone."""

    def confirm(self) -> bool:
        """Yes, sign out."""
        return True

    def choose(self, choices: tuple[str, ...]) -> str | None:
        """Decide on the phone."""
        return None


def walk_all(
    walks: Iterable[Walk], *, jobs: int = 4, done: Callable[[Outcome], None] = lambda _: None
) -> list[Outcome]:
    """Make the walks, `jobs` at a time, on one private adb server; outcomes in the given order.

    `done` is called in this thread as each walk ends. Raises AdbServerError without an adb.
    """
    wanted = list(walks)
    outcomes: dict[Walk, Outcome] = {}
    with AdbServer() as server, ThreadPoolExecutor(jobs, "walk") as pool:
        pending = [pool.submit(_walk, walk, server) for walk in wanted]
        try:
            for future in as_completed(pending):
                outcome = future.result()
                outcomes[outcome.walk] = outcome
                done(outcome)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [outcomes[walk] for walk in wanted]


def _walk(walk: Walk, server: AdbServer) -> Outcome:
    began = time.monotonic()
    report, events, faults = SignoutReport(), list[Event](), list[str]()
    try:
        with _phone(walk, server) as phone:
            report = _sign_out(walk, phone, events)
            faults += _faults_of_report(walk, report)
            faults += _faults_of_phone(walk, phone)
            faults += _detours(events)
    except Exception as error:  # noqa: BLE001  one walk's fault must not end the others
        place = traceback.extract_tb(error.__traceback__)[-1]
        faults.append(f"{type(error).__name__}: {error} ({place.filename}:{place.lineno})")
    screens = tuple(str(entry["screen"]) for entry in report.screens)
    return Outcome(walk, "; ".join(faults), time.monotonic() - began, screens)


@contextmanager
def _phone(walk: Walk, server: AdbServer) -> Iterator[VirtualPhone]:
    with VirtualPhone(
        walk.release,
        walk.locale,
        walk.layout,
        region=walk.region,
        ids=walk.ids,
        scenario=Scenario.parse(walk.situation.scenario),
        owner=Owner.parse([f"delay={OWNER_SECONDS}", *walk.situation.owner]),
        latency=QUICK,
        server=server,
    ) as phone:
        yield phone


def _sign_out(walk: Walk, phone: VirtualPhone, events: list[Event]) -> SignoutReport:
    clock = SystemClock()
    options = SignoutOptions(
        route=walk.situation.route,
        data=walk.situation.data,
        handoff_timeout=HANDOFF_SECONDS,
        may_confirm=True,
    )
    driven = connect(ServerAddress(port=phone.adb_port), phone.serial, clock=clock)
    try:
        return sign_out(driven, options, Agreeing(), clock, events.append)
    finally:
        driven.close()


def _faults_of_report(walk: Walk, report: SignoutReport) -> Iterator[str]:
    wanted = walk.situation
    if report.status != wanted.status:
        seen = " > ".join(str(entry["screen"]) for entry in report.screens)
        why = f": {report.error.message}" if report.error else ""
        yield f"{report.status} instead of {wanted.status}{why} [{seen}]"
    if report.release != walk.release:
        yield f"taken for {report.release}"
    if report.status == "signed_out" and report.route != wanted.route:
        yield f"the way {report.route} was taken instead of {wanted.route}"
    asked = Counter(str(handoff["reason"]) for handoff in report.handoffs)
    missing = Counter(wanted.turns) - asked
    if missing and wanted.status == report.status:
        yield f"it was not the owner's turn for {', '.join(sorted(missing))}"


def _faults_of_phone(walk: Walk, phone: VirtualPhone) -> Iterator[str]:
    record, left = phone.record, phone.accounts()[0]
    if left != (walk.situation.status != "signed_out"):
        yield f"the phone has {left} account(s)"
    if record.unknown:
        yield f"the phone was asked what none knows: {record.unknown[0]}"
    for tap in record.taps:
        if tap.source != "owner" and not tap.window.startswith(XIAOMI):
            yield f"a tap hit {tap.window or 'nothing'}"
    if record.texts and any(source != "owner" for _, source, _ in record.texts):
        yield "something was typed that the owner did not type"


def _detours(events: list[Event]) -> Iterator[str]:
    """A way that failed although nothing is wrong with the phone: the next one hid a fault."""
    taken = [event for event in events if isinstance(event, WayTaken) and event.why]
    for event in taken:
        yield f"took the way {event.way!r}: {event.why}"
