"""Virtual phones on the session's adb server, and what must hold for every one of them.

The phone's own record is the witness: it is asked what was done to it, by whom.
"""

import asyncio
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from miunlink_adb.virtual import (
    AdbServer,
    Fault,
    Latency,
    Owner,
    Scenario,
    VirtualPhone,
    When,
    parse_spec,
)
from miunlink_adb.virtual.apps.settings import SettingsHome
from miunlink_adb.virtual.owner import OwnerAtWork
from miunlink_adb.virtual.phone import Phone
from miunlink_adb.virtual.record import Tap
from miunlink_adb.virtual.view import View
from miunlink_adb.virtual.worlds import rows

QUICK = Latency(
    transition=0.03, server_start=0.03, hold=0.0, step=0.0, settle=0.0, network=0.3, boot=0.2
)
HELPFUL = [f"{what}=right" for what in ("password", "captcha", "code", "web", "set_password")]
HELPFUL += ["token=ok", "e2ee=ok", "hidden=ok", "data=keep", "keyguard=right"]
TOOL = ("adb", "u2")
OUR_TAPS = {
    "row.account",
    "row.sync",
    "row.xiaomi",
    "sign_out",
    "wipe.keep",
    "wipe.remove",
    "bank_card_dialog.positive",
    "unsynced_data_dialog.positive",
    "high_quality_dialog.positive",
    "permission.permission_deny_button",
    "popup.update.negative",
    "popup.deduct.negative",
    "popup.close",
    "popup.system_update.negative",
    "popup.find_device.negative",
    "popup.battery.positive",
}
"""Everything that the table of the sign-out may ever tap, by the virtual phone's names."""
SIGNING_OUT = {"sign_out", "wipe.keep", "wipe.remove"}


@dataclass
class Attached:
    """One phone that is being tested on."""

    virtual: VirtualPhone
    acts: list[str]
    unknown: list[str] = field(default_factory=list)
    server_may_run: bool = False
    at_work: list["asyncio.Task[None]"] = field(default_factory=list)

    def turn(self) -> None:
        """The owner is told that it is his turn: he does the next of his acts, once.

        Without acts left he does what helps; he never acts unasked, so what the program saw
        before does not depend on who was quicker.
        """
        act = self.acts.pop(0) if self.acts else ""
        acts = [act] if act else HELPFUL
        owner = Owner.parse(["away", "delay=0", *(_once(act) for act in acts)])

        async def work(_: Phone) -> None:
            for task in self.at_work:
                task.cancel()
            task = asyncio.create_task(OwnerAtWork(owner, self.virtual.scene).work())
            self.at_work.append(task)

        self.virtual.run(work)

    @property
    def serial(self) -> str:
        """What adb calls the phone."""
        return self.virtual.serial

    @property
    def accounts(self) -> dict[int, int]:
        """Xiaomi accounts per Android user, as the phone has them."""
        return self.virtual.accounts()

    @property
    def taps(self) -> list[Tap]:
        """The taps of the program, not of the owner."""
        return [tap for tap in self.virtual.record.taps if tap.source in TOOL]

    @property
    def tapped(self) -> list[str]:
        """Names of the views that took the program's taps."""
        return [tap.name or tap.id for tap in self.taps if tap.effect in ("tap", "long")]

    @property
    def touched(self) -> bool:
        """Whether the program did anything but ask."""
        record = self.virtual.record
        lists = (record.taps, record.keys, record.swipes, record.starts)
        sources = {item.source for entries in lists for item in entries}
        return not sources.isdisjoint(TOOL)

    @property
    def screens(self) -> list[str]:
        """The screens that the phone showed, in order."""
        return self.virtual.record.noted("screen")

    @property
    def shown(self) -> str:
        """The screen that is in front now."""
        return self.virtual.call(lambda phone: phone.ui.shown().name)

    @property
    def server_runs(self) -> bool:
        """Whether a uiautomator2 server runs on the phone."""
        return self.virtual.call(lambda phone: phone.automation.alive)

    def bring_to(self, screen: str) -> None:
        """The owner taps *Sign out* himself and goes on until this screen is in front."""

        async def go(phone: Phone) -> None:
            ui = phone.ui
            while ui.find("sign_out") is None:
                seen = ui.changed.count
                await ui.swipe(540, 1500, 540, 700, 0, source="owner")
                if ui.changed.count == seen:
                    await ui.changed.wait(1)
            await ui.tap_on("sign_out")
            while ui.shown().name != screen:
                await ui.changed.wait(5)

        self.virtual.run(go)

    def hide_account_rows(self) -> None:
        """No row of Settings leads to the account, as on builds that moved it."""

        def hide(phone: Phone) -> None:
            for entry in phone.intents:
                if "android.settings.SETTINGS" in entry.actions:
                    entry.make = lambda _: _HomeWithoutAccounts(self.virtual.scene)

        self.virtual.call(hide)

    def deny_intent(self, action: str) -> None:
        """The shell may not start what answers to this action; the phone's own apps may."""

        def deny(phone: Phone) -> None:
            for entry in phone.intents:
                if action in entry.actions:
                    entry.exported = False

        self.virtual.call(deny)

    def when(self, moment: When, do: Callable[[Phone], object], *, times: int = 1) -> None:
        """Call `do(phone)` in the phone's loop when something happens, at most `times` times."""
        self.virtual.call(
            lambda phone: phone.faults.plan.append(Fault("do", moment, times, {"call": do}))
        )

    def check(self) -> None:
        """What holds for every phone: see `Phones.check`."""
        record = self.virtual.record
        assert record.unknown == self.unknown
        assert [source for _, source, _ in record.texts if source in TOOL] == [], "typed"
        assert set(self.tapped) - OUR_TAPS == set(), "tapped what no table names"
        assert self.server_runs <= self.server_may_run, "left its server on the phone"
        self.virtual.adbd.check_errors()


