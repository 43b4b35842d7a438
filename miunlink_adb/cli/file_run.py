"""What backup and restore have in common: the phone, its claim, the journal, progress, the end.

It must not know which of them runs.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import click

from miunlink_adb import __version__
from miunlink_adb.cli.connect import attached_phone
from miunlink_adb.cli.context import Context
from miunlink_adb.cli.file_progress import FileProgress
from miunlink_adb.cli.render import FORMAT, plain, print_json, say, show_error

if TYPE_CHECKING:
    from miunlink_adb.adb import AdbPhone
    from miunlink_adb.backup import CopyReport
    from miunlink_adb.backup.patience import Tools
    from miunlink_adb.clock import Clock
    from miunlink_adb.journal import Journal
    from miunlink_adb.log import RunLog

__all__ = ["MAKER", "carry_out", "finish", "virtual_option"]

MAKER = f"miunlink-adb {__version__}"
Work = Callable[["Tools", str], None]
"""What is done with the tools; the text is the phone's own serial."""
virtual_option = click.option(
    "--virtual",
    metavar="RELEASE[:LOCALE][:LAYOUT]",
    help="Use the embedded virtual phone instead.",
)


def carry_out(
    context: Context,
    report: CopyReport,
    options: Mapping[str, object],
    work: Work,
    virtual: str | None,
) -> Mapping[str, object]:
    """Do the work on the phone; whatever ends it stands in the report. Returns which phone it was.

    `options`: for the journal, without names of files.
    """
    from miunlink_adb.log import RunLog

    about: dict[str, object] = {"serial": None, "release": None, "region": None, "locale": None}
    with ExitStack() as stack:
        log = stack.enter_context(RunLog(report.command, verbose=context.verbose))
        with log.ending(report.fail):
            if virtual is not None:
                from miunlink_adb.cli.virtual import virtual_context

                context = stack.enter_context(virtual_context(context, virtual))
            _on_phone(context, report, options, work, log, about)
        log.result(report.status, report.error)
    return about


def _on_phone(
    context: Context,
    report: CopyReport,
    options: Mapping[str, object],
    work: Work,
    log: RunLog,
    about: dict[str, object],
) -> None:
    from miunlink_adb.archive import Archive, state_folder
    from miunlink_adb.clock import SystemClock
    from miunlink_adb.keeping import serials_of
    from miunlink_adb.props import parse_props

    clock = SystemClock()
    with Archive(state_folder()) as archive, attached_phone(context) as phone:
        props = parse_props(phone.shell("getprop"))
        about |= _which(phone, props)
        serials = serials_of(props, phone.serial)
        if note := archive.claim(*serials):
            say(note)
        said = {key: value for key, value in about.items() if key != "serial"}
        head = {"command": report.command, "version": __version__, **said, "options": options}
        journal = archive.begin(serials, head, clock.now(), _not_recorded)
        _recorded(journal, report, log, lambda: _work(phone, clock, (log, journal), work, serials))


def _which(phone: AdbPhone, props: dict[str, str]) -> dict[str, object]:
    from miunlink_adb.device_state.locale_tag import phone_locale
    from miunlink_adb.release import match_release

    match = match_release(props)
    where = {"release": match.release, "region": match.region, "locale": phone_locale(props)}
    return {"serial": phone.serial, **where}


def _work(
    phone: AdbPhone,
    clock: Clock,
    records: tuple[RunLog, Journal],
    work: Work,
    serials: tuple[str, ...],
) -> None:
    from miunlink_adb.backup import Meter
    from miunlink_adb.backup.patience import Tools
    from miunlink_adb.event import Noticed

    meter = Meter(clock)
    progress = FileProgress(meter, clock)

    def tell(text: str) -> None:
        for record in records:
            record.event(Noticed(clock.now(), text))
        progress.say(text)

    try:
        own = next((serial for serial in serials[:-1] if serial), "")
        work(Tools(phone.storage(), clock, meter, tell, progress.tick), own)
    finally:
        progress.close()


def _recorded(journal: Journal, report: CopyReport, log: RunLog, work: Callable[[], None]) -> None:
    """Do it, and write into the journal how it ended, however that was."""
    try:
        with log.ending(report.fail):
            work()
    finally:
        journal.end(_deed(report))


def _deed(report: CopyReport) -> dict[str, Any]:
    """The last entry: sentences of ours and counts, never a name of a file."""
    from miunlink_adb.deed import last_entry

    counts = report.counts()
    verb = "Copied" if report.command == "backup" else "Restored"
    did = [f"{verb} {report.copied} files ({report.copied_bytes} bytes)."] if report.copied else []
    if report.kept:
        did.append(f"Found {report.kept} files unchanged.")
    if report.checked:
        did.append(f"Compared {report.checked} copies by {report.checked_by}.")
    left = report.status in ("left", "incomplete")
    return last_entry(
        "left" if left else report.status,
        report.error,
        report.exit_code,
        did=did,
        evidence={"kinds": list(report.kinds), **counts},
        left_open=[f"The {report.command} is not complete."] if left else [],
    )


def _not_recorded(why: str) -> None:
    say(f"This run is not recorded from here on: {why}.")


def finish(
    context: Context, report: CopyReport, head: Mapping[str, object], words: list[str]
) -> None:
    """Print the document, or the words; then the error; and end with its exit code."""
    if context.json:
        document = {"format": FORMAT, "command": report.command, **head}
        print_json(document | report.to_json())
    else:
        for line in words:
            click.echo(plain(line))
    sys.stdout.flush()
    if report.error:
        show_error(report.error, as_json=False)
    raise click.exceptions.Exit(report.exit_code)
