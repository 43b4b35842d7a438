"""Everything one phone *is*: users, accounts, packages, settings, props, power, screens.

Knows no protocol, no shell command and no app: those read and change what stands here.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Protocol

from miunlink_adb.virtual import bootmode, mishap
from miunlink_adb.virtual.automation.server import Automation
from miunlink_adb.virtual.faults import Faults
from miunlink_adb.virtual.files import FileTree
from miunlink_adb.virtual.holdings import Account, AccountEvent, Battery, Package, User
from miunlink_adb.virtual.intent import Intent, IntentFilter, StartResult
from miunlink_adb.virtual.latency import Latency
from miunlink_adb.virtual.record import Record
from miunlink_adb.virtual.screen import Screen
from miunlink_adb.virtual.starter import Starter
from miunlink_adb.virtual.ui import Ui

if TYPE_CHECKING:
    import asyncio


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


__all__ = ["Account", "AccountEvent", "Battery", "Listener", "Outlet", "Package", "Phone", "User"]

RTL_LANGUAGES = ("ar", "fa", "he", "iw", "ur")
FIRST_PID = 4200


class Phone:
    """One phone. Plain attributes are there to be set; methods keep several of them consistent.

    `on_link` is called with "unplug", "plug", "offline", "unauthorized", "authorized" or "reboot"
    when the cable's state changes: the adb daemon listens there. `on_boot` after a reboot of
    Android; `on_wipe` when the data partition is erased, with whether the owner's own files stay.
    `surprises` are screens that may come up at any time, by name (see `faults`).
    """

    def __init__(
        self, serial: str, *, latency: Latency | None = None, files: FileTree | None = None
    ) -> None:
        self.serial = serial
        self.latency = latency or Latency()
        self.files = files or FileTree()
        self.record = Record()
        self.faults = Faults()
        self.props: dict[str, str] = {"sys.boot_completed": "1"}
        self.settings: dict[str, dict[str, str]] = {"system": {}, "secure": {}, "global": {}}
        self.users: dict[int, User] = {0: User(0, "Owner")}
        self.current_user = 0
        self.packages: dict[str, Package] = {}
        self.listeners: dict[int | str, Listener] = {}
        self.intents: list[IntentFilter] = []
        self.surprises: dict[str, Callable[[], Screen]] = {}
        self.pids: dict[str, int] = {}
        self.on_link: list[Callable[[str], None]] = []
        self.on_boot: list[Callable[[], None]] = []
        self.on_wipe: list[Callable[[bool], None]] = []
        self._set_hardware()
        self.ui = Ui(self)
        self.automation: Automation = Automation(self)
        self._starter = Starter(self)

    def _set_hardware(self) -> None:
        self.battery = Battery()
        self.screen_on = True
        self.keyguard = False
        self.keyguard_secure = False
        self.boot_completed = True
        self.rotation = 0
        self.rotation_frozen = False
        self.width, self.height, self.density = 1080, 2340, 440
        self.size_override: tuple[int, int] | None = None
        self.density_override: int | None = None
        self.network = True
        self.device_owner = ""
        self.financed = False
        self.private_dns = ""
        self.sd_card = False
        self.screen_lock = "NONE"
        self.plugged = True
        self.authorized = True
        self.debugging = True
        self.mode = bootmode.SYSTEM
        self.recovery = "stock"
        self.wipe_outcome = ""
        self.system_props: dict[str, str] | None = None
        self.clipboard = ""

    # What follows from the rest

    @property
    def locale(self) -> str:
        """The system language tag ("zh-CN"), from persist.sys.locale or ro.product.locale."""
        return self.props.get("persist.sys.locale") or self.props.get("ro.product.locale", "en-US")

    @property
    def sdk(self) -> int:
        """API level, from ro.build.version.sdk."""
        return int(self.props.get("ro.build.version.sdk", "29"))

    def size(self) -> tuple[int, int]:
        """Width and height of the display as it is held now, in pixels."""
        width, height = self.size_override or (self.width, self.height)
        return (height, width) if self.rotation % 2 else (width, height)

    def rtl(self) -> bool:
        """Whether the system language runs from right to left."""
        return self.locale.replace("_", "-").partition("-")[0] in RTL_LANGUAGES

    def refusal(self) -> str:
        """The text with which this Android refuses injected input (facts: adb.md, section 4)."""
        if self.sdk >= 33:
            return (
                "Injecting input events requires the caller (or the source of the instrumentation,"
                " if any) to have the INJECT_EVENTS permission."
            )
        return "Injecting to another application requires INJECT_EVENTS permission"

    def accounts(self, type_: str, user: int = 0) -> list[Account]:
        """The accounts of one type of an Android user."""
        holder = self.users.get(user)
        return [account for account in holder.accounts if account.type == type_] if holder else []

    # Activities and processes

    async def start_activity(self, intent: Intent, *, source: str) -> StartResult:
        """Start what answers `intent`; `source` "adb" is the shell's uid, others are apps."""
        return self.launch(intent, source=source)

    def launch(self, intent: Intent, *, source: str = "app") -> StartResult:
        """The same for apps, from within a tap."""
        return self._starter.start(intent, source)

    def process(self, package: str) -> int:
        """The package's process id; starts one when it has none."""
        if package not in self.pids:
            self.pids[package] = max(self.pids.values(), default=FIRST_PID) + 7
        return self.pids[package]

    def force_stop(self, package: str) -> None:
        """Close all screens of a package and end its process."""
        self.pids.pop(package, None)
        for screen in self.ui.tasks.remove_package(package):
            opener = screen.opener
            if opener is not None and opener.package != package and self.ui.alive(opener):
                opener.on_result(None)
        self.ui.overlays = [s for s in self.ui.overlays if s.package != package]
        self.ui.redraw()

    def crash(self, package: str = "") -> None:
        """Let an app (the one in front) crash: its screens vanish, Android's dialog comes up."""
        package = package or self.ui.top().package
        self.force_stop(package)
        self.ui.push(mishap.crash_dialog(package))

    # Power, cable, owner

    def power(self, *, on: bool) -> None:
        """Screen on or off; off locks the phone if it has a secure keyguard."""
        if self.screen_on and not on and self.keyguard_secure:
            self.keyguard = True
        self.screen_on = on
        self.ui.touch()

    def lock(self, *, secure: bool | None = None) -> None:
        """Lock the phone; `secure` says whether the keyguard asks for a secret from now on."""
        if secure is not None:
            self.keyguard_secure = secure
        self.keyguard = True
        self.ui.touch()

    def unlock(self) -> None:
        """The owner unlocks: screen on, keyguard gone."""
        self.screen_on, self.keyguard = True, False
        self.ui.touch()

    def link(self, event: str) -> None:
        """Tell the adb daemon what became of the cable or of its permission."""
        self.record.note("link", event)
        for listen in list(self.on_link):
            listen(event)

    def unplug(self) -> None:
        """Pull the cable."""
        self.plugged = self.battery.plugged = False
        self.link("unplug")

    def plug(self) -> None:
        """Put the cable back."""
        self.plugged = self.battery.plugged = True
        if bootmode.reachable(self):
            self.link("plug")

    def authorize(self, authorized: bool) -> None:  # noqa: FBT001
        """Answer (or revoke) the phone's question whether this computer may debug."""
        self.authorized = authorized
        self.link("authorized" if authorized else "unauthorized")

    async def reboot(self) -> None:
        """Link down, `latency.boot`, keyguard, link up, boot completed."""
        self.shut_down()
        await self.latency.sleep(self.latency.boot)
        self.boot()

    def shut_down(self) -> None:
        """The first half of a reboot: everything that runs ends, the link goes down."""
        self.boot_completed = False
        self.mode = bootmode.DOWN
        self.props.pop("sys.boot_completed", None)
        self.automation.stop()
        self.automation.holder = ""
        self.pids.clear()
        self.ui.tasks.clear()
        self.ui.overlays.clear()
        self.plugged = False
        self.link("reboot")
        self.ui.redraw()

    def boot(self) -> None:
        """The second half: up again, locked; adb sees it if debugging is on."""
        bootmode.leave(self)
        self.boot_completed = self.screen_on = self.plugged = True
        self.props["sys.boot_completed"] = "1"
        self.keyguard = True
        for do in list(self.on_boot):
            do()
        if self.debugging:
            self.link("plug")
        self.ui.redraw()

    def wipe(self, *, keep_media: bool = False) -> None:
        """Erase the data partition, all of it or all but the owner's own files."""
        self.record.note("wipe", "data" if keep_media else "everything")
        for do in list(self.on_wipe):
            do(keep_media)

    # Faults

    def meet(self, request: str) -> str | None:
        """Count a request for the faults and return the one that shapes its answer, if any.

        Faults of the phone itself (reboot, surprise dialogs, unplug…) are carried out here.
        """
        if not self.faults.plan:
            return None
        return mishap.carry_out(self, self.faults.due(request, screen=self.ui.shown().name))

    def met_screen(self, name: str) -> None:
        """A screen is shown: the faults that wait for it fall due."""
        mishap.carry_out(self, self.faults.shown(name))

    def arm(self) -> None:
        """Start the clocks of the faults that fall due after some seconds."""
        for fault in self.faults.plan:
            if fault.when.seconds is not None and not fault.seen:
                fault.seen = 1
                self.latency.after(fault.when.seconds, mishap.bound(self, fault))
