"""What is true of each release: texts, identifiers, row order, properties, packages.

Written from facts about phones. Must not know the rest of the project (and never `selectors/`),
nor any protocol, screen or app of the virtual phone.
"""

from __future__ import annotations

from miunlink_adb.virtual.worlds.releases import RELEASES, Release, WorldError, release_named
from miunlink_adb.virtual.worlds.world import World, load_world

__all__ = ["RELEASES", "Release", "World", "WorldError", "load_world", "release_named"]
