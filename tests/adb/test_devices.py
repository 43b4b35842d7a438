"""Listing phones and choosing the one that is meant."""

import pytest

from miunlink_adb.adb import (
    AttachedDevice,
    ServerAddress,
    choose_device,
    device_problem,
    list_devices,
)
from miunlink_adb.errors import (
    ConnectionLost,
    DeviceError,
    NoDevice,
    Offline,
    SeveralDevices,
    Unauthorized,
)
from tests.adb.fake_server import FakeAdb, FakePhone


def listed(*phones: FakePhone) -> list[AttachedDevice]:
    """What the list says of these phones."""
    with FakeAdb(*phones) as server:
        return list_devices(server.address)


def test_the_list_is_read_without_the_heavy_libraries() -> None:
    """One request answers it, with everything that adb says of a phone."""
    with FakeAdb(FakePhone("a", 1), FakePhone("b", 2, state="offline")) as server:
        first, second = list_devices(server.address)

    assert (first.serial, first.state, first.model, first.transport_id) == (
        "a",
        "device",
        "Mi_10",
        1,
    )
    assert (second.serial, second.state) == ("b", "offline")
    assert server.asked == ["host:devices-l"]


def test_a_server_that_went_away_is_a_lost_connection() -> None:
    """Between finding the server and asking it, it may be killed: that is told, not raised raw."""
    with FakeAdb() as server:
        address = server.address

    with pytest.raises(ConnectionLost, match="adb server"):
        list_devices(ServerAddress(address.host, address.port))


def test_the_only_phone_is_chosen() -> None:
    """Without a serial a single phone is meant."""
    assert choose_device(listed(FakePhone("a")), None).serial == "a"
    assert choose_device(listed(FakePhone("a")), "").serial == "a"


def test_no_phone_says_what_to_do() -> None:
    """An empty list is NoDevice, with the steps on the phone."""
    with pytest.raises(NoDevice) as caught:
        choose_device([], None)

    assert "USB debugging" in caught.value.hint


def test_two_phones_are_both_named() -> None:
    """Without a serial two phones are an error that lists both and says how to choose."""
    with pytest.raises(SeveralDevices) as caught:
        choose_device(listed(FakePhone("a", 1), FakePhone("b", 2, state="unauthorized")), None)

    assert "a (Mi 10" in caught.value.message
    assert "b (Mi 10, unauthorized" in caught.value.message
    assert "-s SERIAL" in caught.value.hint


def test_a_missing_serial_lists_what_is_there() -> None:
    """A wrong serial shows the right ones."""
    with pytest.raises(NoDevice, match="attached: a"):
        choose_device(listed(FakePhone("a")), "z")


@pytest.mark.parametrize(
    ("state", "error", "word"),
    [
        ("unauthorized", Unauthorized, "Always allow"),
        ("authorizing", Unauthorized, "Always allow"),
        ("offline", Offline, "replug"),
        ("connecting", Offline, "replug"),
        ("recovery", NoDevice, "Restart the phone normally"),
        ("sideload", NoDevice, "Restart the phone normally"),
        ("rescue", NoDevice, "Restart the phone normally"),
        ("bootloader", NoDevice, "Restart the phone normally"),
        ("host", NoDevice, "Restart the phone normally"),
        ("no permissions (missing udev rules?); see [http://x]", NoDevice, "udev"),
    ],
)
def test_a_phone_that_is_not_ready_says_what_to_do(
    state: str, error: type[DeviceError], word: str
) -> None:
    """Each state of adb's has its own error and its own advice."""
    (device,) = listed(FakePhone("a", state=state))

    with pytest.raises(error) as caught:
        choose_device([device], None)

    assert word in caught.value.hint
    assert isinstance(device_problem(device), error)


def test_two_phones_with_one_serial_are_told_apart_by_transport() -> None:
    """The same serial twice is an error that shows the way; the transport id then chooses."""
    devices = listed(FakePhone("dup", 3), FakePhone("dup", 4, model="Redmi_9"))

    with pytest.raises(SeveralDevices) as caught:
        choose_device(devices, "dup")
    assert "transport_id:4" in caught.value.hint

    assert choose_device(devices, "transport_id:4").model == "Redmi_9"
    assert choose_device(devices, "model:Mi_10").transport_id == 3


def test_a_stale_entry_of_the_same_serial_is_no_second_phone() -> None:
    """An offline entry beside a ready one with the same serial does not stand in the way."""
    devices = listed(FakePhone("dup", 3, state="offline"), FakePhone("dup", 4))

    assert choose_device(devices, "dup").transport_id == 4


def test_an_old_server_names_no_transport() -> None:
    """Servers before 39 print no transport id: the serial must do."""
    (device,) = listed(FakePhone("a", None))

    assert choose_device([device], "a").transport_id is None
