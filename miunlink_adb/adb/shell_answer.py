"""What a shell command answered, from the bytes of either shell protocol.

Pure, but for reading packets through a function that is given. It must not know sockets.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["ShellAnswer", "marked", "read_packets", "split_marked"]

_STDOUT, _STDERR, _EXIT = 1, 2, 3
_MARK = "miunlink-exit="
_MARKED = re.compile(rf"{_MARK}(\d+)\s*\Z")


@dataclass(frozen=True, slots=True)
class ShellAnswer:
    """Output of both streams in the order in which it came, with newlines as line ends; exit code.

    `exit_code` is None when an old phone's shell did not tell it.
    """

    text: str
    exit_code: int | None


def read_packets(read: Callable[[int], bytes], limit: int) -> ShellAnswer:
    """Read shell v2 packets (id, little-endian length, data) up to the exit code.

    Raises:
        OverflowError: more than `limit` bytes.
    """
    output = bytearray()
    while True:
        header = read(5)
        kind, size = header[0], int.from_bytes(header[1:5], "little")
        if len(output) + size > limit:
            raise OverflowError(f"more than {limit} bytes")
        data = read(size)
        if kind == _EXIT:
            return ShellAnswer(_plain(bytes(output)), data[0] if data else None)
        if kind in (_STDOUT, _STDERR):
            output += data


def marked(command: str) -> str:
    """The command for the old protocol, which carries no exit code: it is printed at the end.

    In a subshell, so that an ``exit`` in the command does not end before that.
    """
    return f"({command}); echo {_MARK}$?"


def split_marked(output: bytes) -> ShellAnswer:
    """The answer to a `marked` command."""
    text = _plain(output)
    found = _MARKED.search(text)
    return ShellAnswer(text[: found.start()], int(found[1])) if found else ShellAnswer(text, None)


def _plain(output: bytes) -> str:
    """Old phones' shells write through a terminal, which adds a CR to every line end."""
    return output.decode("utf-8", "replace").replace("\r\n", "\n")
