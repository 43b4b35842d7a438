"""uiautomator2 itself, through adbutils and the real adb server, finds nothing amiss."""

import asyncio
import gc
import threading
from collections.abc import Callable, Iterator
from typing import Any

import adbutils
import pytest
import uiautomator2
from uiautomator2.exceptions import (
    AccessibilityServiceAlreadyRegisteredError,
    LaunchUiAutomationError,
    RPCUnknownError,
    UiObjectNotFoundError,
)

from miunlink_adb.virtual.faults import When
from miunlink_adb.virtual.intent import IntentFilter
from miunlink_adb.virtual.screen import Screen
from tests.virtual.bench import Bench, Plugged
from tests.virtual.samples import CODE, LIST, SECRET, SETTINGS, Login, Page, Question

Device = Any

# uiautomator2 leaves the socket of a start that failed to the garbage collector.
leaky = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


class Seat:
    """A phone with a page open, and uiautomator2 at its cable."""

    def __init__(self, plugged: Plugged) -> None:
        self.plugged = plugged
        self.phone = plugged.phone
        self.page = Page(40)
        self.phone.intents.append(
            IntentFilter(SETTINGS, ".MiuiSettings", lambda _: Page(), launcher=True)
        )
        self.show(self.page)

    def adb_device(self) -> Any:
        """Adbutils' view of the phone."""
        client = adbutils.AdbClient(host="127.0.0.1", port=self.plugged.bench.server.port)
        return client.device(serial=self.plugged.serial)

    def connect(self) -> Device:
        """A uiautomator2 device; starts the server if none runs."""
        return uiautomator2.connect(self.adb_device())

    def do(self, act: Callable[[], object]) -> None:
        """Let something happen on the phone."""

        async def happen() -> None:
            act()

        self.plugged.run(lambda _: happen())

    def show(self, screen: Screen) -> None:
        """Open a screen."""
        self.do(lambda: self.phone.ui.push(screen))

    def soon(self, act: Callable[[], object]) -> None:
        """Let something happen once the server waits for a change."""

        async def happen() -> None:
            while "waitForExists" not in self.phone.record.rpc[self.seen :]:
                if "waitUntilGone" in self.phone.record.rpc[self.seen :]:
                    break
                await asyncio.sleep(0.005)
            act()

        self.seen = len(self.phone.record.rpc)
        threading.Thread(target=self.plugged.run, args=(lambda _: happen(),)).start()


@pytest.fixture
def seat(plugged: Plugged) -> Seat:
    """A phone with a page open."""
    return Seat(plugged)


@pytest.fixture
def device(seat: Seat) -> Iterator[Device]:
    """A connected uiautomator2; its server is stopped afterwards."""
    connected = seat.connect()
    yield connected
    connected.stop_uiautomator()
    assert not seat.phone.automation.alive


# -- connecting ----------------------------------------------------------------------------------


def test_connecting_pushes_the_jar_and_starts_the_server(seat: Seat, device: Device) -> None:
    """One push of the jar, one start; the server holds UiAutomation."""
    assert seat.phone.automation.alive
    assert seat.phone.automation.holder == "u2"
    assert seat.phone.record.noted("server") == ["start"]
    assert "toybox md5sum" in device.shell("echo toybox md5sum").output


def test_a_second_client_uses_the_running_server(seat: Seat, device: Device) -> None:
    """Neither pushed nor started again."""
    again = seat.connect()

    assert again.info["currentPackageName"] == SETTINGS
    assert seat.phone.record.noted("server") == ["start"]


def test_stop_and_start(seat: Seat, device: Device) -> None:
    """The server ends with the client's shell and comes back."""
    device.stop_uiautomator()
    assert not seat.phone.automation.alive

    device.start_uiautomator()
    assert device(text="Row 1").exists


@leaky
def test_a_start_beside_another_tool_is_refused(seat: Seat) -> None:
    """The client recognises the console's "already registered"."""
    seat.phone.automation.holder = "com.github.appium"

    with pytest.raises(AccessibilityServiceAlreadyRegisteredError):
        seat.connect()

    gc.collect()
    assert seat.phone.automation.holder == "com.github.appium"


