"""What a phone says of itself in its shell is read as it is meant, on old and new Android."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.device_state.attached import Attached, parse_attached
from miunlink_adb.device_state.battery import Battery, parse_battery
from miunlink_adb.device_state.device_owner import DeviceOwner, parse_device_owner
from miunlink_adb.device_state.display import parse_rotation, parse_size
from miunlink_adb.device_state.focus import Focus, parse_focus
from miunlink_adb.device_state.locale_tag import locale_tag, phone_locale
from miunlink_adb.device_state.lock import device_locked, keyguard_showing, screen_on
from miunlink_adb.device_state.packages import parse_packages
from miunlink_adb.device_state.taps import taps_allowed
from miunlink_adb.device_state.users import parse_current_user, parse_users
from miunlink_adb.props import parse_props

REAL = Path(__file__).resolve().parents[2] / "shared" / "real" / "adb"
PROPS = Path(__file__).parent / "data" / "props"
ACCOUNT = "com.xiaomi.account"
ACCOUNT_PAGE = Focus(ACCOUNT, "com.xiaomi.account.ui.AccountSettingsActivity")

needs_real = pytest.mark.skipif(not REAL.is_dir(), reason="the real captures are not here")


def phone(serial: str, state: str = "device", **details: Any) -> Attached:
    """An attached phone with everything empty that is not given."""
    empty = dict.fromkeys(["cause", "product", "model", "device", "usb"], "")
    return Attached(serial=serial, state=state, **empty | {"transport_id": None} | details)


# -- attached ----------------------------------------------------------------------------------

NO_PERMISSIONS = (
    "A1\tno permissions (missing udev rules? user is in the plugdev group); see "
    "[http://developer.android.com/tools/device.html] usb:1-1 transport_id:4"
)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("A1\tdevice", phone("A1")),
        ("A1\tunauthorized", phone("A1", "unauthorized")),
        ("A1 offline transport_id:3", phone("A1", "offline", transport_id=3)),
        (
            "A1  device usb:1-2.3 product:umi model:Mi_10 device:umi transport_id:12",
            phone("A1", usb="1-2.3", product="umi", model="Mi_10", device="umi", transport_id=12),
        ),
        ("10.0.0.7:5555 device product:x", phone("10.0.0.7:5555", product="x")),
        ("adb-A1-x._adb-tls-connect._tcp device", phone("adb-A1-x._adb-tls-connect._tcp")),
        ("A1 recovery product:x", phone("A1", "recovery", product="x")),
        (
            "A1 sideload model:xiaomi_for_arm64",
            phone("A1", "sideload", model="xiaomi_for_arm64"),
        ),
        ("device device", phone("device")),
        ("????????????    no permissions", phone("????????????", "no permissions")),
        (
            NO_PERMISSIONS,
            phone(
                "A1", "no permissions", usb="1-1", transport_id=4,
                cause="missing udev rules? user is in the plugdev group",
            ),
        ),
    ],
)  # fmt: skip
def test_attached_lines(line: str, expected: Attached) -> None:
    """Each kind of line of `adb devices -l` is taken apart, states of two words too."""
    assert parse_attached(f"List of devices attached\n{line}\n\n") == (expected,)


def test_lines_of_the_daemon() -> None:
    """The daemon's lines before and after the title, and the command itself, are no phones."""
    text = (
        "C:\\Users\\x>adb devices -l\r\n* daemon not running; starting now at tcp:5037\r\n"
        "List of devices attached\r\n* daemon started successfully\r\nA1 device\r\n"
        "adb server version (41) doesn't match this client (39); killing...\r\n"
    )
    assert parse_attached(text) == (phone("A1"),)


@pytest.mark.parametrize("text", ["", "List of devices attached\n\n", "error: no devices found\n"])
def test_no_phone_attached(text: str) -> None:
    """No phone is an empty answer."""
    assert parse_attached(text) == ()


@needs_real
def test_real_attached_lines() -> None:
    """Real captures name the phones and states that their index says."""
    for row in map(json.loads, (REAL / "devices.jsonl").read_text("utf-8").splitlines()):
        found = parse_attached(row["raw"])
        if row["state"].startswith("lsusb"):
            assert found == ()
        else:
            assert {item.state for item in found} == {row["state"].split(" (")[0]}, row


# -- focus -------------------------------------------------------------------------------------

PAGE = "com.xiaomi.account/com.xiaomi.account.ui.AccountSettingsActivity"
SHORT = "com.xiaomi.account/.ui.AccountSettingsActivity"
FOCUSED_APP = f"  mFocusedApp=ActivityRecord{{2db504f u0 {SHORT} t2}}\n"


