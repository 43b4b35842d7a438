"""A phone in memory that implements `miunlink_adb.phone.Phone`: windows, taps, accounts, faults.

Nothing takes real time: each call costs some of the fake clock's.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from miunlink_adb.errors import ConnectionLost, ElementNotFound, InputBlocked, Timeout
from miunlink_adb.hierarchy import Bounds, Node
from miunlink_adb.observation import Observation
from miunlink_adb.phone import Act, Open, Press, Swipe, Tap
from miunlink_adb.selector import NodeIndex, Selector
from tests.runner import screens
from tests.runner.clock import FakeClock
from tests.runner.scenario import Scenario, SignOut
from tests.runner.screens import ACCOUNT, HOME, SETTINGS, Window
from tests.runner.views import HEIGHT, WIDTH, OnTap, Scrolling, View, dump, lay_out
from tests.runner.words import Words

COST = 0.1
"""Seconds of any call."""
STEP = 0.1
"""Seconds between two looks of the phone while it waits for something."""
PAGE = Bounds(0, 0, WIDTH, HEIGHT)
PLACES = {
    "page": PAGE,
    "dialog": Bounds(60, 1300, 1020, 2300),
    "sheet": Bounds(0, 1300, WIDTH, HEIGHT),
}
SECRET = "hunter2-424242"

Fault = Literal["lost", "lost_after", "timeout", "dropped", "refused"]
Call = Literal["look", "act", "wait", "shell"]


class Tapped(NamedTuple):
    """A tap that reached the phone: what it hit, on which window, whose it is."""

    name: str
    window: str
    package: str
    at: float


@dataclass
class Record:
    """What was done to the phone, and asked of it."""

    taps: list[Tapped] = field(default_factory=list)
    swipes: list[bool] = field(default_factory=list)
    opens: list[Open] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    looks: list[tuple[float, str]] = field(default_factory=list)

    def names(self) -> list[str]:
        """The names of what was tapped, in order."""
        return [tap.name for tap in self.taps]


class Faults:
    """What goes wrong: the n-th call of a kind, counted from 1, or every one from then on."""

    def __init__(self) -> None:
        self._at: dict[tuple[Call, int], Fault] = {}
        self._from: dict[Call, tuple[int, Fault]] = {}
        self._counts: Counter[Call] = Counter()

    def at(self, call: Call, number: int, fault: Fault) -> None:
        """Only that one; counted from now on."""
        self._at[call, self._counts[call] + number] = fault

    def from_now(self, call: Call, fault: Fault) -> None:
        """Every one from now on."""
        self._from[call] = (self._counts[call] + 1, fault)

    def next(self, call: Call) -> Fault | None:
        """Count a call and tell what happens to it."""
        self._counts[call] += 1
        number = self._counts[call]
        begin, fault = self._from.get(call, (0, None))
        return self._at.get((call, number)) or (fault if fault and number >= begin else None)


class FakePhone:
    """One phone. Its owner acts by methods; the program under test by the protocol's."""

    serial = "fake-1"

    def __init__(
        self,
        clock: FakeClock,
        release: str = "miui-11",
        locale: str = "en",
        *,
        international: bool = True,
        scenario: Scenario | None = None,
    ) -> None:
        self.clock, self.words = clock, Words(release, locale)
        self.international = international
        self.scenario = scenario or Scenario()
        self.accounts: dict[int, int] = {0: 1}
        self.answers: dict[str, str] = {}
        self.broken_commands: dict[str, list[str]] = {}
        self.on_command: dict[str, Callable[[], object]] = {}
        self.joins_commands = True
        self.hidden_rows: set[str] = set()
        self.account_row_twice = False
        self.account_hint = ""
        self.intent_opens: Callable[[], object] = self.show_account_page
        self.entries = {
            "android.settings.SETTINGS",
            "android.settings.XIAOMI_ACCOUNT_SYNC_SETTINGS",
        }
        self.footer = 220
        self.keyguard = False
        self.connected = True
        self.replug: float | None = 3.0
        self.record, self.faults = Record(), Faults()
        self.seen: Callable[[Observation], object] = lambda _look: None
        self.wiped = ""
        self.typed = self.said = self.code_typed = ""
        self.on_password: Callable[[], None] = lambda: None
        self.on_code: Callable[[], None] = lambda: None
        self.on_web: Callable[[], None] = lambda: None
        self.reactions: dict[str, list[tuple[float, Callable[[], object]]]] = defaultdict(list)
        self.toast = ""
        self._questions = itertools.count()
        self.closed = False
        self.windows: list[Window] = []
        self.go_home()

    # -- windows ---------------------------------------------------------------------------

    @property
    def top(self) -> Window:
        """The window in front."""
        return self.windows[-1]

    def show(self, window: Window) -> Window:
        """Put a window in front; whoever waits for one of its name reacts some seconds later."""
        self.windows.append(window)
        waiting = self.reactions[window.name]
        if waiting:
            seconds, react = waiting.pop(0)
            self.clock.after(seconds, react)
        return window

    def shut(self, window: Window) -> None:
        """Take a window away, and whatever its app had put above it."""
        if window in self.windows:
            self.windows.remove(window)
        if not self.windows:
            self.go_home()

    def when(self, window: str, seconds: float, react: Callable[[], object]) -> None:
        """The next time that such a window comes up, do something some seconds later."""
        self.reactions[window].append((seconds, react))

    def go_home(self) -> None:
        """The launcher alone."""
        self.windows = [Window("launcher", HOME, f"{HOME}.launcher.Launcher", screens.launcher)]

    def show_settings(self) -> Window:
        """The Settings home over the launcher."""
        rows: dict[str, OnTap] = {
            "account": self.show_account_page,
            "accounts": self.show_accounts_settings,
        }

        def draw() -> screens.Content:
            return screens.settings_home(
                self.words,
                rows,
                international=self.international,
                hidden=self.hidden_rows,
                twice=self.account_row_twice,
                hint=self.account_hint,
            )

        self.go_home()
        return self.show(Window("settings_home", SETTINGS, f"{SETTINGS}.MiuiSettings", draw))

    def show_accounts_settings(self) -> Window:
        """The page *Accounts & sync*."""
        return self.show(
            Window(
                "accounts_settings",
                SETTINGS,
                f"{SETTINGS}.Settings$AccountsActivity",
                lambda: screens.accounts_settings(self.words, self.show_account_page),
            )
        )

    def show_account_page(self) -> Window:
        """The account page, or what the app shows without an account."""
        if not self.accounts.get(0):
            activity = "com.xiaomi.account.ui.LoginActivity"
            return self.show(
                Window("login", ACCOUNT, activity, lambda: screens.login_page(self.words))
            )
        page = Window(
            "account_page", ACCOUNT, "com.xiaomi.account.ui.AccountSettingsActivity", list
        )
        page.draw = lambda: screens.account_page(
            self.words, SignOut(self, page).start, footer=self.footer
        )
        return self.show(page)

    def show_dialog(
        self,
        name: str,
        package: str,
        title: str,
        message: str,
        buttons: Mapping[str, tuple[str, OnTap]],
    ) -> Window:
        """An alert that closes by each of its buttons."""
        window = Window(name, package, self.top.activity, list, "dialog")

        def closing(then: OnTap) -> OnTap:
            def tapped() -> None:
                self.shut(window)
                then()

            return tapped

        wired = {id_: (text, closing(then)) for id_, (text, then) in buttons.items()}
        window.draw = lambda: screens.dialog(self.words, package, title, message, wired)
        return self.show(window)

    def show_progress(self, name: str, word: str) -> Window:
        """A progress that nobody can cancel."""
        draw = lambda: screens.progress(self.words, self.words[word])  # noqa: E731
        activity = "com.xiaomi.account.ui.AccountSettingsActivity"
        return self.show(Window(name, ACCOUNT, activity, draw, "dialog", cancelable=False))

    def show_password_sheet(self, then: Callable[[], None], *, captcha: bool = False) -> Window:
        """The password sheet; `then` when the right one was given."""
        self.typed = self.said = ""
        self.on_password = then
        return self.show(
            Window(
                "captcha_prompt" if captcha else "password_prompt",
                ACCOUNT,
                "com.xiaomi.account.ui.QuickLoginActivity",
                lambda: screens.password_sheet(self.words, self.typed, self.said, captcha=captcha),
                "sheet",
            )
        )

    def show_code_sheet(self, then: Callable[[], None]) -> Window:
        """Step two of the sheet."""
        self.said, self.on_code = "", then
        return self.show(
            Window(
                "code_prompt",
                ACCOUNT,
                "com.xiaomi.account.ui.QuickLoginActivity",
                lambda: screens.code_sheet(self.words, self.code_typed, self.said),
                "sheet",
            )
        )

    def surprise(self, name: str, package: str, *texts: str) -> Window:
        """A window of some app, of which nothing is known."""
        return self.show(
            Window(name, package, f"{package}.SomeActivity", lambda: screens.some_page(*texts))
        )

    def ask_permission(self, app: str, then: OnTap = lambda: None) -> Window:
        """The system asks whether an app may do something; `then`: after it was denied."""
        window = Window("permission", screens.LBE, f"{screens.LBE}.Ask", list, "dialog")
        denied = lambda: (self.shut(window), then())  # type: ignore[func-returns-value]  # noqa: E731
        what = f"thing {next(self._questions)}"
        window.draw = lambda: screens.permission_question(app, what, denied)
        return self.show(window)

    def offer_update(self, *, with_now: bool = True) -> Window:
        """The account app wants to be updated."""
        activity = "com.xiaomi.account.upgrade.AccountApkUpdateDialogActivity"
        window = Window("update", ACCOUNT, activity, list, "dialog")
        window.draw = lambda: screens.update_question(lambda: self.shut(window), with_now=with_now)
        return self.show(window)

    # -- the owner -------------------------------------------------------------------------

    def type_password(self, *, right: bool = True) -> None:
        """Type on the sheet and press OK; the phone checks it for a while."""
        sheet = self._named("password_prompt", "captcha_prompt", "set_password")
        if sheet is None:
            return
        self.typed = SECRET
        progress = self.show_progress("checking_password", "checking")
        self.clock.after(self.scenario.checking, lambda: self._checked(progress, sheet, right))

    def _checked(self, progress: Window, sheet: Window, right: bool) -> None:
        self.shut(progress)
        if right:
            self.shut(sheet)
            self.on_password()
        elif self.scenario.wrong_says == "captcha" and sheet.name != "captcha_prompt":
            self.shut(sheet)
            self.show_password_sheet(self.on_password, captcha=True)
        else:
            self.said = self.words["wrong_password"]
            self.said = self.said if self.scenario.wrong_says == "message" else ""
            self.again(sheet)

    def again(self, window: Window) -> None:
        """A window is as it was; whoever waits for it reacts again."""
        waiting = self.reactions[window.name]
        if waiting:
            seconds, react = waiting.pop(0)
            self.clock.after(seconds, react)

    def say(self, word: str) -> None:
        """A message appears under the field."""
        self.said = self.words[word]

    def type_code(self, *, right: bool = True) -> None:
        """Type the second step's code and press OK."""
        sheet = self._named("code_prompt")
        if sheet is None:
            return
        self.code_typed = SECRET
        if right:
            self.shut(sheet)
            self.on_code()
        else:
            self.say("wrong_code")
            self.again(sheet)

    def finish_web(self) -> None:
        """Pass the verification on the web page."""
        page = self._named("web_verification")
        if page is not None:
            self.shut(page)
            self.on_web()

    def tap_button(self, name: str) -> None:
        """The owner taps something that stands in front."""
        for view in self._views(self.top)[0]:
            for inner in view.walk():
                if inner.name == name and inner.on_tap:
                    inner.on_tap()
                    return
        raise AssertionError(f"there is no {name} on {self.top.name}")

    def back(self) -> None:
        """The Back key."""
        if self.top.cancelable and len(self.windows) > 1:
            self.shut(self.top)

    def _named(self, *names: str) -> Window | None:
        return next((w for w in reversed(self.windows) if w.name in names), None)

    # -- the protocol ----------------------------------------------------------------------

    def observe(self) -> Observation:
        """Look once."""
        self._call("look")
        top = self.top
        self.record.looks.append((self.clock.now(), top.name))
        package = "com.android.systemui" if self.keyguard else top.package
        look = Observation(
            self._dump(),
            package,
            top.activity,
            self.words.locale,
            self.clock.now(),
            keyguard=self.keyguard,
        )
        self.seen(look)
        return look

    def act(self, act: Act) -> None:
        """Do it, unless a fault is due."""
        if not self.connected:
            raise ConnectionLost
        fault = self.faults.next("act")
        if fault == "refused" and not isinstance(act, Open):
            raise InputBlocked
        if fault == "lost":
            self._unplug()
            raise ConnectionLost
        if fault != "dropped" or isinstance(act, Open):
            self._do(act)
        self.clock.sleep(COST)
        if fault == "lost_after":
            self._unplug()
            raise ConnectionLost
        if fault == "timeout":
            self.clock.sleep(10.0)
            raise Timeout

    def wait(self, selectors: Sequence[Selector], timeout: float) -> bool:
        """Wait, looking every moment."""
        self._call("wait")
        end = self.clock.now() + timeout
        while True:
            index = NodeIndex(self._dump().children)
            if any(index.find(selector) for selector in selectors):
                return True
            if not self.connected:
                raise ConnectionLost
            left = end - self.clock.now()
            if left <= 0:
                return False
            self.clock.sleep(min(STEP, left))

    def wait_gone(self, selectors: Sequence[Selector], timeout: float) -> bool:
        """Wait until none is there, looking every moment."""
        self._call("wait")
        end = self.clock.now() + timeout
        while True:
            index = NodeIndex(self._dump().children)
            if not any(index.find(selector) for selector in selectors):
                return True
            if not self.connected:
                raise ConnectionLost
            left = end - self.clock.now()
            if left <= 0:
                return False
            self.clock.sleep(min(STEP, left))

    def shell(self, command: str, timeout: float = 10.0) -> str:
        """Run it, or several joined by semicolons."""
        self.record.commands.append(command)
        self._call("shell")
        if ";" not in command:
            return self._answer(command)
        if not self.joins_commands:
            return "sh: syntax error: unexpected ';'\n"
        return "".join(self._answer(part) for part in command.split("; "))

    def reconnect(self, timeout: float) -> None:
        """Wait for the cable."""
        if self.replug is None or self.replug > timeout:
            self.clock.sleep(timeout)
            raise ConnectionLost
        self.clock.sleep(self.replug)
        self.connected = True

    def close(self) -> None:
        """Nothing more is asked of this phone."""
        self.closed = True

    # -- inside ----------------------------------------------------------------------------

    def _unplug(self) -> None:
        self.connected = False

    def _call(self, call: Call) -> None:
        """A call that only reads: it costs time, and may fail."""
        self.clock.sleep(COST)
        fault = self.faults.next(call)
        if fault in ("lost", "lost_after"):
            self._unplug()
        if not self.connected:
            raise ConnectionLost
        if fault == "timeout":
            self.clock.sleep(5.0)
            raise Timeout

    def _do(self, act: Act) -> None:
        if isinstance(act, Tap):
            self._tap(act)
        elif isinstance(act, Swipe):
            self._swipe(act)
        elif isinstance(act, Press):
            self.record.keys.append(act.key)
            if act.key == "wakeup":
                self.answers["dumpsys power"] = "  mWakefulness=Awake\n"
        else:
            self._open(act)

    def _tap(self, act: Tap) -> None:
        top = self.top
        view = None if self.keyguard else self._hit(top, act.x, act.y)
        name = view.name if view else ""
        self.record.taps.append(Tapped(name, top.name, top.package, self.clock.now()))
        if view is None or view.on_tap is None:
            return
        view.on_tap()

    def _hit(self, window: Window, x: int, y: int) -> View | None:
        found = None
        for root in self._views(window)[0]:
            for view in root.walk():
                if view.on_tap is not None and view.bounds.contains(x, y):
                    found = view
        return found

    def _swipe(self, act: Swipe) -> None:
        self.record.swipes.append(act.forward)
        _, scrolling, area = self._views(self.top)
        if scrolling is None or not area.contains(*act.bounds.center):
            return
        height = area.bottom - area.top
        step = int(height * 0.7) * (1 if act.forward else -1)
        self.top.offset = min(scrolling.most(height), max(0, self.top.offset + step))

    def _open(self, act: Open) -> None:
        self.record.opens.append(act)
        if act.category.endswith("HOME"):
            self.go_home()
        elif act.action not in self.entries:
            raise ElementNotFound(f"This phone has no page for {act.action}.")
        elif act.action == "android.settings.SETTINGS":
            self._open_settings(fresh=act.fresh)
        else:
            self.intent_opens()

    def _open_settings(self, *, fresh: bool) -> None:
        """Settings comes back with the page that was left open, unless it is to be fresh."""
        left = [window for window in self.windows if window.package == SETTINGS]
        if left and not fresh:
            self.windows = [w for w in self.windows if w not in left] + left
        else:
            self.show_settings()

    def _views(self, window: Window) -> tuple[list[View], Scrolling | None, Bounds]:
        return lay_out(window.draw(), PLACES[window.kind], window.offset)

    def _dump(self) -> Node:
        top = self.top
        windows = [(top.package, self._root(top))]
        if self.toast:
            text = View(
                "android.widget.TextView", text=self.toast, bounds=Bounds(300, 2000, 800, 2100)
            )
            windows.append((top.package, View(children=(text,), bounds=text.bounds)))
        return dump(windows)

    def _root(self, window: Window) -> View:
        return View(children=tuple(self._views(window)[0]), bounds=PLACES[window.kind])

    # -- what the shell answers ------------------------------------------------------------

    def _answer(self, command: str) -> str:
        command = command.removesuffix(" 2>&1")
        if command.startswith("echo "):
            return command.removeprefix("echo ").strip("'") + "\n"
        answer = self._said(command)
        self.on_command.pop(command, lambda: None)()
        return answer

    def _said(self, command: str) -> str:
        if self.broken_commands.get(command):
            return self.broken_commands[command].pop(0)
        if command in self.answers:
            return self.answers[command]
        known = {
            "getprop": self.props,
            "dumpsys account": accounts_text(self.accounts),
            "dumpsys window": f"  mCurrentFocus=Window{{1a2b u0 {self._focus()}}}\n"
            f"  KeyguardServiceDelegate\n    showing={str(self.keyguard).lower()}\n",
            "pm list users": "Users:\n\tUserInfo{0:Owner:13} running\n",
            "am get-current-user": "0\n",
            "settings get system system_locales": f"{self.words.locale}\n",
            "settings get secure user_setup_complete": "1\n",
            "settings get global device_provisioned": "1\n",
            "pm list packages": "".join(
                f"package:{name}\n" for name in (SETTINGS, ACCOUNT, screens.CLOUD, screens.FIND)
            ),
            "dumpsys battery": "  USB powered: true\n  level: 80\n  scale: 100\n",
            "dumpsys power": "  mWakefulness=Awake\n",
            "dumpsys device_policy": "Current Device Policy Manager state:\n",
        }
        return known.get(command, "null\n" if command.startswith("settings get") else "")

    @property
    def props(self) -> str:
        """What `getprop` prints."""
        return self.words.props(international=self.international)

    def _focus(self) -> str:
        return f"{self.top.package}/{self.top.activity}"


def accounts_text(users: dict[int, int], type_: str = "com.xiaomi") -> str:
    """What `dumpsys account` prints for so many accounts per Android user."""
    blocks = []
    for user, count in users.items():
        entries = "".join(f"    Account {{name={i}*****, type={type_}}}\n" for i in range(count))
        blocks.append(
            f"User UserInfo{{{user}:Owner:13}}:\n  Accounts: {count}\n{entries}\n"
            "  AccountId, Action_Type, timestamp, UID, TableName, Key\n"
            "  Accounts History\n\n"
            "  Active Sessions: 0\n\n"
            "  RegisteredServicesCache: 1 services\n"
            "    ServiceInfo: AuthenticatorDescription {type=com.xiaomi}\n\n"
        )
    return "".join(blocks)
