"""Surviving a phone that does not answer: what only reads is repeated, once the phone is back.

It must not know what is read, nor act: whether an act had an effect is seen by looking.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from miunlink_adb.clock import Clock
from miunlink_adb.errors import (
    ConnectionLost,
    DeviceError,
    Offline,
    RetryableDeviceError,
    Unauthorized,
)
from miunlink_adb.event import Emit, Noticed
from miunlink_adb.phone import Phone

__all__ = ["PASSING", "Recovery"]

RECONNECT = 120.0
"""Seconds that the owner has to plug the cable in again, or to allow this computer again."""
ATTEMPTS = 5
PAUSE = 0.25
"""Seconds before a read is repeated that failed although the phone is there."""
PASSING = (RetryableDeviceError, Unauthorized, Offline)
"""Errors of a phone that may answer again if it is waited for."""
LOST = (ConnectionLost, Unauthorized, Offline)
"""Those of them after which it must be connected to anew."""

T = TypeVar("T")


class Recovery:
    """Waits for one phone."""

    def __init__(self, phone: Phone, clock: Clock, emit: Emit) -> None:
        """`emit` is told when the phone is waited for, and when it is back."""
        self._phone, self._clock, self._emit = phone, clock, emit

    def reading(self, read: Callable[[], T]) -> T:
        """Call something that only reads; repeat it a few times if the phone did not answer.

        Raises:
            DeviceError: it did not come back in time, or does not answer although it is there.
        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return read()
            except PASSING as error:
                if attempt == ATTEMPTS:
                    raise
                self.after(error)
        raise AssertionError  # pragma: no cover  # the last round returns or raises

    def after(self, error: DeviceError) -> None:
        """Wait for a phone that is gone to come back; pause after anything else.

        Raises:
            DeviceError: it did not come back in time.
        """
        if not isinstance(error, LOST):
            self._clock.sleep(PAUSE)
            return
        self._say(_WAITING.get(type(error), _WAITING[ConnectionLost]))
        self._phone.reconnect(RECONNECT)
        self._say("The phone is back.")

    def _say(self, text: str) -> None:
        self._emit(Noticed(self._clock.now(), text))


_WAITING: dict[type[DeviceError], str] = {
    ConnectionLost: "The connection was lost; waiting for the phone. Is the cable plugged in?",
    Offline: "The phone does not answer; waiting for it. Unlock it, or replug the cable.",
    Unauthorized: "The phone asks whether this computer may debug it: allow it on the phone.",
}
