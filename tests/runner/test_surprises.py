"""What does not belong: unknown screens, other apps, pop-ups, a new language, two buttons."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from miunlink_adb.errors import ScreenError
from miunlink_adb.observation import Observation
from tests.runner import screens
from tests.runner.bench import Bench, bench, obliging
from tests.runner.fake_phone import FakePhone
from tests.runner.scenario import Scenario
from tests.runner.views import button
from tests.runner.words import Words


def on_page(made: Bench, happens: Callable[[], object], seconds: float = 0.05) -> Bench:
    """Something happens as soon as the account page is there."""
    made.phone.when("account_page", seconds, happens)
    return made


def test_a_splash_screen_is_waited_for() -> None:
    """An unknown screen of ours that passes in a few seconds costs nothing."""
    made = obliging(bench())

    def splash() -> None:
        window = made.phone.surprise("splash", screens.ACCOUNT, "Welcome")
        made.clock.after(4.0, lambda: made.phone.shut(window))

    assert on_page(made, splash).run(data="keep").status == "signed_out"
    assert made.ways == ["account row"]


def test_an_unknown_screen_that_stays_stops_the_run() -> None:
    """It comes up on every way: exit 5, the observation is kept, nothing on it is tapped."""
    made = bench()
    for _ in range(20):
        made.phone.when(
            "account_page", 0.05, lambda: made.phone.surprise("advert", screens.ACCOUNT, "Offer")
        )

    report = made.run()

    assert (report.status, report.exit_code) == ("failed", 5)
    assert isinstance(report.error, ScreenError)
    assert isinstance(report.error.observation, Observation)
    assert report.error.observation.package == screens.ACCOUNT
    assert made.sign_out_taps() == 0
    assert made.ways == ["account row", "accounts page", "intent"]


def test_an_unknown_window_after_the_tap_is_waited_for() -> None:
    """After the tap nothing else may be opened: wait, then stop with exit 5 if it stays."""
    made = bench(scenario=Scenario(cloud=False, password=False, turning_off=0, removing=1e6))
    made.phone.when(
        "signing_out", 1.0, lambda: made.phone.surprise("odd", screens.ACCOUNT, "Something")
    )
    opened: list[int] = []
    made.phone.when("odd", 0.0, lambda: opened.append(len(made.phone.record.opens)))

    report = made.run()

    assert (report.status, report.exit_code) == ("failed", 5)
    assert opened == [len(made.phone.record.opens)]


def test_an_unknown_window_after_the_tap_may_hide_the_end() -> None:
    """The account goes behind an unknown window: signed out, as the list proves."""
    made = bench(scenario=Scenario(cloud=False, password=False, turning_off=0, removing=15.0))
    made.phone.when(
        "signing_out", 1.0, lambda: made.phone.surprise("odd", screens.ACCOUNT, "Something")
    )

    assert made.run().status == "signed_out"


@pytest.mark.parametrize("seconds", [3.0, 15.0])
def test_another_apps_window_has_time_to_go(seconds: float) -> None:
    """A call comes in over the account page and ends: the run goes on where it was."""
    made = obliging(bench())

    def call() -> None:
        window = made.phone.surprise("call", screens.PHONE, "Incoming call")
        made.clock.after(seconds, lambda: made.phone.shut(window))

    assert on_page(made, call).run(data="keep").status == "signed_out"
    assert made.ways == ["account row"]


def test_another_apps_window_is_never_tapped() -> None:
    """A window of another app that comes back on every way stops the run untouched."""
    made = bench()
    for _ in range(20):
        made.phone.when(
            "account_page", 0.05, lambda: made.phone.surprise("call", screens.PHONE, "Call")
        )

    report = made.run()

    assert (report.status, report.exit_code) == ("failed", 5)
    assert screens.PHONE not in {tap.package for tap in made.phone.record.taps}
    assert report.error is not None
    assert screens.PHONE in report.error.message


def test_a_crash_of_settings_is_survived() -> None:
    """Settings dies and the launcher shows: another way is taken."""
    made = obliging(bench())
    made.phone.when("settings_home", 0.15, made.phone.go_home)

    assert made.run(data="keep").status == "signed_out"


def test_a_language_switched_mid_run_is_read_again() -> None:
    """The texts are another language's now: the labels are read anew, and the run goes on."""
    made = obliging(bench())

    def switch() -> None:
        made.phone.words = Words("miui-11", "ru-RU")

    made.phone.when("settings_home", 0.05, switch)

    report = made.run(data="keep")

    assert report.status == "signed_out"
    assert report.locale == "ru-RU"
    assert any("ru-RU" in notice for notice in made.notices)


