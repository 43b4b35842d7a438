"""Whether properties are those of a tablet.

Pure. It must not know what follows from it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

# The code names of Xiaomi's, Redmi's and POCO's tablets, for files of a partition that says no
# more (source: XiaomiFirmwareUpdater, data/devices.yml; the first two from Xiaomi's own names).
_CODE_NAMES = frozenset({
    "mocha", "latte", "cappu", "clover", "dagu", "dizi", "elish", "enuma", "erhu", "flare",
    "flute", "guitar", "jinghu", "koto", "liuqin", "muyu", "nabu", "organ", "piano", "pipa",
    "ruan", "sheng", "spark", "taiko", "turner", "uke", "violin", "xun", "yili", "yudi",
    "yunluo", "yupei",
})  # fmt: skip
_NAME_KEYS = ("ro.product.marketname", "ro.product.odm.marketname", "ro.product.vendor.marketname",
              "ro.product.model", "ro.product.system.marketname")  # fmt: skip
_DEVICE_KEYS = ("ro.product.mod_device", "ro.product.device", "ro.product.vendor.device",
                "ro.product.odm.device", "ro.build.product")  # fmt: skip


def says_tablet(props: Mapping[str, str]) -> bool:
    """True if the build calls itself a tablet: what Android's and Xiaomi's own code asks."""
    return "tablet" in props.get("ro.build.characteristics", "").split(",")


def is_tablet(props: Mapping[str, str]) -> bool:
    """True if the build calls itself a tablet, or its name or code name is that of one."""
    if says_tablet(props):
        return True
    if any(re.search(r"\bpad\b", props.get(key, ""), re.IGNORECASE) for key in _NAME_KEYS):
        return True
    return any(props.get(key, "").split("_")[0] in _CODE_NAMES for key in _DEVICE_KEYS)
