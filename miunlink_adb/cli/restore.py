"""`restore`: files of a backup back onto a phone."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from miunlink_adb.cli.backup import listed
from miunlink_adb.cli.context import Context, pass_shared
from miunlink_adb.cli.file_run import carry_out, finish, virtual_option
from miunlink_adb.cli.render import say

if TYPE_CHECKING:
    from miunlink_adb.backup import CopyReport
    from miunlink_adb.backup.patience import Tools

__all__ = ["restore"]

EPILOG = """Examples:

\b
  miunlink-adb restore phone
  miunlink-adb restore phone --only photos --to /sdcard/FromBackup

Run it again to go on after an interruption: what is on the phone already is not sent again.
Exit codes: 0 all of it is on the phone, 2 there is no backup, 3 the phone was lost, 5 some files
were left out (they differ from what is on the phone, or are damaged here), 6 the phone has no
room, 130 Ctrl-C.
"""
FOLDER = click.Path(file_okay=False, path_type=Path)
KINDS = ["photos", "downloads", "documents", "recordings", "folders"]


@click.command(epilog=EPILOG)
@click.argument("folder", type=FOLDER)
@click.option("--to", metavar="PATH", help="Into this folder of the phone, not where they were.")
@click.option("--only", type=click.Choice(KINDS), multiple=True, help="One kind of files.")
@click.option("--overwrite", is_flag=True, help="Replace files on the phone that differ.")
@click.option("--deleted", is_flag=True, help="Also what was deleted before the last backup.")
@virtual_option
@pass_shared
def restore(context: Context, folder: Path, **given: Any) -> None:
    """Copy the files of the backup in FOLDER back onto the phone, and compare each.

    A file on the phone that differs is left alone unless you say --overwrite. Apps are not
    installed: their files stay in the folder "apps" of the backup.
    """
    from miunlink_adb.backup import CopyReport, RestoreOptions, restore_backup
    from miunlink_adb.backup.choice import phone_path

    to = phone_path(given["to"]) if given["to"] else ""
    kinds, overwrite, deleted = given["only"], given["overwrite"], given["deleted"]
    options = RestoreOptions(folder, datetime.now(UTC), to, kinds, overwrite, deleted)
    report = CopyReport("restore", kinds=kinds)
    said = {"kinds": list(kinds), "to": bool(to), "overwrite": overwrite, "deleted": deleted}

    def work(tools: Tools, _serial: str) -> None:
        restore_backup(options, tools, report)

    about = carry_out(context, report, said, work, given["virtual"])
    if report.apps_left:
        say(
            f"{report.apps_left} files of apps stay in {folder / 'apps'}: this program installs "
            "nothing. Get the apps from their shop, or install the files yourself."
        )
    if report.copied:
        say("If the gallery does not show them yet, restart the phone.")
    finish(context, report, {**about, "folder": str(folder)}, _words(report))


def _words(report: CopyReport) -> list[str]:
    from miunlink_adb.backup.folder import in_words

    if report.status in ("failed", "refused", "cancelled"):
        return []
    lines = [
        f"restored   {report.copied} files, {in_words(report.copied_bytes)}",
        f"there      {report.kept} files, {in_words(report.kept_bytes)}",
    ]
    if report.checked:
        lines.append(f"compared   {report.checked} on the phone, by {report.checked_by}")
    lines += listed("differs on the phone", report.conflicts)
    lines += listed("not restored", [f"{name} ({why})" for name, why in report.failures])
    return lines
