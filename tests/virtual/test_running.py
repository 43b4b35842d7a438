"""A running virtual phone: attached to a real adb server, reachable, and gone without a trace."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from miunlink_adb.virtual import AdbServer, Latency, Owner, Scenario, VirtualPhone, WorldError
from miunlink_adb.virtual.auth import Authorization
from miunlink_adb.virtual.phone import Phone

ROOT = Path(__file__).parent.parent.parent
SECONDS = 30
QUICK = Latency(transition=0.0, network=0.0, boot=0.0, hold=0.0)
HELPFUL = Owner.parse(["data=keep", "delay=0"])


def adb(phone: VirtualPhone, *arguments: str) -> str:
    """What the real adb says when it is asked about the phone."""
    environment = os.environ | phone.environment()
    command = [environment["ADBUTILS_ADB_PATH"], *arguments]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, timeout=SECONDS
    )
    return (done.stdout + done.stderr).strip()


def listening(port: int) -> bool:
    """Whether somebody listens on a port of this computer."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


async def _sign_out(phone: Phone) -> None:
    ui = phone.ui
    while ui.find("sign_out") is None:
        await ui.swipe(540, 1700, 540, 900, 0, source="owner")
    await ui.tap_on("sign_out")
    while phone.accounts("com.xiaomi"):
        await ui.changed.wait(SECONDS)


def test_a_phone_signs_out_and_adb_sees_it() -> None:
    """Adb lists the account before and not after the owner has signed out on the phone."""
    with VirtualPhone("miui-11", "ru", owner=HELPFUL, latency=QUICK) as phone:
        assert "type=com.xiaomi}" in adb(phone, "shell", "dumpsys account")
        assert phone.accounts() == {0: 1}
        adb(phone, "shell", "am start -a android.settings.XIAOMI_ACCOUNT_SYNC_SETTINGS")
        phone.run(_sign_out)
        assert "type=com.xiaomi}" not in adb(phone, "shell", "dumpsys account").split("Sessions")[0]
        assert "Xiaomi account removed successfully!" in adb(phone, "logcat", "-d")
        assert phone.accounts() == {0: 0}
        assert phone.record.unknown == []


def test_nothing_is_left() -> None:
    """After the end no thread, no daemon, no adb server and no port are left."""
    with VirtualPhone(latency=QUICK) as phone:
        ports = (phone.adb_port, phone.adbd.port)
        assert [listening(port) for port in ports] == [True, True]
    assert [listening(port) for port in ports] == [False, False]
    assert not phone.server.running
    assert "virtual-phone" not in {thread.name for thread in threading.enumerate()}


def test_several_phones_on_one_server() -> None:
    """Two phones share an adb server; one that goes leaves the other and the server alone."""
    with (
        AdbServer() as server,
        VirtualPhone("hyperos-1", "ar", latency=QUICK, server=server) as first,
    ):
        with VirtualPhone("miui-9", "de", latency=QUICK, server=server) as second:
            assert set(server.devices()) == {first.serial, second.serial}
            assert adb(second, "shell", "getprop ro.miui.ui.version.name") == "V9"
        assert server.devices() == {first.serial: "device"}
        assert adb(first, "shell", "getprop ro.mi.os.version.name") == "OS1.0"


def test_a_phone_that_asks_its_owner_first() -> None:
    """A phone that was not allowed yet is listed as unauthorized."""
    with VirtualPhone(latency=QUICK, authorization=Authorization.ASK) as phone:
        assert phone.server.devices()[phone.serial] == "unauthorized"


def test_a_reboot_brings_the_same_serial_back() -> None:
    """After a reboot the phone is back under its serial, locked until its owner comes."""
    with VirtualPhone(latency=QUICK) as phone:
        phone.run(lambda device: device.reboot())
        adb(phone, "wait-for-device")
        assert adb(phone, "get-state") == "device"
        assert phone.call(lambda device: device.keyguard)


def test_what_does_not_exist_is_said_before_anything_starts() -> None:
    """A phone that nobody knows is refused when it is described."""
    with pytest.raises(WorldError, match="known: miui-8"):
        VirtualPhone("miui-5")


