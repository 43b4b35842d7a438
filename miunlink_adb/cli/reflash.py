"""`reflash`: what there is to know before stock software is installed anew; looks only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from miunlink_adb.cli.connect import attached_phone
from miunlink_adb.cli.context import Context, pass_shared
from miunlink_adb.cli.render import FORMAT, plain, print_json

if TYPE_CHECKING:
    from miunlink_adb.reset.reflash import Reflash

__all__ = ["reflash"]

EPILOG = """Examples:

\b
  miunlink-adb reflash
  miunlink-adb reflash --json
"""


@click.command(epilog=EPILOG)
@pass_shared
def reflash(context: Context) -> None:
    """Which official software fits this phone, what could break it, and what reflashing is not.

    Reads properties and accounts, and does nothing: no flashing, no unlocking. Reflashing does not
    unlink an account; the phone asks for it again.
    """
    from miunlink_adb.reset.reflash import reflash_advice
    from miunlink_adb.survey import survey

    with attached_phone(context) as phone:
        facts, serial = survey(phone), phone.serial
    advice = reflash_advice(facts)
    model = facts.release.marketname or facts.release.model or None
    if context.json:
        about = {"format": FORMAT, "command": "reflash", "serial": serial, "model": model}
        print_json({**about, "release": facts.release.release, **advice.to_json()})
    else:
        _print(advice, model)


def _print(advice: Reflash, model: str | None) -> None:
    from miunlink_adb.reset.reflash import NEVER, STEPS

    click.secho(plain(model or "Phone"), bold=True)
    index = advice.anti_rollback if advice.anti_rollback is not None else "not known"
    click.echo(f"Bootloader: {advice.bootloader}. Anti-rollback index: {index}.")
    click.echo(f"Fits: {plain(advice.image)}.")
    for title, lines in (
        ("Mind:", advice.cautions),
        ("How it is done, if you must:", STEPS),
        ("What it is not:", NEVER),
    ):
        click.echo(title)
        for line in lines:
            click.echo(f"  - {plain(line)}")
