"""All string names of some apps: for learning what no pack has ever asked for.

It must not know which names matter.
"""

from __future__ import annotations

from collections.abc import Sequence

from miunlink_adb.apk import ApkFault, Resources
from miunlink_adb.clock import Clock, Deadline
from miunlink_adb.own_words.app_files import AppReader
from miunlink_adb.own_words.installed import ask_paths
from miunlink_adb.phone import PhoneFiles, PhoneShell

__all__ = ["list_strings"]

SECONDS = 30.0


def list_strings(phone: PhoneShell, packages: Sequence[str], clock: Clock) -> dict[str, list[str]]:
    """Package -> the names of its strings, sorted; without those that cannot be read.

    Raises:
        DeviceError: the phone does not answer.
    """
    if not isinstance(phone, PhoneFiles):
        return {}
    reader = AppReader(phone, Deadline(clock, SECONDS))
    found: dict[str, list[str]] = {}
    for package, paths in ask_paths(phone, packages).items():
        try:
            found[package] = Resources(reader.tables(paths[:1])).names("string")
        except ApkFault:
            continue
    return found
