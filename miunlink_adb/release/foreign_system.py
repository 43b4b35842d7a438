"""Signs that a system is not MIUI or HyperOS although it may carry their properties.

Pure. Ports of Xiaomi's camera make other systems set MIUI's version properties (seen in public
device trees: V816, OS2.0, `_global`), and Xiaomi's own Android One and Go phones carry MIUI's
build numbers. It must not decide what release MIUI is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_KEY_STARTS = (
    "org.evolution.", "org.pixelexperience.", "ro.aicp.", "ro.aospa.", "ro.arrow.", "ro.bliss.",
    "ro.calyxos.", "ro.cm.", "ro.crdroid.", "ro.derp.", "ro.derpfest.", "ro.du.",
    "ro.e.version", "ro.elixir.", "ro.evolution.", "ro.grapheneos.", "ro.havoc.", "ro.horizon.",
    "ro.lineage.", "ro.lineagelegal.", "ro.lunaris.", "ro.matrixx.", "ro.omni.",
    "ro.pixelexperience.", "ro.rising.", "ro.rr.", "ro.slim.", "ro.spark.", "ro.superior.",
    "ro.syberia.", "ro.voltage.",
)  # fmt: skip
_FLAVOR_STARTS = re.compile(
    r"(lineage|aosp|cm|omni|carbon|crdroid|evolution|havoc|aospa|pixelexperience|bliss|arrow"
    r"|derp|voltage|rising|aicp|du|rr|e|treble|gsi|calyx|sdk)_"
)
_VERSION_KEYS = ("ro.modversion", "ro.custom.version", "ro.rom.version")
# Their build numbers are MIUI's, MIUI is not on them: Mi A1, A2, A2 Lite, A3 and their boards.
_ANDROID_ONE = re.compile(r"tissot|jasmine|daisy|laurel_sprout|\w+_sprout")
_ONE_KEYS = ("ro.product.device", "ro.product.name", "ro.product.system.device",
             "ro.product.system.name", "ro.product.vendor.device", "ro.build.product",
             "ro.product.mod_device")  # fmt: skip
# Redmi Go, A1, A2 and A1+/A2+: Android Go with MIUI's version properties.
_GO_DEVICES = frozenset({"tiare", "ice", "water"})


def foreign_system(props: Mapping[str, str]) -> str:
    """The property that names another system, as the start of a sentence; else empty."""
    for key in props:
        if key.startswith(_KEY_STARTS):
            return f"{key} is set"
    flavor = props.get("ro.build.flavor", "")
    if _FLAVOR_STARTS.match(flavor):
        return f"ro.build.flavor is {flavor}"
    for key in _VERSION_KEYS:
        value = props.get(key, "")
        if re.search(r"lineage|aosp|pixel|evolution|crdroid", value, re.IGNORECASE):
            return f"{key} is {value}"
    return ""


def android_one(props: Mapping[str, str]) -> str:
    """The property that names one of Xiaomi's Android One phones; else empty.

    Only to be asked where no MIUI version is set: MIUI has been ported to some of them.
    """
    model = props.get("ro.product.model", "")
    if re.match(r"Mi A[1-3]\b", model, re.IGNORECASE):
        return f"ro.product.model is {model}"
    for key in _ONE_KEYS:
        if _ANDROID_ONE.fullmatch(props.get(key, "")):
            return f"{key} is {props[key]}"
    return ""


def go_edition(props: Mapping[str, str]) -> str:
    """The property that names one of Xiaomi's Android Go phones; else empty."""
    for key in _ONE_KEYS:
        device = props.get(key, "")
        if re.split(r"in_|_", device, maxsplit=1)[0] in _GO_DEVICES:
            return f"{key} is {device}, an Android Go phone"
    return ""
