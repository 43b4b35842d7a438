"""The coach on a phone in memory: what is told when, and that the phone is never touched."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from miunlink_adb.actor import Actor
from miunlink_adb.coach import Coach
from miunlink_adb.coach_words import back_words, scroll_words, tap_words
from miunlink_adb.event import Coached, Event
from miunlink_adb.flows.signout import signout_flow
from miunlink_adb.hierarchy import Bounds, Node
from miunlink_adb.observation import Observation
from miunlink_adb.pack import BoundPack, load_bound
from miunlink_adb.phone import Press, Swipe, Tap
from miunlink_adb.watch import Watch
from tests.runner.bench import Bench, bench, obliging

FLOW = signout_flow(international=True, route="intent")
TOUCHES = (Tap(1, 1), Swipe(Bounds(0, 0, 9, 9)), Press("back"))


def told(made: Bench) -> list[str]:
    """Every instruction, in order."""
    return [event.text for event in made.events if isinstance(event, Coached)]


class Listening(list[Event]):
    """Events as they come; whoever listens hears each."""

    def __init__(self, heard: Callable[[Event], object]) -> None:
        super().__init__()
        self.heard = heard

    def append(self, event: Event, /) -> None:
        super().append(event)
        self.heard(event)


def obey(made: Bench) -> Bench:
    """The owner does each thing two seconds after he was told."""

    def heard(event: Event) -> None:
        if isinstance(event, Coached) and event.element:
            element, scrolls = event.element, event.text.startswith("Scroll")
            act = partial(scroll_to_end, made) if scrolls else partial(tap, made, element)
            made.phone.clock.after(2.0, act)

    made.events = Listening(heard)
    return made


def scroll_to_end(made: Bench) -> None:
    """The owner scrolls as far as it goes."""
    made.phone.top.offset = 100_000
    _, scrolling, area = made.phone._views(made.phone.top)
    if scrolling is not None:
        made.phone.top.offset = scrolling.most(area.bottom - area.top)


def tap(made: Bench, element: str) -> None:
    """The owner taps what he was told to tap."""
    names = {"bank_card_confirm": "button1", "unsynced_continue": "button1"}
    made.phone.tap_button(names.get(element, element))


@pytest.mark.parametrize("release", ["miui-8", "miui-11", "miui-13", "hyperos-2"])
def test_the_account_goes_by_the_owners_hand(release: str) -> None:
    """Told to scroll and to tap, he signs out; the phone took no tap, swipe or key from us."""
    made = obey(obliging(bench(release)))
    report = made.run(coach=True, data="keep")
    record = made.phone.record
    assert (report.status, report.route) == ("signed_out", "intent")
    assert (record.taps, record.swipes, record.keys) == ([], [], [])
    assert told(made)[0].startswith("Scroll down until you see “Sign out”. Do not tap it yet.")
    assert told(made)[1].startswith("Tap “Sign out”")


def test_he_is_asked_before_he_is_told() -> None:
    """Who does not confirm is never told to tap the last button."""
    made = obey(obliging(bench()))
    made.terminal.says_yes = False
    report = made.run(coach=True)
    assert report.status == "cancelled"
    assert not any(text.startswith("Tap") for text in told(made))


def test_nothing_happens_in_time() -> None:
    """An owner who does not move: the run ends with the deadline of its first instruction."""
    made = obliging(bench())
    began = made.clock.now()
    report = made.run(coach=True, handoff_timeout=30.0)
    assert (report.status, report.exit_code) == ("handoff_timeout", 7)
    assert 30 <= made.clock.now() - began < 45


def test_a_faster_owner_is_followed() -> None:
    """He taps the button before he is told to: the dialogs that come are gone through."""
    made = obliging(bench())
    phone = made.phone

    def eager() -> None:
        scroll_to_end(made)
        phone.tap_button("sign_out_button")

    phone.when("account_page", 2.0, eager)
    report = obey(made).run(coach=True, data="keep")
    assert report.status == "signed_out"
    assert not any(text.startswith("Tap “Sign out”") for text in told(made))


def test_a_page_that_does_not_belong_here() -> None:
    """The way back is told once, and what was to be done again when he is back."""
    made = obliging(bench())
    phone = made.phone

    def astray() -> None:
        window = phone.surprise("other", "org.example.chat", "Hello")
        phone.clock.after(20.0, lambda: phone.shut(window))

    phone.when("account_page", 1.0, astray)
    report = made.run(coach=True, handoff_timeout=60.0)
    assert report.status == "handoff_timeout"
    assert told(made)[1] == back_words()
    assert told(made)[0] == told(made)[2]


def test_refused_taps_turn_into_coaching() -> None:
    """The first refused tap: the owner takes over from where the phone stands."""
    made = obey(obliging(bench()))
    made.phone.faults.from_now("act", "refused")
    report = made.run(may_coach=True, data="keep")
    assert report.status == "signed_out"
    assert any("You will be told what to tap." in notice for notice in made.notices)
    assert made.phone.record.taps == []


def test_refused_taps_without_anybody_to_tell() -> None:
    """Nobody can be told: the run ends with the device's exit code."""
    made = obliging(bench())
    made.phone.faults.from_now("act", "refused")
    report = made.run()
    assert (report.exit_code, told(made)) == (3, [])


