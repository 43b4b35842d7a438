"""A backup folder, a phone in memory, and one run of each command between them."""

from datetime import UTC, datetime
from pathlib import Path

from miunlink_adb.backup import (
    Audit,
    BackupOptions,
    Choice,
    CopyReport,
    Limits,
    Meter,
    RestoreOptions,
    audit_backup,
    restore_backup,
    save_backup,
)
from miunlink_adb.backup.comparing import Verify
from miunlink_adb.backup.patience import Tools
from miunlink_adb.clock import SystemClock
from miunlink_adb.errors import MiunlinkError
from miunlink_adb.storage import PhoneStorage

NOW = datetime(2026, 1, 31, tzinfo=UTC)
PHOTOS = Choice(("photos",))


class Bench:
    """Runs commands and keeps what they said."""

    def __init__(self, folder: Path, storage: PhoneStorage, limits: Limits = Limits()) -> None:
        self.folder, self.storage, self.limits = folder, storage, limits
        self.said: list[str] = []

    def tools(self) -> Tools:
        """What a run works with."""
        clock = SystemClock()
        return Tools(self.storage, clock, Meter(clock), self.said.append, lambda: None, self.limits)

    def back_up(
        self, choice: Choice = PHOTOS, *, verify: Verify = "hash", serial: str = "abc"
    ) -> CopyReport:
        """One backup, as the command makes it."""
        report = CopyReport("backup")
        options = BackupOptions(self.folder, choice, serial, "test", NOW, verify)
        try:
            save_backup(options, self.tools(), report)
        except MiunlinkError as error:
            report.fail(error)
        return report

    def restore(
        self,
        to: str = "",
        kinds: tuple[str, ...] = (),
        *,
        overwrite: bool = False,
        deleted: bool = False,
    ) -> CopyReport:
        """One restore."""
        report = CopyReport("restore")
        options = RestoreOptions(self.folder, NOW, to, kinds, overwrite, deleted)
        try:
            restore_backup(options, self.tools(), report)
        except MiunlinkError as error:
            report.fail(error)
        return report

    def audit(self) -> Audit:
        """`backup verify`."""
        return audit_backup(self.folder, NOW, Meter(SystemClock()), lambda: None)

    def copy_of(self, path: str) -> bytes:
        """The copy of a file of the owner's storage with an ordinary name."""
        return (self.folder / "files" / path.lstrip("/")).read_bytes()
