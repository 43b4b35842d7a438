"""No wait without a deadline, wherever it stands: the source itself is looked through."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import miunlink_adb

ROOT = Path(miunlink_adb.__file__).resolve().parent
ENDLESS_WITHOUT_ARGUMENTS = {"wait", "join", "wait_for", "result", "acquire", "communicate"}
KEPT = {
    "adb/kept_shell.py settimeout": "a thread of its own drains the stream; closing it ends it",
    "adb/server.py wait": "of a starter that was killed right before",
    "clock.py sleep": "the one place where time passes",
}
"""What may wait as it does, and why."""


def calls(file: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call in a module, with the name of what is called."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            function = node.func
            if isinstance(function, ast.Attribute):
                yield function.attr, node
            elif isinstance(function, ast.Name):
                yield function.id, node


def is_endless(name: str, call: ast.Call) -> bool:
    """Whether a call may wait for ever, or lets time pass beside the clock."""
    without = not call.args and not call.keywords
    if name in ENDLESS_WITHOUT_ARGUMENTS:
        return without
    if name == "settimeout":
        return isinstance(call.args[0], ast.Constant) and call.args[0].value is None
    if name == "input":
        return isinstance(call.func, ast.Name)
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    return name == "sleep" and isinstance(owner, ast.Name) and owner.id == "time"


def test_every_wait_has_a_deadline() -> None:
    """What waits names its seconds; the few exceptions end by something else, with a reason."""
    files = [path for path in ROOT.rglob("*.py") if "virtual" not in path.parts]
    found = {
        f"{file.relative_to(ROOT).as_posix()} {name}"
        for file in files
        for name, call in calls(file)
        if is_endless(name, call)
    }

    assert len(files) > 100
    assert found == set(KEPT)
