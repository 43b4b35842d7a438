"""The shell's first step: a command line as text becomes words and operators.

Pure: knows neither what the words mean nor the phone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

_OPERATORS = (
    *("2>&1", "1>&2", ">&2", "2>>", "2>", "&>", ">>", ">", "<"),
    *("&&", "||", ";", "|", "&", "(", ")", "\n"),
)
"""Every operator; none comes after one that it begins with."""
_ORDINARY = re.compile(r"[\w/.,:=@%+-]+")
_VARIABLE = re.compile(r"\$(?:(\w+|[?$#@*!])|\{(\w+|\?)\})")


class SyntaxFault(Exception):
    """The line is no shell program; the text is mksh's."""


class NotBuilt(Exception):
    """The line uses a part of the shell that this phone does not have."""


@dataclass(frozen=True)
class Part:
    """A piece of a word: literal text, a variable's name, or a program to substitute."""

    kind: str
    text: str
    quoted: bool


Word: TypeAlias = tuple[Part, ...]


@dataclass(frozen=True)
class Operator:
    """A token that is not a word."""

    text: str


class Lexer:
    """Cuts text into words and operators."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._parts: list[Part] = []

    def tokens(self) -> list[Word | Operator]:
        """Return all tokens in order; comments are gone."""
        found: list[Word | Operator] = []
        while self._at < len(self._text):
            char = self._text[self._at]
            if char in " \t\r":
                self._at += 1
            elif char == "#":
                self._at = (self._text + "\n").find("\n", self._at)
            elif (operator := self._operator()) is not None:
                found.append(operator)
            else:
                found.append(self._word())
        return found

    def _operator(self) -> Operator | None:
        for text in _OPERATORS:
            if self._text.startswith(text, self._at):
                self._at += len(text)
                return Operator(text)
        return None

    def _word(self) -> Word:
        self._parts = []
        while self._at < len(self._text):
            char = self._text[self._at]
            if char in " \t\r\n;|&<>()":
                break
            if char == "'":
                self._single()
            elif char == '"':
                self._double()
            else:
                self._plain(quoted=False)
        return tuple(self._parts)

    def _single(self) -> None:
        end = self._text.find("'", self._at + 1)
        if end < 0:
            raise SyntaxFault("no closing quote")
        self._parts.append(Part("text", self._text[self._at + 1 : end], quoted=True))
        self._at = end + 1

    def _double(self) -> None:
        self._at += 1
        self._parts.append(Part("text", "", quoted=True))
        while self._at < len(self._text):
            if self._text[self._at] == '"':
                self._at += 1
                return
            self._plain(quoted=True)
        raise SyntaxFault("no closing quote")

    def _plain(self, *, quoted: bool) -> None:
        """Take one escaped character, variable, substitution or character."""
        char = self._text[self._at]
        if run := _ORDINARY.match(self._text, self._at):
            self._parts.append(Part("text", run.group(), quoted))
            self._at = run.end()
        elif char == "\\":
            self._escape(quoted=quoted)
        elif self._text.startswith("$(", self._at):
            self._substitution(quoted=quoted)
        elif char == "`":
            self._backquotes(quoted=quoted)
        elif found := _VARIABLE.match(self._text, self._at):
            self._parts.append(Part("variable", found.group(1) or found.group(2), quoted))
            self._at = found.end()
        elif self._text.startswith("${", self._at):
            raise NotBuilt("parameter expansion")
        else:
            self._parts.append(Part("text", char, quoted))
            self._at += 1

    def _escape(self, *, quoted: bool) -> None:
        following = self._text[self._at + 1 : self._at + 2]
        keep = quoted and following not in ("$", "`", '"', "\\", "\n")
        self._at += 1 + len(following)
        if following != "\n":
            self._parts.append(Part("text", "\\" + following if keep else following, quoted=True))

    def _substitution(self, *, quoted: bool) -> None:
        depth, at = 1, self._at + 2
        while at < len(self._text) and depth:
            depth += {"(": 1, ")": -1}.get(self._text[at], 0)
            at += 1
        if depth:
            raise SyntaxFault("no closing parenthesis")
        self._parts.append(Part("program", self._text[self._at + 2 : at - 1], quoted))
        self._at = at

    def _backquotes(self, *, quoted: bool) -> None:
        end = self._text.find("`", self._at + 1)
        if end < 0:
            raise SyntaxFault("no closing quote")
        self._parts.append(Part("program", self._text[self._at + 1 : end], quoted))
        self._at = end + 1


def literal(word: Word) -> str | None:
    """Return the text of a word that has nothing to expand, or None."""
    if all(part.kind == "text" for part in word):
        return "".join(part.text for part in word)
    return None
