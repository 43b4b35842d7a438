"""What the phone's commands print: the formats of captures and of AOSP, per Android."""

import asyncio
import re
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.virtual.command.dump.account import masked
from miunlink_adb.virtual.faults import When
from miunlink_adb.virtual.intent import IntentFilter
from miunlink_adb.virtual.phone import Account, AccountEvent, Package, Phone, User
from miunlink_adb.virtual.screen import Message, Screen
from miunlink_adb.virtual.view import View, column, text
from tests.virtual.bench import make_phone
from tests.virtual.test_shell import Done, sh

CAPTURES = Path(__file__).parents[3] / "shared" / "real" / "adb"
JAR = "/data/local/tmp/u2.jar"


class Page(Screen):
    """A page with one label."""

    package = "com.android.settings"
    activity = ".MiuiSettings"
    name = "settings"

    def view(self) -> View:
        return column(text("Settings"))


def phone_with_settings(sdk: int = 29, *, exported: bool = True, **props: str) -> Phone:
    """A phone whose Settings open by an intent."""
    phone = make_phone(sdk=sdk, **props)
    phone.intents.append(
        IntentFilter(
            "com.android.settings",
            ".MiuiSettings",
            lambda intent: Page(),
            actions=("android.settings.SETTINGS",),
            aliases=(".MainSettings",),
            exported=exported,
            launcher=True,
        )
    )
    return phone


# -- accounts ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("2807145558", "2807***558"),
        ("Messenger", "Mes***ger"),
        ("Facebook", "Fac***ok"),
        ("TikTok", "Ti***k"),
        ("WPS Office", "WPS ***ice"),
    ],
)
def test_account_names_are_masked_as_on_xiaomi_phones(name: str, shown: str) -> None:
    """The three letters in the middle are replaced: read off the captures."""
    assert masked(name) == shown


@given(st.text(max_size=40))
def test_masking_never_shows_the_middle(name: str) -> None:
    """Exactly three letters are hidden, whatever the length."""
    assert masked(name).count("***") >= 1
    assert len(masked(name)) == max(len(name), 3)


def test_dumpsys_account_lists_users_accounts_history_and_authenticators() -> None:
    """Counts per running user; registered account types are no accounts."""
    phone = make_phone()
    account = phone.users[0].accounts[0]
    phone.users[0].history.append(AccountEvent(account, "action_called_account_add", 0.0, 10123))
    phone.users[10] = User(10, "Second space", 0x10, accounts=[Account("1234567", "com.xiaomi")])
    phone.users[11] = User(11, "Stopped", 0x10, running=False)

    out = sh("dumpsys account", phone).out

    assert "User UserInfo{0:Owner:13}:\n  Accounts: 1\n" in out
    assert "    Account {name=2807***558, type=com.xiaomi}\n" in out
    assert "2807145558" not in out
    assert re.search(r"^  1,action_called_account_add,19[67]\d-.*,10123,accounts,0$", out, re.M)
    assert "User UserInfo{10:Second space:10}:\n  Accounts: 1\n" in out
    assert "UserInfo{11" not in out
    assert "AuthenticatorDescription {type=com.xiaomi}, ComponentInfo{com.xiaomi.account/" in out


def test_a_signed_out_phone_still_registers_the_account_type() -> None:
    """Without an account the section of authenticators names ``com.xiaomi`` all the same."""
    phone = make_phone()
    phone.users[0].accounts.clear()

    out = sh("dumpsys account", phone).out

    assert "  Accounts: 0\n" in out
    assert "Account {name=" not in out
    assert "{type=com.xiaomi}" in out


def test_other_phones_print_names_in_full() -> None:
    """Only MIUI and HyperOS mask account names."""
    phone = make_phone()
    phone.props["ro.miui.ui.version.name"] = ""

    assert "{name=2807145558, type=com.xiaomi}" in sh("dumpsys account", phone).out


