"""The shell's second step: words and operators become pipelines and lists of them.

Pure: knows neither phone nor commands.  The part of mksh that tools use: ``;``, ``&&``, ``||``,
``|``, groups, redirections, assignments.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TypeAlias

from miunlink_adb.virtual.command.words import (
    Lexer,
    NotBuilt,
    Operator,
    Part,
    SyntaxFault,
    Word,
    literal,
)

_REDIRECTIONS = {"2>&1", "1>&2", ">&2", "2>>", "2>", "&>", ">>", ">", "<"}
_NEEDS_TARGET = {"2>>", "2>", "&>", ">>", ">", "<"}
_RESERVED = {"if", "for", "while", "until", "case", "function", "select", "{", "}", "!", "[["}
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=")


@dataclass(frozen=True)
class Redirection:
    """``> FILE`` and its like; ``target`` is None where none belongs to it."""

    operator: str
    target: Word | None


@dataclass
class Simple:
    """Assignments, words, redirections."""

    assignments: list[tuple[str, Word]] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    redirections: list[Redirection] = field(default_factory=list)


@dataclass
class Group:
    """``( … )``, a program run in a copy of the shell."""

    program: Program
    redirections: list[Redirection] = field(default_factory=list)


Pipeline: TypeAlias = list["Simple | Group"]


@dataclass
class Program:
    """Pipelines with what stands before each: ``;``, ``&&`` or ``||``."""

    steps: list[tuple[str, Pipeline]] = field(default_factory=list)


class _Parser:
    """Puts tokens together."""

    def __init__(self, tokens: list[Word | Operator]) -> None:
        self._tokens = tokens
        self._at = 0

    def program(self, *, inside: bool = False) -> Program:
        program = Program()
        connector = ";"
        while (token := self._peek()) is not None:
            if token == Operator(")") and inside:
                break
            if token in (Operator(";"), Operator("\n")):
                connector = self._separator(connector)
                continue
            program.steps.append((connector, self._pipeline()))
            connector = self._connector()
        if connector in ("&&", "||"):
            raise SyntaxFault("syntax error: unexpected EOF")
        return program

    @property
    def finished(self) -> bool:
        """Whether every token has been used."""
        return self._peek() is None

    def _peek(self) -> Word | Operator | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _separator(self, connector: str) -> str:
        if connector in ("&&", "||") and self._peek() != Operator("\n"):
            raise SyntaxFault("syntax error: unexpected ';'")
        self._at += 1
        return connector

    def _connector(self) -> str:
        token = self._peek()
        if not isinstance(token, Operator) or token.text == ")":
            return ";"
        if token.text == "&":
            raise NotBuilt("background commands")
        if token.text not in (";", "\n", "&&", "||"):
            raise SyntaxFault(f"syntax error: unexpected '{token.text}'")
        self._at += 1
        return ";" if token.text == "\n" else token.text

    def _pipeline(self) -> Pipeline:
        commands = [self._command()]
        while self._peek() == Operator("|"):
            self._at += 1
            commands.append(self._command())
        return commands

    def _command(self) -> Simple | Group:
        if self._peek() != Operator("("):
            return self._simple()
        self._at += 1
        group = Group(self.program(inside=True))
        if self._peek() != Operator(")"):
            raise SyntaxFault("syntax error: unmatched '('")
        self._at += 1
        while (redirection := self._redirection()) is not None:
            group.redirections.append(redirection)
        return group

    def _simple(self) -> Simple:
        simple = Simple()
        while (token := self._peek()) is not None:
            if isinstance(token, Operator):
                redirection = self._redirection()
                if redirection is None:
                    break
                simple.redirections.append(redirection)
            else:
                self._at += 1
                _add_word(simple, token)
        if not (simple.words or simple.assignments or simple.redirections):
            token = self._peek()
            seen = token.text if isinstance(token, Operator) else "EOF"
            raise SyntaxFault(f"syntax error: unexpected '{seen}'")
        return simple

    def _redirection(self) -> Redirection | None:
        token = self._peek()
        if not isinstance(token, Operator) or token.text not in _REDIRECTIONS:
            return None
        self._at += 1
        if token.text not in _NEEDS_TARGET:
            return Redirection(token.text, None)
        target = self._peek()
        if target is None or isinstance(target, Operator):
            raise SyntaxFault("syntax error: unexpected newline")
        self._at += 1
        return Redirection(token.text, target)


def _add_word(simple: Simple, word: Word) -> None:
    first = word[0] if word else None
    text = "".join(p.text if p.kind == "text" and not p.quoted else "\0" for p in word)
    found = _ASSIGNMENT.match(text)
    if found and not simple.words and first is not None:
        simple.assignments.append((found.group()[:-1], _drop(word, found.end())))
        return
    if not simple.words and literal(word) in _RESERVED and not any(p.quoted for p in word):
        raise NotBuilt(f"keyword {literal(word)}")
    simple.words.append(word)


def _drop(word: Word, count: int) -> Word:
    """Return a word without its first ``count`` characters, which are unquoted text."""
    rest = list(word)
    while count:
        part = rest.pop(0)
        taken = min(count, len(part.text))
        count -= taken
        if part.text[taken:]:
            rest.insert(0, Part(part.kind, part.text[taken:], part.quoted))
    return tuple(rest)


def parse(text: str) -> Program:
    """Return the program of a command line; raises SyntaxFault or NotBuilt."""
    parser = _Parser(Lexer(text).tokens())
    program = parser.program()
    if not parser.finished:
        raise SyntaxFault("syntax error: unexpected ')'")
    return program
