"""One phone over the adb server: shell, files, streams, each within its time."""

from __future__ import annotations

import socket

import pytest
from adbutils.errors import AdbError

from miunlink_adb.adb import AdbPhone, ServerAddress, connect
from miunlink_adb.adb.adbutils_device import AdbutilsDevice
from miunlink_adb.adb.error_map import foreign_errors
from miunlink_adb.adb.session import ServiceRefused, Session
from miunlink_adb.clock import SystemClock
from miunlink_adb.errors import (
    AutomationFailed,
    ConnectionLost,
    DeviceError,
    Timeout,
    Unauthorized,
)
from tests.adb.fake_server import FakeAdb, FakePhone, exactly


def session_on(server: FakeAdb, transport_id: int | None = 1) -> Session:
    """A session with the server's first phone."""
    return Session(server.address, server.phones[0].serial, transport_id, SystemClock())


def phone_on(server: FakeAdb) -> AdbPhone:
    """The phone under test on the server's first phone."""
    return connect(server.address, server.phones[0].serial)


@pytest.mark.parametrize("features", ["shell_v2,cmd", "cmd"])
def test_a_command_tells_output_and_exit_code(features: str) -> None:
    """In both shell protocols, and with line ends as they were meant."""
    phone = FakePhone("a", features=features, answer=lambda _: ("one\ntwo\n", 3))
    with FakeAdb(phone) as server:
        answer = session_on(server).run("anything")

    assert (answer.text, answer.exit_code) == ("one\ntwo\n", 3)


def test_a_command_is_one_connection() -> None:
    """By transport id there is no question for the server's version before each call."""
    with FakeAdb(FakePhone("a", 5)) as server:
        session = session_on(server, 5)
        session.run("first")
        before = server.connections
        session.run("second")

        assert server.connections == before + 1
        assert server.asked[-2:] == ["host:transport-id:5", "shell,v2:second"]
        assert "host:version" not in server.asked


def test_an_old_server_is_spoken_to_by_serial() -> None:
    """Where no transport id is known the serial names the phone."""
    with FakeAdb(FakePhone("a", None, answer=lambda _: ("hi\n", 0))) as server:
        assert session_on(server, None).run("x").text == "hi\n"
        assert "host:transport:a" in server.asked


def test_a_phone_without_features_has_the_old_shell() -> None:
    """Who does not answer the question for features is taken for an old phone."""
    with FakeAdb(FakePhone("a", 1, answer=lambda _: ("hi\n", 0))) as server:
        session = Session(server.address, "unknown", None, SystemClock())
        with pytest.raises(ConnectionLost), foreign_errors("asking"):
            session.run("x")


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("device offline", ConnectionLost),
        ("device 'a' not found", ConnectionLost),
        ("device unauthorized.", Unauthorized),
        ("device still authorizing", Unauthorized),
    ],
)
def test_the_servers_reason_decides_the_error(reason: str, expected: type[DeviceError]) -> None:
    """FAIL and its text become the error that says what to do."""
    with FakeAdb(FakePhone("a", fail=reason)) as server, pytest.raises(expected):
        phone_on(server).shell("getprop")


def test_a_command_that_never_ends_ends_in_time() -> None:
    """A deadline is a deadline also when the phone keeps the connection open."""
    with FakeAdb(FakePhone("a", services={"shell,v2:x": _wait})) as server:
        phone = phone_on(server)
        phone.shell("warm")

        with pytest.raises(Timeout):
            phone.shell("x", 0.2)


def test_a_phone_that_trickles_does_not_stretch_the_deadline() -> None:
    """Every byte just in time does not add up to more than the deadline for all of it."""

    def trickle(sock: socket.socket) -> None:
        sock.settimeout(0.02)
        while True:
            sock.sendall(b"\x01\x01\x00\x00\x00x")
            try:
                if not sock.recv(1):
                    return
            except TimeoutError:
                continue

    with FakeAdb(FakePhone("a", services={"shell,v2:x": trickle})) as server:
        phone = phone_on(server)
        phone.shell("warm")

        with pytest.raises(Timeout):
            phone.shell("x", 0.3)


