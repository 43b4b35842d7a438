"""Backup of the owner's files to a folder of this computer, its check, and the way back.

Runs on `miunlink_adb.storage.PhoneStorage`; it must not know adb, terminals or journals.
"""

from __future__ import annotations

from miunlink_adb.backup.audit import Audit, audit_backup
from miunlink_adb.backup.choice import ALL_KINDS, APPS, KINDS, Choice
from miunlink_adb.backup.copying import Limits
from miunlink_adb.backup.meter import Meter, Snapshot
from miunlink_adb.backup.report import CopyReport
from miunlink_adb.backup.restoring import RestoreOptions, restore_backup
from miunlink_adb.backup.saving import BackupOptions, save_backup

__all__ = [
    "ALL_KINDS",
    "APPS",
    "KINDS",
    "Audit",
    "BackupOptions",
    "Choice",
    "CopyReport",
    "Limits",
    "Meter",
    "RestoreOptions",
    "Snapshot",
    "audit_backup",
    "restore_backup",
    "save_backup",
]
