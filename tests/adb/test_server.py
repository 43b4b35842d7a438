"""Answering adb servers are used, local ones started, and nothing is ever killed."""

import os
import socket
import sys
from pathlib import Path

import pytest

from miunlink_adb.adb import ServerAddress, ensure_server
from miunlink_adb.adb.server import find_adb
from miunlink_adb.errors import NoAdb
from tests.adb.clocks import HastyClock
from tests.adb.fake_server import FakeAdb


def free_port() -> int:
    """A port on which nothing listens now."""
    with socket.create_server(("127.0.0.1", 0)) as sock:
        port: int = sock.getsockname()[1]
        return port


def script(path: Path, text: str) -> Path:
    """Write a program that stands in for adb."""
    path.write_text(f"#!{sys.executable}\n{text}", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize("version", [41, 32])
def test_a_server_that_answers_is_used_whatever_its_version(version: int) -> None:
    """An old server is used as it is: one question, no kill."""
    with FakeAdb() as server:
        server.version = version

        assert ensure_server(server.address, environ={}) == version
        assert server.asked == ["host:version"]


def test_a_remote_server_that_does_not_answer_is_not_started(tmp_path: Path) -> None:
    """For another computer's server nothing is run here; the error says what to check."""
    mark = tmp_path / "ran"
    adb = script(tmp_path / "adb", f"open({str(mark)!r}, 'w')")

    with pytest.raises(NoAdb) as caught:
        ensure_server(ServerAddress("pc.invalid", 1), environ={"ADBUTILS_ADB_PATH": str(adb)})

    assert "pc.invalid:1" in caught.value.message
    assert "firewall" in caught.value.hint
    assert not mark.exists()


def test_adb_is_started_on_exactly_the_port_that_was_asked_for(tmp_path: Path) -> None:
    """The program is given the port by option, and no variable can send it elsewhere."""
    port = free_port()
    seen = tmp_path / "seen"
    adb = script(
        tmp_path / "adb",
        f"import os, sys\nopen({str(seen)!r}, 'w').write(repr((sys.argv[1:], 'X' if "
        "os.environ.get('ADB_SERVER_SOCKET') else '')))\nsys.exit(1)",
    )
    environ = {"ADBUTILS_ADB_PATH": str(adb), "ADB_SERVER_SOCKET": "tcp:5037"}

    with pytest.raises(NoAdb) as caught:
        ensure_server(ServerAddress("127.0.0.1", port), environ=environ)

    assert seen.read_text() == repr((["-P", str(port), "start-server"], ""))
    assert str(port) in caught.value.hint


def test_an_adb_that_hangs_is_left_after_the_deadline(tmp_path: Path) -> None:
    """A start that does not come up ends in an error, and the starter is gone."""
    pid = tmp_path / "pid"
    adb = script(
        tmp_path / "adb",
        f"import os, time\nopen({str(pid)!r}, 'w').write(str(os.getpid()))\ntime.sleep(600)",
    )

    with pytest.raises(NoAdb, match="did not start"):
        ensure_server(
            ServerAddress("127.0.0.1", free_port()),
            environ={"ADBUTILS_ADB_PATH": str(adb)},
            seconds=2.0,
        )

    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)


def test_an_adb_that_cannot_be_run_is_an_error_of_ours(tmp_path: Path) -> None:
    """A file that is no program does not end in a stack trace."""
    with pytest.raises(NoAdb, match="could not be run"):
        ensure_server(
            ServerAddress("127.0.0.1", free_port()),
            environ={"ADBUTILS_ADB_PATH": str(tmp_path / "missing")},
        )


@pytest.mark.adb_server
def test_a_real_adb_is_started_where_nothing_listens(own_home: Path) -> None:
    """With adbutils' bundled binary a server answers on that port, and stays until told to end."""
    address = ServerAddress("127.0.0.1", free_port())
    environ = {
        "HOME": str(own_home),
        "ANDROID_USER_HOME": str(own_home),
        "TMPDIR": str(own_home),
        "PATH": "",
        "ADB_USB": "0",
        "ADB_MDNS": "0",
    }

    try:
        assert ensure_server(address, environ=environ) >= 41
        assert ensure_server(address, environ={}) >= 41
    finally:
        with socket.create_connection((address.host, address.port), 5) as sock:
            sock.sendall(b"0009host:kill")
            sock.recv(4)


def test_the_adb_on_the_path_comes_before_the_bundled_one(tmp_path: Path) -> None:
    """The user's own adb is used when there is one; adbutils' otherwise."""
    adb = script(tmp_path / "adb", "")

    assert find_adb({"PATH": str(tmp_path)}) == str(adb)
    assert "adbutils" in find_adb({"PATH": ""})


@pytest.mark.parametrize("garbage", [b"HTTP/1.1 400 Bad Request\r\n", b"OKAYzzzz", b"OK", b"\0"])
def test_something_else_on_the_port_is_told_apart(garbage: bytes) -> None:
    """What does not speak adb's protocol is named as such, and nothing is started over it."""
    with FakeAdb() as server:
        server.garbage = garbage

        with pytest.raises(NoAdb, match="not an adb server"):
            ensure_server(server.address, environ={"ADBUTILS_ADB_PATH": "/nonexistent"})


def test_a_hung_server_is_told_apart() -> None:
    """A server that takes connections and says nothing is not waited for without end."""
    with FakeAdb() as server:
        server.mute = True

        with pytest.raises(NoAdb, match="does not answer"):
            ensure_server(server.address, environ={}, clock=HastyClock(1.2))
