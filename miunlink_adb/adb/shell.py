"""One attached phone's shell, and nothing else of it: what listing phones needs.

It must not know screens, and imports neither adbutils nor uiautomator2.
"""

from __future__ import annotations

from miunlink_adb.adb.address import ServerAddress
from miunlink_adb.adb.error_map import foreign_errors
from miunlink_adb.adb.session import Session
from miunlink_adb.clock import SystemClock
from miunlink_adb.device_state.attached import Attached

__all__ = ["AdbShell"]


class AdbShell:
    """See `miunlink_adb.phone.PhoneShell`; there is nothing to close."""

    def __init__(self, address: ServerAddress, device: Attached) -> None:
        """`device`: as adb lists it, ready. Nothing is asked of the phone yet."""
        self._session = Session(address, device.serial, device.transport_id, SystemClock())

    def shell(self, command: str, timeout: float = 10.0) -> str:
        """Run a command that only reads, and return what it printed.

        Raises:
            DeviceError: the phone does not answer.
        """
        with foreign_errors(f"running {command.split(' ')[0]} on the phone"):
            return self._session.run(command, timeout).text
