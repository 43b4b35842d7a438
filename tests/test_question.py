"""Questions in a terminal: asked until answered, given up in time, and Ctrl-C is never lost."""

import os
import signal
import sys
from collections.abc import Iterator

import click
import pytest

from miunlink_adb.cli import question
from miunlink_adb.cli.question import agrees, one_of, typed
from miunlink_adb.errors import HandoffTimeout

pytest.importorskip("termios", reason="this system has no such terminals")


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The other side of a terminal that this process reads from."""
    ours, theirs = os.openpty()
    with os.fdopen(theirs, encoding="utf-8") as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        yield ours
    os.close(ours)


@pytest.mark.parametrize(
    ("says", "agreed"), [("y", True), ("YES", True), ("n", False), ("", False), ("maybe\ny", True)]
)
def test_yes_or_no(person: int, says: str, agreed: bool) -> None:
    """Enter alone is no, and what is neither is asked again."""
    os.write(person, f"{says}\n".encode())

    assert agrees("Sign out?") is agreed


def test_one_of_several(person: int, capsys: pytest.CaptureFixture[str]) -> None:
    """A word that is none of them is asked again, with all that are."""
    os.write(person, b"both\nkeep\n\n")

    assert one_of("Your choice", ("keep", "remove"), default="remove") == "keep"
    assert one_of("Your choice", ("keep", "remove"), default="remove") == "remove"
    assert "Answer one of: keep, remove." in capsys.readouterr().err


def test_what_is_no_text_is_no_answer(person: int) -> None:
    """Bytes that are not UTF-8 are asked about again, not a fault of ours."""
    os.write(person, b"\xff\xfe\ny\n")

    assert agrees("Sign out?") is True


def test_nobody_answers(person: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A question ends by itself, as the owner's turn does on the phone."""
    monkeypatch.setattr(question, "PATIENCE", 0.0)

    with pytest.raises(HandoffTimeout, match="Nobody answered"):
        typed("Model")


def test_the_terminal_is_closed(person: int) -> None:
    """Its end (Ctrl-D) is an interruption, not an answer."""
    os.write(person, b"\x04")

    with pytest.raises(KeyboardInterrupt):
        typed("Model")


def test_ctrl_c_as_soon_as_the_question_is_there(
    person: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However early it is pressed: a signal between the question and the wait for the answer."""

    def press(*_: object, **__: object) -> None:
        signal.raise_signal(signal.SIGINT)

    began = signal.signal(signal.SIGINT, signal.default_int_handler)
    monkeypatch.setattr(click, "echo", press)
    try:
        with pytest.raises(KeyboardInterrupt):
            typed("Model")
    finally:
        signal.signal(signal.SIGINT, began)


def test_another_signal_does_not_end_the_question(
    person: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A window that changes its size, for example, is not an answer."""
    heard: list[int] = []
    before = signal.signal(signal.SIGUSR1, lambda number, _: heard.append(number))

    def come(*_: object, **__: object) -> None:
        signal.raise_signal(signal.SIGUSR1)
        os.write(person, b"Mi 9\n")

    monkeypatch.setattr(click, "echo", come)
    try:
        assert typed("Model") == "Mi 9"
    finally:
        signal.signal(signal.SIGUSR1, before)

    assert heard == [signal.SIGUSR1]