# -- focus ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("sdk", range(25, 37))
def test_the_focus_stands_where_this_android_puts_it(sdk: int) -> None:
    """``windows`` up to 9, ``displays`` from 10 on; ``mResumedActivity`` until 12, then top."""
    phone = phone_with_settings(sdk)
    phone.ui.push(Page())

    windows, displays = sh("dumpsys window windows", phone).out, sh("dumpsys window", phone).out
    activities = sh("dumpsys activity activities", phone).out

    assert ("mCurrentFocus=" in windows) is (sdk <= 28)
    assert "com.android.settings/com.android.settings.MiuiSettings}" in displays
    assert ("mResumedActivity: ActivityRecord{" in activities) is (sdk <= 31)
    assert ("topResumedActivity=ActivityRecord{" in activities) is (sdk >= 32)
    assert re.search(
        r"ActivityRecord\{\w+ u0 com\.android\.settings/\.MiuiSettings t\d+\}", activities
    )


@pytest.mark.parametrize(("sdk", "miui", "more"), [(30, "V12", 0), (31, "V13", 1), (31, "", 0)])
def test_xiaomi_puts_two_more_words_into_a_window(sdk: int, miui: str, more: int) -> None:
    """Android 12 and 13 of Xiaomi print ``mode=0 rootTaskId=1`` before the user."""
    phone = make_phone(sdk=sdk, **{"ro.miui.ui.version.name": miui})

    focus = re.search(r"mCurrentFocus=Window\{(.*)\}", sh("dumpsys window", phone).out)

    assert focus is not None
    assert len(re.findall("mode=0 rootTaskId=1 u0 ", focus[1])) == more


def test_the_keyguard_has_the_focus_while_it_shows() -> None:
    """A locked phone's focus is no activity, and each dump that speaks of it says locked."""
    phone = make_phone(sdk=33)
    phone.lock(secure=True)
    phone.ui.redraw()

    window = sh("dumpsys window", phone).out

    assert re.search(r"mCurrentFocus=Window\{\S+ .*NotificationShade\}", window)
    assert "isKeyguardShowing=true" in window
    assert "deviceLocked=1" in sh("dumpsys trust", phone).out


def test_a_screen_that_is_off_is_asleep() -> None:
    """``dumpsys power`` tells it in the words that tools read."""
    phone = make_phone()
    phone.power(on=False)

    out = sh("dumpsys power", phone).out

    assert "mWakefulness=Asleep" in out
    assert "mHoldingDisplaySuspendBlocker=false" in out


@pytest.mark.parametrize("owner", ["", "com.rosan.dhizuku", "com.corp/.Admin"])
def test_the_device_owner_is_named(owner: str) -> None:
    """``dumpsys device_policy`` names the owner's package, and none when there is none."""
    phone = make_phone()
    phone.device_owner = owner

    out = sh("dumpsys device_policy", phone).out

    assert ("Device Owner: \n" in out) is bool(owner)
    assert (f"package={owner.partition('/')[0]}\n" in out) is bool(owner)


# -- am, monkey ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "am start -a android.settings.SETTINGS",
        "am start -n com.android.settings/.MainSettings",
        "am start com.android.settings/.MiuiSettings",
        "am start -W -S --user 0 -a android.settings.SETTINGS -p com.android.settings",
        "cmd activity start-activity -a android.settings.SETTINGS --ez full true -e k v",
        "monkey -p com.android.settings -c android.intent.category.LAUNCHER 1",
    ],
)
def test_activities_are_started(line: str) -> None:
    """Every way to name an activity brings it to the front, recorded as adb's doing."""
    phone = phone_with_settings()

    done = sh(line, phone)

    assert done.status == 0, done
    assert phone.ui.focus() == ("com.android.settings", "com.android.settings.MiuiSettings")
    assert [(start.source, start.ok) for start in phone.record.starts] == [("adb", True)]
    assert ("Status: ok" in done.out) is (" -W " in line)


