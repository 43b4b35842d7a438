"""What `status` and `doctor` ask beyond the survey: cards, lock, network, clock, space.

One shell call, reads only. It must not decide anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from miunlink_adb.device_state.cards import memory_cards
from miunlink_adb.device_state.network import Network, parse_network, private_dns
from miunlink_adb.device_state.screen_lock import ScreenLock, parse_screen_locks
from miunlink_adb.device_state.storage import parse_free_space
from miunlink_adb.phone import PhoneShell
from miunlink_adb.survey import ask_all

__all__ = ["Surroundings", "look_around"]

RECOVERY_FOLDERS = ("TWRP", "Fox", "PBRP", "SHRP")
"""Folders that custom recoveries (TWRP, OrangeFox, PitchBlack, SkyHawk) make for their backups."""

COMMANDS: Mapping[str, str] = {
    "clock": "date +%s",
    "auto_time": "settings get global auto_time",
    "volumes": "sm list-volumes all",
    "locks": "dumpsys lock_settings",
    "network": "dumpsys connectivity",
    "dns_mode": "settings get global private_dns_mode",
    "dns_name": "settings get global private_dns_specifier",
    "space": "df -k /data",
    "processes": "ps -A -o PID,ARGS || ps",
    "storage": "ls /sdcard",
}

NO_NETWORK_SAID = Network(None, None, vpn=False)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a phone says about itself beside its account. None means: it did not say.

    `clock`: its time in seconds since 1970. `auto_time`: it sets its clock itself. `dns`: the
    private DNS server that the owner chose, "" for none. `space`: free bytes. `processes`: the
    process list as printed. `recoveries`: folders that custom recoveries leave.
    """

    clock: int | None = None
    auto_time: bool | None = None
    memory_cards: int | None = None
    screen_locks: Mapping[int, ScreenLock] = field(default_factory=dict)
    network: Network = NO_NETWORK_SAID
    dns: str | None = None
    space: int | None = None
    processes: str = ""
    recoveries: tuple[str, ...] = ()


def look_around(phone: PhoneShell) -> Surroundings:
    """Ask the phone.

    Raises:
        DeviceError: the phone does not answer.
    """
    answers = ask_all(phone, COMMANDS)
    clock, auto_time = answers["clock"].strip(), answers["auto_time"].strip()
    folders = set(re.split(r"\s+", answers["storage"].strip()))
    return Surroundings(
        clock=int(clock) if clock.isascii() and clock.isdigit() else None,
        auto_time={"1": True, "0": False}.get(auto_time),
        memory_cards=memory_cards(answers["volumes"]),
        screen_locks=parse_screen_locks(answers["locks"]),
        network=parse_network(answers["network"]),
        dns=private_dns(answers["dns_mode"], answers["dns_name"]),
        space=parse_free_space(answers["space"]),
        processes=answers["processes"],
        recoveries=tuple(name for name in RECOVERY_FOLDERS if name in folders),
    )
