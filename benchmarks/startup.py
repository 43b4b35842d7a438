#!/usr/bin/env python3
"""How long the command takes to start, beside the least that a command with click can take.

benchmarks/startup.py [--runs N]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.calls import times
from benchmarks.phone_host import ROOT, Phones, hosted


def measure(runs: int, phones: Phones) -> dict[str, list[float]]:
    """Name -> milliseconds of a process, from its start to its end."""
    phone = phones.ask("new", latency="none")
    ours = [sys.executable, "-m", "miunlink_adb"]
    commands = {
        'python -c "import click"': [sys.executable, "-c", "import click"],
        "--version": [*ours, "--version"],
        "--help": [*ours, "--help"],
        "devices, one phone": [*ours, "--adb-port", str(phone["port"]), "devices"],
    }
    found: dict[str, list[float]] = {name: [] for name in commands}
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}

    def run(command: list[str]) -> None:
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)

    for _ in range(runs):
        for name, command in commands.items():
            found[name] += times(lambda command=command: run(command), 1)  # type: ignore[misc]
    phones.ask("close", serial=phone["serial"])
    return found


def main() -> int:
    """Measure and print medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    with hosted() as phones:
        for name, numbers in measure(parser.parse_args().runs, phones).items():
            print(f"{name:40} {statistics.median(numbers):9.1f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