def test_extras_and_flags_reach_the_activity() -> None:
    """Texts, numbers and truth values arrive with their types."""
    phone = make_phone()
    seen: list[dict[str, object]] = []
    make = lambda intent: seen.append(intent.extras)  # noqa: E731
    phone.intents.append(IntentFilter("org.example", ".Main", make, actions=("go",)))

    sh("am start -a go -e a b --ez t true --ez f false --ei n 7 --esn nothing", phone)

    assert seen == [{"a": "b", "t": True, "f": False, "n": 7, "nothing": None}]


def test_what_cannot_be_started_is_named() -> None:
    """An unknown action and an unknown class give am's own errors."""
    phone = make_phone()

    unresolved = sh("am start -a no.such.ACTION", phone)
    no_class = sh("am start -n org.example/.No", phone)

    assert "Error: Activity not started, unable to resolve Intent { act=no.such.ACTION" in (
        unresolved.err
    )
    assert "Error type 3\nError: Activity class {org.example/.No} does not exist." in no_class.err
    assert (unresolved.status, no_class.status) == (1, 1)


def test_an_activity_that_is_not_exported_is_denied() -> None:
    """The platform's SecurityException, as captured."""
    done = sh("am start -n com.android.settings/.MiuiSettings", phone_with_settings(exported=False))

    assert done.status == 255
    assert "java.lang.SecurityException: Permission Denial: starting Intent {" in done.err
    assert "not exported from uid 1000" in done.err


def test_force_stop_closes_the_app() -> None:
    """Its screens go and its process ends; ``ps`` and ``pidof`` agree."""
    phone = phone_with_settings()
    sh("am start -a android.settings.SETTINGS", phone)
    assert "com.android.settings" in sh("ps -A", phone).out

    sh("am force-stop com.android.settings", phone)

    assert phone.ui.focus() == ("com.miui.home", "com.miui.home.launcher.Launcher")
    assert sh("pidof com.android.settings", phone).status == 1


# -- input ---------------------------------------------------------------------------------------


def test_input_reaches_the_display() -> None:
    """Taps, swipes, long presses and keys arrive as they are told, from adb."""
    phone = make_phone()

    for line in (
        "input tap 10 20",
        "input touchscreen tap 11 21",
        "input swipe 500 1500 500 600 200",
        "input swipe 5 5 5 5 900",
        "input keyevent 4 KEYCODE_HOME",
    ):
        assert sh(line, phone) == Done("", "", 0)

    assert [(tap.x, tap.y) for tap in phone.record.taps] == [(10, 20), (11, 21), (5, 5)]
    assert len(phone.record.swipes) == 1
    assert [key.name for key in phone.record.keys] == ["BACK", "HOME"]


@pytest.mark.parametrize(
    ("sdk", "status", "words"),
    [
        (28, 0, "Injecting to another application requires INJECT_EVENTS permission"),
        (29, 1, "Injecting to another application requires INJECT_EVENTS permission"),
        (30, 255, "Injecting to another application requires INJECT_EVENTS permission"),
        (33, 255, "Injecting input events requires the caller (or the source of the"),
    ],
)
def test_refused_input_looks_as_on_this_android(sdk: int, status: int, words: str) -> None:
    """Text and exit code differ by version; the exception is on standard error."""
    phone = make_phone(sdk=sdk)
    phone.faults.input = "exception"

    done = sh("input tap 1 1", phone)

    assert (done.status, done.out) == (status, "")
    assert f"java.lang.SecurityException: {words}" in done.err
    assert ("Exception occurred while executing 'tap':" in done.err) is (sdk >= 30)


def test_silently_dropped_input_says_nothing() -> None:
    """HyperOS 2 drops taps without a word and with exit code 0."""
    phone = make_phone()
    phone.faults.input = "silent"

    assert sh("input tap 1 1", phone) == Done("", "", 0)
    assert phone.record.taps[0].effect == "lost"


@pytest.mark.parametrize("line", ["input tap 1", "input tap a b", "input keyevent"])
def test_bad_input_arguments_are_refused(line: str) -> None:
    """Wrong arguments are an error with exit code 255."""
    assert sh(line).status == 255


# -- settings, properties, packages --------------------------------------------------------------


