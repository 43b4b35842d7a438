"""Puts the packages on a phone, with their APK files, and the owner's own files.

Must not know how a resource table is written.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable

from miunlink_adb.virtual.apk import Part, apps_of, archive
from miunlink_adb.virtual.apps.scene import Scene
from miunlink_adb.virtual.content import Generated
from miunlink_adb.virtual.file_node import File
from miunlink_adb.virtual.holdings import Package
from miunlink_adb.virtual.worlds.packages import package_rows
from miunlink_adb.virtual.worlds.storage import FileRow, apk_rows, file_rows

_BUILT = 1230768000  # 1 January 2009, the time of system images
_BOMB = 64 * 2**20


def furnish_packages(scene: Scene, users: set[int]) -> None:
    """Install the packages of the phone's release for these Android users, with their files."""
    world, scenario = scene.world, scene.scenario
    for row in package_rows(world.release, world.build):
        scene.phone.packages[row.name] = Package(
            row.name,
            row.version_name,
            row.version_code + len(scenario.renamed),
            row.path,
            system=row.path.startswith("/system"),
            enabled=row.name not in scenario.disabled_packages,
            installed_users=set() if row.name in scenario.removed_packages else set(users),
            uid=row.uid,
        )
    for name, files in apps_of(world, split=scenario.apks == "split").items():
        if package := scene.phone.packages.get(name):
            for part, make in files.items():
                _place(scene, package, part, make)


def _place(scene: Scene, package: Package, part: str, make: Callable[[], bytes]) -> None:
    """Put one file of an app where the package manager says it is; it is made when it is read."""
    path = f"{package.path.rpartition('/')[0]}/{part}" if part else package.path
    if part:
        package.splits = (*package.splits, path)
    kind = scene.scenario.apks
    mode = 0o600 if kind == "unreadable" else 0o644
    scene.phone.files.place(path, File(mode, 0, 0, _BUILT, _SPOILED.get(kind, _whole)(make)))


def furnish_storage(scene: Scene) -> None:
    """Lay the owner's files into the phone's storage, and the app that he installed."""
    for row in file_rows():
        _lay(scene, row, 0o660, 1015)
    for row in apk_rows():
        _lay(scene, row, 0o644, 1000)


def _lay(scene: Scene, row: FileRow, mode: int, group: int) -> None:
    files = scene.phone.files
    content = Generated(zlib.crc32(row.path.encode()), row.size)
    mtime = int(files.clock()) - row.days * 86400
    files.place(row.path, File(mode, 0, group, mtime, content))


Maker = Callable[[], bytes]


def _whole(make: Maker) -> Maker:
    return make


def _cut(make: Maker) -> Maker:
    """A file whose second half is missing."""

    def half() -> bytes:
        data = make()
        return data[: len(data) // 2]

    return half


def _bomb(make: Maker) -> Maker:
    """A small file whose table inflates to 64 MB of nothing."""
    del make
    return lambda: archive([Part("resources.arsc", bytes(_BOMB), deflated=True)])


_SPOILED = {"cut": _cut, "bomb": _bomb}