@pytest.mark.parametrize(
    "text",
    [
        f"  mCurrentFocus=Window{{a33bc55 u0 {PAGE}}}\n",
        f"  mCurrentFocus=Window{{a33bc55 mode=0 rootTaskId=1 u0 {PAGE}}}\r\n",
        f"  mCurrentFocus=Window{{42d5d5c8 u0 {PAGE}}}\n",
        f"  mCurrentFocus=Window{{42d5d5c8 {PAGE} paused=false}}\n",
        f"mCurrentFocus = {SHORT}\n",
        f"  mCurrentFocus=null\n  mCurrentFocus=Window{{1a u0 {PAGE}}}\n",
        FOCUSED_APP,
        f"  mFocusedApp=AppWindowToken{{1 token=Token{{2 ActivityRecord{{3 u0 {SHORT} t9}}}}}}\n",
        f"    topResumedActivity=ActivityRecord{{723 u0 {SHORT} t1082}}\n",
        f"    mResumedActivity: ActivityRecord{{723 u0 {SHORT} t12}}\n",
        f"  ResumedActivity: ActivityRecord{{723 u10 {SHORT} t1082 f}}\n",
        f"  mFocusedApp=null\n  ResumedActivity: ActivityRecord{{723 u0 {SHORT} t2}}\n",
        f"  mCurrentFocus=Window{{1a u0 PopupWindow:4f3}}\n{FOCUSED_APP}",
    ],
)
def test_focus(text: str) -> None:
    """Every form in which Android names what is in front gives the package and the full class."""
    assert parse_focus(text) == ACCOUNT_PAGE


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("NotificationShade", Focus("com.android.systemui", "NotificationShade")),
        ("StatusBar", Focus("com.android.systemui", "StatusBar")),
        (
            "Application Not Responding: com.xiaomi.account",
            Focus("android", "Application Not Responding: com.xiaomi.account"),
        ),
        ("Splash Screen com.xiaomi.account", None),
        ("com.a/com.b.C$D", Focus("com.a", "com.b.C$D")),
    ],
)
def test_windows_that_are_no_activity(title: str, expected: Focus | None) -> None:
    """A window of the system is named as such: the app beneath is not what is in front."""
    text = (
        f"  mCurrentFocus=Window{{1a u0 {title}}}\n  mFocusedApp=ActivityRecord{{2 u0 {SHORT} t}}\n"
    )
    assert parse_focus(text) == expected


@pytest.mark.parametrize("text", ["", "  mCurrentFocus=null\n", "Can't find service: window\n"])
def test_nothing_in_front(text: str) -> None:
    """No focus and no answer are both nothing."""
    assert parse_focus(text) is None


OTHER = "  mCurrentFocus=Window{7c1 u0 com.miui.mirror/com.miui.mirror.Desk}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            (
                f"  Display: mDisplayId=2\n{OTHER}"
                f"  Display: mDisplayId=0\n  mCurrentFocus=Window{{a3 u0 {PAGE}}}\n"
            ),
            ACCOUNT_PAGE,
        ),
        (f"  Display: mDisplayId=0\n  mCurrentFocus=null\n  Display: mDisplayId=2\n{OTHER}", None),
        (
            (
                "  Display: mDisplayId=0\n  Display: mDisplayId=2\n"
                f"WINDOW MANAGER WINDOWS\n  mCurrentFocus=Window{{a3 u0 {PAGE}}}\n"
            ),
            ACCOUNT_PAGE,
        ),
    ],
)
def test_the_phones_own_display_counts(text: str, expected: Focus | None) -> None:
    """What a second display shows (a mirror, a desktop mode) is not what the phone shows."""
    assert parse_focus(text) == expected


def test_a_null_focus_is_not_answered_by_older_lines() -> None:
    """Between two screens nothing is in front, whatever app had the focus before."""
    text = f"  mCurrentFocus=null\n{FOCUSED_APP}"
    assert parse_focus(text) is None


@needs_real
def test_real_focus_of_a_tablet() -> None:
    """A whole dump of a HyperOS 2 tablet names its app in front, no keyguard, no rotation."""
    text = (REAL / "pad6-hyperos2-eea" / "dumpsys_activity_activities.txt").read_text("utf-8")
    assert parse_focus(text) == Focus("com.termux", "com.termux.app.TermuxActivity")
    assert keyguard_showing(text) is False
    assert parse_rotation(text) == 0


