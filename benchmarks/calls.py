#!/usr/bin/env python3
"""Host time of single calls, beside stock uiautomator2 and adbutils, on a phone that takes none.

benchmarks/calls.py [--runs N]
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import adbutils
import uiautomator2

from benchmarks.phone_host import Phones, hosted
from miunlink_adb.adb import ServerAddress, connect
from miunlink_adb.adb.automation import Automation
from miunlink_adb.adb.session import Session
from miunlink_adb.clock import SystemClock


def times(call: Callable[[], object], runs: int) -> list[float]:
    """Milliseconds of each call, after one that is not counted."""
    call()
    found = []
    for _ in range(runs):
        began = time.perf_counter()
        call()
        found.append((time.perf_counter() - began) * 1000)
    return found


def _stock(port: int, serial: str) -> uiautomator2.Device:
    return uiautomator2.connect(adbutils.AdbClient("127.0.0.1", port).device(serial))


def _single_calls(port: int, serial: str, runs: int) -> dict[str, list[float]]:
    found = {}
    device = adbutils.AdbClient("127.0.0.1", port).device(serial)
    stock = uiautomator2.connect(device)
    found["RPC, stock"] = times(stock.jsonrpc.deviceInfo, runs)
    found["shell, adbutils"] = times(lambda: device.shell("echo 1"), runs)
    stock.stop_uiautomator()
    session = Session(ServerAddress("127.0.0.1", port), serial, None, SystemClock())
    with_id = connect(ServerAddress("127.0.0.1", port), serial)
    ours = Automation(session, SystemClock())
    found["RPC, ours"] = times(lambda: ours.call("deviceInfo", None, 5.0), runs)
    found["shell, ours"] = times(lambda: with_id.shell("echo 1"), runs)
    ours.close()
    with_id.close()
    return found


def _connects(port: int, serial: str, runs: int) -> dict[str, list[float]]:
    """Until the server answers: `cold` it does not run yet, `warm` it does (somebody's)."""
    address = ServerAddress("127.0.0.1", port)

    def stock_cold() -> None:
        _stock(port, serial).stop_uiautomator()

    def ours_cold() -> None:
        phone = connect(address, serial)
        phone.prepare()
        phone.close()

    found = {
        "connect and close, cold, stock": times(stock_cold, runs),
        "connect and close, cold, ours": times(ours_cold, runs),
    }
    kept = _stock(port, serial)
    found["connect, warm, stock"] = times(lambda: _stock(port, serial), runs)
    found["connect, warm, ours"] = times(ours_cold, runs)
    kept.stop_uiautomator()
    return found


def measure(runs: int, phones: Phones) -> dict[str, list[float]]:
    """Name -> milliseconds."""
    phone = phones.ask("new", latency="none")
    port, serial = phone["port"], phone["serial"]
    found = _single_calls(port, serial, runs) | _connects(port, serial, max(3, runs // 10))
    phones.ask("close", serial=serial)
    return found


def main() -> int:
    """Measure and print medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=50)
    with hosted() as phones:
        for name, numbers in measure(parser.parse_args().runs, phones).items():
            print(f"{name:40} {statistics.median(numbers):9.2f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
