"""Random schedules of faults and surprises: whatever happens, the rules hold.

`Bench.run` checks after each: nothing outside the table tapped, sign-out at most once and only
confirmed, no dry run that signs out, no false "signed out", exit code of the error.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from miunlink_adb.event import HandoffEnded, HandoffStarted
from tests.runner import screens
from tests.runner.bench import Bench, bench, obliging
from tests.runner.fake_phone import Call, FakePhone, Fault
from tests.runner.scenario import Scenario
from tests.runner.test_walk import RELEASES, begin_after_keep, begin_sign_out, begin_while_removing
from tests.runner.words import Words

SAMPLE = settings(max_examples=60, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
"""The same schedules each time: a suite that passes today passes tomorrow."""
LONGEST = 3 * 3600.0
"""Seconds on the fake clock that no run may take."""

CALLS: tuple[Call, ...] = ("look", "act", "act", "act", "wait", "shell")
READINGS: tuple[Call, ...] = ("look", "wait", "shell")
LOST: tuple[Fault, ...] = ("lost", "timeout")
WRONG: tuple[Fault, ...] = ("lost", "lost_after", "timeout", "dropped", "refused")

SCENARIOS = st.builds(
    Scenario,
    bank_cards=st.booleans(),
    cloud_query=st.sampled_from([0.0, 2.0]),
    cloud=st.booleans(),
    unsynced=st.booleans(),
    hidden_photos=st.booleans(),
    password=st.booleans(),
    wrong_says=st.sampled_from(["message", "captcha", "nothing"]),
    checking=st.sampled_from([0.2, 1.0, 4.0]),
    code=st.booleans(),
    web=st.booleans(),
    expired=st.booleans(),
    no_password=st.booleans(),
    gap=st.sampled_from([0.0, 1.0, 5.0]),
    turning_off=st.sampled_from([0.0, 2.0]),
    removing=st.sampled_from([0.1, 10.0]),
    late=st.sampled_from([0.0, 3.0]),
    end=st.sampled_from(
        ["removed"] * 5 + ["logout_failed", "find_device_failed", "cooldown", "never"]
    ),
)

FAULTS = st.tuples(
    st.sampled_from(CALLS),
    st.integers(1, 25),
    st.sampled_from(WRONG),
)

READING_FAULTS = st.tuples(st.sampled_from(READINGS), st.integers(1, 40), st.sampled_from(LOST))


def _for_a_while(phone: FakePhone, package: str) -> None:
    window = phone.surprise("surprise", package, "Something")
    phone.clock.after(12.0, lambda: phone.shut(window))


def _lock(phone: FakePhone) -> None:
    phone.keyguard = True
    phone.clock.after(25.0, lambda: setattr(phone, "keyguard", False))


def _switch_language(phone: FakePhone) -> None:
    phone.words = Words(phone.words.release, "ru-RU")


SURPRISES: dict[str, Callable[[FakePhone], object]] = {
    "call": lambda phone: _for_a_while(phone, screens.PHONE),
    "advert for a while": lambda phone: _for_a_while(phone, screens.ACCOUNT),
    "advert that stays": lambda phone: phone.surprise("advert", screens.ACCOUNT, "Sign out"),
    "cloud advert": lambda phone: _for_a_while(phone, screens.CLOUD),
    "permission": lambda phone: phone.ask_permission("Mi Account"),
    "other permission": lambda phone: phone.ask_permission("Camera"),
    "update": lambda phone: phone.offer_update(),
    "half an update": lambda phone: phone.offer_update(with_now=False),
    "home": lambda phone: phone.go_home(),
    "back": lambda phone: phone.back(),
    "lock": _lock,
    "language": _switch_language,
    "toast": lambda phone: setattr(phone, "toast", "Sign out"),
    "right password": lambda phone: phone.type_password(),
    "wrong password": lambda phone: phone.type_password(right=False),
    "code": lambda phone: phone.type_code(),
    "web": lambda phone: phone.finish_web(),
    "settings": lambda phone: phone.show_settings(),
    "account page": lambda phone: phone.show_account_page(),
    "scrolled": lambda phone: setattr(phone.top, "offset", 700),
}

PASSING = {"call", "advert for a while", "permission", "update", "lock", "language", "toast"}
"""Those that go away by themselves, or that the run itself answers."""

BEGINNINGS: dict[str, Callable[[FakePhone], object]] = {
    "launcher": lambda phone: phone.go_home(),
    "settings": lambda phone: phone.show_settings(),
    "account page": lambda phone: phone.show_account_page(),
    "left open": lambda phone: phone.surprise("wifi", screens.SETTINGS, "Wi-Fi"),
    "wipe": begin_sign_out,
    "password": begin_after_keep,
    "removing": begin_while_removing,
}

OPTIONS = st.fixed_dictionaries(
    {
        "dry_run": st.sampled_from([False, False, False, True]),
        "route": st.sampled_from(["settings", "intent"]),
        "data": st.sampled_from(["keep", "remove", "ask"]),
        "handoff_timeout": st.sampled_from([20.0, 120.0]),
        "may_confirm": st.sampled_from([True, True, True, False]),
    }
)


@SAMPLE
@given(data=st.data())
def test_the_rules_hold_whatever_happens(data: st.DataObject) -> None:
    """Faults, surprises, owners and terminals at random: the rules of every run hold, in time."""
    made = _schedule(data)
    options = data.draw(OPTIONS, label="options")
    began = made.clock.now()

    report = made.run(**options)

    assert made.clock.now() - began < LONGEST
    assert report.to_json()["status"] == report.status
    assert _every_turn_ended(made)


@SAMPLE
@given(data=st.data())
def test_what_can_be_recovered_from_ends_signed_out(data: st.DataObject) -> None:
    """With an owner who does his part, no mishap that passes keeps the account on the phone."""
    scenario = data.draw(SCENARIOS, label="scenario")
    scenario.end, scenario.expired, scenario.hidden_photos = "removed", False, False
    made = obliging(bench(data.draw(st.sampled_from(RELEASES)), scenario=scenario))
    made.terminal.late = data.draw(st.sampled_from([0.0, 30.0]), label="late")
    _plan(made, data, sorted(PASSING), READING_FAULTS)

    report = made.run(
        data=data.draw(st.sampled_from(["keep", "remove"]), label="data"),
        route=data.draw(st.sampled_from(["settings", "intent"]), label="route"),
    )

    assert report.status == "signed_out", report.error


def _plan(
    made: Bench,
    data: st.DataObject,
    surprises: list[str],
    faults: st.SearchStrategy[tuple[Call, int, Fault]],
) -> None:
    moments = st.tuples(st.floats(0.0, 60.0), st.sampled_from(surprises))
    drawn = st.lists(moments, max_size=8, unique_by=lambda moment: moment[1])
    for seconds, name in data.draw(drawn, label="surprises"):
        made.clock.after(seconds, _surprise(made.phone, name))
    for call, number, fault in data.draw(st.lists(faults, max_size=5), label="faults"):
        made.phone.faults.at(call, number, fault)


def _schedule(data: st.DataObject) -> Bench:
    release = data.draw(st.sampled_from(RELEASES), label="release")
    made = bench(
        release,
        international=data.draw(st.booleans(), label="international"),
        scenario=data.draw(SCENARIOS, label="scenario"),
    )
    phone = made.phone
    BEGINNINGS[data.draw(st.sampled_from(sorted(BEGINNINGS)), label="begins")](phone)
    phone.replug = data.draw(st.sampled_from([0.0, 5.0, 5.0, 60.0, None]), label="replug")
    made.terminal.says_yes = data.draw(st.sampled_from([True, True, True, False]), label="yes")
    made.terminal.late = data.draw(st.sampled_from([0.0, 30.0]), label="late")
    made.terminal.chooses = data.draw(st.sampled_from(["keep", "remove", None]), label="chooses")
    if data.draw(st.booleans(), label="obliging"):
        obliging(made)
    _plan(made, data, sorted(SURPRISES), FAULTS)
    return made


def _surprise(phone: FakePhone, name: str) -> Callable[[], Any]:
    return lambda: SURPRISES[name](phone)


def _every_turn_ended(made: Bench) -> bool:
    begun = sum(isinstance(event, HandoffStarted) for event in made.events)
    ended = sum(isinstance(event, HandoffEnded) for event in made.events)
    return begun == ended
