"""Everything one phone *is*: users, accounts, packages, settings, props, power, screens.

Knows no protocol, no shell command and no app: those read and change what stands here.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from miunlink_adb.virtual.faults import Faults
from miunlink_adb.virtual.intent import Intent, IntentFilter, StartResult
from miunlink_adb.virtual.latency import Latency
from miunlink_adb.virtual.record import Record
from miunlink_adb.virtual.ui import Ui

if TYPE_CHECKING:
    import asyncio

    from miunlink_adb.virtual.automation import Automation
    from miunlink_adb.virtual.files import FileTree


@dataclass(frozen=True)
class Account:
    """An account of Android's AccountManager; `name` in full, masking is up to dumpsys."""

    name: str
    type: str


@dataclass(frozen=True)
class AccountEvent:
    """A line of dumpsys account's history: `action` as printed, `at` in epoch seconds."""

    account: Account
    action: str
    at: float
    uid: int


@dataclass
class User:
    """An Android user; `flags` as in UserInfo (0x13 the owner, 0x30 a work profile)."""

    id: int
    name: str
    flags: int = 0x13
    running: bool = True
    accounts: list[Account] = field(default_factory=list)
    history: list[AccountEvent] = field(default_factory=list)


@dataclass
class Package:
    """An installed package. `installed_users`: where it is installed; `enabled` for all of them."""

    name: str
    version_name: str = "1.0"
    version_code: int = 1
    path: str = ""
    system: bool = True
    enabled: bool = True
    installed_users: set[int] = field(default_factory=lambda: {0})
    uid: int = 10000


@dataclass
class Battery:
    """As dumpsys battery tells it."""

    level: int = 76
    plugged: bool = True
    temperature: int = 287


class Outlet(Protocol):
    """The writing side that a server inside the phone gets: asyncio's StreamWriter fits."""

    def write(self, data: bytes) -> None:
        """Send, buffered."""

    async def drain(self) -> None:
        """Wait until the buffer has room."""

    def close(self) -> None:
        """End the connection."""

    def is_closing(self) -> bool:
        """Whether it was closed by either side."""


Listener = Callable[["asyncio.StreamReader", Outlet], Awaitable[None]]
"""A server inside the phone: called once per connection, returns when it is done with it."""


class Phone:
    """One phone. Plain attributes are there to be set; methods keep several of them consistent.

    `on_link` is called with "unplug", "plug", "unauthorized", "authorized" or "reboot" when the
    cable's state changes: the adb daemon listens there.
    """

    serial: str
    props: dict[str, str]
    settings: dict[str, dict[str, str]]
    users: dict[int, User]
    current_user: int
    packages: dict[str, Package]
    files: FileTree
    ui: Ui
    record: Record
    faults: Faults
    latency: Latency
    automation: Automation
    listeners: dict[int | str, Listener]
    intents: list[IntentFilter]
    battery: Battery
    screen_on: bool
    keyguard: bool
    keyguard_secure: bool
    boot_completed: bool
    rotation: int
    width: int
    height: int
    density: int
    size_override: tuple[int, int] | None
    density_override: int | None
    network: bool
    device_owner: str
    plugged: bool
    authorized: bool
    clipboard: str
    pids: dict[str, int]
    on_link: list[Callable[[str], None]]
    on_boot: list[Callable[[], None]]

    def __init__(self, serial: str, *, latency: Latency | None = None) -> None:
        raise NotImplementedError

    @property
    def locale(self) -> str:
        """The system language tag ("zh-CN"), from persist.sys.locale or ro.product.locale."""
        raise NotImplementedError

    @property
    def sdk(self) -> int:
        """API level, from ro.build.version.sdk."""
        raise NotImplementedError

    async def start_activity(self, intent: Intent, *, source: str) -> StartResult:
        """Start what answers `intent`; `source` "adb" is the shell's uid, others are apps."""
        raise NotImplementedError

    def force_stop(self, package: str) -> None:
        """Close all screens of a package and end its process."""
        raise NotImplementedError

    def crash(self, package: str) -> None:
        """Let an app crash: its screens vanish and the platform's dialog comes up."""
        raise NotImplementedError

    async def reboot(self) -> None:
        """Link down, `latency.boot`, keyguard, link up, boot completed."""
        raise NotImplementedError

    def unplug(self) -> None:
        """Pull the cable."""
        raise NotImplementedError

    def plug(self) -> None:
        """Put the cable back."""
        raise NotImplementedError

    def authorize(self, authorized: bool) -> None:  # noqa: FBT001
        """Answer (or revoke) the phone's question whether this computer may debug."""
        raise NotImplementedError

    def unlock(self) -> None:
        """The owner unlocks: screen on, keyguard gone."""
        raise NotImplementedError

    def meet(self, request: str) -> str | None:
        """Count a request for the faults and return the one that shapes its answer, if any.

        Faults of the phone itself (reboot, surprise dialogs, unplug…) are carried out here.
        """
        raise NotImplementedError
