"""The first page is opened before the first look only where that look would lead to it anyway."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from miunlink_adb.completion import Completion
from miunlink_adb.errors import Timeout
from miunlink_adb.event import ScreenSeen, WayTaken
from miunlink_adb.flow import Await
from miunlink_adb.flows.signout import signout_flow
from tests.runner.bench import Bench, bench, obliging
from tests.runner.fake_phone import FakePhone
from tests.runner.looks import look_at, watch_of

SETTINGS = "android.settings.SETTINGS"


def opened_before_a_look(made: Bench) -> bool:
    """Whether a way was taken before any screen was seen."""
    kinds = [type(event) for event in made.events if isinstance(event, ScreenSeen | WayTaken)]
    return kinds[0] is WayTaken


def test_with_the_launcher_in_front_the_page_is_opened_at_once() -> None:
    """Nobody waits for the look that could only say that; the page is opened once."""
    made = obliging(bench())

    assert made.run(data="keep").status == "signed_out"
    assert opened_before_a_look(made)
    assert [act.action for act in made.phone.record.opens] == [SETTINGS]


def _covered(phone: FakePhone) -> None:
    phone.answers["dumpsys window"] = (
        "  mCurrentFocus=Window{1 u0 NotificationShade}\n  isKeyguardShowing=false\n"
    )


@pytest.mark.parametrize(
    "hide",
    [
        lambda phone: phone.show_account_page(),
        lambda phone: phone.show_settings(),
        lambda phone: phone.answers.update({"dumpsys power": "  mWakefulness=Asleep\n"}),
        lambda phone: phone.answers.update({"dumpsys window": "  mCurrentFocus=null\n"}),
        _covered,
    ],
    ids=["account page", "settings", "dark", "untold", "shade"],
)
def test_otherwise_the_phone_is_looked_at_first(hide: Callable[[FakePhone], object]) -> None:
    """A page of ours is gone on from; a phone that is dark or does not tell is not hurried."""
    made = obliging(bench())
    hide(made.phone)
    made.phone.on_command["dumpsys window"] = lambda: made.phone.answers.pop("dumpsys window", "")

    assert made.run(data="keep").status == "signed_out"
    assert not opened_before_a_look(made)


def test_a_page_that_is_not_there_is_asked_for_once() -> None:
    """Settings cannot be opened: the next way is taken at the first look, and told once."""
    made = obliging(bench())
    made.phone.entries.discard(SETTINGS)

    assert made.run(data="keep").status == "signed_out"
    assert opened_before_a_look(made)
    assert made.ways == ["account row", "accounts page", "intent"]


def test_a_page_that_was_left_open_over_it_is_dropped() -> None:
    """Opened ahead, Settings shows what was open in it: it is started afresh."""
    made = obliging(bench())
    made.phone.show_settings()
    made.phone.surprise("wifi", "com.android.settings", "Wi-Fi", "Networks")
    made.phone.surprise("chat", "com.example.chat", "Chats")

    assert made.run(data="keep").status == "signed_out"
    assert opened_before_a_look(made)
    assert [act.fresh for act in made.phone.record.opens] == [False, True]


def test_when_the_work_is_over_the_proof_needs_no_look() -> None:
    """The phone tells when its message goes; the list of accounts is all that is asked then."""
    made = obliging(bench())

    assert made.run(data="keep").status == "signed_out"
    assert made.screens[-1] == "signing_out"
    assert made.phone.record.commands[-1] == "dumpsys account"


def test_work_that_does_not_end_is_not_waited_for_without_end() -> None:
    """A message that stays is an error after its limit, and not much later."""
    made = bench()
    made.phone.show_account_page()
    made.phone.show_progress("signing_out", "signing_out")
    watch, look = watch_of(made), look_at(made)
    flow = signout_flow(international=True, route="settings")
    began = made.clock.now()

    with pytest.raises(Timeout, match="it does not end"):
        Completion(watch, flow, "0").awaited(look, Await("the phone is at work", 20.0, last=True))

    assert 20.0 <= made.clock.now() - began < 23.0