def test_settings_are_read_and_changed() -> None:
    """``null`` for what is not set; put, list and delete work while the shell is trusted."""
    phone = make_phone()

    assert sh("settings get secure key_bank_card_in_ese", phone).out == "null\n"
    sh("settings put secure key_bank_card_in_ese 1", phone)
    assert sh("settings get --user 0 secure key_bank_card_in_ese", phone).out == "1\n"
    assert "key_bank_card_in_ese=1\n" in sh("settings list secure", phone).out
    assert sh("settings delete secure key_bank_card_in_ese", phone).out == "Deleted 1 rows\n"


@pytest.mark.parametrize(
    "line", ["settings put global a 1", "wm size 1x1", "pm clear org.example", "ime set x"]
)
@pytest.mark.parametrize("sdk", [28, 34])
def test_miui_withholds_permissions_from_the_shell(line: str, sdk: int) -> None:
    """With the security switch off these are SecurityExceptions; nothing is changed."""
    phone = make_phone(sdk=sdk, **{"persist.security.adbinput": "0"})

    done = sh(line, phone)

    assert done.status == 255
    assert "java.lang.SecurityException: " in done.err
    assert phone.settings["global"] == {}
    assert phone.size_override is None


def test_getprop_lists_and_looks_up() -> None:
    """One property, none, and all of them in brackets; setting one is refused."""
    phone = make_phone()

    assert sh("getprop ro.product.device", phone).out == "ginkgo\n"
    assert sh("getprop no.such.prop", phone).out == "\n"
    assert "[ro.product.device]: [ginkgo]\n" in sh("getprop", phone).out
    assert sh("setprop persist.security.adbinput 1", phone).status == 1


def test_packages_are_listed_per_user_and_kind() -> None:
    """System, third-party, disabled, per user, with path and uid."""
    phone = make_phone()
    phone.packages["com.xiaomi.finddevice"] = Package("com.xiaomi.finddevice", enabled=False)
    phone.users[10] = User(10, "Second")
    phone.packages["org.example"].installed_users = {10}

    assert "package:org.example" not in sh("pm list packages", phone).out
    assert "package:org.example\n" in sh("pm list packages --user 10", phone).out
    assert sh("pm list packages -d", phone).out == "package:com.xiaomi.finddevice\n"
    assert "/base.apk=com.xiaomi.account uid:10123\n" in sh("pm list packages -f -U", phone).out
    assert sh("pm path org.example", phone).status == 1
    assert sh("pm path --user 10 org.example", phone).out.startswith("package:/data/app/")


def test_users_are_listed() -> None:
    """``pm list users`` has a tab before each user and says who runs."""
    phone = make_phone()
    phone.users[999] = User(999, "Dual", 0x30, running=False)

    assert sh("pm list users", phone).out == (
        "Users:\n\tUserInfo{0:Owner:13} running\n\tUserInfo{999:Dual:30}\n"
    )
    assert sh("am get-current-user", phone).out == "0\n"


def test_a_removed_package_comes_back_for_its_user() -> None:
    """``pm uninstall --user 0`` and ``pm install-existing`` undo each other."""
    phone = make_phone()

    assert sh("pm uninstall -k --user 0 com.xiaomi.account", phone).out == "Success\n"
    assert sh("pm path com.xiaomi.account", phone).status == 1
    assert "installed for user: 0" in sh("pm install-existing com.xiaomi.account", phone).out
    assert sh("pm path com.xiaomi.account", phone).status == 0


def test_find_device_is_closed_to_the_shell() -> None:
    """Its state is denied with the permission's name; its ping answers."""
    phone = make_phone()
    phone.packages["com.xiaomi.finddevice"] = Package("com.xiaomi.finddevice", uid=6110)

    denied = sh("content query --uri content://com.xiaomi.finddevice.provider/isOpen", phone)
    ping = sh("content query --uri content://com.xiaomi.finddevice.ping.provider/ping", phone)

    assert "requires miui.cloud.finddevice.AccessFindDevice" in denied.err
    assert ping.out == "Row: 0 pingResult=Ping! I'm alive!\n"