@leaky
def test_a_server_that_quits_is_noticed(seat: Seat) -> None:
    """The process ended: LaunchUiAutomationError."""
    seat.phone.faults.add("server_quits", When(request="start"))

    with pytest.raises(LaunchUiAutomationError):
        seat.connect()

    gc.collect()
    assert not seat.phone.automation.alive


def test_a_killed_server_is_started_again_by_the_next_call(seat: Seat, device: Device) -> None:
    """MIUI killed it; the refused port makes the client restart it and repeat the call."""
    seat.do(seat.phone.automation.stop)

    assert device(text="Row 1").exists
    assert seat.phone.record.noted("server") == ["start", "stop", "start"]


# -- looking -------------------------------------------------------------------------------------


def test_device_info_and_window_size(device: Device) -> None:
    """Info, window size and the app in front are what the phone is."""
    assert device.info["productName"] == "ginkgo"
    assert device.window_size() == (1080, 2340)
    current = device.app_current()
    assert (current["package"], current["activity"]) == (SETTINGS, ".MiuiSettings")


def test_the_dump_is_what_xpath_reads(device: Device) -> None:
    """Texts by XPath, over all windows; off-screen rows are not there."""
    texts = [element.text for element in device.xpath("//android.widget.TextView").all()]

    assert "Settings" in texts
    assert "Row 1" in texts
    assert "Row 39" not in texts


def test_the_dump_can_be_compressed_and_limited(device: Device) -> None:
    """All arguments that the client knows."""
    whole = device.dump_hierarchy()

    assert len(device.dump_hierarchy(compressed=True)) < len(whole)
    assert "Row 1" not in device.dump_hierarchy(max_depth=1)
    assert "systemui" not in device.dump_hierarchy(root_in_active=True)
    assert "<hierarchy" in device.dump_hierarchy(pretty=True)


def test_an_empty_dump_is_retried(seat: Seat, device: Device) -> None:
    """One empty answer, then a whole one: the client gets the whole one."""
    seat.phone.faults.add("dump_empty", When(request="dump"))

    assert "Row 1" in device.dump_hierarchy()
    assert seat.phone.record.rpc.count("dumpWindowHierarchy") == 2


def test_objects(device: Device) -> None:
    """Info, bounds, count, instances, children."""
    row = device(resourceId=LIST).child(text="Row 2")

    assert row.exists
    assert row.info["className"] == "android.widget.TextView"
    assert row.bounds()[0] >= 0
    assert device(text="summary").count > 5
    assert device(text="summary")[1].info["visibleBounds"]["top"] > row.bounds()[1] - 500
    assert device(textMatches=r"Row \d+").get_text() == "Row 0"
    assert not device(text="row 2").exists


def test_a_screenshot_is_a_picture(device: Device) -> None:
    """PIL opens it."""
    picture = device.screenshot()

    assert picture.height > picture.width > 0


# -- touching ------------------------------------------------------------------------------------


def test_clicks_hit_what_they_name(seat: Seat, device: Device) -> None:
    """By selector, by XPath and by coordinates."""
    device(text="Row 2").click()
    device.xpath("//*[@text='Row 3']").click()
    device.click(540, 330)

    assert seat.page.tapped == [2, 3, 0]
    assert {tap.source for tap in seat.phone.record.taps} == {"u2"}


def test_scrolling_to_a_row(seat: Seat, device: Device) -> None:
    """scroll.to finds a row far below, forward and toEnd tell the truth."""
    listed = device(resourceId=LIST)

    assert listed.scroll.to(text="Row 30") is True
    assert device(text="Row 30").exists
    assert listed.scroll.to(text="Row 99") is False
    assert listed.scroll.toEnd() is True
    assert listed.scroll.forward() is False
    assert listed.fling.toBeginning() is True
    assert device(text="Row 0").exists


def test_waiting_for_a_dialog_and_for_its_end(seat: Seat, device: Device) -> None:
    """Wait and wait_gone return when it happens."""
    question = Question()
    seat.soon(lambda: seat.phone.ui.push(question))
    assert device(text="Sign out?").wait(timeout=20)

    seat.soon(lambda: seat.phone.ui.finish(question))
    assert device(text="Sign out?").wait_gone(timeout=20)


