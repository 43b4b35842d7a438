"""What a sign-out run did and how it ended, collected from its events.

One result object: `to_json` is the command line's contract, `lines` is for people. Names and
numbers only, no text from the phone. It must not know how a run works.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from miunlink_adb.errors import Cancelled, HandoffTimeout, Interrupted, MiunlinkError, Refused
from miunlink_adb.event import Event, HandoffEnded, ScreenSeen
from miunlink_adb.remaining import Binding

__all__ = ["SignoutReport", "Status"]

FORMAT = 1
Status = Literal[
    "signed_out",
    "already_signed_out",
    "dry_run",
    "refused",
    "handoff_timeout",
    "cancelled",
    "failed",
]
DONE: tuple[Status, ...] = ("signed_out", "already_signed_out", "dry_run")
"""How a run ends well: exit code 0."""


@dataclass(slots=True)
class SignoutReport:
    """The result of one `signout`.

    `before`, `after`: Xiaomi accounts per Android user. `screens`: each screen when it came up.
    `started`: seconds on the run's clock. `labels`: where the words came from that it looked for.
    """

    started: float = 0.0
    status: Status = "failed"
    serial: str | None = None
    release: str | None = None
    region: str | None = None
    locale: str | None = None
    route: str | None = None
    screens: list[dict[str, object]] = field(default_factory=list)
    handoffs: list[dict[str, object]] = field(default_factory=list)
    before: dict[str, int] = field(default_factory=dict)
    after: dict[str, int] = field(default_factory=dict)
    remaining: list[Binding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    labels: dict[str, object] | None = None
    error: MiunlinkError | None = None

    def collect(self, event: Event) -> None:
        """Take what belongs into the report from an event of the run."""
        if isinstance(event, ScreenSeen):
            self._screen(event)
        elif isinstance(event, HandoffEnded):
            self.handoffs.append(
                {
                    "reason": event.reason,
                    "seconds": round(event.seconds, 3),
                    "outcome": event.outcome,
                }
            )

    def _screen(self, event: ScreenSeen) -> None:
        if event.screen is None or (self.screens and self.screens[-1]["screen"] == event.screen):
            return
        self.screens.append(
            {
                "screen": event.screen,
                "at_ms": round((event.at - self.started) * 1000),
                "reaction": event.reaction,
                "landmarks": list(event.landmarks),
            }
        )

    def succeed(self, status: Status) -> None:
        """End well."""
        self.status, self.error = status, None

    def fail(self, error: MiunlinkError) -> None:
        """End with an error; the status follows from its kind."""
        self.error = error
        if isinstance(error, HandoffTimeout):
            self.status = "handoff_timeout"
        elif isinstance(error, Cancelled | Interrupted):
            self.status = "cancelled"
        else:
            self.status = "refused" if isinstance(error, Refused) else "failed"
        if self.status == "failed":
            self._name_place(error)

    def _name_place(self, error: MiunlinkError) -> None:
        """Say on which screen it happened, unless the message does."""
        last = str(self.screens[-1]["screen"]) if self.screens else ""
        if last and last not in error.message:
            error.message += f" The last screen was {last}."

    @property
    def exit_code(self) -> int:
        """As the command-line contract lists them."""
        if self.error:
            return self.error.exit_code
        return int(self.status not in DONE)

    def to_json(self) -> dict[str, object]:
        """The one document that `signout --json` prints."""
        return {
            "format": FORMAT,
            "command": "signout",
            "status": self.status,
            "serial": self.serial,
            "release": self.release,
            "region": self.region,
            "locale": self.locale,
            "route": self.route,
            "screens": self.screens,
            "handoffs": self.handoffs,
            "accounts": {"before": self.before, "after": self.after},
            "remaining": [binding.to_json() for binding in self.remaining],
            "notes": self.notes,
            "labels": self.labels,
            "error": self.error.to_json() if self.error else None,
        }
