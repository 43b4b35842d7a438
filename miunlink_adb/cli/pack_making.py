"""`selectors new` and `selectors record`: making a pack for a release that has none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from miunlink_adb.cli.context import Context, pass_shared
from miunlink_adb.cli.render import FORMAT, print_json, say
from miunlink_adb.errors import UsageError

if TYPE_CHECKING:
    from miunlink_adb.archive import Archive
    from miunlink_adb.phone import Phone
    from miunlink_adb.recording import Capture

__all__ = ["new", "record"]

ENDS = {
    "account_gone": "The account is gone from the phone: that was the last screen.",
    "time_over": "The time is over.",
    "enough": "Enough is captured.",
    "stopped": "Stopped.",
}


@click.command("new")
@click.argument("release")
@click.option("--extends", metavar="RELEASE", help="What it is like; the nearest older one if not.")
@click.option(
    "--into",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder of packs; this checkout's if left out.",
)
@pass_shared
def new(context: Context, release: str, extends: str | None, into: Path | None) -> None:
    """Begin a pack for a release that has none; nothing is overwritten.

    All that it inherits counts as assumed until somebody has seen it.
    """
    from miunlink_adb.pack.skeleton import write_skeleton

    file = write_skeleton(release, into or _of_checkout(), extends)
    if context.json:
        print_json({"format": FORMAT, "command": "selectors new", "file": str(file)})
        return
    click.echo(str(file))
    say(f"Next: miunlink-adb selectors record {file.parent / 'captures'}")


def _of_checkout() -> Path:
    from miunlink_adb.resources import selectors_dir

    root = selectors_dir()
    if not (root.parent / "pyproject.toml").is_file():
        raise UsageError(
            "This is an installed program, not a source checkout: a pack made here would be lost.",
            hint="Run it in a checkout, or name the folder of packs with --into.",
        )
    return root


@click.command("record")
@click.argument("folder", metavar="OUT_DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--release", metavar="RELEASE", help="Take this pack instead of the phone's own.")
@click.option(
    "--seconds",
    type=click.FloatRange(min=1, max=7200),
    default=1800,
    show_default=True,
    help="How long to look on at most.",
)
@pass_shared
def record(context: Context, folder: Path, release: str | None, seconds: float) -> None:
    """Look on while you walk through the screens, and save what they are built of.

    You tap; nothing is tapped or typed by this program. Every text that is not a known label is
    replaced before anything is saved; what is typed is never read; no picture is taken. It ends
    with Ctrl-C or when the account is gone.
    """
    from miunlink_adb.archive import Archive, state_folder
    from miunlink_adb.cli.connect import attached_phone

    saved: list[dict[str, Any]] = []
    with Archive(state_folder()) as archive, attached_phone(context) as phone:
        ended = _record(phone, archive, release, seconds, lambda c: _save(folder, c, saved))
    if context.json:
        told = {"captures": saved, "ended": ended}
        print_json({"format": FORMAT, "command": "selectors record", **told})
    say(f"{ENDS[ended]} {len(saved)} capture(s) in {folder}.")


def _record(
    phone: Phone,
    archive: Archive,
    release: str | None,
    seconds: float,
    keep: Callable[[Capture], None],
) -> str:
    from miunlink_adb.clock import SystemClock
    from miunlink_adb.keeping import serials_of
    from miunlink_adb.packing import pack_for
    from miunlink_adb.recording import record as look_on
    from miunlink_adb.survey import survey
    from miunlink_adb.watch import Watch

    facts = survey(phone)
    if note := archive.claim(*serials_of(facts.props, phone.serial)):
        say(note)
    choice = pack_for(facts.release.release, facts.locale, wanted=release)
    for note in choice.notes:
        say(note)
    watch = Watch(phone, choice.pack, SystemClock(), lambda _event: None, lambda: None)
    say("Walk through the screens on the phone now, up to the end. Ctrl-C ends it.")
    try:
        return look_on(watch, keep, seconds)
    except KeyboardInterrupt:
        return "stopped"


def _save(folder: Path, capture: Capture, saved: list[dict[str, Any]]) -> None:
    from miunlink_adb.pack.carried import save_capture

    name = f"{capture.screen or 'unknown'}-{capture.locale}"
    file = save_capture(folder, name, capture.xml)
    saved.append(
        {
            "file": str(file),
            "seen": capture.seen,
            "screen": capture.screen,
            "package": capture.package,
            "activity": capture.activity,
        }
    )
    say(f"{file.name}: {capture.seen or 'not known'}, {capture.why}")
    if capture.seen != capture.screen:
        told = capture.screen or "none that is known"
        say(f"    without the texts that are not kept it is taken for: {told}")
