"""All that lies below some folders of the phone, over adb's file service.

Level by level: all folders of a level are asked for at once, so that the number of round trips is
the depth, not the number of folders. It must not know the shell.
"""

from __future__ import annotations

from collections.abc import Sequence

from miunlink_adb.adb.sync import SyncStream
from miunlink_adb.storage import Tree

__all__ = ["walk_tree"]

_DEEPEST = 64


def walk_tree(
    stream: SyncStream, roots: Sequence[str], left_out: frozenset[str]
) -> tuple[Tree, list[str]]:
    """What lies below the roots, and the folders that are empty or may not be looked into.

    `left_out`: paths, or names, of folders to pass by. A root that is a link is followed.
    """
    found = dict(zip(roots, stream.look(roots), strict=True))
    tree = Tree([], [], [path for path, entry in found.items() if entry is None])
    there = [entry for entry in found.values() if entry is not None]
    tree.entries = [entry for entry in there if entry.kind not in ("folder", "link")]
    folders = [entry.path for entry in there if entry.kind in ("folder", "link")]
    doubtful: list[str] = []
    for _ in range(_DEEPEST):
        folders = _level(stream, folders, tree, doubtful, left_out)
    tree.unreadable += folders
    return tree, doubtful


def _level(
    stream: SyncStream,
    folders: list[str],
    tree: Tree,
    doubtful: list[str],
    left_out: frozenset[str],
) -> list[str]:
    """List folders; returns those below them."""
    below: list[str] = []
    for folder, entries, certain in stream.list_folders(folders):
        if not certain:
            doubtful.append(folder)
        for entry in entries:
            if entry.path in left_out or entry.path.rpartition("/")[2] in left_out:
                continue
            if entry.kind == "folder":
                below.append(entry.path)
            else:
                tree.entries.append(entry)
    return below