# -- files by commands ---------------------------------------------------------------------------


def test_ranges_of_a_file_are_read() -> None:
    """``dd`` and ``tail -c | head -c`` give the same bytes: how a part of an APK is fetched."""
    phone = make_phone()
    phone.files.write("/sdcard/apk", bytes(range(256)) * 4)
    phone.files.write("/sdcard/part", bytes(range(256))[100:120])
    want = sh("md5sum < /sdcard/part", phone).out

    dd = "dd if=/sdcard/apk bs=1 skip=100 count=20 2>/dev/null | md5sum"
    raw = "dd if=/sdcard/apk bs=4096 skip=100 count=20 iflag=skip_bytes,count_bytes | md5sum"
    tail = "tail -c +101 /sdcard/apk | head -c 20 | md5sum"

    assert [sh(line, phone).out for line in (dd, raw, tail)] == [want] * 3
    assert sh("tail -c 24 /sdcard/apk | head -c 1k | wc -c", phone).out == "24\n"
    assert sh("dd if=/sdcard/apk bs=1k count=1 of=/dev/null", phone).err.endswith(
        "1024 bytes copied\n"
    )


def test_digests_and_listings_have_toyboxs_form() -> None:
    """``md5sum`` by itself and through toybox; ``ls -l``; a missing file's text."""
    phone = make_phone()
    phone.files.write(JAR, b"jar", mode=0o755, mtime=0)

    line = "68995fcbf432492d15484d04a9d2ac40  /data/local/tmp/u2.jar\n"
    assert sh(f"md5sum {JAR}", phone).out == line
    assert sh(f"toybox md5sum {JAR}", phone).out == line
    assert sh("md5sum /none").err == "md5sum: /none: No such file or directory\n"
    assert re.fullmatch(
        r"-rwxr-xr-x 1 shell shell +3 19[67]\d.* \S+u2.jar\n", sh(f"ls -l {JAR}", phone).out
    )


# -- uiautomator, u2's server --------------------------------------------------------------------


def test_uiautomator_dump_writes_the_active_window() -> None:
    """One line of XML in the file, Android's own spelling in the message."""
    phone = make_phone()

    done = sh("uiautomator dump", phone)

    assert done == Done("UI hierchary dumped to: /sdcard/window_dump.xml\n", "", 0)
    assert phone.files.read("/sdcard/window_dump.xml").startswith(b"<?xml version='1.0'")
    assert "<hierarchy rotation=" in sh("uiautomator dump --compressed /dev/tty", phone).out


def test_miui_prints_a_stack_around_a_valid_dump() -> None:
    """Without the theme file the stack comes first and the exit code is 1; the file is good."""
    phone = make_phone()
    phone.files.discard("/data/system/theme_config/theme_compatibility.xml")

    done = sh("uiautomator dump /sdcard/6.xml 2>&1", phone)

    assert done.status == 1
    assert done.out.startswith("java.io.FileNotFoundException: /data/system/theme_config/")
    assert "<clinit>" in done.out
    assert phone.files.exists("/sdcard/6.xml")


@pytest.mark.parametrize(
    ("fault", "words", "status"),
    [
        ("dump_idle", "ERROR: could not get idle state.", 0),
        ("dump_null_root", "ERROR: null root node returned by UiTestAutomationBridge.", 0),
        ("dump_killed", "Killed", 137),
    ],
)
def test_a_failed_dump_leaves_the_old_file(fault: str, words: str, status: int) -> None:
    """The message is the captured one, and a file of before is still there to be mistaken."""
    phone = make_phone()
    phone.files.write("/sdcard/window_dump.xml", b"old")
    phone.faults.add(fault, When(request="shell_dump"))

    done = sh("uiautomator dump", phone)

    assert (done.err, done.status) == (words + "\n", status)
    assert phone.files.read("/sdcard/window_dump.xml") == b"old"


def test_dump_is_killed_while_another_holds_uiautomation() -> None:
    """Only one may hold it: the shell's dump loses."""
    phone = make_phone()
    phone.automation.holder = "appium"

    assert sh("uiautomator dump", phone) == Done("", "Killed\n", 137)


