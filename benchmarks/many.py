#!/usr/bin/env python3
"""Many phones signed out at once by one process, each in a thread; the phones are in another one.

    benchmarks/many.py [--phones 1,4,16,64]

Wall time, processor time per phone and peak memory are those of the process that signs out. The
virtual phones need processor time as well, which real ones would not take from this computer.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.phone_host import Phones, hosted
from benchmarks.resources import peak_megabytes
from benchmarks.walk import ours

COUNTS = (1, 4, 16, 64)


def sign_out_all(port: int, serials: list[str]) -> dict[str, Any]:
    """Sign all of them out at once; what that took, and who failed."""
    failures: list[str] = []

    def one(serial: str) -> None:
        try:
            ours(port, serial, "intent")
        except Exception as error:  # noqa: BLE001  each failure is a figure
            failures.append(f"{type(error).__name__}: {error}")

    import uiautomator2  # noqa: F401  as the first phone would; its time is no phone's

    before, began, processor = peak_megabytes(), time.perf_counter(), time.process_time()
    threads = [threading.Thread(target=one, args=(serial,)) for serial in serials]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {
        "wall": time.perf_counter() - began,
        "processor": (time.process_time() - processor) / len(serials),
        "memory": (peak_megabytes() - before) / len(serials),
        "peak": peak_megabytes(),
        "failures": failures,
        "threads_left": threading.active_count() - 1,
    }


def measure(phones: Phones, count: int) -> dict[str, Any]:
    """`count` fresh phones, signed out by a fresh process."""
    made = [phones.ask("new") for _ in range(count)]
    serials = [phone["serial"] for phone in made]
    with tempfile.TemporaryDirectory() as state:
        done = subprocess.run(
            [sys.executable, __file__, "--all", str(made[0]["port"]), *serials],
            env={**os.environ, "XDG_CACHE_HOME": state},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    found: dict[str, Any] = json.loads(done.stdout)
    left = [serial for serial in serials if phones.ask("record", serial=serial)["accounts"]]
    running = [s for s in serials if phones.ask("record", serial=s)["server_runs"]]
    for serial in serials:
        phones.ask("close", serial=serial)
    found |= {"accounts_left": len(left), "servers_left": len(running)}
    return found


def main() -> int:
    """Measure and print; 1 when a phone failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--phones", default=",".join(map(str, COUNTS)))
    parser.add_argument("--all", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.all:
        port, *serials = options.all
        print(json.dumps(sign_out_all(int(port), serials)))
        return 0
    failed = 0
    with hosted() as phones:
        for count in map(int, options.phones.split(",")):
            found = measure(phones, count)
            failed += len(found["failures"]) + found["accounts_left"]
            print(f"{count:3} phones: {json.dumps(found)}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
