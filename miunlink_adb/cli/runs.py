"""`runs`: what the journals tell of earlier runs; needs no phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from miunlink_adb.cli.context import Context, keep_shared, pass_shared, shared_options
from miunlink_adb.cli.render import FORMAT, plain, print_json, print_table, say
from miunlink_adb.errors import UsageError

if TYPE_CHECKING:
    from miunlink_adb.archive import Archive
    from miunlink_adb.run_record import RunRecord

__all__ = ["runs"]

EPILOG = """Examples:

\b
  miunlink-adb runs list
  miunlink-adb runs show
  miunlink-adb runs show 20260131T0930 --json
"""
COLUMNS = ("run", "began", "command", "phone", "release", "status", "last_screen")


@click.group(epilog=EPILOG)
@shared_options
def runs(**options: Any) -> None:
    """Earlier runs on this computer, from their journals: names and numbers, no text of a phone."""
    keep_shared(options)


@runs.command("list")
@pass_shared
def list_runs(context: Context) -> None:
    """All runs, the newest first: when, which phone, how it ended, how far it came.

    A phone is named by a code that is the same in all its runs on this computer.
    """
    archive = _archive()
    rows = [_summary(archive, run) for run in archive.runs()]
    if context.json:
        print_json({"format": FORMAT, "command": "runs list", "runs": rows})
    elif rows:
        table = [[row[name] or "-" for name in COLUMNS] for row in rows]
        print_table([name.upper().replace("_", " ") for name in COLUMNS], table)
    else:
        say(f"There is no run yet; their journals will be in {archive.folder / 'runs'}.")


@runs.command("show")
@click.argument("run", required=False, metavar="[RUN]")
@pass_shared
def show_run(context: Context, run: str | None) -> None:
    """One run, step by step; RUN is its name or the beginning of it, the newest if left out."""
    archive = _archive()
    found = _find(archive.runs(), run)
    document = {
        **_summary(archive, found),
        "file": str(found.file),
        "about": found.about,
        "events": list(found.events),
        "ended": found.ended,
    }
    if context.json:
        print_json({"format": FORMAT, "command": "runs show", **document})
    else:
        _print(document)


def _archive() -> Archive:
    from miunlink_adb.archive import Archive, state_folder

    return Archive(state_folder())


def _find(every: list[RunRecord], wanted: str | None) -> RunRecord:
    matching = [run for run in every if run.run.startswith(wanted or "")]
    if not matching:
        what = f"There is no run {wanted!r}." if wanted else "There is no run yet."
        raise UsageError(what, hint="See 'miunlink-adb runs list'.")
    if wanted and len(matching) > 1:
        raise UsageError(
            f"{len(matching)} runs begin with {wanted!r}.", hint="Give more of the name."
        )
    return matching[0]


def _summary(archive: Archive, run: RunRecord) -> dict[str, Any]:
    status = run.status or ("going_on" if archive.going_on(run) else "cut_off")
    capture = run.file.with_suffix(".xml")
    return {
        "run": run.run,
        "began": run.began.astimezone().isoformat(timespec="seconds"),
        "command": run.command,
        "phone": run.phone,
        "release": run.about.get("release"),
        "status": status,
        "error": run.ended.get("error") if run.ended else None,
        "last_screen": run.last_screen,
        "capture": str(capture) if capture.is_file() else None,
    }


def _print(document: dict[str, Any]) -> None:
    about = document["about"]
    parts = (about.get(name) for name in ("release", "region", "locale"))
    click.echo(plain(f"run      {document['run']}, began {document['began']}"))
    click.echo(plain(f"phone    {document['phone']}: {', '.join(str(p) for p in parts if p)}"))
    for event in document["events"]:
        click.echo(plain(f"{_seconds(event)}  {_words(event)}"))
    ended = document["ended"] or {}
    error = f", {ended['error']}" if ended.get("error") else ""
    click.echo(plain(f"ended    {document['status']}{error}"))
    if document["capture"]:
        click.echo(plain(f"capture  {document['capture']}"))


def _seconds(event: dict[str, Any]) -> str:
    at_ms = event.get("at_ms")
    return f"{at_ms / 1000:8.1f} s" if isinstance(at_ms, int | float) else " " * 10


def _words(event: dict[str, Any]) -> str:
    """One event in a line: its name, then what it holds."""
    left_out = ("event", "at_ms")
    fields = [f"{name}={value}" for name, value in event.items() if name not in left_out and value]
    return " ".join([str(event["event"]), *fields])
