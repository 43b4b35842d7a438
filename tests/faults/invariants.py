"""What must hold after every run, whatever went wrong: one function, used by all who judge.

The witnesses are the virtual phone's own record and what the program left; the program's word is
only what is being judged.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from miunlink_adb.event import Acted
from miunlink_adb.virtual.owner import WRONG_SECRET
from miunlink_adb.virtual.record import Tap
from tests.faults.bench import CAP, Run

__all__ = ["ELEMENTS", "EXIT_CODES", "violations"]

TOOL = ("adb", "u2")
ELEMENTS = {
    "account_row_international": {("settings_home", "row.account")},
    "account_row_china": {("settings_home", "row.account")},
    "accounts_row": {("settings_home", "row.sync")},
    "xiaomi_account_row": {
        ("accounts_settings", "row.xiaomi"),
        ("accounts_settings", "row.account"),
    },
    "sign_out_button": {("account_page", "sign_out")},
    "bank_card_confirm": {("bank_card_dialog", "bank_card_dialog.positive")},
    "keep_button": {("wipe_data_confirm", "wipe.keep")},
    "remove_button": {("wipe_data_confirm", "wipe.remove")},
    "unsynced_continue": {("unsynced_data_dialog", "unsynced_data_dialog.positive")},
    "photo_quality_continue": {("high_quality_dialog", "high_quality_dialog.positive")},
    "permission_deny": {("permission_dialog", "permission.permission_deny_button")},
    "update_later": {("popup.update", "popup.update.negative")},
    "offer_later": {("popup.deduct", "popup.deduct.negative"), ("popup.ad", "popup.close")},
    "system_update_later": {("popup.system_update", "popup.system_update.negative")},
    "find_device_offer_decline": {("popup.find_device", "popup.find_device.negative")},
    "low_battery_ok": {("popup.battery", "popup.battery.positive")},
}
"""What each element that the flow taps is on the virtual phone: screen and view, by its names.

`test_elements` holds it against the flow.
"""
TABLE = frozenset().union(*ELEMENTS.values())
"""All that the table of the sign-out may tap."""
EXIT_CODES = {
    "signed_out": {0},
    "already_signed_out": {0},
    "dry_run": {0},
    "refused": {6},
    "cancelled": {6, 130},
    "handoff_timeout": {7},
    "failed": {1, 2, 3, 4, 5},
}
FIELDS = (
    "format command status serial release region locale route screens handoffs accounts remaining "
    "error"
).split()
RECOVERY = 45.0
"""Real seconds that bringing the server or the connection back may add to a call's own limit."""
PERSONAL = ("account_id", "nickname")
_NUMBER = re.compile(r"\d+\.\d+")
"""Moments and durations: among their many digits any code is found sooner or later."""
SECRETS = ("password", "code", "captcha")


def violations(run: Run) -> list[str]:
    """Everything that must not be, in words; empty when all held."""
    if run.hung:
        return [f"the run hangs: no end after {CAP:.0f} s"]
    checks = (_ends, _document, _truth, _taps, _one_sign_out, _typed, _waits, _secrets, _left)
    return [f"{check.__name__[1:]}: {text}" for check in checks for text in check(run)]


def _ends(run: Run) -> Iterator[str]:
    """Every end is a report with an exit code of the contract; only errors of ours, with a hint."""
    if run.crash:
        yield run.crash
    report, error = run.report, run.report.error
    if report.exit_code not in EXIT_CODES[report.status]:
        yield f"{report.status} with exit code {report.exit_code}"
    if (error is None) != (report.exit_code == 0):
        yield f"{report.status} with error {error!r}"
    if error is not None and not (error.message.strip() and error.hint.strip()):
        yield f"{error.code} does not say what happened and what to do"
    if error is not None and error.exit_code == 1:
        yield f"an unexpected error: {error.message}"


def _document(run: Run) -> Iterator[str]:
    """The result is one JSON document with the fields of the contract."""
    document = json.loads(json.dumps(run.report.to_json()))
    missing = [name for name in FIELDS if name not in document]
    if missing:
        yield f"the document lacks {missing}"


def _truth(run: Run) -> Iterator[str]:
    """`signed_out` is said when, and only when, the phone's own account is gone."""
    left = run.virtual.accounts()[0]
    status = run.report.status
    if status in ("signed_out", "already_signed_out") and left:
        yield f"{status}, but the account is there"
    before = run.report.before.get("0", 0)
    told = run.report.after.get("0", before)
    if status in ("dry_run", "refused") and before and not left:
        yield f"{status}, but the account is gone"
    if told == 0 and left and before:
        yield "accounts.after says that the account is gone"


