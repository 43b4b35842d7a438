"""Where the phone has its apps, and in which version: two questions to the package manager.

It must not know what is in the files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from miunlink_adb.phone import PhoneShell

__all__ = ["Installed", "ask_installed", "ask_paths"]

_LISTED = re.compile(r"package:(\S+)=([\w.]+)(?: versionCode:(\d+))?")
_NUMBERED_SINCE = 26
_MARK = "own-words "


class Installed(NamedTuple):
    """One app: the path of its base APK, and its version code (empty before Android 8)."""

    path: str
    version: str


def ask_installed(phone: PhoneShell, sdk: int) -> dict[str, Installed]:
    """Every installed package.

    Raises:
        DeviceError: the phone does not answer.
    """
    numbered = " --show-versioncode" if sdk >= _NUMBERED_SINCE else ""
    found = {}
    for line in phone.shell(f"pm list packages -f{numbered}", 20.0).splitlines():
        if match := _LISTED.match(line.strip()):
            found[match[2]] = Installed(match[1], match[3] or "")
    return found


def ask_paths(phone: PhoneShell, packages: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The APKs of each package: the base, then its splits.

    Raises:
        DeviceError: the phone does not answer.
    """
    script = "; ".join(f"echo '{_MARK}{name}'; pm path {name}" for name in packages)
    paths: dict[str, list[str]] = {}
    package = ""
    for line in phone.shell(script, 30.0).splitlines():
        if line.startswith(_MARK):
            package = line.removeprefix(_MARK).strip()
        elif line.startswith("package:/") and package:
            paths.setdefault(package, []).append(line.removeprefix("package:").strip())
    return {name: tuple(listed) for name, listed in paths.items()}
