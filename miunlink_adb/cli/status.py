"""`status`: what still binds a phone to its owner, with the evidence and how to clear it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from miunlink_adb.cli.connect import attached_phone
from miunlink_adb.cli.context import Context, pass_shared
from miunlink_adb.cli.render import FORMAT, plain, print_json, print_table, say
from miunlink_adb.errors import UsageError

if TYPE_CHECKING:
    from miunlink_adb.phone import Phone
    from miunlink_adb.remaining import Binding
    from miunlink_adb.survey import PhoneFacts

__all__ = ["status"]

EPILOG = """Examples:

\b
  miunlink-adb status
  miunlink-adb status --json
  miunlink-adb status --html phone.html     a page to print or to keep
"""
OUTPUT = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.command(epilog=EPILOG)
@click.option("--html", "page", type=OUTPUT, metavar="FILE", help="Write it as a page, too.")
@pass_shared
def status(context: Context, page: Path | None) -> None:
    """What still binds this phone to its owner, and whether it may be handed over.

    Accounts of every Android user, locks, spaces, cards, each with what says so. Touches nothing
    on the phone. Find device cannot be read over adb: it counts as on while an account is there.
    """
    with attached_phone(context) as phone:
        facts, bindings = _look(phone)
        serial = phone.serial
    _record(facts, serial, bindings)
    document = describe(serial, facts, bindings)
    if page is not None:
        _write(page, document, bindings)
    if context.json:
        print_json(document)
    else:
        _print(document, bindings)


def _look(phone: Phone) -> tuple[PhoneFacts, list[Binding]]:
    from miunlink_adb.accounts import xiaomi_counts
    from miunlink_adb.remaining import remaining_bindings
    from miunlink_adb.surroundings import look_around
    from miunlink_adb.survey import survey

    facts = survey(phone)
    return facts, remaining_bindings(facts, xiaomi_counts(facts.accounts), look_around(phone))


def _record(facts: PhoneFacts, serial: str, bindings: list[Binding]) -> None:
    from miunlink_adb.archive import Archive, state_folder
    from miunlink_adb.status_record import record_look

    record_look(Archive(state_folder()), facts, serial, bindings)


def describe(serial: str, facts: PhoneFacts, bindings: list[Binding]) -> dict[str, Any]:
    """The document that `--json` prints."""
    from miunlink_adb.remaining import is_ready, verdict

    return {
        "format": FORMAT,
        "command": "status",
        "serial": serial,
        "model": facts.release.marketname or facts.release.model or None,
        "release": facts.release.release,
        "region": facts.release.region,
        "ready": is_ready(bindings),
        "verdict": verdict(bindings),
        "bindings": [binding.to_full_json() for binding in bindings],
    }


def _print(document: dict[str, Any], bindings: list[Binding]) -> None:
    rows = [(b.what, "-" if b.user is None else b.user, b.detail, b.evidence) for b in bindings]
    if rows:
        print_table(["WHAT", "USER", "DETAIL", "EVIDENCE"], rows)
    _print_ways("To clear it:", [b for b in bindings if b.blocks])
    _print_ways("To remember before you hand it over:", [b for b in bindings if not b.blocks])
    click.secho(plain(document["verdict"]), bold=True)


def _print_ways(title: str, bindings: list[Binding]) -> None:
    if bindings:
        click.echo(title)
    for binding in bindings:
        user = "" if binding.user is None else f" of user {binding.user}"
        click.echo(f"  {binding.what}{user}: {plain(binding.clear)}")


def _write(page: Path, document: dict[str, Any], bindings: list[Binding]) -> None:
    from miunlink_adb.cli.status_page import status_page

    try:
        page.write_text(status_page(document, bindings), encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"{page} cannot be written: {error.strerror}.", hint="Name another file."
        ) from None
    say(f"Written: {page}")
