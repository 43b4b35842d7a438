"""From wherever the phone stands to a signed-out account: position is observed, not remembered."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.runner.bench import Bench, bench, obliging
from tests.runner.fake_phone import FakePhone
from tests.runner.scenario import Scenario, SignOut

RELEASES = (
    "miui-8 miui-9 miui-10 miui-11 miui-12 miui-12.5 miui-13 miui-14 "
    "hyperos-1 hyperos-2 hyperos-3 hyperos-4"
).split()
EVERYTHING = Scenario(bank_cards=True, cloud_query=2.0, unsynced=True, code=True)

Begin = Callable[[FakePhone], object]


def begin_sign_out(phone: FakePhone) -> None:
    """Somebody tapped *Sign out* before the run."""
    SignOut(phone, phone.show_account_page()).start()


def begin_after_keep(phone: FakePhone) -> None:
    """Somebody came as far as the password sheet."""
    begin_sign_out(phone)
    if phone.top.name == "wipe_data_confirm":
        phone.tap_button("keep_button")


def begin_while_removing(phone: FakePhone) -> None:
    """Somebody typed the password just now."""
    begin_after_keep(phone)
    phone.type_password()


@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize("locale", ["en", "ru-RU"])
@pytest.mark.parametrize("international", [True, False], ids=["international", "china"])
def test_every_release_is_walked_to_the_end(release: str, locale: str, international: bool) -> None:
    """With each pack the account is signed out by the row in Settings, through every dialog."""
    made = obliging(bench(release, locale, international=international, scenario=EVERYTHING))

    report = made.run(data="remove")

    assert (report.status, report.exit_code) == ("signed_out", 0)
    assert report.route == "settings"
    assert made.ways == ["account row"]
    assert made.phone.wiped == "remove"
    assert report.before == {"0": 1}
    assert report.after == {"0": 0}


@pytest.mark.parametrize("release", ["miui-11", "hyperos-1"])
def test_the_intent_leads_there_too(release: str) -> None:
    """By the other route nothing in Settings is touched, and the outcome is the same."""
    made = obliging(bench(release))

    report = made.run(route="intent", data="keep")

    assert (report.status, report.route) == ("signed_out", "intent")
    assert made.ways == ["intent"]
    assert made.phone.record.names() == ["sign_out_button", "keep_button"]
    assert made.phone.wiped == "keep"


@pytest.mark.parametrize(
    ("begin", "first"),
    [
        (lambda phone: phone.go_home(), "settings_home"),  # opened before the first look
        (lambda phone: phone.show_settings(), "settings_home"),
        (lambda phone: phone.show_account_page(), "account_page"),
        (begin_sign_out, "wipe_data_confirm"),
        (begin_after_keep, "password_prompt"),
        (begin_while_removing, "checking_password"),
    ],
    ids=["launcher", "settings", "account page", "wipe", "password", "removing"],
)
def test_a_run_goes_on_from_where_the_phone_stands(begin: Begin, first: str | None) -> None:
    """Started on any screen of the flow, the run goes on from there to the proof."""
    made = obliging(bench())
    begin(made.phone)
    made.clock.sleep(0.2)

    report = made.run(data="keep")

    assert report.status == "signed_out"
    assert made.screens[0] == first
    assert made.sign_out_taps() <= (first in (None, "settings_home", "account_page"))


def test_a_page_left_open_in_settings_is_left() -> None:
    """Settings comes back with the page that was open: it is started afresh instead."""
    made = obliging(bench())
    made.phone.show_settings()
    made.phone.surprise("wifi", "com.android.settings", "Wi-Fi", "Networks")
    made.phone.surprise("chat", "com.example.chat", "Chats")

    report = made.run(data="keep")

    assert report.status == "signed_out"
    assert made.ways == ["account row"]
    assert [entry.fresh for entry in made.phone.record.opens] == [False, True]


def test_without_an_account_nothing_is_touched() -> None:
    """A phone without account is signed out already: nothing is opened or tapped."""
    made = bench()
    made.phone.accounts[0] = 0

    report = made.run()

    assert (report.status, report.exit_code) == ("already_signed_out", 0)
    assert made.phone.record.opens == []
    assert made.phone.record.taps == []


def test_another_users_account_stays_and_is_named() -> None:
    """The account of a second space does not keep user 0 from being signed out."""
    made = obliging(bench())
    made.phone.accounts[10] = 1

    report = made.run(data="keep")

    assert report.status == "signed_out"
    assert report.after == {"0": 0, "10": 1}
    assert ("mi_account", 10) in [(b.what, b.user) for b in report.remaining]


def test_a_locked_phone_is_the_owners_first_turn() -> None:
    """On the lock screen the run waits for the owner, then goes on, whatever lies behind it."""
    made = obliging(bench())
    made.phone.keyguard = True
    made.clock.after(20.0, lambda: setattr(made.phone, "keyguard", False))

    report = made.run(data="keep")

    assert report.status == "signed_out"
    assert made.outcomes == [("keyguard", "done"), ("password", "done")]


def test_the_page_after_unlocking_is_no_going_back() -> None:
    """The account page that shows after unlocking is where the run goes on, not a refusal."""
    made = obliging(bench())
    made.phone.show_account_page()
    made.phone.keyguard = True
    made.clock.after(20.0, lambda: setattr(made.phone, "keyguard", False))

    assert made.run(data="keep").status == "signed_out"


def test_a_sleeping_phone_is_woken() -> None:
    """With the screen off the phone is woken first, even when that answer is lost."""
    made = obliging(bench())
    made.phone.answers["dumpsys power"] = "  mWakefulness=Asleep\n"
    made.phone.faults.at("act", 1, "lost_after")

    assert made.run(data="keep").status == "signed_out"
    assert made.phone.record.keys == ["wakeup"]


def seen_twice(made: Bench) -> bool:
    """Whether the flow met the account page more than once."""
    return made.screens.count("account_page") > 1


@pytest.mark.parametrize("gap", [0.2, 1.0, 3.0, 6.0])
def test_the_account_page_between_two_dialogs_is_no_cancelling(gap: float) -> None:
    """Between the password sheet and the progress the page shows: the run waits for what comes."""
    made = obliging(bench(scenario=Scenario(gap=gap, cloud=False)))

    report = made.run()

    assert report.status == "signed_out"
    assert made.outcomes == [("password", "done")]


def test_one_tap_may_be_all() -> None:
    """With Find device off and nothing synced the tap itself signs out, and that is noticed."""
    made = bench(scenario=Scenario(password=False, cloud=False, turning_off=0.0, removing=0.1))

    report = made.run()

    assert report.status == "signed_out"
    assert made.outcomes == []


@pytest.mark.parametrize("late", [5.0, 20.0])
def test_an_account_that_goes_late_is_waited_for(late: float) -> None:
    """The page is gone, the launcher is there, the account is listed a while longer: no failure."""
    made = obliging(bench(scenario=Scenario(late=late)))
    made.phone.show_account_page()

    assert made.run(data="keep", route="intent").status == "signed_out"


def test_a_second_run_finds_nothing_to_do() -> None:
    """After a sign-out a second run says so, and touches nothing."""
    made = obliging(bench())
    made.run(data="keep")
    taps = list(made.phone.record.taps)
    assert not seen_twice(made)

    assert made.run().status == "already_signed_out"
    assert made.phone.record.taps == taps
