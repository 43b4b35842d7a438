"""What there is to know before stock software is installed anew: from facts alone, nothing done.

Pure. It says which image fits, what could break the phone, and what reflashing does not do. Facts:
the region is in the build's name and the code name's ending; the anti-rollback index is known for
certain only in fastboot; `ro.boot.hwc` is the region of the hardware. It must not ask the phone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from miunlink_adb.accounts import XIAOMI
from miunlink_adb.reset.obstacle import bootloader_state
from miunlink_adb.survey import PhoneFacts

__all__ = ["Reflash", "reflash_advice"]

ANTI_KEYS = ("ro.boot.anti", "ro.boot.anti_version")
_HARDWARE = {"CN": "CN", "INDIA": "IN", "IN": "IN"}
"""Regions of hardware that take no other region's software once locked; GLOBAL takes several."""

NEVER = (
    (
        "Reflashing does not unlink a Mi / Xiaomi account: the activation lock stands on Xiaomi's "
        "servers, and the phone asks for the account again. Sign out first: miunlink-adb signout."
    ),
    "It does not remove Google's lock (FRP) for sure, and no lender's or company's lock.",
    "Nothing here unlocks a bootloader, gets round a lock, or flashes anything.",
)
STEPS = (
    "Make a backup (miunlink-adb backup) and sign out (miunlink-adb signout).",
    (
        "On a Windows computer: Xiaomi's own MiFlash and its driver, and the fastboot image of "
        "exactly this code name and region, unpacked into a short path without spaces."
    ),
    "Turn the phone off; hold volume down and power until it shows FASTBOOT; plug it in.",
    "Ask there: fastboot getvar anti. An image with a lower index bricks the phone.",
    (
        "In MiFlash choose 'clean all'. 'Clean all and lock' only with the software of the "
        "hardware's own region: locked with another one the phone does not start again."
    ),
)


@dataclass(frozen=True, slots=True)
class Reflash:
    """What is known, and what follows. `anti_rollback`: None if only fastboot can tell.

    `hardware`: the region of the hardware as the bootloader says, None if it does not.
    """

    bootloader: str
    anti_rollback: int | None
    codename: str
    region: str | None
    build: str
    hardware: str | None
    accounts: int | None
    cautions: tuple[str, ...]

    @property
    def image(self) -> str:
        """Which official image fits, in words."""
        where = f"region {self.region}" if self.region else "the region of its own build"
        letters = f" (…{self.build[-4:]})" if self.region and len(self.build) > 4 else ""
        least = f", not older than {self.build}" if self.build else ""
        name = self.codename or "this very model"
        return f"official fastboot image for {name}, {where}{letters}{least}"

    def to_json(self) -> dict[str, Any]:
        """All that `reflash --json` prints of it."""
        return {
            "bootloader": self.bootloader,
            "anti_rollback": self.anti_rollback,
            "codename": self.codename or None,
            "region": self.region,
            "build": self.build or None,
            "hardware_region": self.hardware,
            "mi_accounts": self.accounts,
            "image": self.image,
            "possible": self.bootloader == "unlocked",
            "cautions": list(self.cautions),
            "steps": list(STEPS),
            "never": list(NEVER),
        }


def reflash_advice(facts: PhoneFacts) -> Reflash:
    """Everything about reflashing this phone."""
    props, match = facts.props, facts.release
    complete = facts.accounts.complete
    counts = [types.get(XIAOMI, 0) for types in facts.accounts.users.values()]
    hwc = props.get("ro.boot.hwc", "").upper() or None
    return Reflash(
        bootloader=bootloader_state(facts),
        anti_rollback=_anti_rollback(facts),
        codename=props.get("ro.product.mod_device") or match.device,
        region=match.region,
        build=match.incremental,
        hardware=hwc,
        accounts=sum(counts) if complete else None,
        cautions=tuple(_cautions(facts, hwc, sum(counts) if complete else None)),
    )


def _anti_rollback(facts: PhoneFacts) -> int | None:
    """An empty property says nothing: the index may still be there."""
    for key in ANTI_KEYS:
        text = facts.props.get(key, "").strip()
        if text.isascii() and text.isdigit():
            return int(text)
    return None


def _cautions(facts: PhoneFacts, hwc: str | None, accounts: int | None) -> Iterator[str]:
    state = bootloader_state(facts)
    if state == "locked":
        yield (
            "The bootloader is locked: MiFlash cannot write. Unlocking is Xiaomi's to grant, in "
            "its own tool, and erases the phone."
        )
    elif state == "unknown":
        yield "Whether the bootloader is unlocked is not known: fastboot oem device-info tells it."
    if _anti_rollback(facts) is None:
        yield "The anti-rollback index is not known: only fastboot getvar anti tells it."
    if accounts is None:
        yield f"Whether an account is on the phone is not known: {facts.accounts.why}"
    elif accounts:
        yield "A Mi / Xiaomi account is on the phone: it would be locked after reflashing."
    own = _HARDWARE.get(hwc or "")
    if own and facts.release.region and own != facts.release.region:
        yield (
            f"The hardware is of {own} and its software of {facts.release.region}: never lock "
            "the bootloader with this software on it."
        )
