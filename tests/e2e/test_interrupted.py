"""Ctrl-C at any moment: one document, the phone as it was, nothing left behind; then it goes on."""

import os
import signal

import pytest

from miunlink_adb.virtual import When
from miunlink_adb.virtual.phone import Phone
from tests.e2e.phones import Attached, Phones
from tests.e2e.program import Done, Program
from tests.e2e.shape import assert_shape, handoffs

pytestmark = pytest.mark.adb_server

YES = ("--yes", "--data", "keep")
MOMENTS = {
    "asking": When(request="shell"),
    "starting": When(request="start"),
    "settings_home": When(screen="settings_home"),
    "scrolling": When(request="swipe"),
    "account_page": When(screen="account_page"),
    "wipe_data_confirm": When(screen="wipe_data_confirm"),
    "removing_account": When(screen="removing_account"),
}
"""When Ctrl-C is pressed: a request that is being answered, or a screen that comes up."""


class Doings:
    """What was done to a phone, before and after a moment."""

    def __init__(self, phone: Attached) -> None:
        self.phone = phone
        self.before = -1

    def mark(self) -> None:
        """Everything after this is 'after'."""
        self.before = len(self.phone.taps)

    @property
    def taps_after(self) -> int:
        """How many taps of the program came later."""
        return len(self.phone.taps) - self.before


def interrupted(phone: Attached, program: Program, moment: When) -> tuple[Done, Doings]:
    """A run to which Ctrl-C comes at this moment."""
    process: list[int] = []
    doings = Doings(phone)

    def press(_: Phone) -> None:
        doings.mark()
        os.kill(process[0], signal.SIGINT)

    phone.when(moment, press)
    arguments = ("-s", phone.serial, "signout", "--json", *YES)
    with program.started(*arguments, turn=phone.turn) as run:
        process.append(run.process.pid)
        return run.wait(), doings


@pytest.mark.parametrize("moment", MOMENTS)
def test_at_any_moment(moment: str, phones: Phones, program: Program) -> None:
    """Exit 130 and one document; nothing is tapped any more, no server of ours runs on."""
    spec = "hyperos-1:zh-CN:cn" if moment != "scrolling" else "hyperos-1:de:intl"
    phone = phones.attach(spec)
    done, doings = interrupted(phone, program, MOMENTS[moment])

    assert_shape(done.document, done.code)
    assert (done.code, done.document["status"]) == (130, "cancelled"), done.said
    assert done.document["error"]["code"] == "interrupted"
    assert "Traceback" not in done.stderr
    assert doings.taps_after <= 1, "one call may have been on its way"
    assert not phone.server_runs
    assert program.left_running() == []

    again = program.run("signout", "--json", *YES, turn=phone.turn)
    assert again.document["status"] in ("signed_out", "already_signed_out"), again.said
    assert phone.accounts[0] == 0
    assert phone.tapped.count("sign_out") <= 2


def test_in_the_owners_turn(phones: Phones, program: Program) -> None:
    """The sheet stays open, the turn is in the document, the next run goes on from the sheet."""
    phone = phones.attach("miui-11:ru:intl")
    with program.started("signout", "--json", *YES) as run:
        run.until_said("YOUR TURN")
        run.signal(signal.SIGINT)
        done = run.wait()

    assert_shape(done.document, done.code)
    assert done.code == 130
    assert handoffs(done.document) == [("password", "interrupted")]
    assert phone.shown == "password_prompt"
    assert not phone.server_runs

    again = program.run("signout", "--json", *YES, turn=phone.turn)
    assert (again.code, again.document["status"]) == (0, "signed_out"), again.said
    assert again.document["screens"][0]["screen"] == "password_prompt"
    assert phone.tapped.count("sign_out") == 1


def test_pressed_twice(phones: Phones, program: Program) -> None:
    """Somebody who is impatient gets the same: one document, no server left, no traceback."""
    phone = phones.attach("miui-11:en:intl")
    with program.started("signout", "--json", *YES) as run:
        run.until_said("YOUR TURN")
        run.signal(signal.SIGINT)
        run.signal(signal.SIGINT)
        done = run.wait()

    assert done.code == 130
    assert_shape(done.document, done.code)
    assert "Traceback" not in done.stderr
    assert not phone.server_runs


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_told_to_end(number: int, phones: Phones, program: Program) -> None:
    """A shutdown or a window that is closed ends it like Ctrl-C."""
    phone = phones.attach("miui-11:en:intl")
    with program.started("signout", "--json", *YES) as run:
        run.until_said("YOUR TURN")
        run.signal(number)
        done = run.wait()

    assert done.code == 130
    assert_shape(done.document, done.code)
    assert phone.shown == "password_prompt"
    assert not phone.server_runs
