"""What a shell makes of a word: variables, substitutions, fields, file name patterns."""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass
from typing import TYPE_CHECKING

from miunlink_adb.virtual.file_node import FileError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from miunlink_adb.virtual.command.words import Part, Word
    from miunlink_adb.virtual.files import FileTree


@dataclass
class _Field:
    """A field being put together; ``pattern``: it has an unquoted ``*``, ``?`` or ``[``."""

    text: str = ""
    pattern: bool = False


@dataclass
class Expansion:
    """Expands words with the variables and the directory of one moment.

    ``substitute`` runs a program and returns what it printed.
    """

    files: FileTree
    directory: str
    variables: dict[str, str]
    substitute: Callable[[str], Awaitable[str]]

    async def text(self, word: Word) -> str:
        """Return a word as one text: for assignments and redirections."""
        return "".join([await self._part(part) for part in word])

    async def fields(self, word: Word) -> list[str]:
        """Return the fields that a command gets from a word: none, one or several."""
        fields: list[_Field] = []
        for part in word:
            text = await self._part(part)
            if part.quoted or part.kind == "text":
                _join(fields, text, pattern=not part.quoted and any(c in text for c in "*?["))
            else:
                _split(fields, text)
        return [name for field in fields for name in self._names(field)]

    async def _part(self, part: Part) -> str:
        if part.kind == "text":
            return part.text
        if part.kind == "variable":
            special = {"$": "4242", "#": "0", "PWD": self.directory}
            return self.variables.get(part.text, special.get(part.text, ""))
        return (await self.substitute(part.text)).rstrip("\n")

    def _names(self, field: _Field) -> list[str]:
        """Return the files that fit a pattern in the last part of a path, or the pattern."""
        if not field.pattern:
            return [field.text]
        above, slash, name = field.text.rpartition("/")
        place = above or ("/" if slash else self.directory)
        try:
            names = self.files.entries(place if place.startswith("/") else f"/{place}")
        except FileError:
            return [field.text]
        found = [n for n in names if fnmatch.fnmatchcase(n, name) and n[0] != "."]
        return [f"{above}{slash}{n}" for n in found] or [field.text]


def _join(fields: list[_Field], text: str, *, pattern: bool) -> None:
    """Add text to the last field."""
    if not fields:
        fields.append(_Field())
    fields[-1].text += text
    fields[-1].pattern |= pattern


def _split(fields: list[_Field], text: str) -> None:
    """Add text that falls into fields at white space."""
    for index, piece in enumerate(text.split()):
        if not fields or index or text[:1].isspace():
            fields.append(_Field())
        fields[-1].text += piece
