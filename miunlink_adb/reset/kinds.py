"""Which kind of reset removes what, and what every kind leaves: data.

From AOSP and TWRP (wipe keeps /data/media, format does not) and from what owners report: the
activation lock stands on Xiaomi's servers, the Google lock (FRP) in a partition of its own. It
must not know phones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from miunlink_adb.reset.options import ResetOptions

__all__ = ["KINDS", "THINGS", "Effect", "ResetKind", "kind_of"]

Effect = Literal["removed", "stays", "may ask", "kept"]
"""`stays`: it is on the phone and has to be cleared another way. `kept`: nothing is done to it."""

THINGS: dict[str, str] = {
    "accounts": "Accounts on the phone, of all its users",
    "apps": "Apps and their data, settings, screen lock",
    "spaces": "Second space, dual apps, work profile",
    "files": "Photos and files in internal storage",
    "activation_lock": "Mi account's activation lock, if it was not signed out before",
    "frp": "Google's lock (FRP), if a Google account and a screen lock were on it",
    "bootloader": "Bootloader state, installed recovery",
    "cards": "SIM and memory card",
}
"""What may be on a phone, in the order in which it is shown."""


@dataclass(frozen=True, slots=True)
class ResetKind:
    """One kind of reset: its name, a title, who does it, and what becomes of each thing."""

    name: str
    title: str
    by: str
    effects: dict[str, Effect]


def kind_of(options: ResetOptions) -> ResetKind:
    """The kind that these options mean."""
    name = f"twrp_{options.wipe}" if options.via == "twrp" else "settings"
    return next(kind for kind in KINDS if kind.name == name)


def _kind(name: str, title: str, by: str, files: Effect) -> ResetKind:
    effects: dict[str, Effect] = dict.fromkeys(("accounts", "apps", "spaces"), "removed")
    effects |= {"files": files, "activation_lock": "stays", "frp": "may ask"}
    return ResetKind(name, title, by, effects | {"bootloader": "kept", "cards": "kept"})


KINDS: tuple[ResetKind, ...] = (
    _kind("settings", "Settings' factory reset", "the owner, on the phone", "removed"),
    _kind("twrp_data", "TWRP: wipe data", "TWRP (unlocked bootloader)", "stays"),
    _kind("twrp_format", "TWRP: format data", "TWRP (unlocked bootloader)", "removed"),
)
