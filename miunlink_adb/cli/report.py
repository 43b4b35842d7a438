"""`report`: one document of what was done with a phone, for its owner or for a buyer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from miunlink_adb.cli.connect import attached_phone, wanted_serial
from miunlink_adb.cli.context import Context, pass_shared
from miunlink_adb.cli.render import plain, print_json, say
from miunlink_adb.errors import NoAdb, NoDevice, UsageError

if TYPE_CHECKING:
    from miunlink_adb.archive import Archive
    from miunlink_adb.handover import Audience, Handover, Look
    from miunlink_adb.run_record import RunRecord

__all__ = ["report"]

EPILOG = """Examples:

\b
  miunlink-adb report
  miunlink-adb report --for buyer --html phone.html    a page to print, and phone.json
  miunlink-adb report --phone 5b1c0de4a7f2             a phone that is no longer attached
"""
OUTPUT = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.command(epilog=EPILOG)
@click.option(
    "--for",
    "audience",
    type=click.Choice(["owner", "buyer"]),
    default="owner",
    show_default=True,
    help="For a buyer it holds nothing personal: no serial in full, no times, no names.",
)
@click.option(
    "--html", "page", type=OUTPUT, metavar="FILE", help="Write a page, and the JSON beside it."
)
@click.option(
    "--phone", "key", metavar="KEY", help="A phone that is not attached, as 'runs list' names it."
)
@pass_shared
def report(context: Context, audience: Audience, page: Path | None, key: str | None) -> None:
    """What was done with the phone, when, with what proof, and what is still open.

    Made from the journals of earlier commands on this computer and, if the phone is attached, from
    a look at it now. Touches nothing on the phone and sends nothing anywhere.
    """
    made = _make(context, audience, key)
    if page is not None:
        _write(page, made)
    if context.json:
        print_json(made.to_json())
        return
    from miunlink_adb.handover_page import handover_lines

    for line in handover_lines(made):
        click.echo(plain(line))
    click.secho(plain(made.verdict), bold=True)


def _make(context: Context, audience: Audience, key: str | None) -> Handover:
    from datetime import UTC, datetime

    from miunlink_adb.archive import Archive, state_folder
    from miunlink_adb.handover import hand_over

    archive = Archive(state_folder())
    look = None if key else _look(context, archive)
    runs = _runs(archive, look, key)
    going_on = frozenset(run.run for run in runs if archive.going_on(run))
    return hand_over(audience, runs, look, datetime.now(UTC).astimezone(), going_on=going_on)


def _look(context: Context, archive: Archive) -> Look | None:
    """The attached phone now; None when there is none and none was asked for."""
    try:
        with attached_phone(context) as phone:
            from miunlink_adb.accounts import xiaomi_counts
            from miunlink_adb.handover import Look
            from miunlink_adb.remaining import remaining_bindings
            from miunlink_adb.surroundings import look_around
            from miunlink_adb.survey import survey

            found = survey(phone)
            counts = xiaomi_counts(found.accounts)
            return Look(found, remaining_bindings(found, counts, look_around(phone)), phone.serial)
    except (NoDevice, NoAdb):
        if wanted_serial(context) or not archive.runs():
            raise
        return None


def _runs(archive: Archive, look: Look | None, key: str | None) -> list[RunRecord]:
    if look is not None:
        from miunlink_adb.keeping import serials_of

        return archive.runs_on(*serials_of(look.facts.props, look.adb_serial))
    every = archive.runs()
    keys = list(dict.fromkeys(run.phone for run in every))
    fitting = [name for name in keys if name.startswith(key or "")]
    if len(fitting) != 1:
        raise _which(fitting, keys, key)
    if key is None:
        say(f"No phone is attached: this is about the one with the key {fitting[0]}.")
    return [run for run in every if run.phone == fitting[0]]


def _which(fitting: list[str], keys: list[str], key: str | None) -> UsageError:
    hint = "See 'miunlink-adb runs list'."
    if key and not fitting:
        return UsageError(f"No run was on a phone with the key {key!r}.", hint=hint)
    if key:
        return UsageError(f"{len(fitting)} phones have a key that begins so.", hint=hint)
    return UsageError(
        "No phone is attached, and there were runs on several.",
        hint=f"Attach the phone, or name it: --phone {' or --phone '.join(keys[:6])}.",
    )


def _write(page: Path, made: Handover) -> None:
    import json

    from miunlink_adb.handover_page import handover_page

    beside = page.with_suffix(".json")
    if beside == page:
        raise UsageError(
            f"{page} is the name of the JSON that is written beside the page.",
            hint="Name a file that ends with .html.",
        )
    data = json.dumps(made.to_json(), ensure_ascii=True, indent=2) + "\n"
    for file, text in ((page, handover_page(made)), (beside, data)):
        try:
            file.write_text(text, encoding="utf-8")
        except OSError as error:
            raise UsageError(
                f"{file} cannot be written: {error.strerror}.", hint="Name another file."
            ) from None
        say(f"Written: {file}")
