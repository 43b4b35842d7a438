"""What the methods of uiautomator2's server do and answer."""

import asyncio
import base64
from typing import Any

import pytest

from miunlink_adb.virtual.automation.methods import METHODS
from miunlink_adb.virtual.automation.rpc import RpcError
from miunlink_adb.virtual.automation.session import Session
from miunlink_adb.virtual.phone import Phone
from tests.virtual.samples import (
    CODE,
    LIST,
    SECRET,
    Login,
    Page,
    Question,
    call,
    quick_phone,
    run,
    wire,
)

LISTED = wire(resourceId=LIST)


def top_page(phone: Phone) -> Page:
    """The page in front."""
    page = phone.ui.top()
    assert isinstance(page, Page)
    return page


# -- waiting -------------------------------------------------------------------------------------


def wait(phone: Phone, method: str, text: str, ms: int, meanwhile: Any) -> bool:
    """Wait on the phone while something else happens there."""

    async def scene() -> bool:
        work = METHODS.call(Session(phone), method, [wire(text=text), ms])
        waiting = asyncio.ensure_future(work)
        await asyncio.sleep(0)
        meanwhile()
        return bool(await waiting)

    return run(scene())


def test_a_wait_ends_when_the_screen_comes() -> None:
    """WaitForExists returns as soon as the dialog is drawn, long before its time is over."""
    phone = quick_phone(Page())

    assert wait(phone, "waitForExists", "Sign out?", 60_000, lambda: phone.ui.push(Question()))


def test_a_wait_ends_when_the_screen_goes() -> None:
    """WaitUntilGone returns as soon as the dialog is closed."""
    phone = quick_phone(Page(), Question())

    assert wait(phone, "waitUntilGone", "Sign out?", 60_000, phone.ui.pop)


def test_a_wait_in_vain_says_so() -> None:
    """After its time it answers false."""
    phone = quick_phone(Page())

    assert call(phone, "waitForExists", wire(text="Sign out?"), 0) is False
    assert call(phone, "waitUntilGone", wire(text="Row 1"), 1) is False


def test_a_wait_looks_again_although_nobody_says_that_something_changed() -> None:
    """State that an app changed silently is noticed, as a phone polls too."""
    page = Page(2)
    phone = quick_phone(page)

    assert wait(phone, "waitForExists", "Row 3", 60_000, lambda: setattr(page, "rows", 5))


# -- input ---------------------------------------------------------------------------------------


def test_a_click_taps_and_floats_are_cut() -> None:
    """Coordinates may be floats; the record knows that u2 did it."""
    phone = quick_phone(Page())
    node = phone.ui.find("Row 4")
    assert node is not None

    assert call(phone, "click", node.center[0] + 0.5, node.center[1] + 0.9) is True

    assert top_page(phone).tapped == [4]
    assert phone.record.taps[-1].source == "u2"
    assert phone.record.taps[-1].x == node.center[0]


def test_a_click_outside_the_display_is_refused() -> None:
    """Negative coordinates are the only ones that click answers with false."""
    assert call(quick_phone(Page()), "click", -1, 5) is False


def test_a_refused_tap_is_a_java_exception_with_a_trace() -> None:
    """The answer is -32001 with SecurityException, the reason and frames of Android."""
    phone = quick_phone(Page())
    phone.faults.input = "exception"

    with pytest.raises(RpcError) as caught:
        call(phone, "click", 500, 500)

    assert (caught.value.code, caught.value.message) == (-32001, "java.lang.SecurityException")
    first, *frames = str(caught.value.data).splitlines()
    assert first == (
        "java.lang.SecurityException: Injecting to another application requires"
        " INJECT_EVENTS permission"
    )
    assert "IUiAutomationConnection$Stub$Proxy.injectInputEvent" in frames[-1]


def test_a_silently_refused_tap_looks_like_any_other() -> None:
    """On HyperOS 2 the answer is true and nothing happened."""
    phone = quick_phone(Page())
    phone.faults.input = "tap_silent"

    assert call(phone, "click", 500, 500) is True
    assert top_page(phone).tapped == []
    assert phone.record.taps[-1].effect == "lost"


def test_raw_touches_make_a_tap_or_a_swipe() -> None:
    """injectInputEvent: what it was is decided when the finger goes up."""
    phone = quick_phone(Page())
    node = phone.ui.find("Row 4")
    assert node is not None
    x, y = node.center

    async def scene() -> list[object]:
        session = Session(phone)
        events = [(0, x, y), (1, x, y), (0, x, 1800), (2, x, 1200), (1, x, 600), (1, x, 600)]
        return [await METHODS.call(session, "injectInputEvent", [*event, 0]) for event in events]

    assert run(scene()) == [True, True, True, True, True, False]
    assert top_page(phone).tapped == [4]
    assert phone.record.swipes[-1].moved > 0


