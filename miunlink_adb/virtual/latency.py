"""How long things take on the phone, and the only place that lets time pass.

Knows nothing of what takes the time. Seconds; `scale` stretches or removes all of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass


@dataclass
class Latency:
    """Durations in seconds. The defaults are a quick phone's; `Latency.none()` waits for nothing.

    `transition`: until a new screen is drawn and takes taps. `server_start`: app_process until
    uiautomator2's server answers. `hold`: between finger down and up of a click. `step`: one step
    of a swipe. `settle`: after a scroll gesture. `dump`, `rpc`: extra time of each. `boot`: reboot
    until sys.boot_completed, or until a recovery is there. `wipe`: erasing the data partition.
    `network`: a round trip to Xiaomi, used by the apps' progress screens.
    """

    transition: float = 0.3
    server_start: float = 0.8
    hold: float = 0.1
    step: float = 0.005
    settle: float = 0.1
    dump: float = 0.0
    rpc: float = 0.0
    shell: float = 0.0
    boot: float = 5.0
    wipe: float = 1.5
    network: float = 0.5
    scale: float = 1.0

    @classmethod
    def none(cls) -> Latency:
        """A phone on which nothing takes time: screens change within the tap."""
        return cls(scale=0.0)

    async def sleep(self, seconds: float) -> None:
        """Let `seconds` (times `scale`) pass; at 0 only the other tasks get their turn."""
        await asyncio.sleep(seconds * self.scale)

    def after(self, seconds: float, do: Callable[[], object]) -> asyncio.TimerHandle | None:
        """Call `do` in `seconds`; before returning, when that is 0 or no loop runs yet."""
        delay = seconds * self.scale
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            delay = 0
        if delay <= 0:
            do()
            return None
        return loop.call_later(delay, do)


class Change:
    """Something that changes now and then, to be waited for; `count` says how often it did."""

    def __init__(self) -> None:
        self.count = 0
        self._event = asyncio.Event()

    def touch(self) -> None:
        """It changed: wake everybody who waits."""
        self.count += 1
        self._event.set()
        self._event = asyncio.Event()

    async def wait(self, seconds: float) -> None:
        """Return at the next change, or after `seconds` of real time."""
        event = self._event
        try:
            # not wait_for: in Python 3.11 it swallows a cancellation that meets the change
            async with asyncio.timeout(max(seconds, 0)):
                await event.wait()
        except TimeoutError:
            return
