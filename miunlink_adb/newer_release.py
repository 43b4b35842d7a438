"""A release newer than every pack: which pack may be tried, and what its owner must know.

Pure. It must not know phones, nor who is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from miunlink_adb.pack import known_releases
from miunlink_adb.pack.load import release_order
from miunlink_adb.release import title

__all__ = ["Offer", "StandIn", "stand_in"]

Offer = Callable[[str], bool]
"""Asks whoever sits at the computer a question; no means no."""


@dataclass(frozen=True, slots=True)
class StandIn:
    """The newest pack in place of one that nobody has made yet."""

    release: str
    pack: str

    @property
    def question(self) -> str:
        """What is asked before the pack is tried."""
        return (
            f"{title(self.release)} is newer than every pack; try {title(self.pack)}'s? "
            "Every screen is checked before anything on it is tapped."
        )

    @property
    def note(self) -> str:
        """What the report says when it was tried."""
        return (
            f"{title(self.release)} is newer than every pack: the one of {title(self.pack)} is "
            "assumed to fit; every screen is checked, and an unknown one stops the run."
        )


def stand_in(release: str | None) -> StandIn | None:
    """The newest pack for a release that is newer than every pack; None for any other release.

    Raises:
        PackError: the packs cannot be listed.
    """
    known = known_releases()
    if release is None or not known or release in known:
        return None
    newer = release_order(known[-1]) < release_order(release)
    return StandIn(release, known[-1]) if newer else None