# -- lock --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("    isKeyguardShowing=true\n    mDreamingLockscreen=false\n", True),
        ("    isKeyguardShowing=false\n    mDreamingLockscreen=true\n", False),
        ("  mShowingLockscreen=true mShowingDream=false mDreamingLockscreen=true\n", True),
        ("    isStatusBarKeyguard=false\n", False),
        ("    KeyguardServiceDelegate\n      showing=true\n      inputRestricted=true\n", True),
        ("    KeyguardServiceDelegate\n      showing=false\n", False),
        ("  KeyguardStateMonitor\n    mIsShowing=true\n", True),
        ("  KeyguardController:\n    mKeyguardShowing=false mKeyguardGoingAway=false\n", False),
        ("    showing=true\n", None),
        ("", None),
    ],
)
def test_keyguard(text: str, expected: bool | None) -> None:
    """The keyguard is read from whichever word this Android has; no word is no answer."""
    assert keyguard_showing(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  mWakefulness=Awake\n", True),
        ("  mWakefulness=Asleep\nDisplay Power: state=ON\n", False),
        ("  mWakefulness=Dozing\n", False),
        ("Display Power: state=ON\n", True),
        ("Display Power: state=OFF\n", False),
        ("  screenState=SCREEN_STATE_ON\n", True),
        ("  mScreenOn=true\n", True),
        ("  mInteractive=false\n", False),
        ("Can't find service: power\n", None),
    ],
)
def test_screen(text: str, expected: bool | None) -> None:
    """The screen is on only if the phone is awake; no word about it is no answer."""
    assert screen_on(text) is expected


def test_device_locked_of_the_current_user() -> None:
    """The current user's line counts, not that of a profile or a name that imitates one."""
    text = (
        "Trust manager state:\n"
        ' User "Work" (id=10, flags=0x1030)(managed profile): trusted=0, deviceLocked=0\n'
        ' User "x" (id=0, deviceLocked=0" (id=0, flags=0xc13) (current): deviceLocked=1\n'
    )
    assert device_locked(text) is True
    assert device_locked(text, user=10) is False
    assert device_locked(text, user=11) is None
    assert device_locked("") is None


# -- display, users, packages, battery ---------------------------------------------------------


def test_size() -> None:
    """The override is what taps use; without a physical size there is no answer."""
    size = parse_size("Physical size: 1080x2400\r\nOverride size: 1080x6000\r\n")
    assert size is not None
    assert (size.physical, size.current) == ((1080, 2400), (1080, 6000))
    plain = parse_size("Physical size: 1800x2880\n")
    assert plain is not None
    assert plain.current == (1800, 2880)
    assert parse_size("java.lang.SecurityException\n") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mCurrentRotation=ROTATION_90", 1), ("    mRotation=3 mAltOrientation=false", 3),
        ("      SurfaceOrientation: 2", 2), ("mDisplayRotation=ROTATION_270", 3),
        ("mCurrentOrientation=0", 0), ("mRotation=45", None), ("", None),
    ],
)  # fmt: skip
def test_rotation(text: str, expected: int | None) -> None:
    """Degrees and quarters are both read as quarters."""
    assert parse_rotation(text) == expected


def test_users() -> None:
    """Users are known by number and flags, in any language and encoding of their names."""
    text = (
        "Users:\n\tUserInfo{0:鏈轰富:13} running\r\n\tUserInfo{10:Second: {space}:c10}\n"
        "\tUserInfo{11:Work:1030} running\n\tUserInfo{999:XSpace:801010} running\n"
    )
    users = parse_users(text)
    assert [(user.id, user.flags, user.running) for user in users] == [
        (0, 0x13, True), (10, 0xC10, False), (11, 0x1030, True), (999, 0x801010, True),
    ]  # fmt: skip
    assert [user.kind for user in users] == ["owner", "second space", "work profile", "dual apps"]
    assert parse_users("Error: no\n") == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0\r\n", 0), ("10\n", 10), ("", None), ("Error: unknown command", None), ("²", None)],
)
def test_current_user(text: str, expected: int | None) -> None:
    """Only a bare number is an answer."""
    assert parse_current_user(text) == expected


