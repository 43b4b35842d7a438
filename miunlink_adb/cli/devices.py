"""`devices`: attached phones and what is known of them without touching their screens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from miunlink_adb.cli.connect import server_address
from miunlink_adb.cli.context import Context, pass_shared
from miunlink_adb.cli.render import FORMAT, print_json, print_table, say
from miunlink_adb.errors import DeviceError, PackError

if TYPE_CHECKING:
    from miunlink_adb.adb import AttachedDevice, ServerAddress

__all__ = ["devices"]

EPILOG = """Examples:

\b
  miunlink-adb devices
  miunlink-adb devices --json
"""


@click.command(epilog=EPILOG)
@pass_shared
def devices(context: Context) -> None:
    """Attached phones: state, model, release, region, language, pack, taps, account.

    Nothing on the phones is touched.
    """
    from miunlink_adb.adb import list_devices

    address = server_address(context)
    found = [_describe(address, device) for device in list_devices(address)]
    if context.json:
        print_json({"format": FORMAT, "command": "devices", "devices": found})
        return
    if not found:
        say("No phone is attached. Plug it in, unlock it and turn on USB debugging.")
        return
    columns = ("serial", "state", "model", "release", "region", "locale", "pack", "taps")
    rows = [[entry[name] or "-" for name in columns] + [_account(entry)] for entry in found]
    print_table([*(name.upper() for name in columns), "ACCOUNT"], rows)
    for entry in found:
        if entry["cause"]:
            say(f"{entry['serial']}: {entry['cause']}")


def _account(entry: dict[str, Any]) -> str:
    present = entry["account_present"]
    return "?" if present is None else ("yes" if present else "no")


def _describe(address: ServerAddress, device: AttachedDevice) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "serial": device.serial,
        "state": device.state,
        "cause": device.cause,
        "model": device.model or None,
        **dict.fromkeys(("release", "region", "locale", "pack", "taps", "account_present")),
    }
    if device.state == "device":
        try:
            entry |= _facts(address, device)
        except DeviceError as error:
            entry["cause"] = error.message
    return entry


def _facts(address: ServerAddress, device: AttachedDevice) -> dict[str, Any]:
    from miunlink_adb.accounts import xiaomi_counts
    from miunlink_adb.adb import AdbShell
    from miunlink_adb.survey import survey

    facts = survey(AdbShell(address, device))
    match = facts.release
    counts = xiaomi_counts(facts.accounts) if facts.accounts.complete else None
    return {
        "model": match.marketname or match.model or device.model or None,
        "release": match.release,
        "region": match.region,
        "locale": facts.locale,
        "pack": _pack(match.release),
        "taps": facts.taps.answer,
        "account_present": None if counts is None else any(counts.values()),
    }


def _pack(release: str | None) -> str | None:
    from miunlink_adb.pack_folders import known_releases

    try:
        return release if release in known_releases() else None
    except PackError:
        return None
