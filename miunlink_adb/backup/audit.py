"""Whether a backup is whole: every file there, every hash right. Needs no phone.

It must not know phones, nor change anything in the folder.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from miunlink_adb.backup.folder import BackupFolder, local_errors
from miunlink_adb.backup.manifest import MANIFEST, Manifest, Record
from miunlink_adb.backup.meter import Meter
from miunlink_adb.errors import UsageError

__all__ = ["Audit", "audit_backup", "existing_manifest"]


@dataclass
class Audit:
    """Names of the manifest that are `missing` or `damaged` (other bytes than were written).

    `foreign`: files in the folder that no line of the manifest is about. `unchecked`: files that
    were never compared with the phone. `damaged_lines`: lines of the manifest that say nothing.
    """

    files: int = 0
    bytes: int = 0
    gone: int = 0
    missing: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)
    damaged_lines: int = 0

    @property
    def sound(self) -> bool:
        """Whether everything that was backed up can be given back."""
        return not (self.missing or self.damaged or self.damaged_lines)

    def to_json(self) -> dict[str, Any]:
        """All but the shared head of the document."""
        lists = ("missing", "damaged", "foreign", "unchecked")
        counts = {name: len(getattr(self, name)) for name in lists}
        counts |= {"files": self.files, "bytes": self.bytes, "gone": self.gone}
        counts["damaged_lines"] = self.damaged_lines
        return {"sound": self.sound, "counts": counts} | {n: getattr(self, n) for n in lists}


def existing_manifest(folder: BackupFolder) -> Manifest:
    """The manifest of a folder in which there must be one.

    Raises:
        UsageError: there is none.
    """
    found = folder.manifest()
    if found is None:
        raise UsageError(
            f"There is no backup in {folder.root}.", hint="Name the folder of a backup."
        )
    return found


def must_hold_backup(root: Path) -> None:
    """Look before anything is made in the folder.

    Raises:
        UsageError: there is no backup in it.
    """
    if not (root / MANIFEST).is_file():
        raise UsageError(f"There is no backup in {root}.", hint="Name the folder of a backup.")


def audit_backup(root: Path, now: datetime, meter: Meter, tick: Callable[[], None]) -> Audit:
    """Read every file of a backup and compare it with its hash.

    Raises:
        UsageError: there is no backup there, or it cannot be read at all.
        DeviceBusy: a run is writing to it.
    """
    must_hold_backup(root)
    with BackupFolder(root, now) as folder:
        manifest = existing_manifest(folder)
        records = [record for _, record in sorted(manifest.records.items())]
        audit = Audit(damaged_lines=manifest.damaged_lines)
        meter.begin("verifying", len(records), sum(record.size for record in records))
        for record in records:
            _audit(record, folder, audit, meter, tick)
        own = {record.file for record in records}
        with local_errors(root):
            audit.foreign = [file for file in folder.files() if file not in own]
    return audit


def _audit(
    record: Record, folder: BackupFolder, audit: Audit, meter: Meter, tick: Callable[[], None]
) -> None:
    audit.files += 1
    audit.bytes += record.size
    audit.gone += record.gone
    if not record.checked:
        audit.unchecked.append(record.name)
    size = folder.size(record.file)
    if size is None:
        audit.missing.append(record.name)
    elif size != record.size or hash_here(record, folder, meter, tick) != record.sha256:
        audit.damaged.append(record.name)
    meter.add(0, 1)


def hash_here(record: Record, folder: BackupFolder, meter: Meter, tick: Callable[[], None]) -> str:
    """The hash of a file as it lies here; "" when it cannot be read."""
    found = hashlib.sha256()
    try:
        for data in folder.read(record.file):
            found.update(data)
            meter.add(len(data))
            tick()
    except OSError:
        return ""
    return found.hexdigest()