def test_a_missing_object_is_not_found(device: Device) -> None:
    """The client's own exception."""
    with pytest.raises(UiObjectNotFoundError):
        device(text="nothing").click(timeout=0)


def test_keys(seat: Seat, device: Device) -> None:
    """Back and home by name and by code."""
    seat.show(Question())
    device.press("back")
    assert seat.phone.ui.top() is seat.page
    device.press(3)
    assert seat.phone.ui.top().name == "launcher"


def test_fields(seat: Seat, device: Device) -> None:
    """set_text, get_text, send_keys and clear_text arrive in the fields; passwords stay masked."""
    login = Login()
    seat.show(login)
    device(resourceId=SECRET).set_text("hidden!")
    device(resourceId=CODE).click()
    device.send_keys("4711")

    assert login.fields == {SECRET: "hidden!", CODE: "4711"}
    assert device(resourceId=SECRET).get_text() == "•" * 7
    assert "hidden!" not in device.dump_hierarchy()
    device.clear_text()
    assert login.fields[CODE] == ""


def test_app_start_and_stop(seat: Seat, device: Device) -> None:
    """Am start, monkey and force-stop through the client."""
    device.app_start(SETTINGS, ".MiuiSettings", stop=True)
    assert seat.phone.ui.top().name == "settings_home"
    assert seat.phone.ui.top() is not seat.page
    device.app_stop(SETTINGS)
    assert seat.phone.ui.top().name == "launcher"


def test_rotation_and_toast(seat: Seat, device: Device) -> None:
    """Orientation is set and read; the last toast is read and cleared."""
    device.orientation = "left"
    assert device.orientation == "left"
    seat.do(lambda: seat.phone.ui.toast("Signed out"))
    assert device.last_toast == "Signed out"
    device.clear_toast()
    assert device.last_toast is None


# -- failing -------------------------------------------------------------------------------------


def test_refused_input_is_the_error_that_miui_phones_give(seat: Seat, device: Device) -> None:
    """RPCUnknownError with SecurityException and INJECT_EVENTS in its text."""
    seat.phone.faults.input = "exception"

    with pytest.raises(RPCUnknownError) as caught:
        device.click(540, 330)

    assert "java.lang.SecurityException" in str(caught.value)
    assert "INJECT_EVENTS" in str(caught.value)
    assert seat.page.tapped == []


def test_a_lost_ui_automation_makes_the_client_restart(seat: Seat, device: Device) -> None:
    """The client stops and starts the server and repeats the call."""
    seat.phone.faults.add("server_not_connected", When(request="rpc:exist"))

    assert device(text="Row 1").exists
    assert seat.phone.record.noted("server") == ["start", "stop", "start"]


def test_a_cut_connection_reaches_the_caller_raw(seat: Seat, device: Device) -> None:
    """RemoteDisconnected is a ConnectionError and is not repeated."""
    seat.phone.faults.add("server_drop", When(request="rpc:click"))

    with pytest.raises(ConnectionError):
        device.click(540, 330)

    assert seat.page.tapped == []


def test_an_answer_that_is_no_json_reaches_the_caller_raw(seat: Seat, device: Device) -> None:
    """JSONDecodeError is a ValueError."""
    seat.phone.faults.add("server_not_json", When(request="rpc:click"))

    with pytest.raises(ValueError, match="Expecting value"):
        device.click(540, 330)


def test_a_method_that_the_server_lacks(seat: Seat, device: Device) -> None:
    """MakeToast is not in this server: recorded as unknown, an error to the client."""
    seat.plugged.expected_unknown.append("rpc makeToast")

    with pytest.raises(RPCUnknownError, match="-32601"):
        device.toast.show("hello")


def test_two_phones_at_once(bench: Bench, seat: Seat, device: Device) -> None:
    """Two phones behind one adb server do not mix."""
    other = Seat(bench.plug())
    other.show(Question())
    second = other.connect()

    assert second(text="Sign out?").exists
    assert not device(text="Sign out?").exists
    second.stop_uiautomator()
