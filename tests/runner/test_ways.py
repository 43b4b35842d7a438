"""The ways to the account page, scrolling on them, and taking the next one when one fails."""

from __future__ import annotations

import itertools

import pytest

from miunlink_adb.scroll import MOST_SWIPES, Scroll
from tests.runner import screens
from tests.runner.bench import Bench, bench, obliging
from tests.runner.looks import look_at
from tests.runner.scenario import Scenario
from tests.runner.views import ROW, Scrolling, row

INTENT = "android.settings.XIAOMI_ACCOUNT_SYNC_SETTINGS"
SETTINGS = "android.settings.SETTINGS"


def scrolled(made: Bench, *, forward: bool) -> int:
    """How many swipes went that way."""
    return made.phone.record.swipes.count(forward)


# -- ways --------------------------------------------------------------------------------------


def test_without_the_row_the_accounts_page_is_next() -> None:
    """The account row is nowhere in Settings: both ends were seen, then the accounts page."""
    made = obliging(bench())
    made.phone.hidden_rows = {"account_row"}

    report = made.run(data="keep")

    assert (report.status, report.route) == ("signed_out", "settings")
    assert made.ways == ["account row", "accounts page"]
    assert "accounts_row" in made.phone.record.names()
    assert scrolled(made, forward=False) > 0


def test_two_rows_with_one_title_mean_the_next_way() -> None:
    """Which of two rows is the account's cannot be told: neither is tapped, another way is."""
    made = obliging(bench())
    made.phone.account_row_twice = True

    report = made.run(data="keep")

    assert report.status == "signed_out"
    assert made.ways == ["account row", "accounts page"]
    assert not {"account_row", "decoy.more"} & set(made.phone.record.names())


def test_without_any_row_the_intent_is_next() -> None:
    """Neither row is there: the account page is opened by its intent, and the report says so."""
    made = obliging(bench())
    made.phone.hidden_rows = {"account_row", "accounts_row"}

    report = made.run(data="keep")

    assert (report.status, report.route) == ("signed_out", "intent")
    assert made.ways == ["account row", "accounts page", "intent"]


def test_without_settings_the_intent_is_next() -> None:
    """Settings cannot be opened at all: the intent is tried, not given up."""
    made = obliging(bench())
    made.phone.entries.discard(SETTINGS)

    assert made.run(data="keep").status == "signed_out"
    assert made.ways == ["account row", "accounts page", "intent"]


@pytest.mark.parametrize("route", ["settings", "intent"])
def test_without_the_intent_settings_serves(route: str) -> None:
    """The other way round too: a phone that does not answer the intent is walked by Settings."""
    made = obliging(bench())
    made.phone.entries.discard(INTENT)

    report = made.run(data="keep", route=route)

    assert (report.status, report.route) == ("signed_out", "settings")


def test_an_intent_that_opens_something_else_means_the_next_way() -> None:
    """The intent brings up an unknown page of the account app: Settings is next."""
    made = obliging(bench())
    made.phone.intent_opens = lambda: made.phone.surprise("other", screens.ACCOUNT, "Other")

    report = made.run(data="keep", route="intent")

    assert report.status == "signed_out"
    assert made.ways == ["intent", "account row"]


def test_when_no_way_leads_there_the_run_stops() -> None:
    """No row, no intent: exit 5, nothing tapped, and what was missing is named."""
    made = bench()
    made.phone.hidden_rows = {"account_row", "accounts_row"}
    made.phone.entries.discard(INTENT)

    report = made.run()

    assert (report.status, report.exit_code) == ("failed", 5)
    assert made.phone.record.taps == []
    assert report.error is not None
    assert report.error.code == "element_not_found"


def test_a_row_whose_tap_does_nothing_is_tapped_three_times() -> None:
    """Taps are taken and nothing happens: after three the run says that taps have no effect."""
    made = bench()
    made.phone.faults.from_now("act", "dropped")
    made.phone.show_settings().offset = 9999

    report = made.run()

    assert (report.status, report.exit_code) == ("failed", 3)
    assert report.error is not None
    assert report.error.code == "input_blocked"
    acts = [event for event in made.events if getattr(event, "element", "") == "accounts_row"]
    rows = [e for e in made.events if getattr(e, "element", "") == "account_row_international"]
    assert len(rows) == 3
    assert acts == []


def test_swipes_that_move_nothing_mean_that_taps_are_refused() -> None:
    """On the account page a list that can scroll never moves: exit 3, not a missing button."""
    made = bench()
    made.phone.faults.from_now("act", "dropped")

    report = made.run(route="intent")

    assert report.exit_code == 3
    assert report.error is not None
    assert report.error.code == "input_blocked"


def test_taps_that_work_again_are_not_counted_over_the_run() -> None:
    """The count of taps without effect begins anew with each one that has an effect."""
    made = obliging(bench())
    for number in (2, 3):
        made.phone.faults.at("act", number, "dropped")
    made.phone.show_settings().offset = 9999

    assert made.run(data="keep").status == "signed_out"


# -- scrolling ---------------------------------------------------------------------------------


def test_the_list_is_searched_to_its_end() -> None:
    """The row is at the end of the list: forward until it is there, never back."""
    made = obliging(bench())

    made.run(data="keep")

    assert scrolled(made, forward=True) >= 2
    assert scrolled(made, forward=False) == 0


