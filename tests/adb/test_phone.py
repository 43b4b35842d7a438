"""A phone over real adb, adbutils and uiautomator2: looking, acting, waiting."""

from __future__ import annotations

import pytest

from miunlink_adb.adb import AdbPhone
from miunlink_adb.errors import ElementNotFound, ScreenError
from miunlink_adb.hierarchy import Node
from miunlink_adb.observation import Observation
from miunlink_adb.phone import Open, Press, Swipe, Tap
from miunlink_adb.selector import Selector, Wording
from miunlink_adb.virtual import VirtualPhone
from tests.adb.conftest import Attach, MakeVirtual

SETTINGS = Open("android.settings.SETTINGS")
LIST = Selector("com.android.settings", ("android:id/list",))
ABSENT = Selector("com.android.settings", ("com.android.settings:id/never",))


def texts(look: Observation) -> list[str]:
    """All texts on the screen, in order."""
    return [node.text for node in look.index.nodes if node.text]


def node_of(look: Observation, text: str) -> Node:
    """The node with this text."""
    return next(node for node in look.index.nodes if node.text == text)


def to_the_end(phone: AdbPhone) -> Observation:
    """Open Settings and swipe until nothing changes any more."""
    phone.act(SETTINGS)
    look = phone.observe()
    (area,) = look.index.find(LIST)
    for _ in range(30):
        phone.act(Swipe(area.bounds))
        after = phone.observe()
        if after.signature == look.signature:
            return after
        look = after
    raise AssertionError("the list has no end")


def test_a_look_tells_package_language_and_content(phone: AdbPhone) -> None:
    """One look holds the active window's nodes, its package, the phone's language and a time."""
    look = phone.observe()

    assert look.package == "com.miui.home"
    assert look.locale == "en"
    assert look.at > 0
    assert look.index.nodes
    assert {window.package for window in look.root.children} == {"com.miui.home"}


def test_a_second_look_is_one_round_trip(virtual: VirtualPhone, phone: AdbPhone) -> None:
    """Once the server runs a look costs one call: no ping, no shell, no second question."""
    phone.observe()
    commands, calls = len(virtual.record.commands), len(virtual.record.rpc)
    streams = virtual.record.services.count("tcp:9008")

    phone.observe()
    phone.observe()

    assert len(virtual.record.rpc) == calls + 2
    assert len(virtual.record.commands) == commands
    assert virtual.record.services.count("tcp:9008") == streams


def test_a_tap_is_one_touch_where_it_was_meant(virtual: VirtualPhone, phone: AdbPhone) -> None:
    """A tap on a row is one touch, and its page opens."""
    phone.act(SETTINGS)
    row = node_of(phone.observe(), "Wi-Fi")

    phone.act(Tap(*row.bounds.center))

    (tap,) = virtual.record.taps
    assert (tap.source, tap.effect, (tap.x, tap.y)) == ("u2", "tap", row.bounds.center)
    assert virtual.record.unknown == []


def test_swipes_reach_the_end_of_a_list_and_come_back(phone: AdbPhone) -> None:
    """Forward shows what comes later until the end, backward what came before."""
    phone.act(SETTINGS)
    first = phone.observe()
    last = to_the_end(phone)
    (area,) = last.index.find(LIST)

    assert "Mi Account" in " ".join(texts(last)) or texts(last) != texts(first)
    for _ in range(30):
        phone.act(Swipe(area.bounds, forward=False))
    assert texts(phone.observe()) == texts(first)


def test_a_swipe_skips_nothing(phone: AdbPhone) -> None:
    """What stands at the bottom before a swipe is still visible after it: no row is flung past."""
    phone.act(SETTINGS)
    before = phone.observe()
    (area,) = before.index.find(LIST)

    phone.act(Swipe(area.bounds))

    assert set(texts(before)) & set(texts(phone.observe()))


def test_a_swipe_touches_nothing(virtual: VirtualPhone, phone: AdbPhone) -> None:
    """A swipe is no tap on the row where it begins."""
    to_the_end(phone)

    assert virtual.record.taps == []
    assert {swipe.source for swipe in virtual.record.swipes} == {"u2"}


def test_back_leaves_a_page(phone: AdbPhone) -> None:
    """The back key goes to where the page was opened from."""
    phone.act(SETTINGS)
    assert phone.observe().package == "com.android.settings"

    phone.act(Press("back"))

    assert phone.observe().package == "com.miui.home"


def test_focus_names_the_activity(phone: AdbPhone) -> None:
    """The focus is asked when it is wanted, with the full class name."""
    phone.act(SETTINGS)

    focus = phone.focus()

    assert focus.package == "com.android.settings"
    assert focus.activity.startswith("com.android.settings.")
    assert not focus.keyguard


def test_a_page_that_does_not_exist_is_an_error_of_the_screen(phone: AdbPhone) -> None:
    """An intent that nothing answers says so, and the caller can take another way."""
    with pytest.raises(ElementNotFound, match=r"no page for nowhere\.ACTION") as caught:
        phone.act(Open("nowhere.ACTION", package="com.android.settings"))

    assert isinstance(caught.value, ScreenError)


def test_intents_are_quoted(virtual: VirtualPhone, phone: AdbPhone) -> None:
    """Nothing in an intent reaches the shell as a command."""
    with pytest.raises(ScreenError):
        phone.act(Open("x; input tap 1 1", category="$(reboot)"))

    assert virtual.record.taps == []
    assert virtual.record.unknown == []