def test_a_language_switched_after_the_tap_is_read_again() -> None:
    """Also past the point of no return, where no way may be taken."""
    made = obliging(bench())
    made.phone.when(
        "wipe_data_confirm", 0.0, lambda: setattr(made.phone, "words", Words("miui-11", "ru-RU"))
    )

    assert made.run(data="keep").status == "signed_out"


def test_a_pop_up_that_takes_a_swipe_does_not_turn_the_search_round() -> None:
    """The page did not move, but it is not at its end: the search goes on forward at once."""
    made = obliging(bench())
    offered: list[object] = []

    def offer(_seen: Observation) -> None:
        if made.phone.top.name == "account_page" and not offered:
            offered.append(made.phone.offer_update())

    made.phone.seen = offer

    assert made.run(data="keep").status == "signed_out"
    assert offered
    assert all(made.phone.record.swipes)


@pytest.mark.parametrize("pop_up", ["permission", "update"])
def test_questions_of_ours_are_answered_with_no(pop_up: str) -> None:
    """A permission for our app is denied, an update put off, and the run goes on."""
    made = obliging(bench())
    shows: dict[str, Callable[[], object]] = {
        "permission": lambda: made.phone.ask_permission("Mi Account"),
        "update": made.phone.offer_update,
    }

    assert on_page(made, shows[pop_up]).run(data="keep").status == "signed_out"
    assert {"permission": "permission_deny", "update": "update_later"}[
        pop_up
    ] in made.phone.record.names()


def test_several_questions_in_a_row_are_all_answered() -> None:
    """Five permissions one after the other: each is denied; that is not a tap without effect."""
    made = obliging(bench())
    left = iter(range(5))

    def ask() -> None:
        if next(left, None) is not None:
            made.phone.ask_permission("Mi Account", then=ask)

    assert on_page(made, ask).run(data="keep").status == "signed_out"
    assert made.phone.record.names().count("permission_deny") == 5


@pytest.mark.parametrize(
    "ask",
    [
        lambda phone: phone.ask_permission("Camera tool"),
        lambda phone: phone.offer_update(with_now=False),
    ],
    ids=["another app's permission", "half of the pair"],
)
def test_questions_that_are_not_exactly_ours_are_left(ask: Callable[[FakePhone], object]) -> None:
    """Another app's permission, or one button of the pair alone, is never answered."""
    made = bench()
    for _ in range(20):
        made.phone.when("account_page", 0.05, lambda: ask(made.phone))

    report = made.run()

    assert report.exit_code == 5
    assert not {"permission_deny", "update_later"} & set(made.phone.record.names())


def test_two_things_that_could_be_the_button_stop_the_run() -> None:
    """Which of two is meant cannot be told: none is tapped, exit 5."""
    made = bench()
    page = made.phone.show_account_page()
    page.offset = 9999
    one = page.draw
    page.draw = lambda: [
        *one(),
        button("Sign out", f"{screens.ACCOUNT}:id/logout_btn", name="decoy.second"),
    ]

    report = made.run()

    assert (report.status, report.exit_code) == ("failed", 5)
    assert report.error is not None
    assert report.error.code == "element_ambiguous"
    assert made.phone.record.taps == []


@pytest.mark.parametrize("call", ["look", "wait", "shell"])
@pytest.mark.parametrize("fault", ["lost", "timeout"])
@pytest.mark.parametrize("number", [1, 2, 3, 5, 8, 13, 21])
def test_a_reading_that_fails_once_is_repeated(call: str, fault: str, number: int) -> None:
    """Wherever one reading fails, for the cable or the time, the account is signed out."""
    made = obliging(bench())
    made.clock.after(0.5, lambda: made.phone.faults.at(call, number, fault))  # type: ignore[arg-type]

    assert made.run(data="keep").status == "signed_out"


def test_a_phone_that_answers_nothing_is_not_asked_forever() -> None:
    """Every look times out: a few attempts, then exit 3."""
    made = bench()
    made.phone.faults.from_now("look", "timeout")

    report = made.run()

    assert (report.status, report.exit_code) == ("failed", 3)
    assert made.clock.now() - 1000 < 120


def test_screens_that_flap_are_not_followed_forever() -> None:
    """Two known screens that alternate without end: the run ends, and says that it goes round."""
    made = bench()
    phone = made.phone

    def flap() -> None:
        phone.go_home()
        phone.show_progress("checking_cloud_data", "cloud_check")
        made.clock.after(0.4, other)

    def other() -> None:
        phone.go_home()
        phone.show_progress("turning_off_find_device", "turning_off")
        made.clock.after(0.4, flap)

    flap()

    report = made.run()

    assert (report.status, report.exit_code) == ("failed", 3)
    assert report.error is not None
    assert "round" in report.error.message
