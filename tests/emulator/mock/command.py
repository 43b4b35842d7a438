"""`scripts/build-mock-apps`: builds the apps, verifies them, says what was verified."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.emulator.mock.build import build_all
from tests.emulator.mock.inspection import inspect, summary
from tests.emulator.mock.toolchain import ToolError, why_not


def main(arguments: Sequence[str] | None = None) -> int:
    """Build into a folder; returns the exit code: 0, 1 when a program fails, 3 when one lacks."""
    parser = argparse.ArgumentParser(prog="build-mock-apps", description=__doc__)
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path("build/mock-apps"), help="where the APKs go"
    )
    folder = parser.parse_args(arguments).folder
    if reason := why_not():
        _say(f"The apps cannot be built here: {reason}", to_errors=True)
        return 3
    try:
        for app in build_all(folder):
            _say(f"{app.signed}: {summary(inspect(app.signed))}")
    except ToolError as error:
        _say(f"The apps were not built: {error}", to_errors=True)
        return 1
    return 0


def _say(text: str, *, to_errors: bool = False) -> None:
    (sys.stderr if to_errors else sys.stdout).write(f"{text}\n")
