"""How near the label files of a language are to a release.

Label files hold only what differs from older ones, so that one file says little; but a language of
which no file was written for releases anywhere near was never read there. It must not know nodes.
"""

from __future__ import annotations

from pathlib import Path

from miunlink_adb.pack.labels import available_locales, locale_chain
from miunlink_adb.pack.load import known_releases

__all__ = ["has_near_labels"]

NEAR = 3
"""Releases. Xiaomi renames within a few: "Mi Account" became "Xiaomi Account" with MIUI 13."""


def has_near_labels(root: Path, release: str, locale: str) -> bool:
    """Whether the language's words were read in a release near this one.

    Raises:
        PackError: the folder cannot be read.
    """
    known, offered = known_releases(root), available_locales(root)
    if release not in known:
        return True
    here = known.index(release)
    near = {name for place, name in enumerate(known) if abs(place - here) <= NEAR}
    return any(near & set(offered[name]) for name in locale_chain(locale, offered))
