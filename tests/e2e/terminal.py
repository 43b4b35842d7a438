"""A terminal with somebody in front of it: the command as its foreground program.

Knows no phone and no question; it types and reads.
"""

import os
import pty
import select
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.e2e.program import COMMAND, SECONDS, YOUR_TURN, Program

LAUNCH = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""
"""Makes the terminal the one that Ctrl-C comes from, then becomes the command."""
CTRL_C = "\x03"


class Terminal:
    """What is on the screen, and the keyboard."""

    def __init__(self, master: int, process: "subprocess.Popen[bytes]") -> None:
        self._master, self.process = master, process
        self._shown = b""
        self._turns = 0
        self.turn: Callable[[], object] | None = None

    @property
    def shown(self) -> str:
        """Everything that was written, in order."""
        return self._shown.decode("utf-8", "replace")

    def until(self, words: str) -> None:
        """Wait until these words are on the screen."""
        assert self._read(lambda: words in self.shown), f"{words!r} never came:\n{self.shown}"

    def until_after(self, place: int, words: str) -> None:
        """Wait until these words are on the screen behind a place in `shown`."""
        found = self._read(lambda: words in self.shown[place:])
        assert found, f"{words!r} never came:\n{self.shown[place:]}"

    def type(self, keys: str) -> None:
        """Press keys; Enter is a newline."""
        os.write(self._master, keys.encode())

    def end(self) -> int:
        """Read until the command has ended; its exit code."""
        self._read(lambda: False)
        return self.process.wait(SECONDS)

    def _read(self, enough: Callable[[], bool]) -> bool:
        end = time.monotonic() + SECONDS
        while not enough():
            left = end - time.monotonic()
            ready, _, _ = select.select([self._master], [], [], max(0.0, left))
            if not ready:
                return False
            try:
                data = os.read(self._master, 65536)
            except OSError:  # Linux says so when the other side is closed
                data = b""
            if not data:
                return enough()
            self._shown += data
            self._tell_owner()
        return True

    def _tell_owner(self) -> None:
        while self._turns < self._shown.count(YOUR_TURN) and self.turn is not None:
            self._turns += 1
            self.turn()


@contextmanager
def terminal(program: Program, *arguments: str) -> Iterator[Terminal]:
    """The command in a terminal of its own, whose modes must be restored in the end."""
    master, slave = pty.openpty()
    before = termios.tcgetattr(master)
    try:
        with subprocess.Popen(
            [sys.executable, "-c", LAUNCH, *COMMAND, *arguments],
            cwd=program.folder,
            env={**program.environment, "TERM": "xterm-256color", "COLUMNS": "100"},
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
        ) as process:
            os.close(slave)  # or its end would never be noticed
            shown = Terminal(master, process)
            try:
                yield shown
            finally:
                process.kill()
                process.wait(SECONDS)
        assert termios.tcgetattr(master) == before, "the terminal's modes are not restored"
    finally:
        os.close(master)
