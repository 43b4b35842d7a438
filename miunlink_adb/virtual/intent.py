"""Intents: what `am start` and apps ask for, and which activity of the phone answers.

Knows neither screens nor shell syntax.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from miunlink_adb.virtual.screen import Screen, full_class

FLAG_ACTIVITY_NEW_TASK = 0x10000000
FLAG_ACTIVITY_CLEAR_TOP = 0x04000000
FLAG_ACTIVITY_CLEAR_TASK = 0x00008000


@dataclass(frozen=True)
class Intent:
    """A start request. `component` is "pkg/.Class" or "pkg/full.Class"; `package` is am's -p.

    `stop` is am's -S (force-stop the package first); `user` am's --user, None for the current one.
    """

    action: str = ""
    component: str = ""
    package: str = ""
    data: str = ""
    categories: tuple[str, ...] = ()
    extras: dict[str, Any] = field(default_factory=dict)
    flags: int = 0
    stop: bool = False
    user: int | None = None

    def target(self) -> tuple[str, str]:
        """Package and full class that it names; ("", "") when it names none."""
        package, _, activity = self.component.partition("/")
        return (package, full_class(package, activity)) if activity else ("", "")

    def __str__(self) -> str:
        """As the platform prints it: `act=… cat=[…] dat=… flg=0x… pkg=… cmp=…`."""
        parts = [
            f"act={self.action}" if self.action else "",
            f"cat=[{','.join(self.categories)}]" if self.categories else "",
            f"dat={self.data}" if self.data else "",
            f"flg={self.flags:#x}" if self.flags else "",
            f"pkg={self.package}" if self.package else "",
            f"cmp={short(*self.target())}" if self.component else "",
            "(has extras)" if self.extras else "",
        ]
        return " ".join(part for part in parts if part)


def short(package: str, activity: str) -> str:
    """`pkg/.Class` when the class lies in the package, else `pkg/full.Class`."""
    inside = activity.startswith(package + ".")
    return f"{package}/{activity[len(package) :] if inside else activity}"


@dataclass
class IntentFilter:
    """An activity of the phone: what it answers to and how to make its screen.

    `package`, `activity`: the activity that is started. `aliases`: other class names for it
    (activity-alias; ".MainSettings"). `actions`: it answers these when no component is named.
    `exported=False`: the shell is denied. `launch` is "standard", "singleTop" or "singleTask".
    `make(intent)` builds the screen, or returns None when the activity finishes at once.
    `launcher`: it is what the app's icon starts (MAIN/LAUNCHER; `monkey -p`).
    """

    package: str
    activity: str
    make: Callable[[Intent], Screen | None]
    actions: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    exported: bool = True
    launch: str = "standard"
    launcher: bool = False
    permission: str = ""

    def classes(self) -> set[str]:
        """Full names of the activity and its aliases."""
        return {full_class(self.package, name) for name in (self.activity, *self.aliases)}


@dataclass(frozen=True)
class StartResult:
    """What became of a start. `error` is the text that `am start` prints after "Starting: …".

    `outcome`: "started", "front" (its task was only brought to the front), "delivered" (the
    running top instance got it), "unresolved", "no_class", "denied". `component` is the short form.
    """

    outcome: str
    component: str = ""
    error: str = ""

    @property
    def ok(self) -> bool:
        """Whether an activity answered."""
        return self.outcome in ("started", "front", "delivered")
