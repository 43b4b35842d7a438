"""Questions in the terminal, on stderr. Ctrl-C at one is Ctrl-C, as anywhere else.

It must not know what is asked, nor what follows from an answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click

__all__ = ["agrees", "one_of", "typed"]


def agrees(question: str) -> bool:
    """Ask for yes or no; Enter alone is no.

    Raises:
        KeyboardInterrupt: Ctrl-C, or the terminal's end.
    """
    with _interruptible():
        return click.confirm(question, default=False, err=True)


def one_of(question: str, options: Sequence[str], *, default: str) -> str:
    """Ask for one of several words, again until it is one; Enter alone is `default`.

    Raises:
        KeyboardInterrupt: Ctrl-C, or the terminal's end.
    """
    with _interruptible():
        kind = click.Choice(list(options))
        answer: str = click.prompt(question, type=kind, default=default, err=True)
        return answer


def typed(question: str) -> str:
    """Ask for a line; Enter alone is "".

    Raises:
        KeyboardInterrupt: Ctrl-C, or the terminal's end.
    """
    with _interruptible():
        answer: str = click.prompt(question, type=str, default="", show_default=False, err=True)
        return answer


def line(question: str) -> str:
    """Ask for one line; Enter alone is "".

    Raises:
        KeyboardInterrupt: Ctrl-C, or the terminal's end.
    """
    with _interruptible():
        answer: str = click.prompt(question, default="", show_default=False, err=True)
        return answer.strip()


@contextmanager
def _interruptible() -> Iterator[None]:
    """Click makes an error of its own of Ctrl-C, which nobody else knows."""
    try:
        yield
    except click.Abort:
        raise KeyboardInterrupt from None
