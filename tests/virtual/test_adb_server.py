"""The private adb server: its own port and home, and nothing left of it."""

import os
import select
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from miunlink_adb.virtual.adb_server import AdbServer, AdbServerError, find_adb
from tests.virtual.bench import listening

DEADLINE = 20.0

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def test_a_server_runs_on_its_own_port_with_its_own_home(adb_server: AdbServer) -> None:
    """The port is not adb's default, the home is not the user's, and clients are told so."""
    environment = adb_server.environment()

    assert adb_server.port not in (0, 5037)
    assert environment["ANDROID_ADB_SERVER_PORT"] == str(adb_server.port)
    assert environment["ADB_SERVER_SOCKET"] == f"tcp:localhost:{adb_server.port}"
    assert environment["ANDROID_USER_HOME"] != str(Path.home())
    assert adb_server.request("host:version") == "0029"


@linux_only
def test_nothing_is_left_after_stop() -> None:
    """Stopped, the server's process, port and directory are gone; stopping again is fine."""
    server = AdbServer()
    server.start()
    pid, port, home = server.pid, server.port, Path(server.environment()["ANDROID_USER_HOME"])
    assert listening(port)

    server.stop()
    server.stop()

    assert not listening(port)
    assert not home.exists()
    assert not Path(f"/proc/{pid}").exists()


def test_a_killed_server_restarts_on_the_same_port() -> None:
    """``host:kill`` ends it; restarted, it has the same port and the same key."""
    with AdbServer() as server:
        port = server.port
        key = Path(server.environment()["ANDROID_USER_HOME"], ".android", "adbkey").read_bytes()

        server.kill()
        assert not server.running
        with pytest.raises(AdbServerError):
            server.devices()
        server.restart()

        home = Path(server.environment()["ANDROID_USER_HOME"])
        assert server.port == port
        assert (home / ".android" / "adbkey").read_bytes() == key
        assert server.devices() == {}


def test_a_refused_connect_is_an_error_in_words(adb_server: AdbServer) -> None:
    """A phone that is not there: adb's own reason is passed on."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))  # bound and not listening: refused
        address = f"127.0.0.1:{sock.getsockname()[1]}"

        with pytest.raises(AdbServerError, match="failed to connect"):
            adb_server.connect(address)


def test_a_binary_that_is_no_adb_is_refused(tmp_path: Path) -> None:
    """What does not run, or runs and serves nothing, is named, and leaves nothing behind."""
    with pytest.raises(AdbServerError, match="did not start"):
        AdbServer(binary=tmp_path / "none", deadline=5).start()


def test_the_given_binary_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """``ADBUTILS_ADB_PATH`` is obeyed; otherwise it is adbutils' own binary, found unimported."""
    bundled = find_adb()
    monkeypatch.setenv("ADBUTILS_ADB_PATH", str(tmp_path / "adb"))

    assert find_adb() == tmp_path / "adb"
    assert bundled.is_file()
    assert "adbutils" in bundled.parts


_OWNER = """
import sys, time
from miunlink_adb.virtual.adb_server import AdbServer
server = AdbServer()
server.start()
print(server.port, server.pid, server.environment()["ANDROID_USER_HOME"], flush=True)
time.sleep(60)
"""


@linux_only
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_the_server_dies_with_its_owner(number: signal.Signals) -> None:
    """However hard the program is killed, its adb server and its directory go too."""
    owner = subprocess.Popen([sys.executable, "-c", _OWNER], stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    port, watchdog, home = owner.stdout.readline().split()
    assert listening(int(port))

    watch = os.pidfd_open(int(watchdog))
    os.kill(owner.pid, number)
    owner.wait(DEADLINE)
    owner.stdout.close()
    ended, _, _ = select.select([watch], [], [], DEADLINE)
    os.close(watch)

    assert ended
    assert not listening(int(port))
    assert not Path(home).exists()
