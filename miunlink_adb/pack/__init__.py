"""Packs: what is known of each release's screens, read from `selectors/`.

The only reader of `selectors/`. It must not know any device and any flow.
"""

from __future__ import annotations

from pathlib import Path

from miunlink_adb.pack.bind import BoundPack, Element, Hit, Screen, bind
from miunlink_adb.pack.confirm import Confirmed, confirm
from miunlink_adb.pack.coverage import has_near_labels
from miunlink_adb.pack.labels import Labels
from miunlink_adb.pack.load import known_releases, load_pack
from miunlink_adb.pack.model import SURENESS, Pack
from miunlink_adb.pack.phone_labels import PhoneLabels, wanted_of

__all__ = [
    "SURENESS",
    "BoundPack",
    "Confirmed",
    "Element",
    "Hit",
    "Labels",
    "Pack",
    "PhoneLabels",
    "Screen",
    "bind",
    "confirm",
    "has_near_labels",
    "known_releases",
    "load_bound",
    "load_pack",
    "wanted_of",
]


def load_bound(release: str, locale: str, root: Path | None = None) -> BoundPack:
    """Load one release's pack in the language of one phone.

    `locale`: the phone's own tag, such as ``pt-BR``. A language without any labels is no error:
    `locales` of the result is empty then.

    Raises:
        UnknownRelease: there is no pack for the release.
        PackError: a file is wrong; the message names file, line and key.
    """
    pack = load_pack(release, root)
    labels = Labels(pack.root, release, locale)
    return bind(pack, locale, labels.wording, labels.locales)
