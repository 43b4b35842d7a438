"""An attached Android with the mock apps on it: an emulator, or a phone that is not Xiaomi's.

What the owner does goes through `adb shell input`, as fingers would. Must not be used on a Xiaomi
phone: the mock apps bear the names of real ones.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from miunlink_adb.virtual import Scenario
from miunlink_adb.virtual.owner import WRONG_SECRET
from tests.emulator.handset import Handset
from tests.emulator.mock.resource_files import RECEIVERS
from tests.emulator.mock.screens import PACKAGES, SETTINGS
from tests.emulator.mock.toolchain import ToolError

ENTER, TAB, HOME, WAKE = 66, 61, 3, 224
SIGN_INS = 20
"""Times that the account is asked for, half a second apart: a new app is not known at once."""
STOPPED_TOO = 0x20
"""Intent.FLAG_INCLUDE_STOPPED_PACKAGES: the app was never opened."""


class DeviceHandset(Handset):
    """A device that adb lists."""

    settings = SETTINGS

    def __init__(self, adb: str, serial: str, environment: Mapping[str, str]) -> None:
        super().__init__(adb, serial, environment)
        self.secrets: dict[str, str] = {}

    def prepare(self, locale: str, *switches: str) -> None:
        installed = self.shell("pm list packages").split()
        lacking = [name for name in PACKAGES if f"package:{name}" not in installed]
        if lacking:
            raise ToolError(f"not on {self.serial}: {', '.join(lacking)}; see docs/emulator.md")
        scenario = Scenario.parse(switches)
        self.secrets = {what: getattr(scenario, what) for what in ("password", "captcha", "code")}
        told = dict(pair.split("=", 1) for pair in switches)
        told |= {**self.secrets, "account": scenario.account_id, "locale": locale}
        self._settle()
        for package in PACKAGES:
            self._set_up(package, told)

    def _settle(self) -> None:
        self.shell("settings put system accelerometer_rotation 0")
        self.shell("settings put system user_rotation 0")
        self.shell(f"input keyevent {WAKE}")
        self.shell("wm dismiss-keyguard")
        self.shell(f"input keyevent {HOME}")
        for package in PACKAGES:
            self.shell(f"am force-stop {package}")

    def _set_up(self, package: str, told: Mapping[str, str]) -> None:
        extras = " ".join(f"--es {name} {shlex.quote(text)}" for name, text in told.items())
        command = f"am broadcast -f {STOPPED_TOO} -n {package}/{RECEIVERS[package]} {extras}"
        self.shell(command)
        for _ in range(SIGN_INS):
            if package != PACKAGES[0] or self.accounts() == 1:
                return
            self.shell(f"sleep 0.5; {command}")
        raise ToolError(f"{self.serial} does not take the mock account: is the app another one?")

    def answer(self, what: str, how: str) -> None:
        """Type where the cursor is: the sheet puts it into its first field."""
        secret = self.secrets[what] if how == "right" else WRONG_SECRET
        if what == "captcha":
            self._type(self.secrets["password"])
            self.shell(f"input keyevent {TAB}")
        self._type(secret)
        self.shell(f"input keyevent {ENTER}")

    def _type(self, text: str) -> None:
        self.shell(f"input text {shlex.quote(text)}")

    def rotate(self) -> None:
        self.shell("settings put system user_rotation 1")

    def check(self) -> None:
        assert not self.server_runs(), "left its server on the phone"
        self._settle()
