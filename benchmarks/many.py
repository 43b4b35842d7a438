#!/usr/bin/env python3
"""Many phones signed out at once by one process, each in a thread; the phones are in others.

    benchmarks/many.py [--phones 1,4,16,64]

Wall time, processor time per phone and peak memory are those of the process that signs out. The
virtual phones need processor time as well, which real ones would not take from this computer; it
stands beside (`phones_processor`), without that of the adb server.
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
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import cycle
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.phone_host import Phones, hosted
from benchmarks.resources import peak_megabytes
from benchmarks.walk import ours

COUNTS = (1, 4, 16, 64)
PHONES_A_HOST = 16


def sign_out_all(port: int, serials: list[str]) -> dict[str, Any]:
    """Sign all of them out at once; what that took, and who failed."""
    failures: list[str] = []

    def one(serial: str) -> None:
        try:
            ours(port, serial, "intent")
        except Exception as error:  # noqa: BLE001  each failure is a figure
            failures.append(f"{type(error).__name__}: {error}")

    import miunlink_adb.adb.automation  # noqa: F401  as the first phone would: no phone's time

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


@contextmanager
def hosts(count: int) -> Iterator[list[Phones]]:
    """So many phones in one process for every sixteen of them, on one adb server."""
    with ExitStack() as stack:
        first = stack.enter_context(hosted())
        port = first.ask("new")["port"]  # one phone more than are counted
        others = range((count - 1) // PHONES_A_HOST)
        yield [first, *(stack.enter_context(hosted(port)) for _ in others)]


def measure(count: int) -> dict[str, Any]:
    """`count` fresh phones, signed out by a fresh process."""
    with hosts(count) as found:
        made = [(host, host.ask("new")) for _, host in zip(range(count), cycle(found))]
        before = _processor(found)
        taken = _signed_out(made[0][1]["port"], [phone["serial"] for _, phone in made])
        taken["phones_processor"] = (_processor(found) - before) / count
        records = [host.ask("record", serial=phone["serial"]) for host, phone in made]
    taken["accounts_left"] = sum(bool(record["accounts"]) for record in records)
    taken["servers_left"] = sum(bool(record["server_runs"]) for record in records)
    return taken


def _processor(found: list[Phones]) -> float:
    return sum(float(host.ask("processor")["seconds"]) for host in found)


def _signed_out(port: int, serials: list[str]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as state:
        done = subprocess.run(
            [sys.executable, __file__, "--all", str(port), *serials],
            env={**os.environ, "XDG_CACHE_HOME": state},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    taken: dict[str, Any] = json.loads(done.stdout)
    return taken


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
    for count in map(int, options.phones.split(",")):
        found = measure(count)
        failed += len(found["failures"]) + found["accounts_left"]
        print(f"{count:3} phones: {json.dumps(found)}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
