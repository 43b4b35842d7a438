"""One phone across restarts: what adb lists it as, its shell wherever it runs, one restart."""

import pytest

from miunlink_adb.adb import Handset
from miunlink_adb.clock import SystemClock
from miunlink_adb.errors import ConnectionLost, Offline, Unauthorized
from miunlink_adb.phone import AWAY, Attachment
from tests.adb.fake_server import FakeAdb, FakePhone


def handset(server: FakeAdb, serial: str = "a") -> Handset:
    """The phone `a` of this server."""
    return Handset(server.address, serial, SystemClock())


@pytest.mark.parametrize("state", ["device", "recovery", "sideload", "unauthorized", "offline"])
def test_every_state_is_an_answer(state: str) -> None:
    """Whatever adb calls the phone is told with the number of its connection."""
    with FakeAdb(FakePhone("b", 1), FakePhone("a", 7, state=state)) as server:
        assert handset(server).attachment() == Attachment(state, 7)


def test_a_phone_that_is_away_is_an_answer_too() -> None:
    """Not listed is no error, and another phone is not taken for it."""
    with FakeAdb(FakePhone("b", 1)) as server:
        phone = handset(server)
        assert phone.attachment() == AWAY
        with pytest.raises(Offline):
            phone.shell("getprop")
    assert not any("transport" in request for request in server.asked)


def test_a_stale_entry_does_not_hide_the_phone() -> None:
    """A phone that came back may be listed twice for a while: the one that answers counts."""
    with FakeAdb(FakePhone("a", 3, state="offline"), FakePhone("a", 4, state="recovery")) as server:
        assert handset(server).attachment() == Attachment("recovery", 4)


def test_its_shell_is_that_of_what_runs_now() -> None:
    """The number of the connection changes with a restart; each command goes to the newest."""
    with FakeAdb(FakePhone("a", 1, answer=lambda _: ("android\n", 0))) as server:
        phone = handset(server)
        assert phone.shell("id") == "android\n"
        server.phones = [FakePhone("a", 2, state="recovery", answer=lambda _: ("twrp\n", 0))]
        assert phone.shell("id") == "twrp\n"
        server.phones = [FakePhone("a", 3, state="unauthorized")]
        with pytest.raises(Unauthorized):
            phone.shell("id")
    assert [r for r in server.asked if r.startswith("host:transport")] == [
        "host:transport-id:1",
        "host:transport-id:2",
    ]


def test_a_restart_is_asked_for_once() -> None:
    """One request, whose stream ends; a phone that refuses it is a lost one."""
    reboots = FakePhone("a", 5, services={"reboot:recovery": lambda _sock: None})
    with FakeAdb(reboots) as server:
        handset(server).restart("recovery")
        assert server.asked.count("reboot:recovery") == 1
        reboots.fail = "device offline"
        with pytest.raises(ConnectionLost):
            handset(server).restart("")
