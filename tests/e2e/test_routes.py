"""Two routes to the account page: the one that was asked for, and the other when it fails."""

import pytest

from tests.e2e.phones import Attached, Phones
from tests.e2e.program import Done, Program
from tests.e2e.shape import assert_shape, in_order, screens
from tests.e2e.worlds import on_both, pair, side_by_side, specs

pytestmark = pytest.mark.adb_server

YES = ("--yes", "--data", "keep")
PAGE = "android.settings.XIAOMI_ACCOUNT_SYNC_SETTINGS"


def assert_done(phone: Attached, done: Done, route: str) -> None:
    """Signed out, and the document names the route that led there."""
    assert (done.code, done.document["status"]) == (0, "signed_out"), done.said
    assert (done.document["route"], phone.accounts[0]) == (route, 0)


def opened(phone: Attached) -> list[str]:
    """The actions of the pages that the program opened."""
    return [start.action for start in phone.virtual.record.starts if start.source == "adb"]


def test_by_intent(phones: Phones, program: Program) -> None:
    """`--route intent` opens the account page at once; Settings is not needed."""
    for _, phone, done in on_both(phones, program, 2, *YES, "--route", "intent"):
        assert_done(phone, done, "intent")
        assert "settings_home" not in screens(done.document)
        assert opened(phone)[0] == PAGE
        assert phone.tapped == ["sign_out", "wipe.keep"]


def test_the_row_is_missing(phones: Phones, program: Program) -> None:
    """No row leads to the account: the intent is tried, and the result says so."""
    attached = [phones.attach(spec) for spec in specs(3)]
    for phone in attached:
        phone.hide_account_rows()
    for phone, done in zip(attached, side_by_side(attached, program, *YES), strict=True):
        assert_done(phone, done, "intent")
        assert screens(done.document)[0] == "settings_home"
        assert "Trying another way" in done.stderr
        assert phone.tapped[-2:] == ["sign_out", "wipe.keep"]


def test_the_intent_leads_nowhere(phones: Phones, program: Program) -> None:
    """The shell may not open the page: Settings is tried, and the result says so."""
    attached = [phones.attach(spec) for spec in pair(4)]
    for phone in attached:
        phone.deny_intent(PAGE)
    arguments = (*YES, "--route", "intent")
    for phone, done in zip(attached, side_by_side(attached, program, *arguments), strict=True):
        assert_done(phone, done, "settings")
        assert in_order(["settings_home", "account_page"], screens(done.document))
        assert "Trying another way" in done.stderr


def test_neither_leads_there(phones: Phones, program: Program) -> None:
    """No row and no intent: exit 5, and nothing that could sign out was tapped."""
    phone = phones.attach("miui-11:en:intl")
    phone.deny_intent(PAGE)
    phone.hide_account_rows()
    done = program.run("signout", "--json", *YES)
    assert_shape(done.document, done.code)
    assert (done.code, done.document["status"]) == (5, "failed"), done.said
    assert not {"sign_out", "wipe.keep", "wipe.remove"} & set(phone.tapped)
    assert phone.accounts[0] == 1


@pytest.mark.parametrize("front", ["settings", "account", "chat"])
def test_wherever_the_phone_is(front: str, phones: Phones, program: Program) -> None:
    """The walk begins from whatever is in front, also from the page that it looks for."""
    attached = [phones.attach(spec, f"front={front}") for spec in pair(5)]
    for phone, done in zip(attached, side_by_side(attached, program, *YES), strict=True):
        assert_done(phone, done, "settings")