def test_packages() -> None:
    """Names are found with and without paths, uids and versions; a refusal is no empty list."""
    text = (
        "package:com.xiaomi.account\r\npackage:com.miui.cloudservice uid:10181\r\n"
        "package:/data/app/~~mN8x==/com.a-Pl3==/base.apk=com.a versionCode:3\n"
    )
    expected = frozenset({"com.xiaomi.account", "com.miui.cloudservice", "com.a"})
    assert parse_packages(text) == expected
    assert parse_packages("") == frozenset()
    assert parse_packages("Error: java.lang.SecurityException: Shell does not have\n") is None
    assert parse_packages("cmd: Can't find service: package\n") is None


@needs_real
def test_real_packages() -> None:
    """The real list of a tablet holds the apps that signing out needs."""
    text = (REAL / "pad6-hyperos2-eea" / "pm_list_packages_system.txt").read_text("utf-8")
    names = parse_packages(text)
    assert names is not None
    assert len(names) == len(text.split())
    assert {"com.xiaomi.account", "com.xiaomi.finddevice"} <= names


def test_battery() -> None:
    """Charge is a percentage of the scale, and any source of power counts as plugged in."""
    text = "Current Battery Service state:\n  AC powered: false\n  USB powered: true\n"
    text += "  Wireless powered: false\n  level: 45\n  scale: 100\n"
    assert parse_battery(text) == Battery(45, plugged=True)
    assert parse_battery("  level: 100\n  scale: 200\n") == Battery(50, plugged=None)
    assert parse_battery("") is None


# -- device owner ------------------------------------------------------------------------------

STATE = "Current Device Policy Manager state:\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            STATE + "  Device Owner: \n    admin=ComponentInfo{com.rosan.dhizuku/com.rosan.R}\n"
            "    name=\n    package=com.rosan.dhizuku\n    User ID: 0\n",
            DeviceOwner("com.rosan.dhizuku", answered=True),
        ),
        (
            STATE + "  Device Owner: ComponentInfo{com.x/.Admin}\n",
            DeviceOwner("com.x", answered=True),
        ),
        (
            STATE + "  Device Owner Type: -1\n  Has PO:\n  package=com.y\n",
            DeviceOwner(None, answered=True),
        ),
        (STATE + "  Device Owner: null\n", DeviceOwner(None, answered=True)),
        (
            STATE + "  Profile Owner (User 10): \n    package=com.samsung.knox\n",
            DeviceOwner(None, answered=True),
        ),
        (STATE + "  Enabled Device Admins (User 0):\n", DeviceOwner(None, answered=True)),
        ("Can't find service: device_policy\n", DeviceOwner(None, answered=False)),
        ("", DeviceOwner(None, answered=False)),
    ],
)
def test_device_owner(text: str, expected: DeviceOwner) -> None:
    """A device owner is told from a profile owner, an admin, and no answer at all."""
    assert parse_device_owner(text) == expected
    assert parse_device_owner(text.replace("\n", "\r\n")) == expected


# -- locale ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "tag"),
    [
        ("de-DE", "de-DE"), ("de_DE", "de-DE"), ("zh-CN", "zh-CN"), ("zh-Hant-TW", "zh-Hant-TW"),
        ("zh_TW_#Hant", "zh-Hant-TW"), ("sr__#Latn", "sr-Latn"), ("DE-de", "de-DE"),
        ("in_ID", "id-ID"), ("iw-IL", "he-IL"), ("es-419", "es-419"), ("ar", "ar"),
        ("de-DE,en-US", "de-DE"), (" pt-BR \n", "pt-BR"), ("en-US-u-fw-mon", "en-US"),
        ("en-u-mu-celsius", "en"), ("en_US_POSIX", "en-US"), ("fil-PH", "fil-PH"),
        ("null", None), ("", None), ("-", None), ("cmd: Can't find service", None),
    ],
)  # fmt: skip
def test_locale_tags(raw: str, tag: str | None) -> None:
    """Android's and Java's spellings of a locale give one tag; what is none gives none."""
    assert locale_tag(raw) == tag


@pytest.mark.parametrize(
    ("props", "setting", "tag"),
    [
        ({"persist.sys.locale": "ru-RU", "ro.product.locale": "en-GB"}, "de-DE", "ru-RU"),
        ({"ro.product.locale": "en-GB"}, "de-DE,en-US", "de-DE"),
        ({"ro.product.locale": "en-GB"}, "null", "en-GB"),
        ({"persist.sys.language": "zh", "persist.sys.country": "TW"}, "", "zh-TW"),
        ({"persist.sys.language": "ar"}, "", "ar"),
        ({"ro.product.locale.language": "zh", "ro.product.locale.region": "CN"}, "", "zh-CN"),
        ({"persist.sys.locale": "", "ro.product.locale": "zh-CN"}, "", "zh-CN"),
        ({}, "", None),
    ],
)
def test_phone_locale(props: dict[str, str], setting: str, tag: str | None) -> None:
    """What the owner chose comes before what the build began with, on old Android too."""
    assert phone_locale(props, setting) == tag


