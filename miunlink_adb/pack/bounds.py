"""What a pack may not exceed, whoever wrote it: size, depth, names, and the apps it may speak of.

A pack decides where the tool taps, so it can only name apps of the system that signing out leads
through: none of them is a bank or a shop. It must not know what a pack means.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Any

__all__ = [
    "APPS",
    "LONGEST_CHAIN",
    "PackTooLarge",
    "check_values",
    "is_entry_name",
    "read_bounded",
]

MOST_BYTES = 512 * 1024
MOST_DEPTH = 12
MOST_VALUES = 20_000
LONGEST_CHAIN = 40

APPS = frozenset(
    """
    com.android.packageinstaller com.android.permissioncontroller com.android.settings
    com.android.systemui com.android.updater com.google.android.packageinstaller
    com.google.android.permissioncontroller com.lbe.security.miui com.miui.cloudservice
    com.miui.securitycenter com.miui.securityinputmethod com.xiaomi.account com.xiaomi.finddevice
    """.split()
)
"""The apps whose windows a pack may describe; another one is a change of this program."""

_ENTRY = re.compile(r"[a-z][a-z0-9_]{0,60}\Z", re.ASCII)


class PackTooLarge(ValueError):
    """A file or what stands in it exceeds what a pack may be; the message says how."""


def is_entry_name(name: str) -> bool:
    """Whether an element or a screen can be called so; names are shown, logged and recorded."""
    return _ENTRY.match(name) is not None


def read_bounded(file: Path) -> bytes:
    """The content of an ordinary file of bounded size.

    Raises:
        PackTooLarge: it is larger, or no ordinary file (a pipe never ends).
        OSError: it cannot be read.
    """
    if not stat.S_ISREG(file.stat().st_mode):  # first: opening a pipe waits for its other end
        raise PackTooLarge("is no ordinary file")
    with open(file, "rb", buffering=0) as stream:  # noqa: PTH123  Path.open costs more than reading
        data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise PackTooLarge(f"is larger than {MOST_BYTES // 1024} KiB")
    return data


def check_values(value: Any) -> None:  # noqa: ANN401  whatever TOML can hold
    """Refuse what is nested too deeply or holds too much.

    Raises:
        PackTooLarge: it does.
    """
    level, count = [value], 0
    for _ in range(MOST_DEPTH - 1):  # what stands in the innermost is a level, too
        inside = [inner for outer in level for inner in _inside(outer)]
        count += len(inside)
        if count > MOST_VALUES:
            raise PackTooLarge(f"holds more than {MOST_VALUES} values")
        level = [inner for inner in inside if isinstance(inner, (dict, list))]
        if not level:
            return
    raise PackTooLarge(f"is nested deeper than {MOST_DEPTH} levels")


def _inside(value: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value