@pytest.mark.parametrize("act", TOUCHES)
def test_a_coach_cannot_touch(act: Tap | Swipe | Press) -> None:
    """By its own hand it opens pages and nothing else, whoever asks it."""
    made = bench()
    watch = Watch(
        made.phone, load_bound("miui-11", "en"), made.clock, lambda _event: None, lambda: None
    )
    coach: Actor = Coach(made.phone, watch, lambda _event: None, FLOW, 30.0, "0")
    with pytest.raises(TypeError, match="does not touch"):
        coach.act(act)
    record = made.phone.record
    assert (record.taps, record.swipes, record.keys) == ([], [], [])


# -- words -------------------------------------------------------------------------------------


def button(text: str, top: int) -> tuple[Node, Observation]:
    """A button at some height of a screen of 2400 pixels."""
    node = Node(class_name="android.widget.Button", text=text, bounds=Bounds(0, top, 100, top + 90))
    window = Node(package="com.xiaomi.account", bounds=Bounds(0, 0, 1080, 2400), children=(node,))
    root = Node(children=(window,))
    return node, Observation(root, "com.xiaomi.account")


@pytest.mark.parametrize(
    ("top", "place"), [(10, "at the top"), (1200, "in the middle"), (2200, "at the bottom")]
)
def test_where_it_is(top: int, place: str) -> None:
    """A third of the screen is told, as far as the dump shows how high that is."""
    said = tap_words(load_bound("miui-11", "de"), "sign_out_button", *button("", top))
    assert said == f"Tap “Abmelden”, {place} of the screen."


def pack_of(locale: str) -> BoundPack:
    """One pack in some language."""
    return load_bound("miui-11", locale)


@pytest.mark.parametrize(
    ("locale", "element", "shown", "said"),
    [
        ("en", "update_later", "Later", "“Later”"),
        ("zh-CN", "update_later", "以后再说", "“以后再说”"),
        ("de", "update_later", "", "“以后再说”"),
        ("en", "permission_deny", "Deny", "the button that denies it"),
        ("en", "account_row_china", "Tilda", "the row with your name, and “"),
        ("en", "no_such_element", "", "the no such element"),
    ],
)
def test_what_it_is_called(locale: str, element: str, shown: str, said: str) -> None:
    """The wording that stands there, a description, or the element's name: never other texts."""
    words = tap_words(pack_of(locale), element, *button(shown, 10))
    assert said in words
    assert "Tilda" not in words


def test_which_way_to_scroll() -> None:
    """Down first, then both ways; the last button is not to be tapped yet."""
    pack = pack_of("en")
    rows = ("account_row_international", "account_row_international")
    assert scroll_words(pack, rows, forward=True, final=False) == (
        "Scroll down until you see “Mi Account”."
    )
    assert scroll_words(pack, ("sign_out_button",), forward=False, final=True) == (
        "Scroll up and down until you see “Sign out”. Do not tap it yet."
    )
