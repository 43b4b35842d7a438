"""What was done to the phone and by whom: the witness that tests question.

Only remembers. Never holds what was typed into a field.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Tap:
    """A finger that went down and up. `at` is seconds since the record began.

    `source` is who did it: "adb", "u2" or "owner". `window` is `package/activity` of the window
    that was hit, "" when none was. `id`, `text`, `name` are those of the view that took the tap
    (deepest clickable), or of the deepest view there when none takes taps; an editable view's text
    is left out. `effect`: "tap", "long", "focus", "cancel" (outside a dialog), "disabled", "none"
    (nothing there takes taps) or "lost" (refused or swallowed: see `why`).
    """

    at: float
    source: str
    x: float
    y: float
    window: str
    id: str
    text: str
    name: str
    effect: str
    why: str = ""
    screen: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """A key press. `name` without KEYCODE_ ("BACK"); characters typed are recorded as "CHAR"."""

    at: float
    source: str
    name: str
    lost: bool = False
    screen: str = ""


@dataclass(frozen=True, slots=True)
class Swipe:
    """A drag of the finger and by how many pixels the list beneath it moved."""

    at: float
    source: str
    start: tuple[float, float]
    end: tuple[float, float]
    moved: int
    lost: bool = False
    screen: str = ""


@dataclass(frozen=True, slots=True)
class Start:
    """An activity start that was asked for; `ok` says whether something answered."""

    at: float
    source: str
    action: str
    component: str
    package: str
    ok: bool


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened at a time: a screen shown, a fault fired, a server started."""

    at: float
    kind: str
    what: str


@dataclass
class Record:
    """Everything done to one phone, in order, one list per kind."""

    clock: Callable[[], float] = time.monotonic
    taps: list[Tap] = field(default_factory=list)
    keys: list[Key] = field(default_factory=list)
    swipes: list[Swipe] = field(default_factory=list)
    texts: list[tuple[float, str, int]] = field(default_factory=list)
    starts: list[Start] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    services: list[str] = field(default_factory=list)
    rpc: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    began: float = field(init=False)

    def __post_init__(self) -> None:
        self.began = self.clock()

    def now(self) -> float:
        """Seconds since the record began."""
        return self.clock() - self.began

    def note(self, kind: str, what: str) -> None:
        """Remember that `what` of `kind` ("screen", "fault", "server", "toast"…) happened."""
        self.events.append(Event(self.now(), kind, what))

    def noted(self, kind: str) -> list[str]:
        """What happened of one kind, in order."""
        return [event.what for event in self.events if event.kind == kind]

    def tapped(self, what: str, *, source: str | None = None) -> list[Tap]:
        """Taps that had their effect on the view with this id or name, by anyone or `source`."""
        return [
            tap
            for tap in self.taps
            if what in (tap.id, tap.name)
            and tap.effect in ("tap", "long")
            and source in (None, tap.source)
        ]
