"""Looking and waiting: deadlines, flapping screens, lost connections, lists of accounts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.clock import Deadline, SystemClock
from miunlink_adb.errors import ConnectionLost, Timeout
from miunlink_adb.recovery import RECONNECT
from miunlink_adb.watch import LASTING
from tests.runner.bench import bench
from tests.runner.clock import FakeClock
from tests.runner.looks import look_at, watch_of


@given(seconds=st.floats(0.0, 100.0), slices=st.floats(0.0, 200.0), passed=st.floats(0.0, 300.0))
def test_a_deadline_never_gives_more_than_is_left(
    seconds: float, slices: float, passed: float
) -> None:
    """What is left never goes below zero, and no slice is larger than it."""
    clock = FakeClock()
    deadline = Deadline(clock, seconds)
    clock.sleep(passed)

    assert 0.0 <= deadline.slice(slices) <= deadline.remaining <= seconds + 1e-9
    assert deadline.expired is (deadline.remaining == 0.0)


def test_the_systems_clock_never_goes_back() -> None:
    """Two readings are in order, and a negative sleep is none."""
    clock = SystemClock()
    before = clock.now()
    clock.sleep(-1.0)

    assert clock.now() >= before


@pytest.mark.parametrize("seconds", [0.0, 1.0, 7.0, 60.0])
def test_waiting_ends_in_time(seconds: float) -> None:
    """A screen that never changes is waited for as long as asked, give or take one look."""
    made = bench()
    made.phone.show_account_page()
    watch, look = watch_of(made), look_at(made)
    before = made.clock.now()

    after = watch.until_changed(look, ("settings_home",), seconds)

    assert after.screen == look.screen
    assert seconds <= made.clock.now() - before <= seconds + 1.0


def test_waiting_ends_as_soon_as_the_screen_is_there() -> None:
    """The phone itself waits for the landmarks: no second is lost after they came."""
    made = bench()
    made.phone.show_account_page()
    watch, look = watch_of(made), look_at(made)
    made.clock.after(5.0, made.phone.show_settings)
    before = made.clock.now()

    after = watch.until_changed(look, ("settings_home",), 60.0)

    assert after.screen == "settings_home"
    assert made.clock.now() - before < 5.5


def test_an_unknown_screen_counts_only_if_it_lasts() -> None:
    """A moment between two screens is passed over; one that stays ends the wait."""
    made = bench()
    page = made.phone.show_account_page()
    watch, look = watch_of(made), look_at(made)
    for number in range(4):  # flapping: known and unknown in turns
        at = 1.0 + 3.0 * number
        made.clock.after(at, lambda: made.phone.surprise("odd", "com.xiaomi.account", "Odd"))
        made.clock.after(at + 1.5, lambda: made.phone.shut(made.phone.top))
    before = made.clock.now()

    assert watch.until_changed(look, (), 20.0).screen == look.screen
    assert made.clock.now() - before >= 20.0
    made.phone.surprise("odd", "com.xiaomi.account", "Odd")
    before = made.clock.now()

    assert watch.until_changed(look, (), 20.0).screen is None
    assert LASTING <= made.clock.now() - before < LASTING + 1.0
    assert page in made.phone.windows


def test_from_an_unknown_screen_only_a_known_one_counts() -> None:
    """Nothing is known yet: the wait goes on until something is, or the time is over."""
    made = bench()
    watch, look = watch_of(made), look_at(made)
    made.clock.after(9.0, made.phone.show_settings)

    assert look.screen is None
    assert watch.until_changed(look, (), 30.0).screen == "settings_home"


@pytest.mark.parametrize("fault", ["lost", "timeout"])
def test_a_failed_wait_is_followed_by_a_look(fault: str) -> None:
    """What the phone could not wait for is looked for: no screen is missed."""
    made = bench()
    made.phone.show_account_page()
    watch, look = watch_of(made), look_at(made)
    made.phone.faults.from_now("wait", fault)  # type: ignore[arg-type]
    made.clock.after(3.0, made.phone.show_settings)

    assert watch.until_changed(look, ("settings_home",), 60.0).screen == "settings_home"


def test_a_phone_that_is_gone_is_waited_for_two_minutes() -> None:
    """The cable is out for good: the owner is told, and the error comes after the time."""
    made = bench()
    made.phone.replug = None
    made.phone.faults.at("look", 1, "lost")
    before = made.clock.now()

    with pytest.raises(ConnectionLost):
        watch_of(made).look()

    assert RECONNECT <= made.clock.now() - before < RECONNECT + 1.0
    assert any("cable" in notice for notice in made.notices)


def test_accounts_are_asked_for_a_few_times() -> None:
    """A list that stays incomplete is no answer, and is not asked for without end."""
    made = bench()
    made.phone.answers["dumpsys account"] = "User UserInfo{0:Owner:13}:\n  Accounts: 2\n"

    with pytest.raises(Timeout, match="cut off"):
        watch_of(made).accounts()

    assert len(made.phone.record.commands) == 5


def test_the_focus_is_what_the_window_manager_says() -> None:
    """The package in front; None while it says nothing."""
    made = bench()
    made.phone.show_account_page()

    assert watch_of(made).front().package == "com.xiaomi.account"
    made.phone.answers["dumpsys window"] = "  mCurrentFocus=null\n"
    assert watch_of(made).front() == (None, False)
    made.phone.answers["dumpsys power"] = "  mWakefulness=Asleep\n"
    assert watch_of(made).front().asleep
