"""From what was given to a draft in a folder: answers merged, files copied, the phone's own word.

It must not know who gives, nor how a dossier looks.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from miunlink_adb.dossier.answer import Attached, Draft, Given, checked, given_answers
from miunlink_adb.dossier.answer_file import draft_text, parse_table, stored
from miunlink_adb.dossier.folder import ANSWERS, FILES, Folder
from miunlink_adb.dossier.question import Question, Questions
from miunlink_adb.errors import UsageError

__all__ = ["Collection"]


class Collection:
    """A draft and where it is kept. `notes`: sentences that the owner should read."""

    def __init__(self, folder: Folder, known: Questions, today: date) -> None:
        self.folder, self.known, self.today = folder, known, today
        self.draft = Draft()
        self.notes: list[str] = []
        self._copies: list[Attached] = []

    def load(self) -> bool:
        """Take up what the folder has; False when there is nothing yet.

        Raises:
            UsageError: the answers cannot be read, or were edited into something that is none.
            Refused: a secret was written into them.
        """
        text = self.folder.answers()
        if not text:
            return False
        where = str(self.folder.path / ANSWERS)
        raw = parse_table(text, where)
        self.draft.phone, hashes = stored(raw)
        given = given_answers(raw, self.known, self.today, where)
        self._copies = self.folder.listed()
        self.take(given, self.folder.path)
        self._compare(hashes)
        return True

    def _compare(self, hashes: Mapping[str, str]) -> None:
        for item in self._copies:
            if hashes.get(item.path, item.sha256) != item.sha256:
                self.notes.append(f"{item.path} was changed since it was added.")

    def save(self) -> Path:
        """Write the answers, whole or not at all.

        Raises:
            UsageError: they cannot be written.
        """
        return self.folder.put(ANSWERS, draft_text(self.draft, self.known).encode("utf-8"))

    # -- taking ----------------------------------------------------------------------------

    def take(self, given: Given, base: Path) -> None:
        """Merge; `base`: where relative paths of files begin.

        Raises:
            UsageError: a file cannot be copied.
        """
        draft = self.draft
        draft.answers.update(given.answers)
        draft.skipped |= given.skipped
        for name, paths in given.files.items():
            for path in paths:
                self._take_file(name, path, base)
        draft.skipped -= {name for name in draft.skipped if draft.has(name)}

    def _take_file(self, name: str, path: str, base: Path) -> None:
        copy = next((item for item in self._copies if item.path == path), None)
        if copy is not None:
            self._attach(name, copy)
        elif path.startswith(f"{FILES}/") and base == self.folder.path:
            self.notes.append(f"{path} is no longer there: it was left out.")
        else:
            self.add_file(name, base / Path(path).expanduser())

    def add_file(self, name: str, file: Path) -> Attached:
        """Copy a file for a question; the same one twice is one copy, and that is noted.

        Raises:
            UsageError: it cannot be copied.
        """
        copied = self.folder.add(file, self._copies)
        if copied.known:
            self.notes.append(f"{file.name} is already there as {copied.file.path}.")
        else:
            self._copies.append(copied.file)
        self._attach(name, copied.file)
        return copied.file

    def _attach(self, name: str, item: Attached) -> None:
        files = self.draft.files.setdefault(name, [])
        if item not in files:
            files.append(item)
        self.draft.skipped.discard(name)

    def answer(self, question: Question, text: str) -> None:
        """Take one answer.

        Raises:
            WrongAnswer: it is none to this question.
            Refused: it tells a secret.
        """
        self.draft.answers[question.name] = checked(question, text, self.today, self.draft)
        self.draft.skipped.discard(question.name)

    def skip(self, question: Question) -> None:
        """The owner does not want to answer, or takes his answer back."""
        self.draft.answers.pop(question.name, None)
        self.draft.files.pop(question.name, None)
        self.draft.skipped.add(question.name)

    def take_phone(self, found: Mapping[str, str]) -> None:
        """What the phone says answers what is not answered yet, and stands beside what is.

        Another phone than before is noted: one dossier is about one.
        """
        before = self.draft.phone.get("serial")
        if before and found.get("serial") not in (None, before):
            raise UsageError(
                "Another phone is attached than this dossier was begun with.",
                hint="Attach that one, name another folder, or add --no-phone.",
            )
        usable = {name: text for name, text in found.items() if name in self.known.by_name}
        self.draft.phone.update(usable)
        for name, text in usable.items():
            if not self.draft.settled(name):
                self.draft.answers[name] = text