U2 = f"CLASSPATH={JAR} app_process / com.wetest.uia2.Main -p 9008"


def test_u2s_server_needs_its_jar() -> None:
    """Without the file in the class path nothing starts."""
    assert sh(U2) == Done("", "Aborted\n", 134)


def test_u2s_server_fails_when_uiautomation_is_taken() -> None:
    """A second holder gets the captured exception in the server's output."""
    phone = make_phone()
    phone.files.write(JAR, b"jar")
    phone.automation.holder = "appium"

    done = sh(U2, phone)

    assert "already registered" in done.out + done.err


def test_u2s_server_runs_until_the_shell_ends() -> None:
    """It prints its lines at once, listens on 9008, and ends when the shell is cut off."""
    from miunlink_adb.virtual.command.interpreter import Shell, Streams
    from miunlink_adb.virtual.command.output import Pipe, no_input
    from miunlink_adb.virtual.command.standard import standard_commands

    async def live() -> tuple[bytes, bool, bool]:
        phone = make_phone()
        phone.files.write(JAR, b"jar")
        pipe = Pipe()
        shell = Shell(phone, standard_commands())
        task = asyncio.create_task(shell.run(U2, Streams(no_input(), pipe, pipe)))
        first = await pipe.reader.readline()
        while 9008 not in phone.listeners:
            await pipe.reader.readline()
        running = phone.automation.alive
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return first, running, phone.automation.alive

    first, running, after = asyncio.run(asyncio.wait_for(live(), 10))

    assert b"Starting Server" in first
    assert running
    assert not after


# -- the rest ------------------------------------------------------------------------------------


def test_screencap_is_a_picture_of_the_display() -> None:
    """A PNG of the display's size, black where the window is secure."""
    phone = make_phone()

    def pixels() -> bytes:
        sh("screencap -p /sdcard/x.png", phone)
        data = phone.files.read("/sdcard/x.png")
        return zlib.decompress(data[41 : data.index(b"IEND") - 8])

    white = pixels()
    secure = Message(column(text("secret")))
    secure.secure = True
    phone.ui.push(secure)
    black = pixels()

    assert len(white) == 2340 * (1 + 135)
    assert set(white) == {0, 255}
    assert set(black) == {0}


def test_reboot_goes_down_and_comes_up_locked() -> None:
    """The link is told, and the keyguard shows afterwards."""
    phone = make_phone()

    sh("reboot", phone)

    assert phone.record.noted("link") == ["reboot", "plug"]
    assert phone.keyguard


def test_unknown_services_are_recorded() -> None:
    """What no phone here answers is kept, so that the test that asked fails."""
    phone = make_phone()

    sh("dumpsys nonsense; cmd nonsense; am nonsense; pm nonsense; toybox nonsense", phone)

    assert len(phone.record.unknown) == 5


# -- captures ------------------------------------------------------------------------------------


@pytest.mark.skipif(not CAPTURES.is_dir(), reason="the captures are not part of the project")
def test_the_shapes_are_those_of_the_captures() -> None:
    """Lines that tools read look as captured on phones, letter for letter but the numbers."""
    activities = (CAPTURES / "pad6-hyperos2-eea" / "dumpsys_activity_activities.txt").read_text()
    phone = make_phone(sdk=34)
    ours = sh("dumpsys activity activities", phone).out

    for key in ("topResumedActivity=", "  ResumedActivity: ", "mFocusedApp=", "mCurrentFocus="):
        shapes = [_shape(line) for line in activities.splitlines() if key in line]
        assert any(_shape(line) in shapes for line in ours.splitlines() if key in line), key


def _shape(line: str) -> str:
    """A line without its hashes, names and numbers."""
    line = re.sub(r"\{[0-9a-f]+ ", "{H ", line.strip())
    line = re.sub(r"[\w.]+/[\w.]+", "P/A", line)
    return re.sub(r" t\d+", " tN", line)
