"""What goes wrong on the phone, as data: which fault, when, how often.

Decides only *that* a fault is due; the rooms that are hit ask (`Phone.meet`) and carry it out.
Deterministic: "sometimes" is a fixed rhythm, never chance.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

PHONE_FAULTS = (
    "unplug",  # seconds: plugged in again after that long; else it stays out
    "unauthorize",
    "offline",  # seconds: answers again after that long; else never
    "adb_killed",  # the computer's adb server; again: whether somebody starts it soon
    "reboot",
    "screen_off",
    "lock",  # secure: whether the keyguard asks for a secret
    "rotate",  # to: 0..3
    "locale",  # to: "de-DE"
    "network_off",
    "network_on",
    "crash",  # package: else the one in front
    "kill",  # package
    "surprise",  # screen: a name of Phone.surprises, or make: a callable returning a Screen
    "input",  # mode: the new Faults.input
    "server_killed",
    "holder",  # name: another tool takes UiAutomation, "" frees it
    "do",  # call: a plain function that gets the phone
)
"""Faults of the phone itself, carried out when they fall due, whatever the request; their data."""

ANSWER_FAULTS = (
    "input_exception",
    "input_silent",
    "tap_no_effect",
    "server_drop",  # connection cut before an answer
    "server_half",  # half an answer, then cut
    "server_hung",  # never an answer
    "server_not_json",
    "server_500",
    "server_not_connected",  # "UiAutomation not connected"
    "server_dead_object",
    "already_registered",  # at request "start"
    "server_quits",  # at request "start"
    "dump_empty",
    "dump_blank",  # "" instead of XML
    "dump_giant",
    "dump_half",
    "dump_illegal_character",
    "dump_idle",  # shell form: could not get idle state
    "dump_null_root",
    "dump_killed",
)
"""Faults that shape the answer of the request at which they fall due."""


class InputRefused(Exception):
    """Injected input was refused with an exception; the text is the phone's own."""


@dataclass(frozen=True)
class When:
    """The moment of a fault: one of three kinds.

    At the `nth` request matching `request` (1 is the next); or when the screen named `screen` is
    shown; or `seconds` after it was armed (`Phone.arm`).

    Requests are named by who answers them: "tap", "swipe", "key", "text", "dump" (u2),
    "shell_dump", "start" (u2 server), "http", "rpc", "rpc:METHOD", "shell", "shell:COMMAND"
    (first word), "service", "service:NAME", "sync", "sync:RECV" and the other words of the sync
    service, "sync:megabyte" (another one was pulled). With both `request` and `screen`, only
    requests made while that screen is on top are counted.
    """

    request: str = ""
    nth: int = 1
    screen: str = ""
    seconds: float | None = None


@dataclass
class Fault:
    """One fault: `what` (PHONE_FAULTS, ANSWER_FAULTS), when, how many times in a row, details."""

    what: str
    when: When = When(request="rpc")
    times: int = 1
    data: dict[str, Any] = field(default_factory=dict)
    seen: int = field(default=0, init=False)
    fired: int = field(default=0, init=False)

    def meets(self, request: str, screen: str) -> bool:
        """Count the request if it is one of ours; whether the fault falls due at it."""
        when = self.when
        ours = when.seconds is None and request == when.request
        if not ours or when.screen not in ("", screen) or self.fired >= self.times:
            return False
        self.seen += 1
        return self.seen >= when.nth


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
    pointers: int = 0

    def add(self, what: str, when: When | None = None, *, times: int = 1, **data: Any) -> Fault:
        """Plan a fault and return it; refuses a name that nobody carries out."""
        if what not in PHONE_FAULTS + ANSWER_FAULTS:
            raise ValueError(f"no such fault: {what}")
        fault = Fault(what, when or When(request="rpc"), times, data)
        self.plan.append(fault)
        return fault

    def due(self, request: str, *, screen: str = "") -> list[Fault]:
        """Count this request and return the faults that fire at it, marked as fired.

        A request "rpc:click" counts for "rpc" too. Of several faults all fire.
        """
        general = request.partition(":")[0]
        names = {request, general}
        due = []
        for fault in self.plan:
            name = fault.when.request
            if name in names and fault.meets(name, screen):
                fault.fired += 1
                due.append(fault)
        return due

    def shown(self, screen: str) -> list[Fault]:
        """The faults that fire because this screen is shown, marked as fired."""
        due = []
        for fault in self.plan:
            when = fault.when
            if when.request or when.screen != screen or fault.fired >= fault.times:
                continue
            fault.seen += 1
            if fault.seen >= when.nth:
                fault.fired += 1
                due.append(fault)
        return due

    def drops(self, *, pointer: bool) -> str:
        """Why the standing state loses this input without an error; "" when it does not."""
        if self.input == "sometimes" and pointer:
            self.pointers += 1
            return "sometimes" if self.pointers % 2 else ""
        lost = self.input == "silent" or (self.input == "tap_silent" and pointer)
        return str(self.input) if lost else ""