def test_the_list_is_searched_back_to_its_start() -> None:
    """The row is above what shows: to the end first, then back until it is there."""
    made = obliging(bench(international=False))
    made.phone.show_settings().offset = 9999

    assert made.run(data="keep").status == "signed_out"
    assert made.phone.record.swipes[0] is True
    assert scrolled(made, forward=False) >= 1
    assert made.ways == []


@pytest.mark.parametrize("release", ["miui-11", "hyperos-1"])
@pytest.mark.parametrize("offset", [0, 700, 9999])
def test_the_first_row_counts_only_where_the_list_begins(release: str, offset: int) -> None:
    """A server wrote the summary, so only its place tells the row: the list is gone through first.

    Any row may be the first one of a scrolled list, and none of them is tapped.
    """
    made = obliging(bench(release, international=False))
    made.phone.account_hint = "Something new"
    made.phone.show_settings().offset = offset

    assert made.run(data="keep").status == "signed_out"
    assert made.phone.record.names()[0] == "account_row"


@pytest.mark.parametrize("offset", [0, 700])
def test_an_international_phone_has_no_first_row(offset: int) -> None:
    """Without the row its first row is somebody else's, and the next way is taken."""
    made = obliging(bench("hyperos-1"))
    made.phone.hidden_rows = {"account_row"}
    made.phone.show_settings().offset = offset

    assert made.run(data="keep").status == "signed_out"
    assert made.phone.record.names()[0] == "accounts_row"


def test_where_swipes_do_nothing_no_row_is_the_first() -> None:
    """The list never moves: whether it shows its beginning is not known, so nothing is tapped."""
    made = bench(international=False)
    made.phone.account_hint = "Something new"
    made.phone.hidden_rows = {"accounts_row"}
    made.phone.entries.discard(INTENT)
    made.phone.show_settings().offset = 700
    made.phone.faults.from_now("act", "dropped")

    report = made.run()

    assert report.status == "failed"
    assert not any(getattr(event, "act", "") == "tap" for event in made.events)


@pytest.mark.parametrize("footer", [8, 20])
def test_a_button_that_is_cut_off_is_scrolled_in(footer: int) -> None:
    """Only a strip of the button shows at the list's edge: it is scrolled further in first."""
    made = obliging(bench())
    made.phone.footer = 220
    page = made.phone.show_account_page()
    length = 420 + 14 * ROW
    height = 2340 - 170
    page.offset = length - height + footer

    assert made.run(data="keep").status == "signed_out"
    assert made.phone.record.swipes == [True]


def test_a_short_page_is_not_swiped() -> None:
    """Nothing scrolls and the button is not there: looked for again, then exit 5."""
    made = bench()
    page = made.phone.show_account_page()
    page.draw = lambda: [
        screens.bar(made.phone.words, screens.ACCOUNT, made.phone.words["account"]),
        row(made.phone.words["security"], name="decoy.row"),
    ]

    report = made.run()

    assert (report.status, report.exit_code) == ("failed", 5)
    assert made.phone.record.swipes == []


def test_a_button_that_comes_late_is_found() -> None:
    """The page fills up some seconds after it opened: the button is looked for again."""
    made = obliging(bench(scenario=Scenario(cloud=False)))
    page = made.phone.show_account_page()
    whole = page.draw
    page.draw = lambda: [
        screens.bar(made.phone.words, screens.ACCOUNT, made.phone.words["account"]),
        row(made.phone.words["security"], name="decoy.row"),
    ]
    made.clock.after(3.0, lambda: setattr(page, "draw", whole))

    assert made.run().status == "signed_out"


def test_an_endless_list_is_not_swiped_forever() -> None:
    """A list that always shows something new: the search is bounded, then the next way."""
    made = bench()
    numbers = itertools.count()
    page = made.phone.show_settings()

    def endless() -> screens.Content:
        rows = tuple(row(f"Row {next(numbers)}", name="decoy.row") for _ in range(30))
        title = made.phone.words["settings"]
        bar = screens.bar(made.phone.words, screens.SETTINGS, title)
        return [bar, Scrolling("android:id/list", rows)]

    page.draw = endless
    scroll, swipes = Scroll(), 0

    while scroll.next(look_at(made), "settings_list") is not None:
        swipes += 1

    assert swipes == MOST_SWIPES


def test_a_new_screen_begins_a_new_search() -> None:
    """What was searched on one screen says nothing about another."""
    made = bench()
    made.phone.show_settings()
    scroll = Scroll()
    scroll.next(look_at(made), "settings_list")
    scroll.next(look_at(made), "settings_list")  # nothing moved: backwards from here
    made.phone.show_account_page()

    swipe = scroll.next(look_at(made), "account_list")

    assert swipe is not None
    assert swipe.forward


def test_swipes_count_as_stuck_only_if_none_ever_moved() -> None:
    """One swipe that moved the list proves that the phone takes input."""
    made = bench()
    window = made.phone.show_settings()
    scroll = Scroll()
    for _ in range(2):
        scroll.next(look_at(made), "settings_list")
    assert scroll.stuck

    window.offset += 100
    scroll.next(look_at(made), "settings_list")

    assert not scroll.stuck
