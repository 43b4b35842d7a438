"""Runs and looks as the documents are made from them, without files or phones."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from miunlink_adb.accounts import parse_accounts, xiaomi_counts
from miunlink_adb.device_state.users import parse_users
from miunlink_adb.handover import Look
from miunlink_adb.release import match_release
from miunlink_adb.remaining import remaining_bindings
from miunlink_adb.run_record import RunRecord
from miunlink_adb.surroundings import Surroundings
from miunlink_adb.survey import PhoneFacts

NOON = datetime(2026, 1, 31, 12, 0, 5, tzinfo=UTC)
KEY = "0123456789ab"
PROPS = {
    "ro.serialno": "7f3a9c21",
    "ro.product.marketname": "Redmi Note 9 Pro",
    "ro.product.model": "M2003J6B2G",
    "ro.product.brand": "Redmi",
    "ro.product.manufacturer": "Xiaomi",
    "ro.miui.ui.version.name": "V125",
    "ro.miui.ui.version.code": "11",
    "ro.product.mod_device": "joyeuse_eea_global",
    "gsm.sim.state": "LOADED,ABSENT",
}
DONE: Mapping[str, Any] = {"status": "done", "error": None, "exit_code": 0}


def run(
    command: str,
    ended: Mapping[str, Any] | None = DONE,
    *events: dict[str, Any],
    later: float = 0.0,
    **about: Any,
) -> RunRecord:
    """One run that began `later` hours after noon."""
    began = NOON + timedelta(hours=later)
    name = f"{began:%Y%m%dT%H%M%SZ}-00aa"
    first = {"command": command, "release": "miui-12.5", "region": "EU", **about}
    last = None if ended is None else dict(ended)
    return RunRecord(name, Path(f"{name}.jsonl"), began, KEY, 7, first, events, last)


def look(
    accounts: str = "", users: str = "", props: Mapping[str, str] = PROPS, serial: str = "7f3a9c21"
) -> Look:
    """The phone now, from what it printed."""
    found = parse_accounts(accounts or "User UserInfo{0:Owner:13}:\n  Accounts: 0\n")
    facts = PhoneFacts(
        props,
        match_release(props),
        "de-DE",
        found,
        users=parse_users(users or "\tUserInfo{0:Owner:13} running"),
    )
    return Look(facts, remaining_bindings(facts, xiaomi_counts(found), Surroundings()), serial)
