"""`screens`: what is on the phone now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from miunlink_adb.cli.connect import attached_phone
from miunlink_adb.cli.context import Context, pass_shared
from miunlink_adb.cli.render import FORMAT, plain, print_json, say

if TYPE_CHECKING:
    from miunlink_adb.observation import Observation
    from miunlink_adb.screen import Identification

__all__ = ["screens"]

EPILOG = """Examples:

\b
  miunlink-adb screens
  miunlink-adb screens --json --release hyperos-2
"""


@click.command(epilog=EPILOG)
@click.option("--release", metavar="RELEASE", help="Take this pack instead of the phone's own.")
@pass_shared
def screens(context: Context, release: str | None) -> None:
    """What is on the phone now, and what tells so. Touches nothing.

    Texts of the screen are not printed: only names of known elements and where they are.
    """
    from miunlink_adb.archive import Archive, state_folder
    from miunlink_adb.keeping import serials_of
    from miunlink_adb.phone_pack import choose_pack
    from miunlink_adb.preflight import check_supported
    from miunlink_adb.screen import identify
    from miunlink_adb.survey import survey

    with Archive(state_folder()) as archive, attached_phone(context) as phone:
        facts = survey(phone)
        if note := archive.claim(*serials_of(facts.props, phone.serial)):
            say(note)
        if release is None:
            check_supported(facts)
        pack = choose_pack(phone, facts, wanted=release).pack
        observation = phone.observe()
    found = describe(observation, identify(observation, pack))
    if context.json:
        print_json({"format": FORMAT, "command": "screens", **found})
    else:
        _print(found)


def describe(observation: Observation, seen: Identification) -> dict[str, Any]:
    """The result as the command-line contract prints it; no text from the screen is in it."""
    return {
        "screen": seen.screen,
        "package": observation.package,
        "activity": observation.activity,
        "landmarks": [hit.element for hit in seen.landmarks],
        "elements": {name: str(hit.nodes[0].bounds) for name, hit in seen.elements.items()},
        "why": seen.why,
    }


def _print(found: dict[str, Any]) -> None:
    click.echo(f"screen    {found['screen'] or 'not known'}")
    click.echo(f"app       {plain(found['package'] or '-')} {plain(found['activity'])}".rstrip())
    click.echo(f"why       {plain(found['why'])}")
    for name, bounds in found["elements"].items():
        click.echo(plain(f"element   {name} {bounds}"))
