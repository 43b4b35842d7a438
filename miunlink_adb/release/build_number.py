"""What a Xiaomi build number (`ro.build.version.incremental`) says by itself.

Pure. It must not know about other properties: whether a number can be believed is decided in
`match`. Shapes and examples: XiaomiFirmwareUpdater's list of real builds.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from miunlink_adb.release.names import HYPEROS_AS_MIUI, miui_release

Channel = Literal["stable", "dev"]
Shape = Literal["hyperos", "miui", "date", "foreign", "none"]

REGIONS = {
    "CN": "CN", "CM": "CN", "MI": "MI", "EU": "EU", "IN": "IN", "RU": "RU", "TR": "TR",
    "ID": "ID", "TW": "TW", "JP": "JP", "KR": "KR",
}  # fmt: skip
"""Region letters of a build number to regions; CM is China Mobile."""

_VERSION = re.compile(r"(V|OS)(\d+)(?:\.(\d+))?\b")
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{1,2}(?!\d)(?!\.\d)")
# Android letter and device code, region, carrier: TKH CN XM, KHJ MI DL, TKT IN FK.
_LETTERS = re.compile(r"\.[A-Z0-9]{3}([A-Z]{2})[A-Z0-9]{2}(?![A-Za-z0-9])")
# Written by builders of other systems: seconds since 1970, eng.<user>.<date>, a commit.
_FOREIGN = re.compile(r"\d{6,}|eng\..*|(?=\w*\d)[0-9a-f]{7,40}", re.IGNORECASE)


class BuildNumber(NamedTuple):
    """A build number taken apart.

    Attributes:
        shape: `hyperos` (OS2.0…), `miui` (V14.0…, V816… too), `date` (21.12.8, old developer
            builds), `foreign` (surely written by another system), `none` (empty or not known).
        release: the release that it names (`miui-12.5`), or None.
        region: one of the regions of the builds, or None if it does not say.
        channel: stable, or dev for developer builds.
    """

    shape: Shape
    release: str | None
    region: str | None
    channel: Channel


def read_build_number(text: str) -> BuildNumber:
    """Take a build number apart. Never fails; what is not known is None."""
    text = text.strip()
    version = _VERSION.match(text)
    if version:
        shape: Shape = "hyperos" if version[1] == "OS" else "miui"
        release = _release(version[1], int(version[2]), int(version[3] or 0))
        return BuildNumber(shape, release, _region(text), _channel(text))
    if _DATE.match(text):
        return BuildNumber("date", None, _region(text), "dev")
    foreign = _FOREIGN.fullmatch(text) is not None
    return BuildNumber("foreign" if foreign else "none", None, None, "stable")


def _release(prefix: str, major: int, minor: int) -> str:
    if prefix == "OS":
        return f"hyperos-{major}"
    return "hyperos-1" if major >= HYPEROS_AS_MIUI else miui_release(major, minor)


def _region(text: str) -> str | None:
    letters = _LETTERS.search(text)
    return REGIONS.get(letters[1]) if letters else None


def _channel(text: str) -> Channel:
    return "dev" if re.search(r"\b(DEV|BETA|ALPHA)\b", text, re.IGNORECASE) else "stable"
