"""The server's process: it holds the phone's UiAutomation and listens on its tcp 9008.

Knows the phone; nothing of shell or adb. The shell command `app_process / com.wetest.uia2.Main`
is one call of `start`, whose caller cancels it when the shell's stream closes::

    code = await phone.automation.start(write)      # write: Callable[[bytes], object]
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from miunlink_adb.virtual.phone import Phone


class Automation:
    """uiautomator2's server on one phone, running or not.

    `holder` is who has UiAutomation now: "" nobody, "u2", "uiautomator" (a shell dump), or
    another tool's name. While it is not "", `uiautomator dump` is killed (exit 137) and a second
    server fails with "already registered".
    """

    holder: str = ""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone

    async def start(self, write: Callable[[bytes], object], port: int = 9008) -> int:
        """Run the server until it is killed (returns its exit code) or cancelled (stopped)."""
        raise NotImplementedError

    def stop(self) -> None:
        """End the server's process, cutting its connections."""
        raise NotImplementedError

    @property
    def alive(self) -> bool:
        """Whether the server listens."""
        raise NotImplementedError