class _HomeWithoutAccounts(SettingsHome):
    """Settings whose first page does not lead to accounts."""

    def _row(self, name: str) -> View | None:
        gone = (rows.ACCOUNT, rows.SYNC, rows.OTHER_ACCOUNTS)
        return None if name in gone else super()._row(name)


async def _first_screen(phone: Phone) -> None:
    """Wait until the app in front is drawn."""
    while phone.ui.shown() is phone.ui.tasks.launcher:
        await phone.ui.changed.wait(5)


def _once(act: str) -> str:
    """An act of the owner's that he does not repeat before he is asked again."""
    # Of a captcha he types two things, and looks into his row for both.
    return f"{act},right,wait" if act.startswith("captcha") else f"{act},wait"


class Phones:
    """The phones of one test."""

    def __init__(self, server: AdbServer) -> None:
        self.server = server
        self.attached: list[Attached] = []

    def attach(
        self,
        spec: str = "miui-11:en",
        *switches: str,
        owner: list[str] | None = None,
        latency: Latency = QUICK,
        **options: Any,
    ) -> Attached:
        """Attach a phone: `miui-11:ru:cn`, switches of its scenario, acts of its owner.

        `owner`: what he does at each of his turns (`password=wrong`, then `captcha=right`);
        afterwards he is helpful.
        """
        named = parse_spec(spec)
        virtual = VirtualPhone(
            named.release,
            named.locale,
            named.layout,
            scenario=Scenario.parse(switches),
            latency=latency,
            server=self.server,
            hardware_serial=f"{0x7F3A9C21 + len(self.attached):x}",
            **options,
        )
        virtual.start()
        if virtual.scenario.front != "launcher":
            virtual.run(_first_screen)
        attached = Attached(virtual, list(owner or []))
        self.attached.append(attached)
        return attached

    def adb(self, phone: Attached, *arguments: str) -> str:
        """Run the real adb on a phone."""
        environment = phone.virtual.environment()
        command = [environment["ADBUTILS_ADB_PATH"], *arguments]
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=True, timeout=60
        )
        return done.stdout.strip()

    def check(self) -> None:
        """Look at each phone: nothing typed, nothing tapped that no table names, nothing left."""
        for phone in self.attached:
            phone.check()

    def put_away(self) -> None:
        """Detach all."""
        while self.attached:
            self.attached.pop().virtual.stop()
