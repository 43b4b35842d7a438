#!/usr/bin/env python3
"""Copying files from a phone, beside `adb pull` in the same run; and a copy that is cut off.

    benchmarks/backup.py [--runs N] [--interrupted CUTS] [--files N] [--megabytes N] [--json]

Ours copies, hashes, compares with the phone's own hash, writes a manifest and waits for the disk;
`--verify size` leaves the phone's hash out. `adb pull -a` copies. The phone makes its files up as
they are read, in a process of its own. `--interrupted` pulls the cable that often during one
backup, and then checks every file with `backup verify`'s own code; 1 when that fails.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.phone_host import Phones, hosted
from miunlink_adb.adb import ServerAddress, connect
from miunlink_adb.backup import (
    BackupOptions,
    Choice,
    CopyReport,
    Limits,
    Meter,
    audit_backup,
    save_backup,
)
from miunlink_adb.backup.patience import Tools
from miunlink_adb.clock import SystemClock
from miunlink_adb.virtual.adb_server import find_adb

SETS = {"big files": (8, 64 * 2**20), "small files": (3000, 40_000)}
"""How many files of how many bytes."""
Figures = dict[str, list[float]]


def backup(
    port: int, serial: str, folder: Path, verify: Literal["hash", "read", "size"] = "hash"
) -> CopyReport:
    """One backup of the phone's photos."""
    phone = connect(ServerAddress("127.0.0.1", port), serial)
    clock, report = SystemClock(), CopyReport("backup")
    meter = Meter(clock)
    tools = Tools(phone.storage(), clock, meter, lambda _: None, lambda: None, Limits(reconnect=30))
    options = BackupOptions(folder, Choice(("photos",)), "", "", datetime.now(UTC), verify)
    save_backup(options, tools, report)
    phone.close()
    return report


def pull(port: int, serial: str, folder: Path) -> None:
    """The peer: adb's own program."""
    folder.mkdir()
    command = [str(find_adb()), "-P", str(port), "-s", serial, "pull", "-a", "/sdcard/DCIM", "."]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def pull_to_disk(port: int, serial: str, folder: Path) -> None:
    """The peer, and the wait until the disk has it all: what ours always waits for."""
    pull(port, serial, folder)
    os.sync()


def _timed(act: Callable[[Path], object]) -> float:
    with tempfile.TemporaryDirectory() as place:
        os.sync()
        began = time.perf_counter()
        act(Path(place) / "copy")
        return time.perf_counter() - began


def measure(runs: int, phones: Phones) -> Figures:
    """Megabytes a second of each way with each set of files, the ways by turns."""
    found: Figures = {}
    for name, (count, size) in SETS.items():
        phone = phones.ask("new", latency="none")
        port, serial = phone["port"], phone["serial"]
        phones.ask("lay", serial=serial, folder="DCIM", count=count, size=size)
        ways: dict[str, Callable[[Path], object]] = {
            "adb pull": lambda to, p=port, s=serial: pull(p, s, to),  # type: ignore[misc]
            "adb pull, then the disk": lambda to, p=port, s=serial: pull_to_disk(p, s, to),  # type: ignore[misc]
            "ours": lambda to, p=port, s=serial: backup(p, s, to),  # type: ignore[misc]
            "ours, by size": lambda to, p=port, s=serial: backup(p, s, to, "size"),  # type: ignore[misc]
        }
        for _ in range(runs):
            for way, act in ways.items():
                rate = count * size / 1e6 / _timed(act)
                found.setdefault(f"{name}, {way}", []).append(rate)
        phones.ask("close", serial=serial)
    return found


def interrupted(phones: Phones, cuts: int, files: int, megabytes: int) -> dict[str, Any]:
    """A backup during which the cable is pulled, and whether it is whole at the end."""
    phone = phones.ask("new", latency="none")
    serial = phone["serial"]
    size = megabytes * 2**20 // files
    phones.ask("lay", serial=serial, folder="DCIM", count=files, size=size)
    at = [(number + 1) * files // (cuts + 1) for number in range(cuts)]
    phones.ask("cut", serial=serial, at=at)
    folder = Path(tempfile.mkdtemp()) / "copy"
    try:
        report = backup(phone["port"], serial, folder)
        clock = SystemClock()
        audit = audit_backup(folder, datetime.now(UTC), Meter(clock), lambda: None)
    finally:
        shutil.rmtree(folder.parent)
    return {
        "files": files,
        "bytes": report.found_bytes,
        "status": report.status,
        "cuts": cuts,
        "reconnections": report.reconnections,
        "copied": report.copied,
        "compared": report.checked,
        "compared_by": report.checked_by,
        "seconds": round(report.seconds, 2),
        "whole": audit.sound and audit.files - 5 <= files <= audit.files and not audit.unchecked,
    }


def main() -> int:
    """Measure and print; 1 when an interrupted backup is not whole."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--interrupted", type=int, default=0, metavar="CUTS")
    parser.add_argument("--files", type=int, default=5000)
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with hosted() as phones:
        if options.interrupted:
            found = interrupted(phones, options.interrupted, options.files, options.megabytes)
            print(json.dumps(found))
            return 0 if found["whole"] else 1
        figures = measure(options.runs, phones)
    if options.json:
        print(json.dumps(figures))
        return 0
    for name, numbers in figures.items():
        shown = (statistics.median(numbers), min(numbers), max(numbers))
        print(f"{name:36} {shown[0]:8.1f} MB/s  ({shown[1]:.1f} to {shown[2]:.1f})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
