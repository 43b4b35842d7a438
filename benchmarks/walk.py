#!/usr/bin/env python3
"""A whole sign-out on a virtual phone with a quick phone's latencies, by four programs.

    benchmarks/walk.py [--runs N]

`plain_*` is what a competent user of uiautomator2 writes: ids known in advance, no checks. The
floor is the phone alone: its server's start, then one look and one act for each screen, with no
computer. The owner types the password as soon as he is asked, so that all time is the machine's
or the phone's. Imports are not counted; see `startup.py`.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.phone_host import ROUTES, Phones, hosted
from miunlink_adb.adb import ServerAddress, connect
from miunlink_adb.clock import SystemClock
from miunlink_adb.signout import SignoutOptions, sign_out

APP = "com.xiaomi.account"
LOGOUT, KEEP = f"{APP}:id/logout_btn", "com.miui.cloudservice:id/retain_button"


class Agreed:
    """An owner who agreed beforehand."""

    def confirm(self) -> bool:
        """Yes."""
        return True

    def choose(self, choices: tuple[str, ...]) -> str | None:  # noqa: ARG002
        """Nothing: it was given as an option."""
        return None


def ours(port: int, serial: str, route: str) -> None:
    """Our sign-out, all checks included."""
    phone = connect(ServerAddress("127.0.0.1", port), serial)
    options = SignoutOptions(route=route, data="keep", may_confirm=True)
    try:
        report = sign_out(phone, options, Agreed(), SystemClock(), lambda _event: None)
    finally:
        phone.close()
    if report.status != "signed_out":
        raise RuntimeError(f"not signed out: {report.error}")


def _plain(port: int, serial: str) -> Any:  # noqa: ANN401  it ships no types
    import adbutils
    import uiautomator2

    return uiautomator2.connect(adbutils.AdbClient("127.0.0.1", port).device(serial))


def _finish(d: Any) -> None:  # noqa: ANN401
    """From the account page to the proof."""
    d(scrollable=True).scroll.to(resourceId=LOGOUT)
    d(resourceId=LOGOUT).click()
    d(resourceId=KEEP).click(timeout=20)
    while re.search(r"Account \{.*type=com\.xiaomi\}", d.shell("dumpsys account").output):
        time.sleep(0.5)
    d.stop_uiautomator()


def plain_intent(port: int, serial: str) -> None:
    """Straight to the account page."""
    d = _plain(port, serial)
    d.shell("am start -a android.settings.XIAOMI_ACCOUNT_SYNC_SETTINGS")
    d(resourceId=f"{APP}:id/account_list").wait(timeout=1)
    _finish(d)


def plain_settings(port: int, serial: str) -> None:
    """Through Settings, with the pauses that such scripts have between screens."""
    d = _plain(port, serial)
    d.shell("am start -a android.settings.SETTINGS")
    time.sleep(2)
    d(scrollable=True).scroll.to(text="Mi Account")
    d(text="Mi Account").click()
    time.sleep(2)
    _finish(d)


PROGRAMS: dict[str, Callable[[int, str], None]] = {
    "plain intent": plain_intent,
    "plain settings": plain_settings,
    "ours intent": lambda port, serial: ours(port, serial, "intent"),
    "ours settings": lambda port, serial: ours(port, serial, "settings"),
}


def once(phones: Phones, program: str) -> tuple[float, float]:
    """Seconds of one sign-out on a fresh phone, and round trips per screen."""
    phone = phones.ask("new")
    serial = phone["serial"]
    with tempfile.TemporaryDirectory() as state:
        os.environ["XDG_CACHE_HOME"] = state  # words read anew, as on a phone never seen
        began = time.perf_counter()
        PROGRAMS[program](phone["port"], serial)
        seconds = time.perf_counter() - began
    record = phones.ask("record", serial=serial)
    phones.ask("close", serial=serial)
    if record["accounts"]:
        raise RuntimeError(f"{program}: the account is still there")
    trips = len(record["rpc"]) + len(record["commands"])
    return seconds, trips / max(1, len(record["screens"]))


def floor(phones: Phones, route: str) -> float:
    """Seconds that the phone alone needs."""
    serial = phones.ask("new")["serial"]
    seconds: float = phones.ask("floor", serial=serial, route=route)["seconds"]
    phones.ask("close", serial=serial)
    return seconds


def measure(runs: int) -> dict[str, list[float]]:
    """Name -> one number per run; programs take turns, so that all see the same machine."""
    found: dict[str, list[float]] = {}
    with hosted() as phones:
        for _ in range(runs):
            for route in ROUTES:
                found.setdefault(f"phone alone {route}", []).append(floor(phones, route))
            for program in PROGRAMS:
                seconds, trips = once(phones, program)
                found.setdefault(program, []).append(seconds)
                found.setdefault(f"{program}: round trips per screen", []).append(trips)
    return found


def main() -> int:
    """Measure and print medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    for name, numbers in measure(parser.parse_args().runs).items():
        print(
            f"{name:44} {statistics.median(numbers):7.2f}   {min(numbers):.2f} {max(numbers):.2f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
