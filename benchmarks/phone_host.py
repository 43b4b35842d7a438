#!/usr/bin/env python3
"""Virtual phones in a process of their own, so that their work is not counted as ours.

Started by `hosted`; reads one JSON request a line, answers with one line. It measures nothing but
what the phones alone know: how long they need for the same acts without any computer, and what
was asked of them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from miunlink_adb.adb.gesture import STEPS, TAP_MS, swipe_points  # noqa: E402
from miunlink_adb.hierarchy import Bounds  # noqa: E402
from miunlink_adb.virtual import (  # noqa: E402
    AdbServer,
    Latency,
    Owner,
    Scenario,
    VirtualPhone,
    When,
)
from miunlink_adb.virtual.content import Generated  # noqa: E402
from miunlink_adb.virtual.file_node import File  # noqa: E402
from miunlink_adb.virtual.files import STORAGE  # noqa: E402
from miunlink_adb.virtual.intent import Intent  # noqa: E402
from miunlink_adb.virtual.phone import Phone  # noqa: E402

ROUTES = {
    "intent": ("android.settings.XIAOMI_ACCOUNT_SYNC_SETTINGS", ("sign_out",)),
    "settings": ("android.settings.SETTINGS", ("row.account", "sign_out")),
}
LATENCIES = {
    "realistic": Latency(dump=0.05, rpc=0.005, shell=0.02),  # noqa: S604
    "none": Latency.none(),
}
"""A quick phone's: a dump takes 50 ms, a shell 20 ms; the rest as `Latency` says."""


class OthersServer(AdbServer):
    """The adb server of another host's, which it starts and stops."""

    @property
    def running(self) -> bool:
        """It does, as long as that host does."""
        return True

    def stop(self) -> None:
        """Leave it to that host."""


class Host:
    """The phones of one process, on one adb server: its own, or the one at `port`."""

    def __init__(self, stack: ExitStack, port: int) -> None:
        self._stack = stack
        self._server = OthersServer(port=port) if port else stack.enter_context(AdbServer())
        self._phones: dict[str, VirtualPhone] = {}

    def new(self, latency: str = "realistic", delay: float = 0.0) -> dict[str, Any]:
        """One more phone; its owner types as soon as he is asked."""
        owner = Owner.parse([f"delay={delay}"])
        phone = VirtualPhone(
            "miui-11",
            "en",
            owner=owner,
            latency=LATENCIES[latency],
            scenario=Scenario(),
            server=self._server,
            hardware_serial=f"bench{os.getpid() % 100_000:05}{len(self._phones):03}",
        )
        self._stack.enter_context(phone)
        self._phones[phone.serial] = phone
        phone.call(_make_apps)
        return {"serial": phone.serial, "port": self._server.port}

    def record(self, serial: str) -> dict[str, Any]:
        """What was asked of the phone and what it showed."""
        phone = self._phones[serial]
        record = phone.record
        events = [(event.at, event.kind, event.what) for event in record.events]
        return {
            "rpc": list(record.rpc),
            "commands": list(record.commands),
            "services": list(record.services),
            "swipes": len([swipe for swipe in record.swipes if swipe.source == "u2"]),
            "screens": record.noted("screen"),
            "events": events,
            "accounts": phone.accounts()[0],
            "server_runs": phone.call(lambda p: p.automation.alive),
        }

    def floor(self, serial: str, route: str) -> dict[str, Any]:
        """Seconds of the phone alone: its server's start, one look and one act per screen."""
        phone = self._phones[serial]

        async def go(inside: Phone) -> float:
            return await _alone(inside, *ROUTES[route])

        return {"seconds": phone.run(go)}

    def lay(self, serial: str, folder: str, count: int, size: int) -> dict[str, Any]:
        """Files in the owner's storage, made as they are read, in folders of a hundred."""

        def place(phone: Phone) -> None:
            for number in range(count):
                path = f"{STORAGE}/{folder}/{number // 100:03}/IMG_{number:05}.jpg"
                phone.files.place(
                    path, File(0o660, 0, 1015, 1000 + number, Generated(number, size))
                )

        self._phones[serial].call(place)
        return {}

    def cut(self, serial: str, at: list[int]) -> dict[str, Any]:
        """Pull the cable for a moment whenever so many files were asked for."""

        def plan(phone: Phone) -> None:
            for nth in at:
                phone.faults.add("unplug", When(request="sync:RECV", nth=nth), seconds=0.5)

        self._phones[serial].call(plan)
        return {}

    def processor(self) -> dict[str, Any]:
        """Seconds of this computer's processor that the phones took so far."""
        return {"seconds": time.process_time()}

    def close(self, serial: str) -> dict[str, Any]:
        """Put a phone away."""
        self._phones.pop(serial).stop()
        return {}


def _make_apps(phone: Phone) -> None:
    """Have the apps' files made now: a real phone has them."""
    for package in phone.packages.values():
        if phone.files.exists(package.path):
            phone.files.open(package.path).part(0, 1)


async def _alone(phone: Phone, action: str, taps: tuple[str, ...]) -> float:
    latency, ui = phone.latency, phone.ui
    began = time.perf_counter()
    await latency.sleep(latency.server_start)
    await phone.start_activity(Intent(action=action), source="adb")
    for name in (*taps, "wipe.keep"):
        await _bring(phone, name)
        await latency.sleep(latency.dump)
        node = ui.find(name)
        if node is not None:
            await ui.tap(*node.center, source="u2", hold=TAP_MS / 1000)
    while phone.accounts("com.xiaomi", 0):
        await ui.changed.wait(0.2)
    return time.perf_counter() - began


async def _bring(phone: Phone, name: str) -> None:
    """Wait until it can be tapped; scroll, with a look after each swipe, until it is in view."""
    ui, swiping = phone.ui, name != "wipe.keep"
    while ui.find(name) is None:
        window = ui.active()
        lists = [node for node in window.nodes() if node.view.scrollable] if window else []
        if not (lists and swiping):
            await ui.changed.wait(1)
            continue
        await phone.latency.sleep(phone.latency.dump)
        x1, y1, *more, x2, y2 = swipe_points(Bounds(*lists[0].visible), forward=True)
        milliseconds = 5 * STEPS * (len(more) // 2 + 1)
        await ui.swipe(x1, y1, x2, y2, milliseconds, source="u2")


class Phones:
    """The other end: asks a host."""

    def __init__(self, asked: IO[str], answers: IO[str]) -> None:
        self._asked, self._answers = asked, answers

    def ask(self, do: str, **arguments: object) -> dict[str, Any]:
        """One request; its answer."""
        line = json.dumps({"do": do, **arguments}) + "\n"
        self._asked.write(line)
        self._asked.flush()
        answer: dict[str, Any] = json.loads(self._answers.readline())
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer


@contextmanager
def hosted(port: int = 0) -> Iterator[Phones]:
    """A process with virtual phones, ended with the block; `port`: another host's adb server."""
    process = subprocess.Popen(
        [sys.executable, __file__, str(port)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("no pipes")
    try:
        yield Phones(process.stdin, process.stdout)
    finally:
        process.stdin.close()
        process.wait(30)


def main() -> int:
    """Answer until nobody asks any more."""
    with ExitStack() as stack:
        host = Host(stack, int(sys.argv[1]))
        for line in sys.stdin:
            asked = json.loads(line)
            try:
                answer = getattr(host, asked.pop("do"))(**asked)
            except Exception as error:  # noqa: BLE001  the other end must not wait for ever
                answer = {"error": f"{type(error).__name__}: {error}"}
            print(json.dumps(answer), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
