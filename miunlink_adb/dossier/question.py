"""The questions, from their table: what is asked, in which order, and of what kind an answer is.

The only reader of ``questions.toml``. It must not know answers.
"""

from __future__ import annotations

import functools
import tomllib
from importlib import resources
from typing import Any, Literal, NamedTuple, get_args

__all__ = ["Kind", "OneOf", "Question", "Questions", "questions", "read_questions"]

Kind = Literal["text", "lines", "date", "imei", "mail", "files"]
_KINDS = get_args(Kind)


class Question(NamedTuple):
    """One question.

    Attributes:
        name: the key of its answer.
        section: which part of the dossier it belongs to.
        kind: what an answer must be.
        ask: the question in a few words; also its label in the dossier.
        help: where the answer is found.
        needed: support usually asks for it.
        phone: it can be read from an attached phone.
    """

    name: str
    section: str
    kind: Kind
    ask: str
    help: str
    needed: bool
    phone: bool


class OneOf(NamedTuple):
    """Questions of which one answer is enough; `ask`, `help` as of a question."""

    names: tuple[str, ...]
    ask: str
    help: str


class Questions(NamedTuple):
    """All of them.

    Attributes:
        sections: name to title, in order.
        by_name: name to question, in the order of asking.
        one_of: groups that are needed as a whole.
    """

    sections: dict[str, str]
    by_name: dict[str, Question]
    one_of: tuple[OneOf, ...] = ()

    def of(self, section: str) -> list[Question]:
        """The questions of one section."""
        return [item for item in self.by_name.values() if item.section == section]


@functools.cache
def questions() -> Questions:
    """The table that comes with the program."""
    file = resources.files(__package__) / "questions.toml"
    return read_questions(file.read_text(encoding="utf-8"))


def read_questions(text: str) -> Questions:
    """Read a table of questions.

    Raises:
        ValueError: it is no such table; says what is wrong.
    """
    raw = tomllib.loads(text)
    sections = {str(row["name"]): str(row["title"]) for row in raw.get("section", [])}
    found = [_question(row, sections) for row in raw.get("question", [])]
    by_name = {item.name: item for item in found}
    if len(by_name) != len(found):
        raise ValueError("two questions have one name")
    groups = tuple(
        OneOf(tuple(row["names"]), str(row["ask"]), str(row["help"]))
        for row in raw.get("one_of", [])
    )
    if unknown := {name for group in groups for name in group.names} - set(by_name):
        raise ValueError(f"no such questions: {sorted(unknown)}")
    return Questions(sections, by_name, groups)


def _question(row: dict[str, Any], sections: dict[str, str]) -> Question:
    missing = {"name", "section", "kind", "ask", "help"} - set(row)
    if missing or row["kind"] not in _KINDS or row["section"] not in sections:
        raise ValueError(f"question {row.get('name')!r} is not complete")
    return Question(
        row["name"],
        row["section"],
        row["kind"],
        row["ask"],
        row["help"],
        needed=bool(row.get("needed")),
        phone=bool(row.get("phone")),
    )
