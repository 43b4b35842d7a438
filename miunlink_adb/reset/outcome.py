"""What a reset came to: the report that is printed, and what the journal keeps of it.

It must not know how it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from miunlink_adb.deed import last_entry
from miunlink_adb.errors import MiunlinkError
from miunlink_adb.preflight import Obstacle
from miunlink_adb.reset.options import Via
from miunlink_adb.reset.plan import Step

__all__ = ["FORMAT", "ResetReport", "Status"]

FORMAT = 1
Status = Literal["done", "dry_run", "refused", "cancelled", "failed", "left"]


@dataclass(slots=True)
class ResetReport:
    """One reset. `left`: it has begun, and what became of it is not known or not proven yet."""

    via: Via = "settings"
    status: Status = "failed"
    serial: str | None = None
    model: str | None = None
    release: str | None = None
    region: str | None = None
    steps: list[dict[str, object]] = field(default_factory=list)
    plan: tuple[Step, ...] = ()
    obstacles: list[Obstacle] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    did: list[str] = field(default_factory=list)
    confirmed: list[str] = field(default_factory=list)
    evidence: dict[str, object] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)
    error: MiunlinkError | None = None

    @property
    def exit_code(self) -> int:
        """0 for what is done or was only to be shown, else the error's."""
        return self.error.exit_code if self.error else 0

    def succeed(self, status: Status) -> None:
        """It ended well."""
        self.status, self.error = status, None

    def fail(self, error: MiunlinkError, status: Status) -> None:
        """It ended with an error."""
        self.status, self.error = status, error

    def to_json(self) -> dict[str, Any]:
        """The document that `reset --json` prints."""
        return {
            "format": FORMAT,
            "command": "reset",
            "status": self.status,
            "via": self.via,
            "serial": self.serial,
            "model": self.model,
            "release": self.release,
            "region": self.region,
            "plan": [step.to_json() for step in self.plan],
            "obstacles": [dict(obstacle._asdict()) for obstacle in self.obstacles],
            "warnings": self.warnings,
            "steps": self.steps,
            "did": self.did,
            "confirmed": self.confirmed,
            "evidence": self.evidence,
            "open": self.open,
            "notes": self.notes,
            "error": self.error.to_json() if self.error else None,
        }

    def to_journal(self) -> dict[str, object]:
        """The journal's last entry: sentences of ours, counts and flags."""
        return last_entry(
            self.status,
            self.error,
            self.exit_code,
            did=self.did,
            confirmed=self.confirmed,
            evidence=self.evidence,
            left_open=self.open,
        )