def test_the_scenario_is_on_the_phone() -> None:
    """Switches reach what adb can see: settings, properties, users, battery."""
    scenario = Scenario(bank_cards=2, taps="off", second_space=True, battery=7, charging=False)
    with VirtualPhone("hyperos-2", scenario=scenario, latency=QUICK) as phone:
        assert adb(phone, "shell", "settings get secure key_bank_card_in_ese") == "2"
        assert adb(phone, "shell", "getprop persist.security.adbinput") == "0"
        assert "INJECT_EVENTS" in adb(phone, "shell", "input tap 5 900")
        assert "UserInfo{10:" in adb(phone, "shell", "pm list users")
        assert "level: 7" in adb(phone, "shell", "dumpsys battery")
        assert phone.accounts() == {0: 1, 10: 1}


@contextmanager
def started(*arguments: str) -> Iterator[tuple["subprocess.Popen[str]", dict[str, Any]]]:
    """`python -m miunlink_adb.virtual`, running: its process and what it printed when ready."""
    command = [sys.executable, "-m", "miunlink_adb.virtual", *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process, json.loads(process.stdout.readline())
        finally:
            process.kill()


@pytest.mark.skipif(not hasattr(signal, "SIGUSR1"), reason="Windows has no such signal")
def test_the_command_removes_the_phone_from_the_cloud_when_told() -> None:
    """SIGUSR1: the account is gone a moment later, as adb tells; the command goes on."""
    with started("--release", "miui-11", "--owner", "away") as (process, ready):
        shell = [ready["environment"]["ADBUTILS_ADB_PATH"], "shell", "sleep 0.1; dumpsys account"]

        def signed_in() -> bool:
            environment = os.environ | ready["environment"]
            told = subprocess.run(
                shell, env=environment, check=True, capture_output=True, text=True
            )
            return "type=com.xiaomi}" in told.stdout.split("Sessions")[0]

        assert signed_in()
        process.send_signal(signal.SIGUSR1)
        assert any(not signed_in() for _ in range(200))
        assert process.poll() is None


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_command_runs_until_told(number: int, tmp_path: Path) -> None:
    """One line of JSON when ready, exit 0 on a signal, the record written, nothing left."""
    record, ready_file = tmp_path / "record.jsonl", tmp_path / "ready.json"
    files = ("--record", str(record), "--ready-file", str(ready_file))
    phone = ("--release", "hyperos-1", "--locale", "ar", "--owner", "away")
    with started(*phone, *files) as (process, ready):
        assert json.loads(ready_file.read_text(encoding="utf-8")) == ready
        assert ready["pid"] == process.pid
        assert listening(ready["adb_port"])
        shell = [ready["environment"]["ADBUTILS_ADB_PATH"], "shell", "input keyevent HOME"]
        subprocess.run(shell, env=os.environ | ready["environment"], check=True, timeout=SECONDS)
        process.send_signal(number)
        assert process.wait(SECONDS) == 0
    assert not listening(ready["adb_port"])
    lines = [json.loads(line) for line in record.read_text(encoding="utf-8").splitlines()]
    assert [line["name"] for line in lines if line["kind"] == "keys"] == ["HOME"]


def test_the_command_joins_a_server() -> None:
    """With --adb-port the phone is attached there, and leaves the server running."""
    with AdbServer() as server:
        arguments = ("--adb-port", str(server.port), "--scenario", "account=no")
        with started(*arguments) as (process, ready):
            assert server.devices() == {ready["serial"]: "device"}
            process.send_signal(signal.SIGTERM)
            assert process.wait(SECONDS) == 0
        assert server.running
        assert server.devices() == {}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--release", "miui-5"), "known: miui-8"),
        (("--scenario", "colour=red"), "no switch 'colour'"),
        (("--owner", "hat=on"), "the owner knows no 'hat'"),
    ],
)
def test_the_command_says_what_is_wrong(arguments: tuple[str, ...], said: str) -> None:
    """A phone that does not exist: exit 2 and one plain line."""
    command = [sys.executable, "-m", "miunlink_adb.virtual", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=SECONDS
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