@pytest.mark.parametrize(
    ("name", "known"), [("back", True), ("home", True), ("KEYCODE_BACK", False), ("x", False)]
)
def test_keys_have_u2s_names(name: str, known: bool) -> None:
    """Only the client's own words are keys; others are answered with false."""
    phone = quick_phone(Page())

    assert call(phone, "pressKey", name) is known
    assert (phone.ui.top().name == "launcher") is known


def test_set_text_taps_the_field_and_replaces_its_text() -> None:
    """The field is tapped first, its old text is gone, and the password is only shown masked."""
    login = Login()
    phone = quick_phone(login)
    login.fields[SECRET] = "old"

    assert call(phone, "setText", wire(resourceId=SECRET), "new1") is True

    assert login.fields[SECRET] == "new1"
    assert phone.record.taps[-1].id == SECRET
    assert call(phone, "getText", wire(resourceId=SECRET)) == "••••"


def test_clearing_and_pasting() -> None:
    """Clipboard and clearInputText work on the field with the cursor."""
    login = Login()
    login.focus_id = CODE
    phone = quick_phone(login)

    assert call(phone, "getClipboard") is None
    assert call(phone, "setClipboard", None, "4711") is None
    assert call(phone, "getClipboard") == "4711"
    assert call(phone, "pasteClipboard") is True
    assert login.fields[CODE] == "4711"
    assert call(phone, "clearInputText") is True
    assert login.fields[CODE] == ""


# -- scrolling -----------------------------------------------------------------------------------


def test_forward_is_true_in_the_middle_and_false_at_the_end() -> None:
    """The swipe that reaches the last row moved the list and is answered with false."""
    phone = quick_phone(Page(30))
    answers = []
    while True:
        answers.append(call(phone, "scrollForward", LISTED, True, 55))
        if not answers[-1]:
            break

    assert answers == [True, False]
    assert phone.record.swipes[-1].moved > 0
    assert phone.ui.find("Row 29") is not None


def test_forward_is_false_when_the_first_row_still_shows() -> None:
    """UiAutomator takes a visible first row for an end, whatever the direction."""
    page = Page(14)
    phone = quick_phone(page)

    assert call(phone, "scrollForward", LISTED, True, 55) is False
    assert phone.record.swipes[-1].moved > 0


def test_backward_is_false_at_the_beginning() -> None:
    """The way back ends with false as well."""
    phone = quick_phone(Page(60))
    call(phone, "scrollForward", LISTED, True, 55)
    call(phone, "scrollForward", LISTED, True, 55)

    assert call(phone, "scrollBackward", LISTED, True, 55) is True
    assert call(phone, "scrollBackward", LISTED, True, 55) is False
    assert phone.ui.find("Row 0") is not None


def test_to_the_end_and_back_is_always_true() -> None:
    """ScrollToEnd and flingToBeginning arrive, and say true."""
    phone = quick_phone(Page(60))

    assert call(phone, "scrollToEnd", LISTED, True, 30, 55) is True
    assert phone.ui.find("Row 59") is not None
    assert call(phone, "flingToBeginning", LISTED, True, 30) is True
    assert phone.ui.find("Row 0") is not None


@pytest.mark.parametrize(
    ("target", "there"), [("Row 1", True), ("Row 57", True), ("Row 99", False)]
)
def test_scroll_to_finds_what_exists(target: str, there: bool) -> None:
    """From wherever the list stands, scrollTo shows the row, or says that there is none."""
    phone = quick_phone(Page(60))
    call(phone, "scrollForward", LISTED, True, 55)
    call(phone, "scrollForward", LISTED, True, 55)

    assert call(phone, "scrollTo", LISTED, wire(text=target), True) is there
    assert (phone.ui.find(target) is not None) is there


def test_a_vertical_list_does_not_move_sideways() -> None:
    """A horizontal scroll of a vertical list is answered with false."""
    phone = quick_phone(Page(60))

    assert call(phone, "scrollForward", LISTED, False, 55) is False
    assert top_page(phone).offsets == {}


def test_scrolling_nothing_is_not_found() -> None:
    """Without such an object the method fails as UiAutomator does."""
    with pytest.raises(RpcError, match="UiObjectNotFoundException"):
        call(quick_phone(Page()), "scrollForward", wire(text="nothing"), True, 55)


# -- device --------------------------------------------------------------------------------------


def test_device_info() -> None:
    """The values that the client reads, of the phone as it is held."""
    phone = quick_phone(Page())
    phone.props |= {"ro.product.name": "ginkgo", "ro.build.version.sdk": "29"}
    phone.rotation = 1

    assert call(phone, "deviceInfo") == {
        "currentPackageName": "com.android.settings",
        "displayHeight": 1080,
        "displayRotation": 1,
        "displaySizeDpX": 851,
        "displaySizeDpY": 393,
        "displayWidth": 2340,
        "productName": "ginkgo",
        "screenOn": True,
        "sdkInt": 29,
        "naturalOrientation": False,
    }


def test_orientation_sleep_and_waking() -> None:
    """The display turns and sleeps, with null for an answer."""
    phone = quick_phone(Page())

    assert call(phone, "setOrientation", "left") is None
    assert phone.rotation == 1
    assert call(phone, "sleep") is None
    assert not phone.screen_on
    assert call(phone, "wakeUp") is None
    assert phone.screen_on


