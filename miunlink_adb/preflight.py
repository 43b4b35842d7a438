"""What must be true before anything on the phone is touched, from facts alone.

Pure predicates, one per guard: facts in, an obstacle or nothing out. `signout` refuses at the
first, `doctor` lists all. They must not ask the phone, nor know its screens.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from miunlink_adb.errors import InputBlocked, Refused, UnsupportedDevice
from miunlink_adb.survey import PhoneFacts

__all__ = [
    "FIND_DEVICE",
    "GUARDS",
    "REQUIRED_APPS",
    "Obstacle",
    "absent_apps",
    "check_not_reset",
    "check_phone",
    "check_supported",
    "check_taps",
    "obstacles",
]

LOWEST_BATTERY = 10
"""Percent, unplugged: a phone that goes off in the middle of signing out needs it all again."""
ACCOUNT_APP = "com.xiaomi.account"
FIND_DEVICE = "com.xiaomi.finddevice"
REQUIRED_APPS = {
    ACCOUNT_APP: "the account app",
    FIND_DEVICE: "Find device, which signing out must turn off",
    "com.miui.cloudservice": "Mi Cloud, which asks what happens to the data",
}
"""Apps that debloaters remove and that signing out needs."""


class Obstacle(NamedTuple):
    """Why the phone must not be signed out now: guard, reason, legitimate way."""

    guard: str
    message: str
    hint: str


Guard = Callable[[PhoneFacts], Obstacle | None]


def google_lock(facts: PhoneFacts) -> Obstacle | None:
    """After a reset the phone asks for a Google account that was on it."""
    if not facts.frp:
        return None
    return Obstacle(
        "frp",
        "This phone was reset and asks for a Google account that was on it before (FRP).",
        "Only the owner of that Google account can go on, on the phone's own screen.",
    )


def first_start(facts: PhoneFacts) -> Obstacle | None:
    """The first-start assistant is not finished."""
    if facts.set_up is not False:
        return None
    return Obstacle(
        "not_set_up",
        "The phone is still in its first-start assistant.",
        "If it asks for an account there, only the owner of that account can go on: it is "
        "an activation lock, which this program never touches. Otherwise finish the assistant.",
    )


def lender(facts: PhoneFacts) -> Obstacle | None:
    """A lender's app rules the phone until an instalment plan is paid."""
    owner = facts.device_owner
    if not (owner.package and owner.financed):
        return None
    return Obstacle(
        "finance_lock",
        f"This phone is managed by a lender ({owner.package}) because of an instalment plan.",
        "Only the lender can release it, when it is paid.",
    )


def manager(facts: PhoneFacts) -> Obstacle | None:
    """A company or a program rules the phone: the account is hidden or not the user's own."""
    owner = facts.device_owner
    if owner.package and not owner.financed:
        return Obstacle(
            "device_owner",
            f"This phone is managed by {owner.package}; the account is hidden or not the user's "
            "own.",
            "Ask whoever manages the phone to release it, or remove that app's device-owner "
            "right in the app itself.",
        )
    if owner.organization:
        return Obstacle(
            "device_owner",
            "This phone belongs to an organization, which keeps a work profile on it.",
            "Ask the organization to release it.",
        )
    return None


def other_user(facts: PhoneFacts) -> Obstacle | None:
    """Another Android user is in front: what would be signed out is that user's account."""
    if not facts.current_user:
        return None
    return Obstacle(
        "other_user",
        f"Android user {facts.current_user} is in front, not the owner (user 0).",
        "Switch the phone to its first space (the owner), then run the command again.",
    )


def system_update(facts: PhoneFacts) -> Obstacle | None:
    """A system update is being prepared for installation (AOSP's uncrypt, setup-bcb)."""
    services = ("init.svc.uncrypt", "init.svc.setup-bcb")
    if not any(facts.props.get(name) == "running" for name in services):
        return None
    return Obstacle(
        "system_update",
        "The phone is preparing to install a system update and will restart.",
        "Let the update finish, then run the command again.",
    )


def empty_battery(facts: PhoneFacts) -> Obstacle | None:
    """The battery may not last."""
    battery = facts.battery
    if not battery or battery.plugged is not False or battery.level >= LOWEST_BATTERY:
        return None
    return Obstacle(
        "battery",
        f"The battery is at {battery.level} % and not charging.",
        "Charge the phone, then run the command again.",
    )


def account_app(facts: PhoneFacts) -> Obstacle | None:
    """The account app itself is missing or disabled."""
    command = absent_apps(facts).get(ACCOUNT_APP)
    if command is None:
        return None
    return Obstacle(
        "account_app",
        f"The account app ({ACCOUNT_APP}) is missing or disabled.",
        f"Restore it with: adb shell {command}, restart the phone and run again; "
        "'miunlink-adb doctor --fix' asks and does it.",
    )


GUARDS: dict[str, Guard] = {
    "frp": google_lock,
    "not_set_up": first_start,
    "finance_lock": lender,
    "device_owner": manager,
    "other_user": other_user,
    "system_update": system_update,
    "battery": empty_battery,
    "account_app": account_app,
}
"""Every guard of facts by its name, in the order in which it is asked."""


def obstacles(facts: PhoneFacts) -> list[Obstacle]:
    """All that stands against signing this phone out."""
    return [found for guard in GUARDS.values() if (found := guard(facts))]


def check_phone(facts: PhoneFacts) -> None:
    """Refuse phones that are not their owner's to sign out, or not now.

    Raises:
        Refused: the guard and the legitimate way.
    """
    for found in obstacles(facts)[:1]:
        raise Refused(found.message, guard=found.guard, hint=found.hint)


def check_not_reset(facts: PhoneFacts) -> None:
    """Refuse a phone after a reset: that no account is on it says nothing there.

    Raises:
        Refused: the guard and the legitimate way.
    """
    for guard in (google_lock, first_start):
        if found := guard(facts):
            raise Refused(found.message, guard=found.guard, hint=found.hint)


def check_supported(facts: PhoneFacts) -> None:
    """Refuse what is not MIUI or HyperOS.

    Raises:
        UnsupportedDevice: with the reason.
    """
    if facts.release.release is None:
        raise UnsupportedDevice(f"This phone runs neither MIUI nor HyperOS: {facts.release.why}")


def check_taps(facts: PhoneFacts) -> None:
    """Refuse when the phone says outright that the switch for taps is off.

    Raises:
        InputBlocked: it does.
    """
    taps = facts.taps
    if taps.answer == "refused" and facts.props.get("persist.security.adbinput", "").strip():
        raise InputBlocked(f"The phone does not let this computer tap: {taps.why}")


def absent_apps(facts: PhoneFacts) -> dict[str, str]:
    """Required apps that are missing or disabled: package -> the shell command that restores it."""
    commands: dict[str, str] = {}
    for package in REQUIRED_APPS:
        if facts.packages is not None and package not in facts.packages:
            commands[package] = f"cmd package install-existing {package}"
        elif facts.disabled is not None and package in facts.disabled:
            commands[package] = f"pm enable {package}"
    return commands
