"""Who made the hardware of a phone, from its properties.

Pure. It must not know about MIUI or HyperOS: a ROM can name any maker in the system partition,
so the partitions that belong to the hardware are asked first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

# From the hardware to the software: `odm` and `vendor` come with the board, `system` with the ROM.
_PLACES = ("odm.", "vendor.", "vendor_dlkm.", "", "product.", "system_ext.", "system.")
# Maker before brand within one place: a brand may be licensed, a maker rarely lies alone.
_KEYS = tuple(
    f"ro.product.{place}{what}" for place in _PLACES for what in ("manufacturer", "brand")
)
_FINGERPRINT_KEYS = (
    "ro.vendor.build.fingerprint",
    "ro.odm.build.fingerprint",
    "ro.build.fingerprint",
    "ro.product.build.fingerprint",
    "ro.system.build.fingerprint",
)
_XIAOMI = re.compile(r"(xiaomi|redmi|poco)\b", re.IGNORECASE)
# Makers of chips and of boards, and fillers: they say nothing about whose phone it is.
_NOBODY = frozenset({
    "", "alps", "android", "aosp", "foxconn", "full", "generic", "hipad", "huaqin", "inventec",
    "longcheer", "mediatek", "mtk", "none", "qcom", "qti", "qualcomm", "sprd", "tinno", "treble",
    "unisoc", "unknown", "wingtech",
})  # fmt: skip


class Maker(NamedTuple):
    """Whose hardware it is.

    Attributes:
        is_xiaomi: true for Xiaomi, Redmi and POCO.
        name: the maker as the phone writes it; empty if nothing names one.
        key: the property that decided; empty if none did.
    """

    is_xiaomi: bool
    name: str
    key: str


def maker(props: Mapping[str, str]) -> Maker:
    """The maker of the hardware: the first property, hardware first, that names anybody."""
    for key, name in _candidates(props):
        if name.strip().lower() not in _NOBODY:
            return Maker(_XIAOMI.match(name.strip()) is not None, name.strip(), key)
    return Maker(is_xiaomi=False, name="", key="")


def is_nobody(name: str) -> bool:
    """True if a maker or brand name is a filler, or names only who made the chip or the board."""
    return name.strip().lower() in _NOBODY


def _candidates(props: Mapping[str, str]) -> list[tuple[str, str]]:
    named = [(key, props[key]) for key in _KEYS if key in props]
    prints = [(key, props[key].split("/")[0]) for key in _FINGERPRINT_KEYS if key in props]
    return named + prints