def test_a_picture_is_a_jpeg_and_a_secure_window_black() -> None:
    """The picture is base64 of a JPEG; with FLAG_SECURE in front it is another, black one."""
    login = Login()
    phone = quick_phone(login)
    plain = call(phone, "takeScreenshot", 1, 80)
    login.secure = True
    secret = call(phone, "takeScreenshot", 1, 80)

    assert base64.b64decode(plain).startswith(b"\xff\xd8")
    assert base64.b64decode(secret).startswith(b"\xff\xd8")
    assert plain != secret


def test_toasts_come_and_go() -> None:
    """The last toast can be read and cleared."""
    phone = quick_phone(Page())
    phone.ui.toast("Signed out")

    assert call(phone, "getLastToast") == "Signed out"
    call(phone, "clearLastToast")
    assert call(phone, "getLastToast") is None


# -- the protocol --------------------------------------------------------------------------------


def test_an_unknown_method_is_recorded_and_not_found() -> None:
    """MakeToast is missing in this server: -32601, and the test suite will know."""
    phone = quick_phone(Page())

    with pytest.raises(RpcError, match="method not found") as caught:
        call(phone, "makeToast", "hello", 1000)

    assert caught.value.code == -32601
    assert phone.record.unknown == ["rpc makeToast"]


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("click", ["a", 1]),
        ("click", [1]),
        ("exist", [5]),
        ("pressKey", [4]),
        ("dumpWindowHierarchy", [1]),
        ("waitForExists", [wire(text="a"), "long"]),
        ("swipePoints", [[1, "b"], 5]),
    ],
)
def test_wrong_arguments_are_invalid(method: str, params: list[Any]) -> None:
    """Too few, too many or of another kind: -32602, and nothing happens."""
    phone = quick_phone(Page())

    with pytest.raises(RpcError, match="method parameters invalid") as caught:
        call(phone, method, *params)

    assert caught.value.code == -32602
    assert phone.record.taps == []


@pytest.mark.parametrize("params", [[False], [False, 50], [False, 50, None], [False, 50, True]])
def test_dump_takes_one_to_three_arguments(params: list[Any]) -> None:
    """All overloads that clients use answer with XML."""
    assert "<hierarchy" in call(quick_phone(Page()), "dumpWindowHierarchy", *params)


def test_refused_raw_touches_are_refused_when_the_finger_goes_down() -> None:
    """The exception comes with the first event."""
    phone = quick_phone(Page())
    phone.faults.input = "exception"

    with pytest.raises(RpcError, match="SecurityException"):
        call(phone, "injectInputEvent", 0, 5.0, 5.0, 0)


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("swipe", [540, 1800, 540, 600, 20]),
        ("drag", [540, 1800, 540, 600, 20]),
        ("swipePoints", [[540, 1800, 540, 1200, 540, 600], 20]),
        ("dragTo", [LISTED, 540, 300, 20]),
        ("gesture", [LISTED, *[{"x": 540, "y": y} for y in (1800, 1810, 600, 610)], 20]),
    ],
)
def test_every_gesture_moves_the_list(method: str, params: list[Any]) -> None:
    """A gesture over the list is a swipe for it, and is answered with true."""
    phone = quick_phone(Page(60))

    assert call(phone, method, *params) is True
    assert phone.record.swipes
    assert top_page(phone).offsets[LIST] > 0


def test_a_drag_through_points_is_one_touch() -> None:
    """The finger is not lifted at the points between, so that the list is not flung there."""
    phone = quick_phone(Page(200))
    call(phone, "swipePoints", [540, 1800, 540, 700, 540, 600], 22)

    assert [swipe.moved for swipe in phone.record.swipes] == [1200 - 24]


def test_object_clicks() -> None:
    """Click and longClick of an object tap its middle."""
    phone = quick_phone(Page())

    assert call(phone, "click", wire(text="Row 2")) is True
    assert call(phone, "longClick", wire(text="Row 3")) is True
    assert call(phone, "clearTextField", wire(text="Row 3")) is None
    assert top_page(phone).tapped == [2, 3]


def test_small_questions() -> None:
    """Methods that only say something."""
    phone = quick_phone(Page())

    assert call(phone, "ping") == "pong"
    assert call(phone, "isScreenOn") is True
    assert call(phone, "waitForIdle", 10) is None
    assert call(phone, "getLastTraversedText") is None
    assert call(phone, "clearLastTraversedText") is None
    assert call(phone, "freezeRotation", True) is None
    assert phone.rotation_frozen
    assert call(phone, "pinchIn", LISTED, 50, 10) is True
    assert call(phone, "waitForWindowUpdate", "com.other", 60_000) is False
    assert call(phone, "waitForWindowUpdate", None, 1) is False
    assert call(phone, "openNotification") is True
    assert phone.ui.top().name == "shade"
