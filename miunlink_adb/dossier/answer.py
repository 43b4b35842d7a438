"""Answers: what one must be, and a draft of all of them.

Pure. It must not know files, folders, nor who answers.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from miunlink_adb.dossier.imei import WrongImei, checked_imei
from miunlink_adb.dossier.question import Question, Questions
from miunlink_adb.dossier.secret import is_secret_name, tells_secret
from miunlink_adb.errors import Refused, UsageError

__all__ = ["Attached", "Draft", "Given", "WrongAnswer", "checked", "given_answers"]

RESERVED = ("format", "skipped", "phone", "sha256")
LONGEST_LINE, LONGEST_TEXT = 300, 5000
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@.]+\Z")
_DIRECTIONS = ("B", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
FIRST_YEAR = 2011
"""When the first phone of this maker was sold."""


class WrongAnswer(ValueError):
    """An answer is not what the question asks for; the message says what would be."""


class Attached(NamedTuple):
    """A file of the owner's that was copied: its path inside the folder, its hash, its bytes."""

    path: str
    sha256: str
    size: int


@dataclass(slots=True)
class Draft:
    """Everything that is known so far.

    `answers`, `files`: by the question's name. `skipped`: questions that the owner does not want
    to answer. `phone`: what the phone itself said, by the question's name.
    """

    answers: dict[str, str] = field(default_factory=dict)
    files: dict[str, list[Attached]] = field(default_factory=dict)
    skipped: set[str] = field(default_factory=set)
    phone: dict[str, str] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether a question is answered."""
        return bool(self.answers.get(name) or self.files.get(name))

    def settled(self, name: str) -> bool:
        """Whether a question need not be asked again."""
        return self.has(name) or name in self.skipped


class Given(NamedTuple):
    """What somebody gave: answers that were checked, files that are yet to be copied, skips."""

    answers: dict[str, str]
    files: dict[str, list[str]]
    skipped: set[str]


def checked(question: Question, text: str, today: date, draft: Draft | None = None) -> str:
    """An answer as it is kept.

    Raises:
        WrongAnswer: it is none to this question.
        Refused: it tells a secret.
    """
    cleaned = _cleaned(text, lines=question.kind == "lines")
    longest = LONGEST_TEXT if question.kind == "lines" else LONGEST_LINE
    if len(cleaned) > longest:
        raise WrongAnswer(f"This is longer than {longest} characters.")
    if tells_secret(cleaned):
        raise _secret(question.name)
    match question.kind:
        case "date":
            return _date(cleaned, today)
        case "imei":
            return _imei(question, cleaned, draft)
        case "mail" if not _MAIL.match(cleaned):
            raise WrongAnswer("An e-mail address has the form name@example.org.")
        case _:
            return cleaned


def _cleaned(text: str, *, lines: bool) -> str:
    """Without what is not seen: control characters, marks of direction, ends of lines."""
    whole = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    whole = whole if lines else whole.replace("\n", " ")
    return "".join(c for c in whole if c == "\n" or not _is_control(c)).strip()


def _is_control(character: str) -> bool:
    return (
        unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn") or character in "\u2028\u2029"
    )


def _date(text: str, today: date) -> str:
    try:
        day = date.fromisoformat(text if _DAY.match(text) else "")
    except ValueError:
        raise WrongAnswer("A date is year-month-day, such as 2024-03-01.") from None
    if day > today:
        raise WrongAnswer(f"{text} is in the future.")
    if day.year < FIRST_YEAR:
        raise WrongAnswer(f"Before {FIRST_YEAR} there was no phone of this maker.")
    return text


def _imei(question: Question, text: str, draft: Draft | None) -> str:
    try:
        number = checked_imei(text)
    except WrongImei as error:
        raise WrongAnswer(str(error)) from None
    others = draft.answers if draft else {}
    other = others.get("imei" if question.name == "imei2" else "imei2")
    if number == other:
        raise WrongAnswer("Both IMEIs are the same; a phone with one has only the first.")
    return number


# -- a table of answers ------------------------------------------------------------------------


def given_answers(raw: Mapping[str, Any], known: Questions, today: date, where: str) -> Given:
    """Check a table of answers, as a file has it; `where`: the file's name for messages.

    Empty answers are none. Dates may be dates of TOML, an IMEI may be a number, files a path or
    several.

    Raises:
        UsageError: a name that is no question's, or an answer that is none.
        Refused: a field for a secret.
    """
    given = Given({}, {}, set())
    for name, value in raw.items():
        if name == "skipped":
            given.skipped.update(_skipped(value, known, where))
        elif name not in RESERVED and value not in ("", []):
            _take(given, _known(name, known, where), value, today, where)
    return given


def _take(given: Given, question: Question, value: object, today: date, where: str) -> None:
    if question.kind == "files":
        given.files[question.name] = _paths(question, value, where)
        return
    if isinstance(value, bool) or not isinstance(value, str | int | date):
        raise UsageError(f"{where}: {question.name}: an answer is a text in quotes.")
    try:
        so_far = Draft(answers=given.answers)
        given.answers[question.name] = checked(question, str(value), today, so_far)
    except WrongAnswer as error:
        raise UsageError(f"{where}: {question.name}: {error}", hint=question.help) from None


def _paths(question: Question, value: object, where: str) -> list[str]:
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(p, str) and p for p in listed):
        raise UsageError(
            f"{where}: {question.name}: a path in quotes is expected, or several in brackets.",
            hint=f'Such as {question.name} = ["receipt.pdf"].',
        )
    return list(listed)


def _skipped(value: object, known: Questions, where: str) -> list[str]:
    if not isinstance(value, list):
        raise UsageError(f'{where}: skipped: a list of names is expected, such as ["imei2"].')
    return [_known(str(name), known, where).name for name in value]


def _known(name: str, known: Questions, where: str) -> Question:
    if name in known.by_name:
        return known.by_name[name]
    if is_secret_name(name):
        raise _secret(name)
    near = difflib.get_close_matches(name, known.by_name, 1)
    hint = f"Did you mean {near[0]}?" if near else "See 'miunlink-adb support-request --questions'."
    raise UsageError(f"{where}: {name} is no question.", hint=hint)


def _secret(name: str) -> Refused:
    return Refused(
        f"{name}: this would put a password, a code or a key into the dossier.",
        guard="no_secrets",
        hint="Leave it out: Xiaomi's support never needs it, and whoever asks for it is not them.",
    )
