"""Asks the owner, question by question, in the terminal; each answer is kept at once.

It must not know what is asked: that is a table.
"""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from miunlink_adb.cli.question import typed
from miunlink_adb.cli.render import say
from miunlink_adb.errors import Refused, UsageError

if TYPE_CHECKING:
    from miunlink_adb.dossier.collecting import Collection
    from miunlink_adb.dossier.question import Question

__all__ = ["interview"]

SKIP, STOP = "-", "."
INTRODUCTION = (
    "Each answer is kept at once; the same command goes on later. "
    "Enter leaves a question open, '-' skips it for good, '.' stops asking. "
    "Never type a password or a code here: support needs none, and the phone is the place for it."
)


def interview(collection: Collection, again: tuple[str, ...]) -> None:
    """Ask what is open, and what is to be asked `again` (``all``: everything).

    Raises:
        UsageError: an answer cannot be kept.
        KeyboardInterrupt: Ctrl-C, or the terminal's end; what was answered is kept.
    """
    every = collection.known.by_name.values()
    wanted = [q for q in every if _is_asked(collection, q, again)]
    if not wanted:
        return
    say(INTRODUCTION)
    section = ""
    for question in wanted:
        if question.section != section:
            section = question.section
            say(collection.known.sections[section], bold=True)
        if not _ask(collection, question):
            return


def _is_asked(collection: Collection, question: Question, again: tuple[str, ...]) -> bool:
    if again:
        return question.name in again or "all" in again
    return not collection.draft.settled(question.name)


def _ask(collection: Collection, question: Question) -> bool:
    """Ask one; False when no more are to be asked."""
    needed = "" if question.needed else " (if you have it)"
    say(f"{question.ask}{needed}: {question.help}")
    if known := collection.draft.answers.get(question.name):
        say(f"  now: {known}")
    if question.kind == "files":
        return _ask_files(collection, question)
    while True:
        text = typed("  answer")
        if text in ("", STOP):
            return text != STOP
        if text == SKIP:
            collection.skip(question)
        elif not _keep(collection, question, _more(text) if question.kind == "lines" else text):
            continue
        collection.save()
        return True


def _keep(collection: Collection, question: Question, text: str) -> bool:
    from miunlink_adb.dossier.answer import WrongAnswer

    try:
        collection.answer(question, text)
    except WrongAnswer as error:
        say(f"  {error}")
    except Refused as error:
        say(f"  {error.message} {error.hint}")
    else:
        return True
    return False


def _more(first: str) -> str:
    """The lines that follow, up to an empty one."""
    lines = [first]
    while text := typed("  more (Enter ends it)"):
        lines.append(text)
    return "\n".join(lines)


def _ask_files(collection: Collection, question: Question) -> bool:
    for item in collection.draft.files.get(question.name, []):
        say(f"  now: {item.path}")
    prompt = "  path of a file"
    while text := typed(prompt):
        if text == STOP:
            return False
        if text == SKIP:
            collection.skip(question)
            collection.save()
            return True
        _add(collection, question, text)
        prompt = "  another (Enter: no more)"
    return True


def _add(collection: Collection, question: Question, text: str) -> None:
    try:
        added = collection.add_file(question.name, dropped_path(text))
        collection.save()
    except UsageError as error:
        say(f"  {error.message} {error.hint}")
        return
    say(f"  kept as {added.path}, SHA-256 {added.sha256[:16]}…")


def dropped_path(text: str) -> Path:
    """A path as it is typed, or as terminals write a file that is dropped on them."""
    plain = Path(text).expanduser()
    if plain.exists() or "\\\\" in text:
        return plain
    try:
        words = shlex.split(text)
    except ValueError:
        return Path(text.strip("'\"")).expanduser()
    return Path(words[0]).expanduser() if len(words) == 1 else plain
