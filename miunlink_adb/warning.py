"""What the owner should know before the point of no return, from facts alone.

Pure: each warning is a predicate and a sentence. They must not ask the phone, and stop nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from miunlink_adb.preflight import FIND_DEVICE, absent_apps
from miunlink_adb.release.names import is_since
from miunlink_adb.survey import PhoneFacts

__all__ = ["WARNINGS", "WarningRule", "warnings"]

CLOUD = "com.miui.cloudservice"
GALLERY = "com.miui.gallery"
SECURITY = "com.miui.securitycenter"


class WarningRule(NamedTuple):
    """When it is given, and what it says."""

    applies: Callable[[PhoneFacts], bool]
    text: Callable[[PhoneFacts], str]


def _always(text: str) -> Callable[[PhoneFacts], str]:
    return lambda _facts: text


def has_bank_cards(facts: PhoneFacts) -> bool:
    """Cards are stored in the phone's secure element (setting key_bank_card_in_ese)."""
    return bool(facts.bank_cards)


def lacks_find_device(facts: PhoneFacts) -> bool:
    """Signing out often fails without the app that must turn Find device off."""
    return FIND_DEVICE in absent_apps(facts)


def lacks_cloud(facts: PhoneFacts) -> bool:
    """The app that asks about the data is missing."""
    return CLOUD in absent_apps(facts)


def may_have_unsynced_data(facts: PhoneFacts) -> bool:
    """The cloud is there; whether all of it is synced cannot be read over adb."""
    return not lacks_cloud(facts)


def may_be_last_e2ee_device(facts: PhoneFacts) -> bool:
    """Since HyperOS 2 data may be encrypted end to end, with the last device holding the key."""
    return facts.release.release is not None and is_since(facts.release.release, "hyperos-2")


def has_locked_places(facts: PhoneFacts) -> bool:
    """App lock or hidden album, whose password is reset through the account, may be in use."""
    return facts.packages is None or bool({GALLERY, SECURITY} & facts.packages)


def may_be_cooling_down(facts: PhoneFacts) -> bool:
    """Find device may be on, which cannot be turned off for days after a new password."""
    return not lacks_find_device(facts)


def taps_are_allowed(facts: PhoneFacts) -> bool:
    """The switch is on, and needs a signed-in account to be turned on again."""
    return facts.taps.answer == "allowed"


WARNINGS: dict[str, WarningRule] = {
    "bank_cards": WarningRule(
        has_bank_cards,
        lambda f: f"{f.bank_cards} bank or transit card(s) stored on the phone will be deleted.",
    ),
    "no_find_device": WarningRule(
        lacks_find_device,
        lambda f: (
            "The app Find device is missing or disabled; signing out often fails without it. "
            f"Restore it with: adb shell {absent_apps(f)[FIND_DEVICE]}"
        ),
    ),
    "no_cloud": WarningRule(
        lacks_cloud,
        _always("The app Mi Cloud is missing or disabled; the question about data may not come."),
    ),
    "unsynced_data": WarningRule(
        may_have_unsynced_data,
        _always("What is not yet in the cloud is lost if you remove the data: let it sync first."),
    ),
    "e2ee": WarningRule(
        may_be_last_e2ee_device,
        _always("If this is the last device with protected (end-to-end encrypted) data, they go."),
    ),
    "locked_places": WarningRule(
        has_locked_places,
        _always("App lock and hidden album stay locked, and their password cannot be reset then."),
    ),
    "new_password": WarningRule(
        may_be_cooling_down,
        _always("If the password was changed in the last days, Find device cannot be turned off."),
    ),
    "tap_switch": WarningRule(
        taps_are_allowed,
        _always(
            "'USB debugging (Security settings)' cannot be turned on again without an account."
        ),
    ),
}
"""Every warning by its name, in the order in which they are told."""


def warnings(facts: PhoneFacts) -> list[str]:
    """The sentences that apply to this phone."""
    return [item.text(facts) for item in WARNINGS.values() if item.applies(facts)]
