"""One backup, from looking to the manifest: what is there, what is missing here, room, copying.

It must not know how the phone is reached, nor who is told.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from miunlink_adb.backup.choice import APPS, LEFT_OUT, Choice
from miunlink_adb.backup.comparing import Verify, comparison_for
from miunlink_adb.backup.copying import Copier
from miunlink_adb.backup.folder import BackupFolder, in_words, local_errors
from miunlink_adb.backup.manifest import Manifest, Record, new_head
from miunlink_adb.backup.patience import Patience, Tools, look_surely
from miunlink_adb.backup.plan import Plan, Wanted, make_plan, needed_bytes
from miunlink_adb.backup.report import CopyReport
from miunlink_adb.errors import NoSpace, UsageError
from miunlink_adb.storage import PhoneStorage, Tree

__all__ = ["BackupOptions", "save_backup"]


@dataclass(frozen=True, slots=True)
class BackupOptions:
    """`folder`: of this computer. `serial`: the phone's own, "" if unknown. `maker`: who we are."""

    folder: Path
    choice: Choice
    serial: str
    maker: str
    now: datetime
    verify: Verify = "hash"


@dataclass(slots=True)
class _Found:
    wanted: list[Wanted] = field(default_factory=list)
    tree: Tree = field(default_factory=lambda: Tree([], [], []))


def save_backup(options: BackupOptions, tools: Tools, report: CopyReport) -> None:
    """Copy what is chosen and not in the folder yet; the report fills as it goes.

    Raises:
        DeviceError: the phone was lost for good. NoSpace, UsageError, DeviceBusy: the folder.
        What was copied until then is in the folder, and the next run goes on from there.
    """
    began = tools.clock.now()
    report.kinds = options.choice.names
    try:
        with BackupFolder(options.folder, options.now) as folder:
            manifest = _manifest(folder, options)
            try:
                _save(options, tools, report, folder, manifest)
            finally:
                with contextlib.suppress(OSError):
                    manifest.write()
    finally:
        report.reconnections = tools.reconnections
        report.seconds = tools.clock.now() - began


def _manifest(folder: BackupFolder, options: BackupOptions) -> Manifest:
    found = folder.manifest()
    if found is None:
        found = Manifest(folder.root, new_head(options.serial, options.maker))
    elif not found.is_of(options.serial):
        raise UsageError(
            f"{folder.root} holds the backup of another phone.", hint="Name another folder."
        )
    with local_errors(folder.root):
        found.write()
    return found


def _save(
    options: BackupOptions,
    tools: Tools,
    report: CopyReport,
    folder: BackupFolder,
    manifest: Manifest,
) -> None:
    patience = Patience(tools)
    found = patience.call(lambda: _find(tools.storage, options.choice))
    _note(report, found)
    plan = make_plan(
        found.wanted,
        manifest.records,
        lambda record: folder.size(record.file) == record.size,
        lambda record: _covered(record, options.choice, found.tree),
    )
    _account(plan, report, manifest, folder)
    check = patience.call(lambda: comparison_for(options.verify, tools.storage, folder, tools.tell))
    report.checked_by = check.name
    tools.meter.begin("copying", len(plan.copy), plan.copy_bytes)
    Copier(tools, folder, manifest, check, report).run(plan.copy, plan.check, patience)
    tools.tick()
    with local_errors(folder.root):
        folder.keep_parts(set())
        if report.copied:
            folder.settle()
    report.conclude()


def _find(storage: PhoneStorage, choice: Choice) -> _Found:
    """What is on the phone of what was chosen."""
    look_surely(storage, [])
    tree = storage.walk(choice.roots, LEFT_OUT) if choice.roots else Tree([], [], [])
    wanted = [
        Wanted(entry.path, choice.kind_of(entry.path), entry)
        for entry in tree.entries
        if entry.kind == "file"
    ]
    return _Found([*wanted, *(_apps(storage) if choice.apps else ())], tree)


def _apps(storage: PhoneStorage) -> Iterator[Wanted]:
    for app in storage.apps():
        for entry in app.files:
            file = entry.path.rpartition("/")[2]
            yield Wanted(f"app:{app.package}/{file}", APPS, entry)


def _note(report: CopyReport, found: _Found) -> None:
    tree = found.tree
    report.skipped = [(e.path, e.kind) for e in tree.entries if e.kind != "file"]
    report.unreadable, report.missing = tree.unreadable, tree.missing
    report.found = len(found.wanted)
    report.found_bytes = sum(one.entry.size for one in found.wanted)


def _covered(record: Record, choice: Choice, tree: Tree) -> bool:
    """What lies on a card that is not in, or below a folder that is closed, may be there still."""
    away = [folder for folder in tree.missing if folder in choice.folders]
    hidden = any(record.name.startswith(f"{folder}/") for folder in (*tree.unreadable, *away))
    return choice.covers(record.name, record.kind) and not hidden


def _account(plan: Plan, report: CopyReport, manifest: Manifest, folder: BackupFolder) -> None:
    """Write down what needs no copying, and look whether there is room for the rest.

    Raises:
        NoSpace: there is not.
    """
    report.kept, report.kept_bytes = len(plan.kept), sum(record.size for record in plan.kept)
    report.gone = len(plan.gone)
    for record in plan.kept:
        manifest.records[record.name] = record
    for record in plan.gone:
        manifest.records[record.name] = replace(record, gone=True)
    begun = 0
    with local_errors(folder.root):
        if parts := folder.parts():
            jobs = {job.key: job for job in plan.copy}
            folder.keep_parts(set(jobs))
            begun = sum(min(parts[key], jobs[key].entry.size) for key in parts if key in jobs)
    needed = needed_bytes(plan.copy_bytes - begun)
    free = folder.free()
    if needed > free:
        raise NoSpace(
            f"{in_words(needed)} are needed in {folder.root}, {in_words(free)} are free.",
            hint="Make room, name a folder on another disk, or choose less to back up.",
        )
