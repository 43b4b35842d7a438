"""What goes wrong on the phone, as data: which fault, when, how often.

Decides only *that* a fault is due; the rooms that are hit ask (`Phone.meet`) and carry it out.
Deterministic: "sometimes" is a fixed rhythm, never chance.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class When:
    """The moment of a fault: one of three kinds.

    At the `nth` request matching `request` (1 is the next); or when the screen named `screen` is
    shown; or `seconds` after it was armed.

    Requests are named by who answers them: "tap", "swipe", "key", "text", "dump" (u2),
    "shell_dump", "start" (u2 server), "http", "rpc", "rpc:METHOD", "shell", "shell:COMMAND"
    (first word), "service", "service:NAME". With both `request` and `screen`, only requests made
    while that screen is on top are counted.
    """

    request: str = ""
    nth: int = 1
    screen: str = ""
    seconds: float | None = None


@dataclass
class Fault:
    """One fault: `what` (see `Phone.meet`), when, how many times in a row, and its details."""

    what: str
    when: When = When(request="rpc")
    times: int = 1
    data: dict[str, Any] = field(default_factory=dict)
    seen: int = field(default=0, init=False)
    fired: int = field(default=0, init=False)


@dataclass
class Faults:
    """All that goes wrong on one phone.

    `input` is the standing state of injected input (by adb and u2, never the owner's): None works;
    "exception" is refused with INJECT_EVENTS; "silent" and "tap_silent" are dropped without an
    error (all input / taps and swipes only: HyperOS 2); "sometimes" drops every second tap.
    `plan` holds the faults with a moment.
    """

    input: str | None = None
    plan: list[Fault] = field(default_factory=list)

    def add(self, what: str, when: When | None = None, *, times: int = 1, **data: Any) -> Fault:
        """Plan a fault and return it."""
        raise NotImplementedError

    def due(self, request: str, *, screen: str = "") -> list[Fault]:
        """Count this request and return the faults that fire at it, marked as fired."""
        raise NotImplementedError
