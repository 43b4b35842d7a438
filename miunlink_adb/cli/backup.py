"""`backup` and `backup verify`: the owner's files to a folder, and whether that folder is whole."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from miunlink_adb.cli.context import Context, keep_shared, pass_shared, shared_options
from miunlink_adb.cli.file_run import MAKER, carry_out, finish, virtual_option
from miunlink_adb.cli.render import FORMAT, plain, print_json, say, show_error

if TYPE_CHECKING:
    from miunlink_adb.backup import Audit, Choice, CopyReport
    from miunlink_adb.backup.patience import Tools

__all__ = ["backup"]

EPILOG = """Examples:

\b
  miunlink-adb backup phone                      photos, downloads, documents, recordings
  miunlink-adb backup phone --photos --apps      photos and videos, and the files of your apps
  miunlink-adb backup phone --folder /sdcard/Notes
  miunlink-adb backup verify phone               whether every file is whole; needs no phone

Run it again to go on after an interruption, or later: what is unchanged is not copied again.
Exit codes: 0 everything is there and compared with the phone, 2 the folder cannot be used, 3 the
phone was lost, 5 some files could not be copied (or are damaged), 6 not enough room, 130 Ctrl-C.
"""
FOLDER = click.Path(file_okay=False, path_type=Path)
_SHOWN = 20


class _WithDefault(click.Group):
    """A group whose first word may be a folder: then it is the backup itself."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """`verify` is the other command; everything else belongs to the backup."""
        if args and args[0] in self.commands:
            return super().resolve_command(ctx, args)
        return "", save, args

    def get_help(self, ctx: click.Context) -> str:
        """The backup's own."""
        return save.get_help(click.Context(save, info_name=ctx.info_name, parent=ctx.parent))


class _NamelessContext(click.Context):
    """Of the command that has no name of its own."""

    @property
    def command_path(self) -> str:
        """As it is typed: one space between the words."""
        return " ".join(super().command_path.split())


class _Nameless(click.Command):
    """What the group does when no other command is named."""

    context_class = _NamelessContext


@click.group(
    cls=_WithDefault,
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
)
@shared_options
def backup(**options: Any) -> None:
    """Copy the owner's files from the phone to a folder."""
    keep_shared(options)


@click.command(cls=_Nameless, epilog=EPILOG)
@click.argument("folder", type=FOLDER)
@click.option("--photos", is_flag=True, help="Photos and videos.")
@click.option("--downloads", is_flag=True, help="What was downloaded or received.")
@click.option("--documents", is_flag=True, help="Documents and books.")
@click.option("--recordings", is_flag=True, help="Sound and call recordings, music.")
@click.option("--folder", "folders", multiple=True, metavar="PATH", help="A folder of the phone.")
@click.option("--apps", is_flag=True, help="The files of the apps that you installed.")
@click.option("--all", "everything", is_flag=True, help="All kinds and the apps.")
@click.option(
    "--verify",
    type=click.Choice(["hash", "read", "size"]),
    default="hash",
    show_default=True,
    help="Compare copies by the phone's own hash, by reading again, or by size and time.",
)
@virtual_option
@pass_shared
def save(context: Context, folder: Path, **given: Any) -> None:
    """Copy the owner's files from the phone to FOLDER, and compare each with the phone.

    Without a choice: photos, downloads, documents and recordings. Nothing on the phone is changed.
    Apps' own data (chats, games, settings) cannot be read over adb: use the apps' own backups.
    """
    from miunlink_adb.backup import BackupOptions, CopyReport, save_backup

    choice = _choice(given)
    verify, virtual = given["verify"], given["virtual"]
    report = CopyReport("backup", kinds=choice.names)
    say(f"Backing up {', '.join(choice.names)} to {folder}.")

    def work(tools: Tools, serial: str) -> None:
        now = datetime.now(UTC)
        options = BackupOptions(folder, choice, serial, MAKER, now, verify)
        save_backup(options, tools, report)

    options = {"kinds": list(choice.names), "folders": len(choice.folders), "verify": verify}
    about = carry_out(context, report, options, work, virtual)
    finish(context, report, {**about, "folder": str(folder)}, _words(report, folder))


