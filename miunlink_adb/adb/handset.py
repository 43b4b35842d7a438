"""One phone across restarts: what adb lists it as, a shell in whatever runs on it, restarting it.

A phone that is away is no error here: it is an answer. It must not know why a phone restarts.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from miunlink_adb.adb import smart_socket
from miunlink_adb.adb.address import ServerAddress
from miunlink_adb.adb.comeback import reconnect
from miunlink_adb.adb.devices import AttachedDevice, device_problem, list_devices
from miunlink_adb.adb.error_map import foreign_errors
from miunlink_adb.adb.server import ensure_server
from miunlink_adb.clock import Clock, Deadline
from miunlink_adb.errors import DeviceError, Offline
from miunlink_adb.phone import AWAY, Attachment

if TYPE_CHECKING:
    from miunlink_adb.adb.session import Session

__all__ = ["Handset"]

_WITH_SHELL = ("device", "recovery")
_RECONNECT_EVERY = 2.0
_LAST_WORDS = 5.0
"""Seconds in which adb's daemon ends the stream of a restart that it has taken."""


class Handset:
    """One phone, by its serial. See `miunlink_adb.phone.Restartable` for what it promises."""

    def __init__(self, address: ServerAddress, serial: str, clock: Clock) -> None:
        self._address, self._serial, self._clock = address, serial, clock
        self._again = Deadline(clock, 0.0)
        self._session: Session | None = None
        self._session_of: int | None = None

    @property
    def serial(self) -> str:
        """What adb calls it."""
        return self._serial

    def attachment(self) -> Attachment:
        """What adb lists it as now; a phone on the network is connected to again."""
        found = self._listed()
        if found is not None and found.state != "offline":
            return Attachment(found.state, found.transport_id)
        if self._again.expired:
            self._again = Deadline(self._clock, _RECONNECT_EVERY)
            reconnect(self._address, self._serial, self._clock)
        return AWAY if found is None else Attachment(found.state, found.transport_id)

    def _listed(self) -> AttachedDevice | None:
        try:
            ensure_server(self._address, clock=self._clock)
            listed = list_devices(self._address, clock=self._clock)
        except DeviceError:
            return None
        own = [device for device in listed if device.serial == self._serial]
        ready = [device for device in own if device.state in _WITH_SHELL]
        return next(iter(ready or own), None)

    def shell(self, command: str, timeout: float = 10.0) -> str:
        """Run a command in what runs on the phone now, Android or a custom recovery."""
        with foreign_errors(f"running {command.split(' ')[0]} on the phone"):
            return self._open().run(command, timeout).text

    def restart(self, target: str) -> None:
        """Ask for a restart, once; it has begun when the phone is gone from adb's list."""
        with foreign_errors("restarting the phone"):
            connection = self._open().open_service(f"reboot:{target}", _LAST_WORDS)
        with connection, contextlib.suppress(OSError, EOFError, OverflowError):
            smart_socket.read_all(connection.socket, connection.deadline, 4096)
        self._session = None

    def _open(self) -> Session:
        found = self._listed()
        if found is None or found.state not in _WITH_SHELL:
            self._session = None
            problem = device_problem(found) if found is not None else None
            raise problem or Offline(f"The phone {self._serial} is away.")
        if self._session is None or self._session_of != found.transport_id:
            from miunlink_adb.adb.session import Session

            self._session_of = found.transport_id
            self._session = Session(self._address, self._serial, found.transport_id, self._clock)
        return self._session
