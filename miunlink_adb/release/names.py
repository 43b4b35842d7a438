"""How releases are named, and which of them the facts of this project cover.

Pure. It must not know properties or packs.
"""

from __future__ import annotations

from typing import Literal

Standing = Literal["known", "newer", "older", "none"]

HYPEROS_AS_MIUI = 816
"""HyperOS calls itself MIUI 816 in the properties that MIUI had."""

_OLDEST_MIUI, _NEWEST_MIUI, _NEWEST_HYPEROS = 8, 14, 4


def miui_release(major: int, minor: int = 0) -> str:
    """The release name for MIUI `major`.`minor`: only 12.5 is a release of its own."""
    return f"miui-{major}.5" if (major, minor) == (12, 5) else f"miui-{major}"


def standing(release: str | None) -> Standing:
    """Whether the facts of this project cover a release, or it is newer or older than they are."""
    family, _, number = (release or "").partition("-")
    if not number:
        return "none"
    if family == "hyperos":
        return "newer" if int(number) > _NEWEST_HYPEROS else "known"
    if float(number) < _OLDEST_MIUI:
        return "older"
    return "newer" if float(number) > _NEWEST_MIUI else "known"


def is_since(release: str, first: str) -> bool:
    """Whether a release is `first` or came after it; every HyperOS came after every MIUI."""
    return _age(release) >= _age(first)


def _age(release: str) -> tuple[bool, float]:
    family, _, number = release.partition("-")
    return family == "hyperos", float(number)


def title(release: str) -> str:
    """A release as people write it: `hyperos-2` is `HyperOS 2`, `miui-12.5` is `MIUI 12.5`."""
    family, _, number = release.partition("-")
    return f"{'HyperOS' if family == 'hyperos' else family.upper()} {number}"
