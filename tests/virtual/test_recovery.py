"""The phone's other modes and its factory reset, judged by the real adb program."""

import subprocess
import time
from collections.abc import Iterator
from typing import Any

import pytest

from miunlink_adb.virtual import Latency, Owner, Scenario, VirtualPhone
from miunlink_adb.virtual.adb_server import AdbServer, find_adb
from miunlink_adb.virtual.apps import factory_pages

DEADLINE = 15.0
QUICK = Latency(transition=0.0, boot=0.05, wipe=0.0)
UNLOCKED: dict[str, Any] = {"bootloader": "unlocked", "recovery": "twrp"}


@pytest.fixture(scope="module")
def server() -> Iterator[AdbServer]:
    """One private adb server for all phones here."""
    server = AdbServer()
    server.start()
    yield server
    server.stop()


def phone_with(server: AdbServer, owner: Owner | None = None, **switches: Any) -> VirtualPhone:
    """A quick phone with these switches of its scenario."""
    scenario = Scenario(**switches)
    return VirtualPhone("hyperos-1", scenario=scenario, owner=owner, latency=QUICK, server=server)


def adb(phone: VirtualPhone, *args: str) -> "subprocess.CompletedProcess[str]":
    """Run the real adb on the phone."""
    return subprocess.run(
        [str(find_adb()), *args],
        env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", **phone.environment()},
        capture_output=True,
        text=True,
        timeout=DEADLINE,
        check=False,
    )


def state(phone: VirtualPhone) -> str:
    """What adb's list says of the phone; "" when it is not in it."""
    lines = adb(phone, "devices").stdout.splitlines()
    rows = [line.split("\t") for line in lines]
    return next((row[1] for row in rows if row[0] == phone.serial), "")


def wait_for(phone: VirtualPhone, wanted: str) -> str:
    """Wait until adb lists the phone in this state, and its shell answers; returns the state then.

    A phone that comes back is connected to anew, which may cut the first connection again.
    """
    end = time.monotonic() + DEADLINE
    phone.server.wait_for_state(phone.serial, wanted)
    while wanted != "sideload" and shell(phone, "echo up") != "up" and time.monotonic() < end:
        phone.server.wait_for_state(phone.serial, wanted)
    return state(phone)


def wait_until_away(phone: VirtualPhone) -> str:
    """Wait until adb cannot reach the phone; returns what its list says of it."""
    end = time.monotonic() + DEADLINE
    while (now := state(phone)) not in ("", "offline") and time.monotonic() < end:
        pass
    return now


def shell(phone: VirtualPhone, line: str) -> str:
    """Run a shell line; what it printed."""
    return adb(phone, "shell", line).stdout.strip()


def test_twrp_is_reached_wipes_and_leaves_a_phone_that_is_not_set_up(server: AdbServer) -> None:
    """An unlocked phone with TWRP: adb lists `recovery`, a root shell; then an empty phone."""
    with phone_with(server, **UNLOCKED, second_space=True, adb_after_reset=True) as phone:
        phone.call(lambda p: p.files.write("/sdcard/DCIM/a.jpg", b"a picture"))
        before = shell(phone, "settings get secure android_id")
        adb(phone, "reboot", "recovery")
        assert wait_for(phone, "recovery") == "recovery"
        assert shell(phone, "getprop ro.twrp.version") == "3.7.0_12-0"
        assert shell(phone, "getprop ro.bootmode; id").split()[:2] == ["recovery", "uid=0(root)"]
        assert "dumpsys" in adb(phone, "shell", "dumpsys account").stderr
        phone.record.unknown.clear()

        said = adb(phone, "shell", "twrp wipe data")
        assert said.stdout.splitlines()[0] == "Wiping data without wiping /data/media ..."
        assert said.stdout.splitlines()[-1] == "Done processing script file"
        assert adb(phone, "shell", "ls -d /data/system").returncode != 0
        assert "a.jpg" in shell(phone, "ls /data/media/0/DCIM").split()
        assert shell(phone, "twrp format data").splitlines()[1] == "Done."
        adb(phone, "shell", "twrp reboot")

        assert wait_for(phone, "device") == "device"
        assert "Account {" not in shell(phone, "dumpsys account")
        assert shell(phone, "pm list users").count("UserInfo") == 1
        assert shell(phone, "settings get secure user_setup_complete") == "0"
        assert shell(phone, "settings get secure android_id") not in ("", before)
        assert shell(phone, "ls /sdcard/DCIM") == ""
        assert phone.call(lambda p: p.ui.shown().name) == "activation_lock"
        assert phone.record.unknown == []


