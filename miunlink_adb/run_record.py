"""A run as its journal tells it: when, on which phone, how far it came, how it ended.

Reads only what journals hold, and believes none of it further than to show it. It must not know
where journals are kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from miunlink_adb.journal import FORMAT, read_lines

__all__ = ["FINISHED", "RunRecord", "ago", "read_run"]

FINISHED = ("signed_out", "already_signed_out", "dry_run")
"""How a run ends that leaves nothing to go on with."""


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run.

    `began`: in the time zone in which it was written. `about`: the first entry. `events`: what lies
    between; each has `event` and `at_ms`. `ended`: the last entry, None when the run was cut off.
    """

    run: str
    file: Path
    began: datetime
    phone: str
    pid: int
    about: dict[str, Any]
    events: tuple[dict[str, Any], ...]
    ended: dict[str, Any] | None

    @property
    def command(self) -> str:
        """The command that it was a run of; the first journals were all of sign-outs."""
        return str(self.about.get("command") or "signout")

    @property
    def status(self) -> str | None:
        """As the report says it; None when the run was cut off."""
        return str(self.ended.get("status")) if self.ended else None

    @property
    def last_screen(self) -> str | None:
        """The last screen that was known."""
        screens = (entry.get("screen") for entry in reversed(self.events))
        return next((str(name) for name in screens if name), None)

    @property
    def stopped(self) -> bool:
        """Whether it left something to go on with."""
        return self.status not in FINISHED

    @property
    def last_moment(self) -> datetime:
        """When its last entry was written, as far as the file tells."""
        try:
            return datetime.fromtimestamp(self.file.stat().st_mtime, UTC)
        except OSError:
            return self.began


def read_run(file: Path) -> RunRecord | None:
    """Read one journal; None when it is none or its first line is torn."""
    try:
        entries = read_lines(file)
        about = entries[0]
        began = datetime.fromisoformat(str(about["began"]))
        phone, pid = str(about["phone"]), int(about["pid"])
    except (OSError, ValueError, TypeError, KeyError, IndexError):
        return None
    if about["event"] != "began" or about.get("format") != FORMAT:
        return None
    ended = entries[-1] if entries[-1]["event"] == "ended" else None
    events = tuple(entry for entry in entries[1:] if entry["event"] not in ("began", "ended"))
    began = began if began.tzinfo else began.replace(tzinfo=UTC)
    return RunRecord(file.stem, file, began, phone, pid, about, events, ended)


def ago(then: datetime, now: datetime) -> str:
    """A span of time as a person says it: "just now", "3 minutes ago"."""
    seconds = max(0.0, (now - then).total_seconds())
    for name, size in (("day", 86400), ("hour", 3600), ("minute", 60)):
        count = int(seconds // size)
        if count:
            return f"{count} {name}{'s' if count > 1 else ''} ago"
    return "just now"