def test_a_fresh_page_drops_what_was_open(phone: AdbPhone) -> None:
    """With `fresh` the app's first page comes, not the one that was left open."""
    phone.act(SETTINGS)
    first = texts(phone.observe())
    phone.act(Tap(*node_of(phone.observe(), "Wi-Fi").bounds.center))
    assert texts(phone.observe()) != first

    phone.act(Open("android.settings.SETTINGS", fresh=True))

    assert texts(phone.observe()) == first


def test_the_shell_tells_what_was_printed(phone: AdbPhone) -> None:
    """Both streams of a command come back as text; its failure is no error."""
    assert phone.shell("echo one; echo two >&2; exit 3") == "one\ntwo\n"


# -- waiting -----------------------------------------------------------------------------------


def test_a_wait_ends_when_an_id_appears(phone: AdbPhone) -> None:
    """Of several ids the first that is there ends the wait."""
    phone.act(SETTINGS)

    assert phone.wait([ABSENT, LIST], 10.0)


def test_a_wait_ends_when_its_time_is_over(phone: AdbPhone) -> None:
    """What never comes is False; nothing to wait for is False at once."""
    phone.act(SETTINGS)

    assert not phone.wait([ABSENT], 0.3)
    assert not phone.wait([], 60.0)
    assert not phone.wait([ABSENT], 0.0)


def test_a_wait_without_time_still_asks(phone: AdbPhone) -> None:
    """Zero seconds mean: is it there now?"""
    phone.act(SETTINGS)

    assert phone.wait([LIST], 0.0)


@pytest.mark.parametrize("text", ["My device", "MY  DEVICE"])
def test_a_wait_finds_texts_however_they_are_written(phone: AdbPhone, text: str) -> None:
    """Capitals and spaces of the label's file need not be those on the phone."""
    phone.act(SETTINGS)
    selector = Selector("com.android.settings", wording=Wording("x", (text,)))

    assert phone.wait([ABSENT, selector], 10.0)


def test_a_text_of_another_app_does_not_end_a_wait(phone: AdbPhone) -> None:
    """The package of a selector counts for texts as well."""
    phone.act(SETTINGS)
    selector = Selector("com.xiaomi.account", wording=Wording("x", ("My device",)))

    assert not phone.wait([selector], 0.5)


def test_what_stands_around_a_node_counts(phone: AdbPhone) -> None:
    """A condition that the server cannot express is checked with a look, both ways."""
    phone.act(SETTINGS)
    page = Selector("com.android.settings", ("android:id/title",), within=LIST)
    nowhere = Selector("com.android.settings", ("android:id/title",), within=ABSENT)

    assert phone.wait([page], 10.0)
    assert not phone.wait([nowhere], 0.5)


def test_the_phone_waits_until_something_is_gone(virtual: VirtualPhone, phone: AdbPhone) -> None:
    """What stays is waited for as long as asked; what goes ends the wait when it goes."""
    phone.act(SETTINGS)
    assert phone.wait([LIST], 10.0)

    assert not phone.wait_gone([LIST], 0.3)
    assert phone.wait_gone([ABSENT], 10.0)
    virtual.call(lambda inside: inside.ui.home())
    assert phone.wait_gone([LIST], 10.0)


def test_what_only_a_look_finds_cannot_be_waited_for_to_go(phone: AdbPhone) -> None:
    """A selector that the server cannot be asked for is no reason to say that it is gone."""
    phone.act(SETTINGS)
    scrolling = Selector("com.android.settings", flags=(("scrollable", True),))

    assert not phone.wait_gone([scrolling], 10.0)


def test_a_wait_by_structure_alone_looks_itself(phone: AdbPhone) -> None:
    """A selector without id and text is found by looking."""
    phone.act(SETTINGS)
    scrolling = Selector("com.android.settings", flags=(("scrollable", True),))

    assert phone.wait([scrolling], 10.0)


def test_cyrillic_and_chinese_texts_are_found(make_virtual: MakeVirtual, attach: Attach) -> None:
    """The question reaches the phone in any script."""
    for locale in ("ru", "zh-CN", "ar"):
        phone = attach(make_virtual("miui-11", locale))
        phone.act(SETTINGS)
        shown = texts(phone.observe())[3]
        selector = Selector("com.android.settings", wording=Wording("x", (shown.upper(),)))

        assert phone.wait([selector], 10.0), locale


# -- looking at what is special ----------------------------------------------------------------


def test_the_keyguard_is_seen(virtual: VirtualPhone, phone: AdbPhone) -> None:
    """A locked phone is told by the window manager, whatever stands in the dump."""
    phone.act(SETTINGS)
    virtual.call(lambda inside: inside.lock(secure=True))

    look = phone.observe()

    assert look.keyguard
    assert look.package == "com.android.systemui"


def test_a_dark_screen_is_no_fault_of_the_server(virtual: VirtualPhone, phone: AdbPhone) -> None:
    """With the screen off a look is still a look, and the server is not restarted over it."""
    phone.observe()
    virtual.call(lambda inside: inside.power(on=False))

    assert phone.observe().locale == "en"
    assert virtual.record.noted("server") == ["start"]


def test_a_changed_language_is_read_again(virtual: VirtualPhone, phone: AdbPhone) -> None:
    """The language is asked once, and again when the caller has reason to doubt it."""
    assert phone.observe().locale == "en"
    virtual.call(lambda inside: inside.props.update({"persist.sys.locale": "ru-RU"}))

    assert phone.observe().locale == "en"
    phone.forget_locale()
    assert phone.observe().locale == "ru-RU"
