"""Packs: what is known of each release's screens, read from `selectors/`.

The only reader of `selectors/`. It must not know any device and any flow.
"""

from miunlink_adb.pack.bind import BoundPack, Element, Screen, bind
from miunlink_adb.pack.load import known_releases, load_pack
from miunlink_adb.pack.model import SURENESS, Pack

__all__ = [
    "SURENESS",
    "BoundPack",
    "Element",
    "Pack",
    "Screen",
    "bind",
    "known_releases",
    "load_pack",
]
