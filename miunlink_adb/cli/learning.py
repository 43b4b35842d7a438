"""`selectors learn`: a pack and labels from the attached phone's own apps."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from miunlink_adb.cli.context import Context, pass_shared
from miunlink_adb.cli.render import FORMAT, plain, print_json, say

if TYPE_CHECKING:
    from miunlink_adb.learning import Lesson

__all__ = ["learn"]

EPILOG = """Examples:

\b
  miunlink-adb selectors learn learned/
  miunlink-adb selectors learn learned/ --virtual hyperos-3:hi
"""


@click.command("learn", epilog=EPILOG)
@click.argument("folder", metavar="OUT_DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--release", metavar="RELEASE", help="Compare with this pack, not the phone's own.")
@click.option(
    "--virtual",
    metavar="RELEASE[:LOCALE][:LAYOUT]",
    help="Learn from the embedded virtual phone; LAYOUT is cn, intl or tablet.",
)
@pass_shared
def learn(context: Context, folder: Path, release: str | None, virtual: str | None) -> None:
    """Learn labels and ids from the phone's own apps, and compare them with the shipped pack.

    Writes a pack, a label file and a zip of both into OUT_DIR, for a contribution. Only names and
    short interface texts of Xiaomi's apps and the build are in them, nothing of the phone's owner.
    Nothing on the phone is touched.
    """
    from miunlink_adb.learning import write_lesson

    lesson = _lesson(context, release, virtual)
    files, bundle = write_lesson(lesson, folder)
    if context.json:
        document = _document(lesson)
        document |= {"files": [str(file) for file in files], "bundle": str(bundle)}
        print_json({"format": FORMAT, "command": "selectors learn", **document})
        return
    click.echo(plain(lesson.summary))
    for line in lesson.lines():
        click.echo(plain(f"  {line}"))
    for file in (*files, bundle):
        click.echo(str(file))
    say(f"Attach {bundle.name} to a contribution; try it with selectors check on a copy of packs.")


def _lesson(context: Context, release: str | None, virtual: str | None) -> Lesson:
    from miunlink_adb.cli.connect import attached_phone
    from miunlink_adb.clock import SystemClock
    from miunlink_adb.learning import learn as learn_from
    from miunlink_adb.own_words import default_cache
    from miunlink_adb.packing import pack_name
    from miunlink_adb.preflight import check_supported
    from miunlink_adb.survey import survey

    with ExitStack() as stack:
        if virtual is not None:
            from miunlink_adb.cli.virtual import virtual_context

            context = stack.enter_context(virtual_context(context, virtual))
        phone = stack.enter_context(attached_phone(context))
        facts = survey(phone)
        check_supported(facts)
        name = pack_name(facts.release.release, release)
        return learn_from(phone, facts, name, default_cache(), SystemClock())


def _document(lesson: Lesson) -> dict[str, object]:
    return {
        "release": lesson.release,
        "locale": lesson.locale,
        "build": lesson.build,
        "versions": dict(lesson.versions),
        "summary": lesson.summary,
        "labels": {
            "learned": sorted(lesson.labels),
            "differ": list(lesson.differ),
            "new": list(lesson.fresh),
            "missing": list(lesson.gone),
        },
        "ids": {"present": list(lesson.present), "absent": list(lesson.absent)},
        "new_strings": list(lesson.strings),
        "unread": dict(lesson.unread),
    }
