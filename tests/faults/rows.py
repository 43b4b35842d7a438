"""The fault table: what goes wrong, where it strikes, and how the run must end.

Data only. The words of a row are the name of its test.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from miunlink_adb.virtual import Fault, Owner, Scenario, When
from miunlink_adb.virtual.phone import Phone
from tests.faults.bench import OPTIONS, Situation

__all__ = ["ROWS", "Row"]

SCREENS = (
    "settings_home",
    "account_page",
    "wipe_data_confirm",
    "password_prompt",
    "checking_password",
    "removing_account",
)
HELP = ("delay=0.15", "hidden=ok", "usb=ok", "surprise=ok")
DONE = ("signed_out",)
OUR_WINDOWS = ("permission", "notification", "update", "deduct", "ad", "find_device")
OTHER_WINDOWS = ("battery", "call", "system_update")
DEAD_SERVERS = (
    "server_killed",
    "server_drop",
    "server_half",
    "server_500",
    "server_not_json",
    "server_not_connected",
    "server_dead_object",
)


@dataclass(frozen=True)
class Row:
    """One row. `status`: the ends that are right; `code`: of the error, any of these words.

    `says`: words that its message has. `resumes`: a second run on the healed phone signs out.
    """

    name: str
    situation: Situation
    status: tuple[str, ...] = DONE
    code: str = ""
    says: str = ""
    resumes: bool = True


def row(
    name: str,
    *faults: tuple[str, When, dict[str, Any]],
    scenario: tuple[str, ...] = (),
    owner: tuple[str, ...] = (),
    status: str = "signed_out",
    code: str = "",
    says: str = "",
    resumes: bool = True,
    speed: float = 4.0,
    own_server: bool = False,
    turn: float = 120.0,
) -> Row:
    """A row on MIUI 11 in English; `owner`: beside being helpful; `turn`: the hand-off timeout."""
    helps = () if "away" in owner else HELP
    situation = Situation(
        scenario=Scenario.parse(scenario),
        owner=Owner.parse([*helps, *owner]),
        faults=lambda: [_fault(*fault) for fault in faults],
        options=replace(OPTIONS, handoff_timeout=turn),
        speed=speed,
        own_server=own_server,
    )
    return Row(name, situation, tuple(status.split()), code, says, resumes)


def _fault(what: str, when: When, data: dict[str, Any]) -> Fault:
    data = dict(data)
    return Fault(what, when, data.pop("times", 1), data)


def _at(request: str, nth: int = 1, screen: str = "") -> When:
    return When(request=request, nth=nth, screen=screen)


def _on(screen: str) -> When:
    return When(screen=screen)


def _appium(phone: Phone) -> None:
    phone.automation.stop()
    phone.automation.holder = "appium"
    phone.pids["io.appium.uiautomator2.server"] = 4711


LOOK, WAIT = "rpc:dumpWindowHierarchy", "rpc:waitForExists"

CABLE = (
    *(row(f"unplugged on {s}", ("unplug", _on(s), {"seconds": 0.4})) for s in SCREENS),
    *(
        row(f"unplugged at {name}", ("unplug", _at(request, nth), {"seconds": 0.4}))
        for name, request, nth in (
            ("the first question", "shell", 1),
            ("the start of the server", "start", 1),
            ("a look", LOOK, 2),
            ("a wait", WAIT, 2),
            ("a swipe", "swipe", 1),
            ("a tap on the way", "tap", 1),
        )
    ),
    row(
        "unplugged as sign-out is tapped",
        ("unplug", _at("tap", 1, "account_page"), {"seconds": 0.4}),
        status="signed_out failed cancelled",
    ),
    row(
        "unplugged four times", *(("unplug", _at(LOOK, n), {"seconds": 0.2}) for n in (2, 5, 8, 11))
    ),
    row(
        "unplugged for good",
        ("unplug", _on("account_page"), {}),
        status="failed",
        code="no_device offline",
        says="The phone",
        speed=30.0,
    ),
    *(
        row(f"adb server restarted {where}", ("adb_killed", when, {}), own_server=True)
        for where, when in (
            ("in Settings", _on("settings_home")),
            ("on password_prompt", _on("password_prompt")),
            ("at a wait", _at(WAIT, 2)),
            ("while the account is removed", _on("removing_account")),
        )
    ),
    row(
        "adb server killed, and the program starts it",
        ("adb_killed", _on("account_page"), {"again": False}),
        own_server=True,
    ),
    row("offline for a while", ("offline", _on("account_page"), {"seconds": 0.4})),
    row(
        "offline for good",
        ("offline", _on("account_page"), {}),
        status="failed",
        code="offline",
        speed=30.0,
    ),
    *(
        row(f"authorization revoked on {s}", ("unauthorize", _on(s), {}))
        for s in ("settings_home", "account_page", "password_prompt")
    ),
    row(
        "authorization revoked, and nobody allows it",
        ("unauthorize", _on("account_page"), {}),
        owner=("usb=wait",),
        status="failed",
        code="unauthorized",
        says="has not allowed this computer",
        speed=30.0,
    ),
)
WHOLE_PHONE = (
    row("reboot in Settings", ("reboot", _on("settings_home"), {"seconds": 0.4})),
    row(
        "reboot on the account page",
        ("reboot", _at(LOOK, 1, "account_page"), {"seconds": 0.4}),
    ),
    row(
        "reboot on password_prompt",
        ("reboot", _on("password_prompt"), {"seconds": 0.4}),
        status="failed cancelled",
    ),
    row(
        "reboot while the account is removed",
        ("reboot", _on("removing_account"), {"seconds": 0.4}),
        status="failed cancelled handoff_timeout signed_out",
        turn=20.0,
    ),
    *(row(f"screen off on {s}", ("screen_off", _on(s), {})) for s in SCREENS[:4]),
    row("screen off before the first look", scenario=("screen_on=no",)),
    *(
        row(f"{kind} keyguard on {s}", ("lock", _on(s), {"secure": kind == "secure"}))
        for kind in ("secure", "swiped")
        for s in ("settings_home", "account_page", "password_prompt")
    ),
    row(
        "keyguard, and nobody unlocks",
        ("lock", _on("account_page"), {"secure": True}),
        owner=("keyguard=wait",),
        status="handoff_timeout",
        code="handoff_timeout",
        turn=8.0,
    ),
    *(row(f"rotated on {s}", ("rotate", _on(s), {"to": 1})) for s in SCREENS[:4]),
    *(row(f"language switched on {s}", ("locale", _on(s), {"to": "de-DE"})) for s in SCREENS[:4]),
)
APPS = (
    row("Settings crashes", ("crash", _on("settings_home"), {"package": "com.android.settings"})),
    row("Settings is killed", ("kill", _on("settings_home"), {"package": "com.android.settings"})),
    row(
        "the account app crashes on its page",
        ("crash", _at(LOOK, 1, "account_page"), {"package": "com.xiaomi.account"}),
    ),
    row(
        "the account app is killed on its page",
        ("kill", _at(LOOK, 1, "account_page"), {"package": "com.xiaomi.account"}),
    ),
    row(
        "the account app is killed on password_prompt",
        ("kill", _on("password_prompt"), {"package": "com.xiaomi.account"}),
        status="failed cancelled",
    ),
    *(
        row(
            f"{kind} window over {s}",
            ("surprise", _on(s), {"screen": kind}),
            # Two who reach for one button at once would make of it whose turn is first.
            owner=("surprise=ok",) if kind == "call" else ("surprise=wait",),
        )
        for kind in (*OUR_WINDOWS, *OTHER_WINDOWS)
        for s in ("account_page", "password_prompt")
    ),
    row(
        "an incoming call that nobody ends",
        ("surprise", _on("account_page"), {"screen": "call"}),
        owner=("surprise=wait",),
        status="failed refused signed_out",
    ),
)
SERVER = (
    *(
        row(f"{what} at {name}", (what, _at(request, nth), {"times": 2}))
        for what in DEAD_SERVERS
        for name, request, nth in (
            ("looks", LOOK, 3),
            ("waits", WAIT, 2),
            ("swipes", "rpc:swipePoints", 1),
        )
    ),
    *(row(f"{what} at a tap on the way", (what, _at("rpc:click"), {})) for what in DEAD_SERVERS),
    *(
        row(
            f"{what} as sign-out is tapped",
            (what, _at("rpc:click", 2), {}),
            status="signed_out failed",
        )
        for what in DEAD_SERVERS
    ),
    row("server hangs at a look", ("server_hung", _at(LOOK, 3), {})),
    row("server hangs at a wait", ("server_hung", _at(WAIT, 2), {})),
    row("server hangs at a tap on the way", ("server_hung", _at("rpc:click"), {})),
    row("another tool goes just now", ("already_registered", _at("start"), {"times": 2})),
    row(
        "another tool stays",
        ("do", _at("shell"), {"call": _appium}),
        status="failed",
        code="automation_taken",
        says="Appium (process 4711 on the phone)",
    ),
    row(
        "server does not start",
        ("server_quits", _at("start"), {"times": 50}),
        status="failed",
        code="automation_failed",
    ),
)
DUMPS = (
    *(
        row(f"{what} twice", (what, _at(LOOK, 3), {"times": 2}))
        for what in (
            "dump_empty",
            "dump_blank",
            "dump_half",
            "dump_illegal_character",
            "dump_giant",
        )
    ),
    *(
        row(
            f"{what} for good",
            (what, _at("dump", 3), {"times": 1000}),
            status="failed",
            code="automation_failed",
            speed=8.0,
        )
        for what in ("dump_empty", "dump_half")
    ),
    row("the shell's dump finds no idle state", ("dump_idle", _at("shell_dump"), {"times": 99})),
)
INPUT = (
    row(
        "input refused with an exception",
        ("input", _on("settings_home"), {"mode": "exception"}),
        status="failed",
        code="input_blocked",
    ),
    row(
        "input lost silently",
        ("input", _on("settings_home"), {"mode": "silent"}),
        status="failed",
        code="input_blocked",
        speed=12.0,
    ),
    row(
        "taps lost silently",
        ("input", _on("settings_home"), {"mode": "tap_silent"}),
        status="failed",
        code="input_blocked",
        speed=12.0,
    ),
    row(
        "every second tap lost",
        ("input", _on("settings_home"), {"mode": "sometimes"}),
        status="signed_out failed",
    ),
    row("one swipe without effect", ("tap_no_effect", _at("swipe"), {})),
    row(
        "one tap on the way without effect",
        ("tap_no_effect", _at("tap", 1, "settings_home"), {}),
    ),
    row(
        "the tap on sign-out without effect",
        ("tap_no_effect", _at("tap", 1, "account_page"), {}),
        status="failed",
        code="input_blocked",
        says="not made a second time",
    ),
)
ACCOUNT = (
    row(
        "network lost while the account is removed",
        ("network_off", _on("removing_account"), {}),
        status="failed",
        code="phone_failure",
    ),
    row(
        "network gone from the start",
        scenario=("network=no",),
        status="failed handoff_timeout",
        resumes=False,
        turn=20.0,
    ),
    row("wrong password three times", owner=("password=wrong,wrong,wrong,right",)),
    row(
        "wrong password again and again",
        owner=("password=wrong",),
        status="failed",
        code="phone_failure",
        says="10 times",
    ),
    row(
        "too many attempts",
        scenario=("too_many_after=2",),
        owner=("password=wrong",),
        status="failed",
        code="phone_failure",
        says="too many attempts",
        resumes=False,
    ),
    row("captcha", scenario=("captcha_after=1",), owner=("password=wrong,right",)),
    row("code comes late", scenario=("second_step=yes",), owner=("delay=1.2",)),
    row(
        "code does not come",
        scenario=("second_step=yes",),
        owner=("code=wait",),
        status="handoff_timeout",
        code="handoff_timeout",
        turn=8.0,
    ),
    row("wrong code once", scenario=("second_step=yes",), owner=("code=wrong,right",)),
    row("owner away", owner=("away",), status="handoff_timeout", code="handoff_timeout", turn=8.0),
    row("owner goes back", owner=("password=cancel",), status="cancelled", code="cancelled"),
    row(
        "password changed a while ago",
        scenario=("cooldown_days=3",),
        status="refused",
        code="refused",
        resumes=False,
    ),
    row("token expired", scenario=("token_expired=yes",), status="cancelled", code="cancelled"),
    row("account without a password", scenario=("has_password=no",)),
    row("bank cards", scenario=("bank_cards=2",)),
    row(
        "signing out fails",
        scenario=("logout_failed=no_response",),
        status="failed",
        code="phone_failure",
        resumes=False,
    ),
    *(
        row(
            f"Find device fails: {why}",
            scenario=(f"find_device_error={why}",),
            status="failed refused",
            resumes=False,
        )
        for why in ("io", "access_denied", "password_recently_changed")
    ),
)
LAST_DEVICE = row("last device with end-to-end encryption", scenario=("e2ee_last_device=yes",))
NEWER = replace(
    LAST_DEVICE, situation=replace(LAST_DEVICE.situation, release="hyperos-2", locale="de")
)
ROWS = (*CABLE, *WHOLE_PHONE, *APPS, *SERVER, *DUMPS, *INPUT, *ACCOUNT, NEWER)
