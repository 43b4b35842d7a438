"""adbutils and adb-shell judge the phone: clients written by others, without and with a server."""

from pathlib import Path

import adbutils
import pytest
from adb_shell.adb_device import AdbDeviceTcp
from adb_shell.auth.keygen import keygen
from adb_shell.auth.sign_pythonrsa import PythonRSASigner
from adb_shell.exceptions import AdbCommandFailureException, DeviceAuthError

from miunlink_adb.virtual.auth import Authorization
from miunlink_adb.virtual.wire import VERSION_CHECKSUM
from tests.virtual.bench import Bench, Plugged, make_phone

PORT_9008 = 9008


@pytest.fixture
def device(plugged: Plugged) -> adbutils.AdbDevice:
    """The phone as adbutils sees it."""
    return adbutils.AdbClient("127.0.0.1", plugged.bench.server.port).device(plugged.serial)


def test_adbutils_runs_shell_lines(device: adbutils.AdbDevice) -> None:
    """Both shell protocols give output and exit code; the old one by its marker."""
    assert device.shell("echo hi") == "hi"
    old, new = device.shell2("echo a; false"), device.shell2("echo b; ls /none", v2=True)
    assert (old.returncode, old.output) == (1, "a\n")
    assert (new.returncode, new.stdout) == (1, "b\n")
    assert "No such file" in new.stderr


def test_adbutils_reads_properties_and_features(device: adbutils.AdbDevice) -> None:
    """Properties, features and state come from the phone."""
    assert device.prop.model == "Redmi Note 8"
    assert "shell_v2" in device.get_features()
    assert device.get_state() == "device"


def test_adbutils_transfers_files(device: adbutils.AdbDevice, tmp_path: Path) -> None:
    """Push, stat, list, read and pull by sync version 1."""
    data = bytes(range(256)) * 300
    device.sync.push(data, "/data/local/tmp/x", check=True)

    assert device.sync.stat("/data/local/tmp/x").size == len(data)
    assert device.sync.read_bytes("/data/local/tmp/x") == data
    assert "x" in [entry.path for entry in device.sync.iter_directory("/data/local/tmp")]
    assert not device.sync.exists("/data/local/tmp/none")
    device.sync.pull("/data/local/tmp/x", tmp_path / "x")
    assert (tmp_path / "x").read_bytes() == data


def test_stat_version_1_does_not_follow_links(device: adbutils.AdbDevice) -> None:
    """``/sdcard`` is seen as a link, not as a directory."""
    assert device.sync.stat("/sdcard").mode & 0o170000 == 0o120000


def test_adbutils_is_refused_where_nothing_listens(device: adbutils.AdbDevice) -> None:
    """``tcp:`` to a closed port is an AdbError, as on a phone without a running server."""
    with pytest.raises(adbutils.AdbError):
        device.create_connection(adbutils.Network.TCP, PORT_9008)


@pytest.mark.parametrize("sdk", [25, 28, 29, 31, 32, 33, 34, 35])
def test_adbutils_finds_the_app_in_front(bench: Bench, sdk: int) -> None:
    """``app_current`` works on every Android, by whichever of its three dumps it needs."""
    plugged = bench.plug(make_phone(sdk=sdk, **{"ro.miui.ui.version.name": ""}))
    device = adbutils.AdbClient("127.0.0.1", bench.server.port).device(plugged.serial)

    current = device.app_current()

    assert (current.package, current.activity.rpartition(".")[2]) == ("com.miui.home", "Launcher")
    windows = [c for c in plugged.phone.record.commands if "dumpsys window windows" in c]
    tops = [c for c in plugged.phone.record.commands if "dumpsys activity" in c]
    assert (len(windows), len(tops)) == (1, 0 if sdk <= 28 else 2)


def test_adbutils_reads_window_size_rotation_screen_and_battery(
    device: adbutils.AdbDevice, plugged: Plugged
) -> None:
    """The helpers that parse ``wm``, ``dumpsys display``, ``power`` and ``battery`` agree."""
    plugged.phone.rotation = 1

    assert device.window_size(landscape=False) == (1080, 2340)
    assert device.rotation() == 1
    assert device.is_screen_on()
    assert device.battery().level == plugged.phone.battery.level


def test_adbutils_lists_packages(device: adbutils.AdbDevice) -> None:
    """Package lists and facts are parsed."""
    assert device.list_packages(filter_list=["-3"]) == ["org.example"]
    info = device.app_info("org.example")
    assert info is not None
    assert (info.version_name, info.version_code) == ("2.1", 21)


def test_adbutils_taps_through_the_shell(device: adbutils.AdbDevice, plugged: Plugged) -> None:
    """``input tap`` reaches the display and is recorded as coming from adb."""
    device.click(540, 1200)
    device.keyevent("BACK")

    assert [(tap.x, tap.y, tap.source) for tap in plugged.phone.record.taps] == [(540, 1200, "adb")]
    assert [key.name for key in plugged.phone.record.keys] == ["BACK"]


# adb-shell: no adb server between


def _direct(plugged: Plugged) -> AdbDeviceTcp:
    return AdbDeviceTcp("127.0.0.1", plugged.adbd.port, default_transport_timeout_s=10.0)


@pytest.mark.parametrize("version", [VERSION_CHECKSUM, VERSION_CHECKSUM + 1])
def test_adb_shell_speaks_with_the_daemon_itself(bench: Bench, version: int) -> None:
    """A client that implements the protocol in Python runs commands and moves files."""
    plugged = bench.lay(make_phone(), version=version)
    device = _direct(plugged)
    assert device.connect()

    assert device.shell("echo hello; getprop ro.product.device") == "hello\nginkgo\n"
    device.close()


def test_adb_shell_transfers_files(bench: Bench, tmp_path: Path) -> None:
    """Its own sync implementation pushes, lists, stats and pulls."""
    device = _direct(bench.lay(make_phone()))
    device.connect()
    (tmp_path / "x").write_bytes(b"abc" * 50_000)

    device.push(str(tmp_path / "x"), "/sdcard/x")
    device.pull("/sdcard/x", str(tmp_path / "y"))

    assert (tmp_path / "y").read_bytes() == (tmp_path / "x").read_bytes()
    assert device.stat("/sdcard/x")[1] == 150_000
    assert b"x" in [bytes(entry.filename) for entry in device.list("/storage/emulated/0")]
    with pytest.raises(AdbCommandFailureException, match="open failed"):
        device.pull("/sdcard/none", str(tmp_path / "z"))
    device.close()


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> PythonRSASigner:
    """A computer's key, made by adb-shell."""
    path = str(tmp_path_factory.mktemp("key") / "adbkey")
    keygen(path)
    return PythonRSASigner.FromRSAKeyPath(path)


def test_adb_shell_is_authorized_by_its_key(bench: Bench, signer: PythonRSASigner) -> None:
    """Token, signature, public key: accepted; the second time the signature is enough."""
    plugged = bench.lay(make_phone(), authorization=Authorization.ACCEPT)
    first = _direct(plugged)
    assert first.connect(rsa_keys=[signer], auth_timeout_s=10)
    first.close()
    plugged.adbd.authorization = Authorization.NEVER

    second = _direct(plugged)

    assert second.connect(rsa_keys=[signer], auth_timeout_s=10)
    assert second.shell("id -u") == "2000\n"
    second.close()


def test_adb_shell_without_a_key_is_told_so(bench: Bench) -> None:
    """A phone that asks for a key refuses a computer that has none."""
    device = _direct(bench.lay(make_phone(), authorization=Authorization.ASK))

    with pytest.raises(DeviceAuthError):
        device.connect()
    device.close()
