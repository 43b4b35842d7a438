"""find: names below a folder, as toybox prints them, which has no ``-printf`` on old phones."""

from __future__ import annotations

import fnmatch
from typing import TYPE_CHECKING

from miunlink_adb.virtual.file_node import Directory, File, FileError, Link, Node

if TYPE_CHECKING:
    from collections.abc import Callable

    from miunlink_adb.virtual.command.call import Call, CommandFunction

_KINDS: dict[str, type[Node]] = {"f": File, "d": Directory, "l": Link}


def find(call: Call) -> int:
    """``find FOLDER… [-type f|d|l] [-name PATTERN] [-maxdepth N] [-print|-print0]``."""
    words = list(call.args)
    folders = []
    while words and not words[0].startswith("-"):
        folders.append(words.pop(0))
    tests: list[Callable[[str, Node], bool]] = []
    depth, end = 1000, "\n"
    while words:
        option = words.pop(0)
        if option in ("-print", "-print0"):
            end = "\0" if option == "-print0" else "\n"
        elif option == "-maxdepth" and words:
            depth = int(words.pop(0))
        elif option in _TESTS and words:
            tests.append(_TESTS[option](words.pop(0)))
        else:
            return call.unknown(f"find: bad arg '{option}'")
    search = _Search(call, tests, end)
    for folder in folders or ["."]:
        search.below(folder, depth)
    return search.status


def _type(letter: str) -> Callable[[str, Node], bool]:
    return lambda _, node: isinstance(node, _KINDS.get(letter, Directory))


def _name(pattern: str) -> Callable[[str, Node], bool]:
    return lambda name, _: fnmatch.fnmatchcase(name, pattern)


_TESTS: dict[str, Callable[[str], Callable[[str, Node], bool]]] = {"-type": _type, "-name": _name}


class _Search:
    def __init__(self, call: Call, tests: list[Callable[[str, Node], bool]], end: str) -> None:
        self._call, self._tests, self._end = call, tests, end
        self.status = 0

    def below(self, name: str, depth: int) -> None:
        """Print what matches at a path and below it; links are not followed."""
        path = self._call.path(name)
        try:
            node = self._call.phone.files.walk(path, follow=name.endswith("/"))
            if all(test(name.rstrip("/").rpartition("/")[2], node) for test in self._tests):
                self._call.print(name, end=self._end)
            entries = self._call.phone.files.entries(path) if isinstance(node, Directory) else {}
        except FileError as error:
            self.status = self._call.fail(f"{name}: {error.text}")
            return
        if depth > 0:
            for entry in entries:
                self.below(f"{name.rstrip('/')}/{entry}", depth - 1)


COMMANDS: dict[str, CommandFunction] = {"find": find}