@given(st.from_regex(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?", fullmatch=True))
def test_a_tag_stays_as_it_is(tag: str) -> None:
    """A tag is read to itself, and reading twice changes nothing (renamed languages aside)."""
    once = locale_tag(tag)
    assert once is not None
    assert locale_tag(once) == once
    assert once.partition("-")[2] == tag.partition("-")[2]


# -- taps --------------------------------------------------------------------------------------

HYPEROS = {"ro.product.manufacturer": "Xiaomi", "ro.mi.os.version.name": "OS2.0",
           "init.svc.adbd": "running"}  # fmt: skip
MIUI = {"ro.product.manufacturer": "Xiaomi", "ro.miui.ui.version.name": "V125",
        "init.svc.adbd": "running"}  # fmt: skip
SWITCH = "persist.security.adbinput"


@pytest.mark.parametrize(
    ("props", "answer"),
    [
        (HYPEROS | {SWITCH: "1"}, "allowed"),
        (HYPEROS | {SWITCH: "true"}, "allowed"),
        (HYPEROS | {SWITCH: "0"}, "refused"),
        (HYPEROS | {SWITCH: ""}, "refused"),
        (HYPEROS, "refused"),
        (HYPEROS | {"ro.build.characteristics": "tablet"}, "allowed"),
        (MIUI | {"ro.build.characteristics": "tablet"}, "unknown"),
        (HYPEROS | {"ro.debuggable": "1", "ro.secureboot.lockstate": "unlocked"}, "allowed"),
        (HYPEROS | {"ro.debuggable": "1", "ro.secureboot.devicelock": "0"}, "allowed"),
        (HYPEROS | {"ro.debuggable": "1", "ro.secureboot.lockstate": "locked"}, "refused"),
        (HYPEROS | {"ro.debuggable": "0", "ro.secureboot.lockstate": "unlocked"}, "refused"),
        ({"ro.product.manufacturer": "Xiaomi", "ro.mi.os.version.name": "OS2.0"}, "unknown"),
        ({"ro.product.manufacturer": "samsung"}, "allowed"),
        ({"ro.product.manufacturer": "OnePlus", "ro.mi.os.version.name": "OS2.0"}, "unknown"),
        ({"ro.product.manufacturer": "Xiaomi", "ro.lineage.version": "21"}, "allowed"),
        ({}, "unknown"),
    ],
)
def test_taps(props: dict[str, str], answer: str) -> None:
    """Taps are allowed by the switch or by HyperOS's own exemptions, and never by guess."""
    found = taps_allowed(props)
    assert found.answer == answer
    assert found.why.endswith(".")


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("hyperos-1-tablet", "allowed"), ("hyperos-2-taps-off", "refused"),
        ("hyperos-3", "refused"),
        ("pixel", "allowed"), ("miui-12-system-file", "unknown"),
        ("xiaomieu-tablet-miui-10", "unknown"),
    ],
)  # fmt: skip
def test_taps_of_real_phones(name: str, answer: str) -> None:
    """Extracts of real phones: a switch that is off or was never set means refused."""
    props = parse_props((PROPS / f"{name}.prop").read_bytes())
    assert taps_allowed(props).answer == answer


# -- all of them -------------------------------------------------------------------------------

PARSERS = [parse_attached, parse_focus, keyguard_showing, screen_on, device_locked, parse_size,
           parse_rotation, parse_users, parse_current_user, parse_packages, parse_battery,
           parse_device_owner, locale_tag]  # fmt: skip
pieces = st.sampled_from([
    "mCurrentFocus=", "Window{", "u0 ", "a/.b", "}", "\n", "UserInfo{", "0:", "13}", "package:",
    "Device Owner:", "level: 9", 'User "', "(id=", "A1 device", "no permissions (", "size: 1x1",
    "SurfaceOrientation: ", "9", " ",
])  # fmt: skip


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: str(parser.__name__))
@given(text=st.text(max_size=80) | st.lists(pieces, max_size=20).map("".join))
def test_no_text_breaks_a_parser(parser: Any, text: str) -> None:
    """Whatever a phone prints, a parser answers, and the same text gets the same answer."""
    assert parser(text) == parser(text)
