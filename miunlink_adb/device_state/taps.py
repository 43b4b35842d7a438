"""Whether the phone lets adb tap, from its properties.

Pure. MIUI and HyperOS refuse it until *USB debugging (Security settings)* is on. The rule is that
of HyperOS's PackageManagerServiceImpl.preCheckUidPermission. It must not promise an effect: some
phones drop taps in silence, so every tap is checked anyway.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from miunlink_adb.release import is_running, match_release
from miunlink_adb.release.maker import maker
from miunlink_adb.release.match import HYPEROS_NAME, MIUI_NAME
from miunlink_adb.release.tablet import says_tablet

SWITCH = "persist.security.adbinput"

Answer = Literal["allowed", "refused", "unknown"]

_TRUE = frozenset({"1", "y", "yes", "on", "true"})  # SystemProperties.getBoolean


class Taps(NamedTuple):
    """Whether taps over adb are let through, and why."""

    answer: Answer
    why: str


def taps_allowed(props: Mapping[str, str]) -> Taps:
    """Tell from the properties of a running phone whether adb may tap."""
    value = props.get(SWITCH, "").strip().lower()
    if value in _TRUE:
        return Taps("allowed", f"{SWITCH} is {value}: the switch for it is on.")
    release = match_release(props).release
    if release is None:
        return _without_switch(props)
    if exempt := _exemption(props):
        if release.startswith("hyperos"):
            return Taps("allowed", f"{exempt}: HyperOS needs no switch then.")
        return Taps("unknown", f"{exempt}: HyperOS needs no switch then, older MIUI may.")
    if value:
        return Taps("refused", f"{SWITCH} is {value}: USB debugging (Security settings) is off.")
    if not is_running(props):
        return Taps("unknown", "These are not the properties of a running phone.")
    return Taps("refused", f"{SWITCH} is not set: USB debugging (Security settings) is off.")


def _without_switch(props: Mapping[str, str]) -> Taps:
    """What is neither MIUI nor HyperOS has no switch, unless it carries parts of them."""
    if not maker(props).name:
        return Taps("unknown", "No property says whose phone this is.")
    if claim := next((key for key in (HYPEROS_NAME, MIUI_NAME) if props.get(key)), None):
        return Taps("unknown", f"{claim} is set, although this is not MIUI or HyperOS.")
    return Taps("allowed", "Neither MIUI nor HyperOS: only they refuse taps over adb.")


def _exemption(props: Mapping[str, str]) -> str:
    """Why HyperOS would not ask for the switch; empty if it would."""
    if says_tablet(props):
        return "ro.build.characteristics is tablet"
    is_open = (
        props.get("ro.secureboot.devicelock") == "0"
        or props.get("ro.secureboot.lockstate") == "unlocked"
    )
    if props.get("ro.debuggable") == "1" and is_open:
        return "It is a debuggable build on an unlocked phone"
    return ""
