"""What the windows need of the phone that shows them.

A protocol, so that windows know no phone; `Phone` is one.
"""

from __future__ import annotations

from typing import Protocol

from miunlink_adb.virtual.faults import Faults
from miunlink_adb.virtual.latency import Latency
from miunlink_adb.virtual.record import Record


class Host(Protocol):
    """The phone, as its windows see it."""

    record: Record
    latency: Latency
    faults: Faults
    screen_on: bool
    keyguard: bool
    keyguard_secure: bool
    rotation: int

    @property
    def sdk(self) -> int:
        """API level."""

    def size(self) -> tuple[int, int]:
        """Width and height of the display as it is held now."""

    def rtl(self) -> bool:
        """Whether the system language runs from right to left."""

    def meet(self, request: str) -> str | None:
        """See `Phone.meet`."""

    def met_screen(self, name: str) -> None:
        """A screen is shown: the faults that wait for it fall due."""

    def refusal(self) -> str:
        """The text with which this Android refuses injected input."""

    def power(self, *, on: bool) -> None:
        """Screen on or off."""
