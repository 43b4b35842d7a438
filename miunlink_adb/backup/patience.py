"""Going on after a lost connection, within bounds; and what a run works with.

It must not know what is being done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from miunlink_adb.backup.choice import SHARED
from miunlink_adb.backup.meter import Meter
from miunlink_adb.clock import Clock
from miunlink_adb.errors import DeviceBusy, DeviceError
from miunlink_adb.storage import Entry, PhoneStorage

__all__ = ["Limits", "Patience", "Tools", "look_surely"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Limits:
    """`threads`: files that come at the same time. `reconnect`: seconds to wait for the phone.

    `attempts`: losses in a row without a byte between them. `changes`: how often a file that
    changes meanwhile is copied.
    """

    threads: int = 2
    reconnect: float = 120.0
    attempts: int = 4
    changes: int = 3


@dataclass(slots=True)
class Tools:
    """What a run works with.

    `tell`: takes a sentence for the person. `tick`: is called several times a second in the thread
    that began the run. `reconnections`: how often the phone was lost and found.
    """

    storage: PhoneStorage
    clock: Clock
    meter: Meter
    tell: Callable[[str], None]
    tick: Callable[[], None]
    limits: Limits = field(default_factory=Limits)
    reconnections: int = 0


class Patience:
    """Repeats what a lost connection interrupted; only what may be done twice."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._seen = -1
        self._losses = 0

    def call(self, do: Callable[[], T]) -> T:
        """Do something until it is done.

        Raises:
            DeviceError: the phone does not come back in time, or is lost again and again.
        """
        while True:
            try:
                return do()
            except DeviceBusy:
                raise
            except DeviceError as error:
                self._wait(error)

    def _wait(self, error: DeviceError) -> None:
        tools = self._tools
        moved = tools.meter.bytes
        self._losses = 1 if moved > self._seen else self._losses + 1
        self._seen = moved
        if self._losses > tools.limits.attempts:
            raise error
        seconds = tools.limits.reconnect
        tools.tell(f"{error.message} Waiting up to {seconds:.0f} s for the phone.")
        tools.storage.reconnect(seconds)
        tools.reconnections += 1
        tools.tell("The phone is back; going on.")


def look_surely(storage: PhoneStorage, paths: Sequence[str]) -> dict[str, Entry]:
    """What the phone says of paths, if it can be believed when it says that there is nothing.

    Raises:
        DeviceError: the owner's storage is not there at all, as before the first unlocking.
    """
    root = f"{SHARED}/."
    found = storage.look([root, *paths])
    if root not in found:
        raise DeviceError(
            "The phone's storage cannot be reached.",
            hint="Unlock the phone once after it has started, then run the command again.",
        )
    return found
