"""The files that a fresh phone has: where shell tools write and where the system does not let them.

Data only, from AOSP's init.rc and from what shell users see on Xiaomi phones.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from miunlink_adb.virtual.file_node import SHELL_UID, Directory, File, Link, Node
from miunlink_adb.virtual.files import STORAGE, STORAGE_FOLDERS, FileTree


def phone_files(clock: Callable[[], float] = time.time) -> FileTree:
    """Return the tree of a fresh phone: what adb tools and the account apps look at."""
    tree = FileTree(clock=clock)
    now = int(clock())
    for path, node in _layout(now):
        tree.place(path, node)
    return tree


def _layout(now: int) -> list[tuple[str, Node]]:
    system, shell, sdcard = 1000, SHELL_UID, 1015
    return [
        ("/system", Directory(0o755, 0, 0, now, read_only=True)),
        ("/vendor", Directory(0o755, 0, shell, now, read_only=True)),
        ("/product", Directory(0o755, 0, 0, now, read_only=True)),
        ("/system/build.prop", File(0o600, 0, 0, now)),
        ("/system/app", Directory(0o755, 0, 0, now)),
        ("/system/priv-app", Directory(0o755, 0, 0, now)),
        ("/system/bin", Directory(0o751, 0, shell, now)),
        ("/dev", Directory(0o755, 0, 0, now)),
        ("/dev/null", File(0o666, 0, 0, now)),
        ("/dev/tty", File(0o666, 0, 0, now)),
        ("/proc", Directory(0o555, 0, 0, now)),
        ("/data", Directory(0o771, system, system, now)),
        ("/data/app", Directory(0o771, system, system, now)),
        ("/data/data", Directory(0o771, system, system, now)),
        ("/data/system", Directory(0o775, system, system, now)),
        ("/data/system/theme_config", Directory(0o775, system, system, now)),
        ("/data/system/theme_config/theme_compatibility.xml", File(0o644, system, system, now)),
        ("/data/local", Directory(0o751, 0, 0, now)),
        ("/data/local/tmp", Directory(0o771, shell, shell, now)),
        ("/storage", Directory(0o755, 0, 0, now)),
        ("/storage/emulated", Directory(0o751, 0, sdcard, now)),
        ("/storage/emulated/0", Directory(0o770, 0, sdcard, now)),
        *((f"{STORAGE}/{name}", Directory(0o770, 0, sdcard, now)) for name in STORAGE_FOLDERS),
        ("/storage/self", Directory(0o755, 0, 0, now)),
        ("/storage/self/primary", Link(0o777, 0, 0, now, "/storage/emulated/0")),
        ("/sdcard", Link(0o777, 0, 0, now, "/storage/self/primary")),
    ]
