"""Faults as data: their moments, and what each does to the phone."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.virtual.faults import ANSWER_FAULTS, PHONE_FAULTS, Faults, When
from miunlink_adb.virtual.mishap import ACTS
from miunlink_adb.virtual.phone import Phone
from tests.virtual.samples import Page, Question, quick_phone, run


def suffer(what: str, **data: Any) -> Phone:
    """A phone with a page open that meets one fault at its first key press."""
    phone = quick_phone(Page())
    phone.faults.add(what, When(request="key"), **data)
    run(phone.ui.key(0, source="adb"))
    return phone


def test_every_fault_of_the_phone_can_be_carried_out() -> None:
    """The list of names and the table of acts are the same."""
    assert set(ACTS) == set(PHONE_FAULTS)


def test_a_misspelt_fault_is_an_error() -> None:
    """A schedule that could never fire does not pass for one that was survived."""
    with pytest.raises(ValueError, match="no such fault: unplugg"):
        Faults().add("unplugg")


@given(st.integers(1, 9), st.integers(1, 4))
def test_a_fault_fires_from_its_request_on_as_often_as_it_should(nth: int, times: int) -> None:
    """Not before the n-th, and then so many times in a row."""
    faults = Faults()
    faults.add("server_500", When(request="rpc", nth=nth), times=times)

    fired = [bool(faults.due("rpc:click")) for _ in range(20)]
    assert fired == [nth <= number < nth + times for number in range(1, 21)]


def test_requests_are_counted_by_kind_and_by_name() -> None:
    """`rpc` counts all calls, `rpc:click` only clicks."""
    faults = Faults()
    every = faults.add("server_500", When(request="rpc", nth=3))
    clicks = faults.add("server_drop", When(request="rpc:click", nth=2))

    assert [faults.due(f"rpc:{name}") for name in ("click", "exist", "click")] == [
        [], [], [every, clicks],
    ]  # fmt: skip


def test_a_request_may_have_to_be_made_on_a_screen() -> None:
    """Requests on other screens are not counted."""
    faults = Faults()
    faults.add("tap_no_effect", When(request="tap", screen="account_page"))

    assert not faults.due("tap", screen="settings_home")
    assert faults.due("tap", screen="account_page")


def test_a_fault_may_wait_for_a_screen() -> None:
    """It falls due when that screen is shown, once."""
    phone = quick_phone(Page())
    fault = phone.faults.add("network_off", When(screen="question"))
    assert fault.fired == 0

    phone.ui.push(Question())

    assert not phone.network
    assert phone.record.noted("fault") == ["network_off"]


def test_a_fault_may_wait_for_its_time() -> None:
    """It falls due so many seconds after the clocks were started."""

    async def scene() -> list[str]:
        phone = quick_phone(Page())
        phone.latency.scale = 1.0
        phone.faults.add("rotate", When(seconds=0.01), to=3)
        phone.arm()
        before = phone.rotation
        while phone.rotation == before:
            await phone.ui.changed.wait(1)
        return [str(before), str(phone.rotation), *phone.record.noted("fault")]

    assert run(scene()) == ["0", "3", "rotate"]


def test_unplugging_tells_the_daemon() -> None:
    """Whoever listens for the cable hears it, and the phone runs on battery."""
    phone = quick_phone(Page())
    heard: list[str] = []
    phone.on_link.append(heard.append)
    phone.faults.add("unplug", When(request="tap"), seconds=0)
    run(phone.ui.tap_on("Row 1", source="adb"))

    assert heard == ["unplug", "plug"]


def test_a_tap_without_effect_is_lost() -> None:
    """The tap is answered like any other and changes nothing."""
    page = Page()
    phone = quick_phone(page)
    phone.faults.add("tap_no_effect", When(request="tap"))

    run(phone.ui.tap_on("Row 1", source="adb"))

    assert page.tapped == []
    assert (phone.record.taps[-1].effect, phone.record.taps[-1].why) == ("lost", "tap_no_effect")


def test_a_crash_closes_the_app_and_shows_androids_dialog() -> None:
    """The dialog belongs to the system and closes by its button."""
    phone = suffer("crash")
    assert phone.ui.focus() == ("android", "")
    assert phone.ui.tasks.top.name == "launcher"

    run(phone.ui.tap_on("android:id/aerr_close"))

    assert phone.ui.top().name == "launcher"


def test_a_surprise_lies_over_the_page() -> None:
    """A dialog registered by the world's apps comes up by its name."""
    phone = quick_phone(Page())
    phone.surprises["question"] = Question
    phone.faults.add("surprise", When(request="key"), screen="question")
    run(phone.ui.key(0, source="adb"))

    assert phone.ui.top().name == "question"


def test_a_surprise_at_a_tap_gets_the_tap() -> None:
    """A dialog that comes up between look and tap lies under the finger: the page gets nothing."""
    page = Page()
    phone = quick_phone(page)
    phone.faults.add("surprise", When(request="tap"), make=Question)
    run(phone.ui.tap_on("Row 1", source="adb"))

    assert page.tapped == []
    assert phone.record.taps[-1].screen == "question"


def test_a_reboot_ends_everything_and_comes_back_locked() -> None:
    """Link down and up, tasks closed, boot completed again, keyguard in front."""
    phone = quick_phone(Page())
    heard: list[str] = []
    phone.on_link.append(heard.append)
    phone.on_boot.append(lambda: heard.append("booted"))
    phone.automation.holder = "com.github.appium"

    run(phone.reboot())

    assert heard == ["reboot", "booted", "plug"]
    assert phone.props["sys.boot_completed"] == "1"
    assert phone.keyguard
    assert phone.automation.holder == ""
    phone.unlock()
    assert phone.ui.shown().name == "launcher"


def test_the_rest_of_the_phones_faults() -> None:
    """Each changes what it says and nothing else has to be done for it."""
    assert not suffer("screen_off").screen_on
    assert suffer("lock", secure=True).keyguard_secure
    assert suffer("locale", to="ar-EG").rtl()
    assert suffer("network_off").network is False
    assert suffer("input", mode="silent").faults.input == "silent"
    assert suffer("holder", name="appium").automation.holder == "appium"
    assert suffer("unauthorize").authorized is False
    assert suffer("kill", package="com.android.settings").ui.top().name == "launcher"
    assert suffer("offline").record.noted("link") == ["offline"]
    assert suffer("network_on").network is True
    assert suffer("server_killed").automation.alive is False


def test_a_fault_may_be_any_act() -> None:
    """`do` calls a function with the phone."""
    seen: list[Phone] = []
    phone = suffer("do", call=seen.append)

    assert seen == [phone]


def test_fired_faults_are_recorded() -> None:
    """The record says which fault fired, also when it shapes an answer."""
    assert suffer("tap_no_effect").record.noted("fault") == ["tap_no_effect"]


def test_names_are_not_used_twice() -> None:
    """A fault either happens to the phone or shapes an answer."""
    assert not set(PHONE_FAULTS) & set(ANSWER_FAULTS)


def test_an_owner_never_meets_a_fault_of_input() -> None:
    """His taps are no requests: they are not counted."""
    phone = quick_phone(Page())
    fault = phone.faults.add("tap_no_effect", When(request="tap"))
    run(phone.ui.tap_on("Row 1", source="owner"))

    assert fault.seen == 0
