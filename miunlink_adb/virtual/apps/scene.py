"""What all apps of one phone share: the phone, its world, its circumstances, its session.

Must not know any single screen.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from miunlink_adb.virtual.file_node import Directory
from miunlink_adb.virtual.holdings import Account, AccountEvent, User
from miunlink_adb.virtual.phone import Phone
from miunlink_adb.virtual.scenario import Scenario
from miunlink_adb.virtual.screen import Screen
from miunlink_adb.virtual.worlds import World

TAP_SWITCH = "persist.security.adbinput"
XIAOMI = "com.xiaomi"
"""Account type of a Xiaomi account."""


@dataclass
class Session:
    """What changes while the owner uses the phone; never dumped, never recorded.

    `relogged`: the expired session was renewed. `password_set`: an account without a password got
    one. `wiped`: cloud data were removed at sign-out. `popups`: those not yet seen. `locked_by`:
    the lock that a reset left. `find_device_off`: it was turned off on the way to a reset.
    `missing`: folders that Android makes anew at its first start.
    """

    wrong_passwords: int = 0
    relogged: bool = False
    password_set: bool = False
    wiped: bool | None = None
    popups: list[str] = field(default_factory=list)
    locked_by: str = ""
    find_device_off: bool = False
    missing: dict[str, Directory] = field(default_factory=dict)


@dataclass
class Scene:
    """The stage on which the apps play."""

    phone: Phone
    first_world: World
    scenario: Scenario
    session: Session = field(default_factory=Session)

    @property
    def world(self) -> World:
        """The phone's world, in the language that the phone speaks just now."""
        return self.first_world.speaking(self.phone.locale)

    @property
    def user(self) -> User:
        """The Android user in front."""
        return self.phone.users[self.phone.current_user]

    @property
    def xiaomi_account(self) -> Account | None:
        """The Xiaomi account of the user in front."""
        return self.account_of_type(XIAOMI)

    def account_of_type(self, kind: str) -> Account | None:
        """The first account of a type, of the user in front."""
        return next((account for account in self.user.accounts if account.type == kind), None)

    @property
    def hides_account_row(self) -> bool:
        """Whether Settings keeps the Xiaomi account away: a device owner is active."""
        return bool(self.phone.device_owner)

    @property
    def asks_password(self) -> bool:
        """Whether sign-out wants the password."""
        rule = self.scenario.asks_password or self.world.release.asks
        return rule == "always" or (self.scenario.find_device and self.user.id == 0)

    def works(self, package: str) -> bool:
        """Whether a package is installed for the user in front, and enabled."""
        found = self.phone.packages.get(package)
        return found is not None and found.enabled and self.user.id in found.installed_users

    @property
    def turning_off_fails_with(self) -> str:
        """The reason for which Find device stays on, "" when it can be turned off."""
        if not self.works("com.xiaomi.finddevice"):
            return "remote_exception"
        recently = "password_recently_changed" if self.scenario.cooldown_days else ""
        return (recently or self.scenario.find_device_error) if self.scenario.find_device else ""

    @property
    def taps_allowed(self) -> bool:
        """Whether the switch for taps over USB is on."""
        return self.phone.props.get(TAP_SWITCH) == "1"

    def allow_taps(self, *, allowed: bool) -> None:
        """Turn that switch; phones refuse injected input without it, newer tablets do not."""
        self.phone.props[TAP_SWITCH] = "1" if allowed else "0"
        exempt = self.world.build.tablet and self.world.release.since("miui-12.5")
        self.phone.faults.input = None if allowed or exempt else "exception"
        self.phone.ui.touch()

    def log(self, tag: str, text: str) -> None:
        """Write a line to logcat."""
        self.phone.record.note("logcat", f"{tag}: {text}")

    def remove_account(self, account: Account, uid: int = 10062) -> None:
        """Take an account away from the user in front and write down that it was."""
        user = self.user
        user.accounts.remove(account)
        event = AccountEvent(account, "action_called_account_remove", time.time(), uid)
        user.history.append(event)


class AppScreen(Screen):
    """A screen of an app: a `Screen` that knows its scene."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self.scene = scene

    @property
    def world(self) -> World:
        """The phone's world."""
        return self.scene.world

    @property
    def open(self) -> bool:
        """Whether it is still open: an app may have been closed while it waited."""
        return self.scene.phone.ui.alive(self)

    def t(self, name: str, *arguments: object) -> str:
        """A text of this phone (see `Texts.text`)."""
        return self.world.text(name, *arguments)
