"""What can be looked up on the attached phone while its owner works on a site.

Reads only. A phone that does not answer is no error here: then nothing is known. It must not know
steps, nor what follows from an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from miunlink_adb.accounts import parse_accounts, xiaomi_counts
from miunlink_adb.clock import Clock, Deadline
from miunlink_adb.device_state.network import parse_network
from miunlink_adb.errors import DeviceError, RetryableDeviceError
from miunlink_adb.phone import Phone

__all__ = ["CheckResult", "Counts", "PhoneChecks"]

Verdict = Literal["passed", "not_yet", "unknown"]
Counts = Mapping[str, int]
RECONNECT = 5.0
"""Seconds for a phone whose cable was out in between."""
EVERY = 2.0
"""Seconds between two looks while something is waited for."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a look found. `detail`: what the phone said, in an English sentence of ours."""

    name: str
    outcome: Verdict
    detail: str

    def to_json(self) -> dict[str, str]:
        """``{"name", "outcome", "detail"}``."""
        return {"name": self.name, "outcome": self.outcome, "detail": self.detail}


class PhoneChecks:
    """Looks at one phone, or at none."""

    def __init__(self, phone: Phone | None, clock: Clock) -> None:
        self._phone, self._clock = phone, clock
        self._looks: Mapping[str, Callable[[Phone], tuple[Verdict, str]]] = {
            "online": self._online,
            "no_account": self._no_account,
        }
        self.counts: Counts | None = None
        """Xiaomi accounts per Android user, as of the last look that told them."""

    @property
    def has_phone(self) -> bool:
        """Whether there is a phone to look at."""
        return self._phone is not None

    def look(self, name: str) -> CheckResult:
        """Look once; a phone that was unplugged in between is waited for, shortly.

        Raises:
            KeyError: there is no such check.
        """
        look, phone = self._looks[name], self._phone
        if phone is None:
            return CheckResult(name, "unknown", "No phone is attached.")
        if look == self._no_account:
            self.counts = None
        try:
            return CheckResult(name, *self._asked(look, phone))
        except DeviceError as error:
            return CheckResult(name, "unknown", error.message)

    def wait_for(self, name: str, seconds: float) -> CheckResult:
        """Look until it is passed, for this long at most; the last look counts."""
        deadline = Deadline(self._clock, seconds)
        found = self.look(name)
        while found.outcome == "not_yet" and not deadline.expired:
            self._clock.sleep(deadline.slice(EVERY))
            found = self.look(name)
        return found

    def _asked(
        self, look: Callable[[Phone], tuple[Verdict, str]], phone: Phone
    ) -> tuple[Verdict, str]:
        try:
            return look(phone)
        except RetryableDeviceError:
            phone.reconnect(RECONNECT)
            return look(phone)

    def _online(self, phone: Phone) -> tuple[Verdict, str]:
        network = parse_network(phone.shell("dumpsys connectivity"))
        if network.validated:
            return "passed", "Android says that it reaches the internet."
        if network.connected is False or network.validated is False:
            return "not_yet", "Android says that it does not reach the internet."
        return "unknown", "The phone does not say whether it is online."

    def _no_account(self, phone: Phone) -> tuple[Verdict, str]:
        report = parse_accounts(phone.shell("dumpsys account"))
        if not report.complete:
            return "unknown", report.why
        self.counts = xiaomi_counts(report)
        left = [user for user, count in self.counts.items() if count]
        if not left:
            return "passed", "dumpsys account lists no Mi / Xiaomi account."
        users = ", ".join(left)
        return "not_yet", f"dumpsys account lists a Mi / Xiaomi account (Android user {users})."
