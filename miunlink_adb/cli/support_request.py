"""`support-request`: the proofs for Xiaomi's support, collected in one folder of the owner's."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from miunlink_adb.cli.connect import attached_phone, wanted_serial
from miunlink_adb.cli.context import Context, pass_shared
from miunlink_adb.cli.question import in_terminal
from miunlink_adb.cli.render import FORMAT, plain, print_json, say
from miunlink_adb.errors import DeviceError, Refused, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from miunlink_adb.dossier.answer import Given
    from miunlink_adb.dossier.building import Built
    from miunlink_adb.dossier.collecting import Collection
    from miunlink_adb.dossier.folder import Folder

__all__ = ["support_request"]

EPILOG = """Examples:

\b
  miunlink-adb support-request my-request              asks, and makes the dossier
  miunlink-adb support-request my-request              goes on where you stopped
  miunlink-adb support-request my-request --ask imei   asks one question again
  miunlink-adb support-request my-request --add receipt=invoice.pdf
  miunlink-adb support-request --questions > answers.toml
  miunlink-adb support-request my-request --answers answers.toml
  miunlink-adb support-request my-request --encrypt-to age1...

In the folder: answers.toml (edit it as you like), files/, dossier.html, dossier.pdf,
checklist.txt, and all of them in dossier.zip.
"""
FOLDER = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("support-request", epilog=EPILOG)
@click.argument("folder", required=False, type=FOLDER, metavar="[FOLDER]")
@click.option("--answers", type=FILE, metavar="FILE", help="Take answers from a file; ask nothing.")
@click.option("--add", multiple=True, metavar="QUESTION=FILE", help="Add a file, such as receipt=.")
@click.option("--ask", "again", multiple=True, metavar="QUESTION", help="Ask it again; 'all': all.")
@click.option("--questions", "form", is_flag=True, help="Print all questions as a form to fill in.")
@click.option("--show", is_flag=True, help="Only say what is there and what is missing.")
@click.option("--no-phone", is_flag=True, help="Do not look at an attached phone.")
@click.option(
    "--encrypt-to",
    "recipients",
    multiple=True,
    metavar="KEY",
    help="Make only a zip that the holder of this public key (age1…, ssh-…) can read.",
)
@click.option("--fonts", type=FOLDER, metavar="DIR", help="More fonts for the PDF.")
@pass_shared
def support_request(context: Context, **given: Any) -> None:
    """Collect what Xiaomi's support usually asks of an owner, and make a dossier of it.

    Reads what the attached phone says of itself (a phone is not needed), asks for the rest, copies
    receipts and photos, and says what is missing. Everything stays in FOLDER, for your eyes only;
    nothing is sent. Never enter a password or a code: nobody at support needs one.
    """
    if given.pop("form"):
        _print_form(context)
        return
    folder = given.pop("folder")
    if folder is None:
        raise UsageError(
            "Where the dossier is kept is missing.",
            hint="Name a folder: miunlink-adb support-request my-request",
        )
    _request(context, folder, **given)


def _request(  # noqa: PLR0913  one for each option
    context: Context,
    path: Path,
    *,
    answers: Path | None,
    add: tuple[str, ...],
    again: tuple[str, ...],
    show: bool,
    no_phone: bool,
    recipients: tuple[str, ...],
    fonts: Path | None,
) -> None:
    from miunlink_adb.dossier.bundle import check_recipients
    from miunlink_adb.dossier.folder import Folder

    check_recipients(recipients)
    folder, terminal = Folder(path), in_terminal()
    if show and not folder.is_ours:
        raise UsageError(f"There is no dossier in {path}.", hint="Begin one without --show.")
    if not (terminal or answers or add or folder.is_ours):
        raise _nobody_answers()
    given = _given(answers) if answers else None
    with _opened(folder) as collection:
        if show:
            _show(context, collection)
            return
        if given is not None and answers is not None:
            collection.take(given, answers.parent)
        _take_files(collection, add)
        if not no_phone:
            _take_phone(context, collection)
        collection.save()
        if (terminal and answers is None and not add) or again:
            _interview(collection, again, terminal=terminal)
        _build(context, collection, fonts, recipients)


def _nobody_answers() -> Refused:
    return Refused(
        "Nobody is there to answer: this is not a terminal, and no answers were given.",
        guard="answers",
        hint="Run it in a terminal; or fill in the form that --questions prints, and give it "
        "with --answers FILE.",
    )


def _today() -> date:
    from datetime import UTC, datetime

    from miunlink_adb.dossier.building import today

    return today(os.environ, datetime.now(UTC))


@contextmanager
def _opened(folder: Folder) -> Iterator[Collection]:
    """The collection in a folder that nobody else works in meanwhile."""
    from datetime import UTC, datetime

    from miunlink_adb.dossier.collecting import Collection
    from miunlink_adb.dossier.folder import LOCK
    from miunlink_adb.dossier.question import questions
    from miunlink_adb.lock import FileLock

    folder.open()
    lock = FileLock(folder.path / LOCK)
    try:
        holder = lock.acquire(datetime.now(UTC))
    except OSError as error:
        raise UsageError(f"{folder.path} cannot be written: {error.strerror}.") from None
    if holder is not None:
        raise UsageError(
            f"Another run works in {folder.path} (process {holder.pid}).",
            hint="Wait until it has ended.",
        )
    try:
        collection = Collection(folder, questions(), _today())
        collection.load()
        yield collection
    finally:
        lock.release()


# -- taking --------------------------------------------------------------------------------------


def _given(answers: Path) -> Given:
    from miunlink_adb.dossier.answer import given_answers
    from miunlink_adb.dossier.answer_file import parse_table
    from miunlink_adb.dossier.folder import read_text
    from miunlink_adb.dossier.question import questions

    where = str(answers)
    return given_answers(parse_table(read_text(answers), where), questions(), _today(), where)


def _take_files(collection: Collection, add: tuple[str, ...]) -> None:
    for pair in add:
        name, _, file = pair.partition("=")
        question = collection.known.by_name.get(name)
        if question is None or question.kind != "files" or not file:
            kinds = [q.name for q in collection.known.by_name.values() if q.kind == "files"]
            raise UsageError(
                f"--add {pair}: QUESTION=FILE is expected.",
                hint=f"QUESTION is one of {', '.join(kinds)}.",
            )
        collection.add_file(name, Path(file).expanduser())


def _take_phone(context: Context, collection: Collection) -> None:
    """What the attached phone says; without one, the owner answers by hand."""
    from miunlink_adb.dossier.handset import read_handset

    try:
        with attached_phone(context) as phone:
            found = read_handset(phone)
    except DeviceError as error:
        if wanted_serial(context):
            raise
        say(f"Without a phone: {error.message} Everything can be answered by hand.")
        return
    collection.take_phone(found)
    say(f"Read from the phone: {', '.join(found) or 'nothing'}.")
    if "imei" not in found and not collection.draft.has("imei"):
        say("The phone does not tell its IMEI over adb: dial *#06# on it.")


def _interview(collection: Collection, again: tuple[str, ...], *, terminal: bool) -> None:
    from miunlink_adb.cli.interview import interview

    unknown = [name for name in again if name not in (*collection.known.by_name, "all")]
    if unknown:
        raise UsageError(f"{unknown[0]} is no question.", hint="See --questions.")
    if not terminal:
        raise _nobody_answers()
    interview(collection, again)


# -- results -------------------------------------------------------------------------------------


def _print_form(context: Context) -> None:
    from miunlink_adb.dossier.answer_file import template
    from miunlink_adb.dossier.question import questions

    known = questions()
    if context.json:
        rows = [dict(question._asdict()) for question in known.by_name.values()]
        document = {"format": FORMAT, "command": "support-request", "questions": rows}
        print_json(document)
    else:
        click.echo(template(known), nl=False)


def _build(
    context: Context, collection: Collection, fonts: Path | None, recipients: tuple[str, ...]
) -> None:
    from miunlink_adb.dossier.building import build
    from miunlink_adb.dossier.fonts import system_folders

    folders = [*([fonts] if fonts else []), *system_folders()]
    built = build(collection, collection.today, folders, recipients)
    collection.notes += built.notes
    if built.unprinted:
        what = ", ".join(dict.fromkeys(built.unprinted))
        collection.notes.append(
            f"No font here has all letters of: {what}. The PDF names the page instead; the page "
            "has them. With --fonts DIR other fonts are used."
        )
    _print(context, collection, built)


def _show(context: Context, collection: Collection) -> None:
    from miunlink_adb.dossier.building import Built
    from miunlink_adb.dossier.content import make_dossier

    day = collection.today.isoformat()
    dossier = make_dossier(collection.draft, collection.known, day)
    _print(context, collection, Built([], dossier, [], []))


def _print(context: Context, collection: Collection, built: Built) -> None:
    from miunlink_adb.dossier.content import checklist

    if context.json:
        print_json(
            {
                "format": FORMAT,
                "command": "support-request",
                "folder": str(collection.folder.path),
                "written": [str(file) for file in built.files],
                **built.dossier.to_json(),
                "complete": not built.dossier.missing,
                "unprinted": built.unprinted,
                "notes": collection.notes,
                "error": None,
            }
        )
        return
    for text in checklist(built.dossier).splitlines():
        click.echo(plain(text))
    for note in collection.notes:
        say(f"Note: {note}")
    for file in built.files:
        say(f"Written: {file}")
