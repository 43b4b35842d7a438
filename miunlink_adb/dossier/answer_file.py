"""Answers as a text file that its owner can read and edit: TOML, each question above its answer.

Pure: text in, draft out, and back. It must not know folders.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from miunlink_adb.dossier.answer import Attached, Draft
from miunlink_adb.dossier.question import Question, Questions
from miunlink_adb.errors import UsageError

__all__ = ["draft_text", "parse_table", "stored", "template"]

FORMAT = 1
_HEAD = """\
# Answers for a request to Xiaomi's support. Edit them here, or run the command again.
# Never write a password, a code or a key into this file: nobody at support needs one.
"""


def parse_table(text: str, where: str) -> dict[str, Any]:
    """The table of a file; `where`: its name for messages.

    Raises:
        UsageError: it is no TOML, or of a newer program.
    """
    try:
        raw = tomllib.loads(text.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(
            f"{where} cannot be read: {error}.",
            hint='Texts stand in quotes: serial = "7f3a". See --questions for the form.',
        ) from None
    if raw.get("format", FORMAT) != FORMAT:
        raise UsageError(f"{where} was written by a newer version of this program.")
    return raw


def stored(raw: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """What only this program writes: what the phone said, and the hash of each copy."""
    return _texts(raw.get("phone")), _texts(raw.get("sha256"))


def _texts(table: object) -> dict[str, str]:
    known = table if isinstance(table, Mapping) else {}
    return {str(key): value for key, value in known.items() if isinstance(value, str)}


def template(known: Questions) -> str:
    """A form with all questions, for whoever answers with an editor."""
    return draft_text(Draft(), known)


def draft_text(draft: Draft, known: Questions) -> str:
    """The file's text; the same draft is always the same text."""
    return "\n".join([_HEAD, *_lines(draft, known)]) + "\n"


def _lines(draft: Draft, known: Questions) -> Iterator[str]:
    yield f"format = {FORMAT}"
    yield f"skipped = {_list(sorted(draft.skipped))}"
    for section, title in known.sections.items():
        yield f"\n# -- {title} --"
        for question in known.of(section):
            yield from _entry(question, draft)
    yield from _table("phone", draft.phone, "What the phone itself said.")
    copies = {item.path: item.sha256 for item in _copies(draft)}
    yield from _table("sha256", copies, "The copies, to notice a change.")


def _entry(question: Question, draft: Draft) -> Iterator[str]:
    needed = " Usually asked for." if question.needed else ""
    yield f"\n# {question.ask}.{needed} {question.help}"
    if question.kind == "files":
        yield f"{question.name} = {_list([f.path for f in draft.files.get(question.name, [])])}"
    else:
        yield f"{question.name} = {_quoted(draft.answers.get(question.name, ''))}"


def _table(name: str, values: Mapping[str, str], why: str) -> Iterator[str]:
    if values:
        yield f"\n# {why}"
        yield f"[{name}]"
        yield from (f"{_quoted(key)} = {_quoted(value)}" for key, value in sorted(values.items()))


def _copies(draft: Draft) -> list[Attached]:
    return sorted({item for files in draft.files.values() for item in files})


def _list(values: list[str]) -> str:
    return f"[{', '.join(_quoted(value) for value in values)}]"


def _quoted(text: str) -> str:
    """A basic string of TOML: JSON's, but for one character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
