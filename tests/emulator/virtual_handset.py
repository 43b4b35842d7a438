"""The virtual phone as a handset: the owner is its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.phones import Attached, Phones
from tests.emulator.handset import Handset
from tests.emulator.mock.screens import REAL_SETTINGS
from tests.emulator.mock.stage import RELEASE

if TYPE_CHECKING:
    from miunlink_adb.virtual import AdbServer
    from miunlink_adb.virtual.phone import Phone


class VirtualHandset(Handset):
    """A virtual phone of the release that the mock apps play."""

    settings = REAL_SETTINGS

    def __init__(self, server: AdbServer) -> None:
        environment = server.environment()
        super().__init__(environment["ADBUTILS_ADB_PATH"], "", environment)
        self.phones = Phones(server)

    @property
    def _attached(self) -> Attached:
        return self.phones.attached[-1]

    def prepare(self, locale: str, *switches: str) -> None:
        self.phones.put_away()
        self.serial = self.phones.attach(f"{RELEASE}:{locale}", *switches).serial

    def answer(self, what: str, how: str) -> None:
        self._attached.acts.append(f"{what}={how}")
        self._attached.turn()

    def rotate(self) -> None:
        def turned(phone: Phone) -> None:
            phone.rotation = 1
            phone.ui.touch()

        self._attached.virtual.call(turned)

    def check(self) -> None:
        self.phones.check()

    def put_away(self) -> None:
        """Detach the phone."""
        self.phones.put_away()
