"""Which releases have a pack: the names of the folders in `selectors/`, oldest release first.

What stands in the packs is `pack`'s to read; it must not be needed to know which there are.
"""

from __future__ import annotations

import re
from pathlib import Path

from miunlink_adb.errors import PackError
from miunlink_adb.resources import selectors_dir

__all__ = ["is_release_name", "known_releases", "pack_root", "release_order"]

_RELEASE = re.compile(r"(miui|hyperos)-(\d+)(?:\.(\d+))?\Z")
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]|\.(?!\.)){0,40}\Z", re.ASCII)


def release_order(release: str) -> tuple[int, int, int]:
    """A sort key: MIUI before HyperOS, older before newer; odd names last."""
    found = _RELEASE.match(release)
    if not found:
        return (9, 0, 0)
    return (0 if found[1] == "miui" else 1, int(found[2]), int(found[3] or 0))


def known_releases(root: Path | None = None) -> tuple[str, ...]:
    """The releases that have a pack, oldest first.

    Raises:
        PackError: the folder is missing or cannot be read.
    """
    folder = pack_root(root)
    try:
        names = [entry.name for entry in folder.iterdir() if _holds_pack(entry)]
    except OSError as error:
        raise PackError(f"cannot be read: {error.strerror}", file=str(folder)) from None
    return tuple(sorted(names, key=lambda name: (release_order(name), name)))


def _holds_pack(folder: Path) -> bool:
    return is_release_name(folder.name) and (folder / "pack.toml").is_file()


def is_release_name(name: str) -> bool:
    """Whether this can be the name of a release's folder: no path, no hidden file."""
    return _NAME.match(name) is not None


def pack_root(root: Path | None) -> Path:
    """The folder of the packs: the one that is named, else the one that came with the program.

    Raises:
        PackError: the latter is missing.
    """
    if root is not None:
        return root
    try:
        return selectors_dir()
    except FileNotFoundError as error:
        raise PackError(str(error)) from None
