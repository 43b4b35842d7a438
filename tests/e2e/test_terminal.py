"""In a terminal: what is asked, how it is answered, what the owner is shown, Ctrl-C."""

import pytest

from tests.e2e.phones import Phones
from tests.e2e.program import Program
from tests.e2e.terminal import CTRL_C, terminal

pytestmark = pytest.mark.adb_server

QUESTION = "Sign this phone out of its account now?"
CHOICE = "Your choice"
PANEL = "Enter the password on the phone; this program never sees it."


def test_asked_and_answered_yes(phones: Phones, program: Program) -> None:
    """The question comes before sign-out is tapped; then data, the owner's panel, the proof."""
    phone = phones.attach("miui-11:en:intl", "bank_cards=1")
    with terminal(program, "signout") as screen:
        screen.turn = phone.turn
        screen.until(QUESTION)
        assert "sign_out" not in phone.tapped
        assert "bank or transit card(s)" in screen.shown
        screen.type("y\n")
        screen.until(CHOICE)
        assert phone.tapped[-1] == "bank_card_dialog.positive"
        screen.type("remove\n")
        assert screen.end() == 0

    assert phone.accounts[0] == 0
    assert phone.tapped[-1] == "wipe.remove"
    assert PANEL in screen.shown
    assert "\a" in screen.shown, "the bell"
    assert "Signed out" in screen.shown
    assert "user 0: 1 before, 0 now" in screen.shown


@pytest.mark.parametrize("answer", ["n\n", "\n"])
def test_answered_no(answer: str, phones: Phones, program: Program) -> None:
    """No is an answer, and the one of somebody who only presses Enter: exit 6, nothing tapped."""
    phone = phones.attach("hyperos-1:de:intl")
    with terminal(program, "signout", "--data", "keep") as screen:
        screen.until(QUESTION)
        screen.type(answer)
        assert screen.end() == 6

    assert phone.accounts[0] == 1
    assert "sign_out" not in phone.tapped
    assert not phone.server_runs
    assert "Signed out" not in screen.shown


@pytest.mark.parametrize(
    ("answer", "tapped", "code"),
    [("keep", "wipe.keep", 0), ("phone", "sign_out", 0), ("stop", "sign_out", 6)],
)
def test_asked_about_the_data(
    answer: str, tapped: str, code: int, phones: Phones, program: Program
) -> None:
    """Keep, decide on the phone, or stop: each is done as it was said."""
    phone = phones.attach("miui-11:es:intl", owner=["data=keep"] if answer == "phone" else [])
    with terminal(program, "signout", "--yes") as screen:
        screen.turn = phone.turn
        screen.until(CHOICE)
        screen.type(f"{answer}\n")
        assert screen.end() == code

    assert phone.tapped[-1] == tapped
    assert phone.accounts[0] == (1 if code else 0)


def test_the_panel_counts(phones: Phones, program: Program) -> None:
    """While it is the owner's turn, passed and remaining seconds are shown, in one line."""
    phone = phones.attach("miui-11:ru:intl", owner=["password=wait"])
    arguments = ("signout", "--yes", "--data", "keep", "--handoff-timeout", "2")
    with terminal(program, *arguments) as screen:
        screen.turn = phone.turn
        assert screen.end() == 7

    assert "Waiting up to 2 seconds" in screen.shown
    assert screen.shown.count("s passed,") >= 2
    counting = screen.shown.partition("s passed")[2].partition("The time is over")[0]
    assert counting.count("\n") == 1, "one line, then a fresh one"


@pytest.mark.parametrize("moment", [QUESTION, CHOICE, PANEL])
def test_ctrl_c(moment: str, phones: Phones, program: Program) -> None:
    """At a question or in the owner's turn: exit 130, no traceback, the phone stays as it is."""
    phone = phones.attach("miui-11:en:intl")
    answers = ("--yes", "--data", "keep") if moment == PANEL else ("--yes",)
    with terminal(program, "signout", *(() if moment == QUESTION else answers)) as screen:
        screen.until(moment)
        taps = len(phone.taps)
        screen.type(CTRL_C)
        assert screen.end() == 130

    assert "Traceback" not in screen.shown
    assert len(phone.taps) == taps
    assert phone.accounts[0] == 1
    assert not phone.server_runs


def test_yes_still_asks_about_data_once(phones: Phones, program: Program) -> None:
    """A word that is no answer is asked again; nothing is tapped meanwhile."""
    phone = phones.attach("hyperos-1:en:intl")
    with terminal(program, "signout", "--yes") as screen:
        screen.turn = phone.turn
        screen.until(CHOICE)
        screen.type("burn\n")
        screen.until("Answer one of")
        assert phone.tapped[-1] == "sign_out"
        screen.type("keep\n")
        assert screen.end() == 0
    assert phone.tapped[-1] == "wipe.keep"


def test_no_color_in_a_terminal(phones: Phones, program: Program) -> None:
    """With `NO_COLOR` not even a terminal gets colours; without it, it does."""
    phones.attach("miui-11:en:intl", "account=no")
    with terminal(program, "signout", "-v") as screen:
        assert screen.end() == 0
    assert "\x1b[" in screen.shown
    program.environment["NO_COLOR"] = "1"
    with terminal(program, "signout", "-v") as screen:
        assert screen.end() == 0
    assert "\x1b[" not in screen.shown