def _choice(given: dict[str, Any]) -> Choice:
    from miunlink_adb.backup import KINDS, Choice
    from miunlink_adb.backup.choice import phone_path

    folders = tuple(phone_path(path) for path in given["folders"])
    if given["everything"]:
        return Choice(tuple(KINDS), folders, apps=True)
    kinds = tuple(kind for kind in KINDS if given[kind])
    chosen = bool(kinds or folders or given["apps"])
    return Choice(kinds if chosen else tuple(KINDS), folders, given["apps"])


def _words(report: CopyReport, folder: Path) -> list[str]:
    from miunlink_adb.backup.folder import in_words

    if report.status in ("failed", "refused", "cancelled"):
        return []
    lines = [
        f"copied     {report.copied} files, {in_words(report.copied_bytes)}",
        f"unchanged  {report.kept} files, {in_words(report.kept_bytes)}",
    ]
    if report.checked:
        lines.append(f"compared   {report.checked} with the phone, by {report.checked_by}")
    if report.gone:
        lines.append(f"deleted    {report.gone} on the phone since; they stay in the backup")
    lines += listed("skipped", [f"{name} ({kind})" for name, kind in report.skipped])
    lines += listed("unreadable folder", report.unreadable)
    lines += listed("not copied", [f"{name} ({why})" for name, why in report.failures])
    if report.status == "done":
        lines.append(f"The backup in {folder} is complete.")
    return lines


def listed(what: str, names: list[str]) -> list[str]:
    """Some lines of a list that may be long."""
    lines = [f"{what}: {name}" for name in names[:_SHOWN]]
    more = len(names) - _SHOWN
    return [*lines, *([f"{what}: {more} more, see --json"] if more > 0 else [])]


@backup.command("verify")
@click.argument("folder", type=FOLDER)
@pass_shared
def verify_backup(context: Context, folder: Path) -> None:
    """Read every file of the backup in FOLDER and compare it with its hash. Needs no phone."""
    from miunlink_adb.backup import Meter, audit_backup
    from miunlink_adb.cli.file_progress import FileProgress
    from miunlink_adb.clock import SystemClock
    from miunlink_adb.errors import BackupIncomplete

    clock = SystemClock()
    meter = Meter(clock)
    progress = FileProgress(meter, clock)
    try:
        audit = audit_backup(folder, datetime.now(UTC), meter, progress.tick)
    finally:
        progress.close()
    error = None if audit.sound else BackupIncomplete(_what_is_wrong(audit))
    if context.json:
        head = {"format": FORMAT, "command": "backup verify", "folder": str(folder)}
        print_json(head | audit.to_json() | {"error": error.to_json() if error else None})
    else:
        _print_audit(audit)
    if error:
        show_error(error, as_json=False)
        raise click.exceptions.Exit(error.exit_code)


def _what_is_wrong(audit: Audit) -> str:
    parts = (("missing", len(audit.missing)), ("damaged", len(audit.damaged)))
    found = [f"{count} files are {what}" for what, count in parts if count]
    if audit.damaged_lines:
        found.append(f"{audit.damaged_lines} lines of the manifest are damaged")
    return f"The backup is not whole: {', '.join(found)}."


def _print_audit(audit: Audit) -> None:
    from miunlink_adb.backup.folder import in_words

    lines = listed("missing", audit.missing) + listed("damaged", audit.damaged)
    lines += listed("not of the backup", audit.foreign)
    lines += listed("never compared with the phone", audit.unchecked)
    for line in lines:
        click.echo(plain(line))
    good = audit.files - len(audit.missing) - len(audit.damaged)
    click.echo(f"{good} of {audit.files} files are whole ({in_words(audit.bytes)}).")