def test_endless_output_is_cut_off() -> None:
    """A phone cannot fill this computer's memory."""
    with FakeAdb(FakePhone("a", answer=lambda _: ("x" * 100, 0))) as server:
        with pytest.raises(OverflowError):
            session_on(server).run("x", limit=99)
        server.phones[0].features = "cmd"
        with pytest.raises(OverflowError):
            session_on(server).run("x", limit=99)
        with pytest.raises(DeviceError, match="more than is credible"), foreign_errors("asking"):
            session_on(server).run("x", limit=99)


def test_a_packet_of_an_incredible_size_is_not_waited_for() -> None:
    """The length in a packet's head is checked before anything is read."""
    services = {"shell,v2:x": lambda sock: sock.sendall(b"\x01\xff\xff\xff\xff")}
    with FakeAdb(FakePhone("a", services=services)) as server, pytest.raises(OverflowError):
        session_on(server).run("x")


def test_a_connection_cut_in_an_answer_is_lost() -> None:
    """Half a packet is no answer."""
    services = {"shell,v2:x": lambda sock: sock.sendall(b"\x01\x05\x00\x00\x00ab")}
    with FakeAdb(FakePhone("a", services=services)) as server, pytest.raises(ConnectionLost):
        phone_on(server).shell("x")


def test_a_server_that_is_gone_is_not_started_behind_our_back() -> None:
    """Refused, adbutils would run adb on the default port; we say that the server is gone."""
    with FakeAdb(FakePhone("a")) as server:
        phone = phone_on(server)

    with pytest.raises(ConnectionLost, match="adb server"):
        phone.shell("getprop")


def test_a_service_that_nobody_answers_is_told_from_a_phone_that_is_gone() -> None:
    """`closed` after the transport was opened means the service, not the phone."""
    with FakeAdb(FakePhone("a")) as server:
        with pytest.raises(ServiceRefused):
            session_on(server).open_service("tcp:9008", 5.0)
        with pytest.raises(AdbError, match="closed"):
            AdbutilsDevice(session_on(server), SystemClock()).create_connection("tcp", 9008)


def test_files_are_pushed_with_the_time_they_are_given() -> None:
    """What is written is read back by size and time, over several packets of data."""
    data = bytes(range(256)) * 1000
    with FakeAdb(FakePhone("a")) as server:
        session = session_on(server)
        assert session.file("/data/x") is None

        session.push_bytes(data, "/data/x", 1_234_567_890)

        assert server.phones[0].files["/data/x"] == (data, 1_234_567_890)
        there = session.file("/data/x")
        assert there is not None
        assert (there.size, there.mtime) == (len(data), 1_234_567_890)


def test_a_refused_push_says_why() -> None:
    """The phone's own reason ends up in the error."""
    with (
        FakeAdb(FakePhone("a")) as server,
        pytest.raises(ConnectionLost, match="Read-only"),
        foreign_errors("pushing"),
    ):
        session_on(server).push_bytes(b"x", "/system/x", 1)


def test_a_phone_without_a_server_that_starts_is_an_error() -> None:
    """When app_process does not exist the phone's own words are in the error."""
    start = "shell:CLASSPATH=/data/local/tmp/u2.jar app_process / com.wetest.uia2.Main -p 9008"
    services = {start: lambda sock: sock.sendall(b"sh: app_process: not found\n")}
    refused = pytest.raises(AutomationFailed, match="app_process not found")
    with FakeAdb(FakePhone("a", services=services)) as server, refused:
        phone_on(server).observe()


def test_connecting_asks_only_for_the_list() -> None:
    """Nothing is started on the phone before it is needed."""
    with FakeAdb(FakePhone("a")) as server:
        connect(ServerAddress(server.address.host, server.address.port), None)

        assert server.asked == ["host:devices-l"]


def _wait(sock: socket.socket) -> None:
    try:
        exactly(sock, 1)
    except EOFError:
        return