def tool_taps(run: Run) -> list[Tap]:
    """Every tap of the program that reached the display."""
    taps = run.virtual.record.taps
    return [tap for tap in taps if tap.source in TOOL and tap.at >= run.since]


def _taps(run: Run) -> Iterator[str]:
    """Nothing outside the flow's table is tapped.

    A window that comes up after the last look before a tap is hit by a tap that was meant for
    what lay there before; nobody can see it, so it is not held against the program.
    """
    for tap in tool_taps(run):
        named = (tap.screen, tap.name) in TABLE
        if not named and tap.effect not in ("lost",) and not _unseen(run, tap):
            what = tap.name or tap.id or "nothing"
            yield f"tapped {what} on {tap.screen or tap.window or 'nothing'} ({tap.effect})"


def _unseen(run: Run, tap: Tap) -> bool:
    record = run.virtual.record
    looked = [c.began - record.began for c in run.calls if c.what == "observe"]
    last = max((at for at in looked if at <= tap.at), default=0.0)
    changed = [e.at for e in record.events if e.kind in ("screen", "fault") and e.at <= tap.at]
    return max(changed, default=0.0) >= last


def _one_sign_out(run: Run) -> Iterator[str]:
    """Sign-out is tapped at most once for each time that somebody confirmed."""
    taps = [tap for tap in tool_taps(run) if tap.name == "sign_out"]
    meant = [e for e in run.events if isinstance(e, Acted) and e.element == "sign_out_button"]
    if len(meant) > run.confirmed:
        yield f"sign-out was tapped {len(meant)} times for {run.confirmed} confirmations"
    if len(taps) > len(meant):
        yield f"sign-out was hit {len(taps)} times"


def _typed(run: Run) -> Iterator[str]:
    """The program types nothing, and presses no key but the one that wakes the phone."""
    record = run.virtual.record
    if any(source in TOOL for _, source, _ in record.texts):
        yield "it typed"
    keys = {key.name for key in record.keys if key.source in TOOL} - {"WAKEUP", "HOME"}
    if keys:
        yield f"it pressed {sorted(keys)}"
    if record.unknown:
        yield f"the phone was asked what none knows: {record.unknown[0]}"


def _waits(run: Run) -> Iterator[str]:
    """No call lasts longer than its limit and what recovering takes; no turn either."""
    for call in run.calls:
        if call.seconds > call.allowed + RECOVERY:
            yield f"{call.what} took {call.seconds:.0f} s instead of {call.allowed:.0f}"
    limit = run.situation.options.handoff_timeout
    for handoff in run.report.handoffs:
        seconds = float(str(handoff["seconds"]))
        if seconds > limit + 4 * RECOVERY:
            yield f"a turn of {seconds:.0f} s instead of {limit:.0f}"


def secrets_of(scenario: Any) -> list[str]:
    """What nobody but the phone may know, and what is nobody's business."""
    return [str(getattr(scenario, name)) for name in SECRETS + PERSONAL] + [WRONG_SECRET]


def _secrets(run: Run) -> Iterator[str]:
    """No secret and no personal data in the report, the events, the log or on the disk."""
    report = json.dumps(run.report.to_json(), ensure_ascii=False)
    places = {"the report": report, "events": repr(run.events), "the log": "".join(run.log)}
    home = os.environ.get("HOME")
    for path in Path(home).rglob("*") if home and "pytest" in home else ():
        if path.is_file() and path.suffix in (".log", ".jsonl", ".json", ".xml", ".txt"):
            places[path.name] = path.read_text(encoding="utf-8", errors="replace")
    for place, said in places.items():
        text = _NUMBER.sub("#", said)
        if any(secret in text for secret in secrets_of(run.situation.scenario)):
            yield f"{place} holds what it must not"


def _left(run: Run) -> Iterator[str]:
    """No server of ours on the phone and no forwarded port."""
    if run.virtual.call(lambda phone: phone.automation.alive):
        yield "the automation server still runs on the phone"
    forwards = run.virtual.server.request("host:list-forward")
    if run.virtual.serial in forwards:
        yield f"a forwarded port: {forwards}"
    if run.virtual.adbd.errors:
        yield f"the phone's own daemon failed: {run.virtual.adbd.errors[0]!r}"
