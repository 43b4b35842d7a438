"""What is looked up on the phone: what it says, and nothing beyond."""

from pathlib import Path

import pytest

from miunlink_adb.guide.checks import PhoneChecks
from tests.guide.desk import ONLINE, Desk

OFFLINE = ONLINE.partition("Current")[0].replace("100", "none")
UNCHECKED = ONLINE.replace("&VALIDATED", "")


@pytest.mark.parametrize(
    ("said", "outcome"),
    [(ONLINE, "passed"), (OFFLINE, "not_yet"), (UNCHECKED, "not_yet"), ("", "unknown")],
)
def test_online(said: str, outcome: str, tmp_path: Path) -> None:
    """Only a network that Android reached the internet over counts; silence is no answer."""
    desk = Desk(tmp_path)
    desk.phone.answers["dumpsys connectivity"] = said
    assert PhoneChecks(desk.phone, desk.clock).look("online").outcome == outcome


@pytest.mark.parametrize("said", ["", "Can't find service: account\n", "User UserInfo{0:"])
def test_a_list_of_accounts_that_is_none_proves_nothing(said: str, tmp_path: Path) -> None:
    """Neither that the account is gone nor how many there are; an earlier count is dropped."""
    desk = Desk(tmp_path)
    checks = PhoneChecks(desk.phone, desk.clock)
    assert (checks.look("no_account").outcome, checks.counts) == ("not_yet", {"0": 1})
    desk.phone.answers["dumpsys account"] = said
    found = checks.look("no_account")
    assert (found.outcome, checks.counts) == ("unknown", None)
    assert found.detail


def test_it_is_waited_no_longer_than_was_said(tmp_path: Path) -> None:
    """Until it passes, or the time is over; without a phone there is nothing to wait for."""
    desk = Desk(tmp_path)
    checks = PhoneChecks(desk.phone, desk.clock)
    began = desk.clock.now()
    assert checks.wait_for("no_account", 20).outcome == "not_yet"
    assert 20 <= desk.clock.now() - began < 22
    began = desk.clock.now()
    nobody = PhoneChecks(None, desk.clock)
    assert (nobody.has_phone, nobody.wait_for("no_account", 20).outcome) == (False, "unknown")
    assert desk.clock.now() == began


def test_a_check_that_there_is_not(tmp_path: Path) -> None:
    """A misspelled name is a fault of ours, not an answer."""
    with pytest.raises(KeyError):
        PhoneChecks(Desk(tmp_path).phone, Desk(tmp_path).clock).look("offline")
