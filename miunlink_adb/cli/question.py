"""Questions in the terminal, on stderr. Ctrl-C at one is Ctrl-C, as anywhere else.

It must not know what is asked, nor what follows from an answer.
"""

from __future__ import annotations

import io
import os
import select
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click

from miunlink_adb.errors import HandoffTimeout

__all__ = ["agrees", "in_terminal", "one_of", "typed"]

PATIENCE = 3600.0
"""Seconds that a question waits for its answer."""
_YES, _NO = ("y", "yes"), ("n", "no")


def in_terminal() -> bool:
    """Whether somebody can be asked, and sees the question."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def agrees(question: str) -> bool:
    """Ask for yes or no, again until it is one; Enter alone is no.

    Raises:
        KeyboardInterrupt: Ctrl-C, or the terminal's end.
        HandoffTimeout: nobody answers.
    """
    while (answer := _answer(f"{question} [y/N]: ").lower()) not in (*_YES, *_NO, ""):
        click.echo("Answer y or n.", err=True)
    return answer in _YES


def one_of(question: str, options: Sequence[str], *, default: str) -> str:
    """Ask for one of several words, again until it is one; Enter alone is `default`.

    Raises:
        KeyboardInterrupt: Ctrl-C, or the terminal's end.
        HandoffTimeout: nobody answers.
    """
    known = ", ".join(options)
    while True:
        answer = _answer(f"{question} ({known}) [{default}]: ") or default
        if answer in options:
            return answer
        click.echo(f"Answer one of: {known}.", err=True)


def typed(question: str) -> str:
    """Ask for a line; Enter alone is "".

    Raises:
        KeyboardInterrupt: Ctrl-C, or the terminal's end.
        HandoffTimeout: nobody answers.
    """
    return _answer(f"{question}: ")


def _answer(prompt: str) -> str:
    """One line, without the space around it; a line that is no text is none of the answers."""
    with _signals() as signalled:
        click.echo(prompt, nl=False, err=True)
        _await_line(signalled)
    try:
        line = sys.stdin.readline()
    except UnicodeDecodeError:
        return "\ufffd"
    if not line:  # the terminal is gone
        raise KeyboardInterrupt
    return line.strip()


def _await_line(signalled: int | None) -> None:
    """Wait for a line, or for a signal: one that comes before a read began would not end it."""
    try:
        typing = sys.stdin.fileno()
    except io.UnsupportedOperation:  # not a terminal: whatever it holds is there already
        return
    if signalled is None:
        return
    over = time.monotonic() + PATIENCE
    while (left := over - time.monotonic()) > 0:
        ready, _, _ = select.select([typing, signalled], [], [], left)
        if typing in ready:
            return
        if ready:
            os.read(signalled, 64)  # its handler runs now, and ends this if it is Ctrl-C
    raise HandoffTimeout(f"Nobody answered the question for {PATIENCE / 60:.0f} minutes.")


@contextmanager
def _signals() -> Iterator[int | None]:
    """A descriptor that can be read when a signal has come; None where the system has no such."""
    if os.name == "nt":  # its terminals cannot be waited for like this
        yield None
        return
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    before = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    try:
        yield reading
    finally:
        signal.set_wakeup_fd(before)
        os.close(reading)
        os.close(writing)
