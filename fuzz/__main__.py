"""`python -m fuzz [--seconds N] [TARGET…]`: feed each target for a while, say what it choked on."""

from __future__ import annotations

import argparse
import importlib.util
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

from fuzz.mutation import inputs
from fuzz.targets import TARGETS, Target

SLOWEST = 10.0
"""Seconds after which one input counts as a finding."""
BATCH = 300


def main() -> int:
    """Feed the targets; 1 if there was a finding."""
    options = _options()
    engine = options.engine
    if engine == "auto":
        engine = "atheris" if importlib.util.find_spec("atheris") else "hypothesis"
    run = _by_coverage if engine == "atheris" else _by_hypothesis
    print(f"{engine}, seed {options.seed}, {options.seconds} s each")
    findings = 0
    for name in options.targets or TARGETS:
        began = time.monotonic()
        found, runs = run(TARGETS[name], options.seconds, options.seed)
        findings += bool(found)
        took = time.monotonic() - began
        print(f"{name:10} {runs:>9} inputs {took:6.0f} s  {found or 'nothing'}", flush=True)
    return 1 if findings else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="for each target")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    parser.add_argument("--engine", choices=["auto", "hypothesis", "atheris"], default="auto")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    options = parser.parse_args()
    if unknown := set(options.targets) - set(TARGETS):
        parser.error(f"no such target: {', '.join(sorted(unknown))}")
    return options


def _by_hypothesis(target: Target, seconds: float, start: int) -> tuple[str, int]:
    """Batches of generated inputs, the smallest that fails is told; what, and how many inputs."""
    end, runs, number = time.monotonic() + seconds, 0, start
    while time.monotonic() < end:
        failed, fed = _batch(target, number, end)
        runs, number = runs + fed, number + 1
        if failed:
            return failed, runs
    return "", runs


def _batch(target: Target, number: int, end: float) -> tuple[str, int]:
    fed: list[bytes] = []

    @seed(number)
    @settings(
        max_examples=BATCH,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(inputs(target))
    def feed(data: bytes) -> None:
        if time.monotonic() < end:
            fed.append(b"")
            _feed(target.feed, data)

    try:
        feed()
    except Exception as error:  # noqa: BLE001  whatever it is, it is the finding
        notes = " ".join(getattr(error, "__notes__", []))
        return f"{type(error).__name__}: {error} {notes}"[:600], len(fed)
    return "", len(fed)


def _feed(feed: Callable[[bytes], object], data: bytes) -> None:
    began = time.monotonic()
    feed(data)
    if time.monotonic() - began > SLOWEST:
        raise AssertionError(f"took more than {SLOWEST:.0f} seconds")


def _by_coverage(target: Target, seconds: float, start: int) -> tuple[str, int]:
    """Have libFuzzer feed it, in a process of its own, which it ends as it likes."""
    with tempfile.TemporaryDirectory() as folder:
        for position, data in enumerate(target.seeds()):
            Path(folder, f"seed-{position}").write_bytes(data)
        command = [sys.executable, "-m", "fuzz.coverage_guided", target.name, folder]
        limits = [f"-max_total_time={seconds:.0f}", f"-seed={start}", f"-timeout={SLOWEST:.0f}"]
        paths = [f"-artifact_prefix={folder}/", "-print_final_stats=1", "-verbosity=0"]
        done = subprocess.run(
            [*command, *limits, *paths], capture_output=True, text=True, check=False
        )
        crashes = [path for path in Path(folder).iterdir() if not path.name.startswith("seed")]
        return _told(done, crashes)


def _told(done: subprocess.CompletedProcess[str], crashes: list[Path]) -> tuple[str, int]:
    lines = done.stderr.splitlines()
    counted = [line.split()[-1] for line in lines if "number_of_executed_units" in line]
    runs = int(counted[-1]) if counted else 0
    if done.returncode == 0:
        return "", runs
    bad = [path.read_bytes() for path in crashes if path.name.startswith(("crash", "timeout"))]
    said = [line for line in lines if "Error" in line or "ERROR" in line][:3]
    return f"{' | '.join(said)}: {bad[0]!r}"[:2000] if bad else "\n".join(lines[-5:]), runs


if __name__ == "__main__":
    sys.exit(main())
