"""What a backup or a restore came to, for people and machines.

Plain data. It must not know how it came about.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from miunlink_adb.errors import (
    BackupIncomplete,
    Interrupted,
    MiunlinkError,
    Refused,
    UsageError,
)

__all__ = ["CopyReport"]

Problem = tuple[str, str]
"""A name of the manifest and why, in one word."""


@dataclass
class CopyReport:
    """Counts of files and bytes, and lists of what needs a person's eyes.

    `status`: ``done``; ``incomplete``: all was tried, not all succeeded; ``left``: cut off, the
    next run goes on; ``refused``, ``failed``. `skipped`: links and specials. `unreadable`: folders.
    `vanished`: deleted while the run went on. `conflicts`: other files stand in their place on the
    phone. `checked_by`: how copies were compared with the phone.
    """

    command: str
    status: str = "failed"
    kinds: tuple[str, ...] = ()
    found: int = 0
    found_bytes: int = 0
    copied: int = 0
    copied_bytes: int = 0
    kept: int = 0
    kept_bytes: int = 0
    checked: int = 0
    checked_by: str = ""
    gone: int = 0
    resumed_bytes: int = 0
    copied_again: int = 0
    reconnections: int = 0
    apps_left: int = 0
    seconds: float = 0.0
    skipped: list[Problem] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)
    failures: list[Problem] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    error: MiunlinkError | None = None

    def conclude(self) -> None:
        """It came to its end: done, or not with everything."""
        parts = (
            (len(self.failures), "could not be copied"),
            (len(self.unreadable), "folder(s) could not be looked into"),
            (len(self.conflicts), "differ from what is on the phone and were left alone"),
        )
        lacking = [f"{count} {what}" for count, what in parts if count]
        self.status = "incomplete" if lacking else "done"
        if lacking:
            self.error = BackupIncomplete(f"Not everything was copied: {', '.join(lacking)}.")

    def fail(self, error: MiunlinkError) -> None:
        """It was ended by this; once it knew what was to do, the next run can go on."""
        self.error = error
        began = self.found > 0 and not isinstance(error, UsageError)
        if isinstance(error, Refused) and not self.copied:
            self.status = "refused"
        elif began:
            self.status = "left"
        else:
            self.status = "cancelled" if isinstance(error, Interrupted) else "failed"

    @property
    def exit_code(self) -> int:
        """As the command line promises it."""
        return self.error.exit_code if self.error else 0

    def counts(self) -> dict[str, Any]:
        """Numbers only: no name of a file."""
        names = (
            "found found_bytes copied copied_bytes kept kept_bytes checked checked_by gone "
            "resumed_bytes copied_again reconnections apps_left"
        )
        counts = {name: getattr(self, name) for name in names.split()}
        lists = ("skipped", "unreadable", "missing", "vanished", "failures", "conflicts")
        return counts | {name: len(getattr(self, name)) for name in lists}

    def to_json(self) -> dict[str, Any]:
        """All but the shared head of the document."""
        listed = {"skipped": self.skipped, "failures": self.failures}
        return {
            "status": self.status,
            "kinds": list(self.kinds),
            "counts": self.counts(),
            "seconds": round(self.seconds, 3),
            **{key: [{"name": n, "why": w} for n, w in all_] for key, all_ in listed.items()},
            "unreadable": self.unreadable,
            "missing": self.missing,
            "vanished": self.vanished,
            "conflicts": self.conflicts,
            "error": self.error.to_json() if self.error else None,
        }