def test_a_locked_bootloader_starts_only_the_makers_recovery(server: AdbServer) -> None:
    """Without an unlocked bootloader adb sees nothing of a recovery, whatever is installed."""
    with phone_with(server, recovery="twrp") as phone:
        adb(phone, "reboot", "recovery")
        while phone.record.noted("mode") != ["menu"]:
            state(phone)
        assert wait_until_away(phone) in ("", "offline")
        phone.call(lambda p: p.boot())
        assert wait_for(phone, "device") == "device"
        assert shell(phone, "getprop ro.boot.flash.locked") == "1"


def test_the_makers_recovery_may_wait_for_an_update(server: AdbServer) -> None:
    """MIAssistant's mode is listed as `sideload`, and has no shell."""
    with phone_with(server, recovery="sideload") as phone:
        adb(phone, "reboot", "recovery")
        assert wait_for(phone, "sideload") == "sideload"
        assert adb(phone, "shell", "id").returncode != 0


def test_older_twrp_knows_no_format_and_some_wipes_fail(server: AdbServer) -> None:
    """Both say so in words and end with exit code 0; nothing is erased."""
    with phone_with(server, bootloader="unlocked", recovery="twrp_old", wipe="fails") as phone:
        adb(phone, "reboot", "recovery")
        wait_for(phone, "recovery")
        asked = adb(phone, "shell", "twrp format data")
        assert "Unrecognized script command: 'format'" in asked.stdout
        assert asked.returncode == 0
        assert "Unable to wipe Data." in shell(phone, "twrp wipe data")
        assert adb(phone, "shell", "ls -d /data/system").returncode == 0
        assert phone.record.noted("wipe") == []


def test_settings_own_reset_ends_with_debugging_off_until_the_owner_sets_it_up(
    server: AdbServer,
) -> None:
    """The owner confirms on the phone; adb is gone, and back once he has set the phone up."""
    with phone_with(server, account=False, screen_lock="pin") as phone:
        started = shell(phone, "am start -a com.android.settings.action.FACTORY_RESET")
        assert "Error" not in started
        phone.hand_to(Owner({"reset": ("ok",)}, delay=0.0))
        phone.call(lambda p: setattr(p.latency, "scale", 0.0))
        assert wait_until_away(phone) in ("", "offline")
        assert phone.call(lambda p: p.settings["secure"]["secure_frp_mode"]) == "1"
        assert phone.call(lambda p: p.ui.shown().name) == "provision"

        phone.hand_to(Owner({"setup": ("ok",)}, delay=0.0))
        assert wait_for(phone, "device") == "device"
        assert shell(phone, "settings get global device_provisioned") == "1"
        assert phone.call(lambda p: p.ui.shown().name) == "launcher"


def test_nobody_but_settings_opens_the_last_warning(server: AdbServer) -> None:
    """The shell may open the page, never the step that erases; an untouched page erases nothing."""
    with phone_with(server) as phone:
        last = "com.android.settings/.MiuiMasterClearApplyActivity"
        denied = adb(phone, "shell", f"am start -n {last}")
        assert "Permission Denial" in denied.stdout + denied.stderr
        shell(phone, "am start -a android.settings.PRIVACY_SETTINGS")
        assert phone.call(lambda p: p.ui.shown().activity) == factory_pages.HUB
        assert phone.record.noted("wipe") == []


def test_settings_asks_for_the_password_while_find_device_is_on(server: AdbServer) -> None:
    """With an account the reset first turns Find device off, so that no lock is left."""
    owner = Owner.parse(["away", "delay=0", "reset=ok", "password=right"])
    with phone_with(server, google_account=False, adb_after_reset=True) as phone:
        shell(phone, "am start -a com.android.settings.action.FACTORY_RESET")
        phone.call(lambda p: setattr(p.latency, "scale", 0.0))
        phone.hand_to(owner)
        while not phone.record.noted("wipe"):
            state(phone)
        wait_for(phone, "device")
        assert phone.call(lambda p: p.ui.shown().name) == "provision"
        assert "Account {" not in shell(phone, "dumpsys account")
