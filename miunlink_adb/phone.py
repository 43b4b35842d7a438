"""The seam to a phone: what can be done with one, as data and a protocol.

Whatever implements `Phone` may be real or not; nothing above this module can tell. It must not
know adb, uiautomator2, packs or flows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, runtime_checkable

from miunlink_adb.hierarchy import Bounds
from miunlink_adb.observation import Observation
from miunlink_adb.selector import Selector

__all__ = [
    "AWAY",
    "Act",
    "Attachment",
    "FileStat",
    "Open",
    "Phone",
    "PhoneFiles",
    "PhoneShell",
    "Preparable",
    "Press",
    "Restartable",
    "Swipe",
    "Tap",
    "WaitsForEnd",
]


@dataclass(frozen=True, slots=True)
class Tap:
    """A short touch on a point in display pixels."""

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Swipe:
    """A drag inside a rectangle; `forward` shows what comes later in the list."""

    bounds: Bounds
    forward: bool = True


@dataclass(frozen=True, slots=True)
class Press:
    """A key by uiautomator2's name: ``back``, ``home``."""

    key: str


@dataclass(frozen=True, slots=True)
class Open:
    """Start an activity by intent, as ``am start`` does; needs no right to tap.

    `fresh`: drop the pages that this app had open before.
    """

    action: str
    package: str = ""
    category: str = ""
    fresh: bool = False


Act = Tap | Swipe | Press | Open


class Phone(Protocol):
    """One attached phone.

    Every method may raise a DeviceError and none waits longer than its own deadline. No method
    repeats an act whose effect is not known.
    """

    @property
    def serial(self) -> str:
        """The serial that adb knows it by."""

    def observe(self) -> Observation:
        """Look once: the active window's hierarchy and what has the focus."""

    def act(self, act: Act) -> None:
        """Do one thing; returning says that the phone took it, not that it had an effect."""

    def wait(self, selectors: Sequence[Selector], timeout: float) -> bool:
        """Wait on the phone until something fits any selector; False when `timeout` s are over."""

    def shell(self, command: str, timeout: float = 10.0) -> str:
        """Run a command that only reads, and return what it printed."""

    def reconnect(self, timeout: float) -> None:
        """After a lost connection: wait until the same phone answers again."""

    def close(self) -> None:
        """Leave nothing of ours running on the phone; never raises."""


class FileStat(NamedTuple):
    """Size in bytes, last change in seconds since 1970."""

    size: int
    mtime: int


@runtime_checkable
class Preparable(Protocol):
    """A `Phone` whose first look takes long unless it was prepared; in any thread."""

    def prepare(self, locale: str = "") -> None:
        """Make ready for the first look; `locale`: the phone's language, if it is known."""


@runtime_checkable
class WaitsForEnd(Protocol):
    """A `Phone` that can wait by itself until something is gone."""

    def wait_gone(self, selectors: Sequence[Selector], timeout: float) -> bool:
        """Wait until nothing fits any selector; False when `timeout` s are over."""


class PhoneShell(Protocol):
    """The one question that needs nothing else of a `Phone`."""

    def shell(self, command: str, timeout: float = 10.0) -> str:
        """Run a command that only reads, and return what it printed."""


class Attachment(NamedTuple):
    """What adb lists a phone as: its word for the state, "" for away; the number of the connection.

    The number is another one whenever the phone was away in between.
    """

    state: str
    id: int | None


AWAY = Attachment("", None)
"""A phone that adb does not list."""


class Restartable(PhoneShell, Protocol):
    """A phone that is followed through restarts: Android, a recovery, away in between."""

    @property
    def serial(self) -> str:
        """The serial that adb knows it by."""

    def attachment(self) -> Attachment:
        """What it is now; never raises for a phone that is away."""

    def restart(self, target: str) -> None:
        """Ask once for a restart into `target` ("recovery", "" for Android).

        That it has begun is to be seen by looking. DeviceError if it cannot be asked.
        """


@runtime_checkable
class PhoneFiles(Protocol):
    """Reading files of a phone in parts: not every `Phone` can.

    Both methods may be called from several threads, raise a DeviceError when the phone does not
    answer, and see what the shell user may see.
    """

    def file_stat(self, path: str) -> FileStat | None:
        """A file's size and time; None when there is none."""

    def read_bytes(self, path: str, offset: int, length: int, timeout: float) -> bytes:
        """Bytes from an offset; fewer where the file ends, none where it may not be read."""
