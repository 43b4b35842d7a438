"""A phone to test on, whichever it is: what a test may do with it, and the shell that all have.

Must not know the program that is tested.
"""

from __future__ import annotations

import os
import re
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Mapping

_ACCOUNT = re.compile(r"Account \{name=[^}]*, type=com\.xiaomi\}")
_SECONDS = 60.0

Turn = tuple[str, ...]
"""What the owner does when it is his turn: `rotate`, `kill_u2`, `password=wrong`, `code=right`…"""


class Handset(ABC):
    """A phone that shows the account pages.

    `settings`: the package that plays Settings on it.
    """

    settings: str

    def __init__(self, adb: str, serial: str, environment: Mapping[str, str]) -> None:
        self.adb, self.serial, self.environment = adb, serial, environment
        self.turns: list[Turn] = []

    def shell(self, command: str) -> str:
        """What a shell command prints.

        Raises:
            AssertionError: adb itself failed.
        """
        done = subprocess.run(
            [self.adb, "-s", self.serial, "shell", command],
            env={**os.environ, **self.environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=_SECONDS,
        )
        assert "error:" not in done.stderr, f"adb: {done.stderr.strip()}"
        return done.stdout

    def accounts(self) -> int:
        """How many Xiaomi accounts the phone itself counts."""
        listed = self.shell("dumpsys account").partition("RegisteredServicesCache")[0]
        return len(set(_ACCOUNT.findall(listed)))

    def turn(self) -> None:
        """The owner is told that it is his turn: he does the next of `turns`."""
        for act in self.turns.pop(0) if self.turns else ():
            if act == "kill_u2":
                self.kill_server()
            elif act == "rotate":
                self.rotate()
            else:
                self.answer(*act.split("=", 1))

    def server_runs(self) -> bool:
        """Whether a uiautomator2 server runs on the phone."""
        return bool(self.shell("pidof app_process").strip())

    def kill_server(self) -> None:
        """End the server, as a phone that is short of memory does."""
        for pid in self.shell("pidof app_process").split():
            self.shell(f"kill -9 {pid}")

    @abstractmethod
    def prepare(self, locale: str, *switches: str) -> None:
        """Sign an account in, in a language; `switches` are those of the virtual phone."""

    @abstractmethod
    def answer(self, what: str, how: str) -> None:
        """The owner types: `what` is `password`, `captcha` or `code`, `how` `right` or `wrong`."""

    @abstractmethod
    def rotate(self) -> None:
        """Turn the phone on its side."""

    @abstractmethod
    def check(self) -> None:
        """Look at the end whether the phone was treated as promised."""
