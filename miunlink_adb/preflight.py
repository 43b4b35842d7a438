"""What must be true before anything on the phone is touched, from facts alone.

Pure predicates: each takes facts and raises or returns a sentence. They must not ask the phone.
"""

from __future__ import annotations

from miunlink_adb.errors import InputBlocked, Refused, UnsupportedDevice
from miunlink_adb.survey import PhoneFacts

__all__ = ["check_phone", "check_supported", "check_taps", "warnings"]

LOWEST_BATTERY = 10
ACCOUNT_APP = "com.xiaomi.account"
FIND_DEVICE = "com.xiaomi.finddevice"
CLOUD = "com.miui.cloudservice"


def check_supported(facts: PhoneFacts) -> None:
    """Refuse what is not MIUI or HyperOS.

    Raises:
        UnsupportedDevice: with the reason.
    """
    if facts.release.release is None:
        raise UnsupportedDevice(f"This phone runs neither MIUI nor HyperOS: {facts.release.why}")


def check_phone(facts: PhoneFacts) -> None:
    """Refuse phones that are not their owner's to sign out, or not now.

    Raises:
        Refused: the guard and the legitimate way.
    """
    for guard in (_set_up, _nobody_manages_it, _owner_in_front, _battery_lasts, _account_app):
        guard(facts)


def check_taps(facts: PhoneFacts) -> None:
    """Refuse when the phone says outright that the switch for taps is off.

    Raises:
        InputBlocked: it does.
    """
    taps = facts.taps
    if taps.answer == "refused" and facts.props.get("persist.security.adbinput", "").strip():
        raise InputBlocked(f"The phone does not let this computer tap: {taps.why}")


def warnings(facts: PhoneFacts) -> list[str]:
    """What the owner should know before the point of no return."""
    found: list[str] = []
    if facts.bank_cards:
        found.append(
            f"{facts.bank_cards} bank or transit card(s) stored on the phone will be deleted."
        )
    if _missing(facts, FIND_DEVICE):
        found.append(
            "The app Find device is missing or disabled; signing out often fails without it. "
            "Restore it with: adb shell cmd package install-existing com.xiaomi.finddevice"
        )
    if _missing(facts, CLOUD):
        found.append(
            "The app Mi Cloud is missing or disabled; the question about data may not come."
        )
    if facts.taps.answer != "allowed":
        return found
    found.append(
        "'USB debugging (Security settings)' cannot be turned on again without an account."
    )
    return found


def _missing(facts: PhoneFacts, package: str) -> bool:
    absent = facts.packages is not None and package not in facts.packages
    return absent or (facts.disabled is not None and package in facts.disabled)


def _set_up(facts: PhoneFacts) -> None:
    if facts.set_up is False:
        raise Refused(
            "The phone is still in its first-start assistant.",
            guard="not_set_up",
            hint="If it asks for an account there, only the owner of that account can go on: it is "
            "an activation lock, which this program never touches. Otherwise finish the assistant.",
        )


def _nobody_manages_it(facts: PhoneFacts) -> None:
    package = facts.device_owner.package
    if package:
        raise Refused(
            f"This phone is managed by {package}; the account is hidden or not the user's own.",
            guard="device_owner",
            hint="Ask whoever manages the phone to release it, or remove that app's device-owner "
            "right in the app itself.",
        )


def _owner_in_front(facts: PhoneFacts) -> None:
    if facts.current_user:
        raise Refused(
            f"Android user {facts.current_user} is in front, not the owner (user 0).",
            guard="other_user",
            hint="Switch the phone to its first space (the owner), then run the command again.",
        )


def _battery_lasts(facts: PhoneFacts) -> None:
    battery = facts.battery
    if battery and battery.plugged is False and battery.level < LOWEST_BATTERY:
        raise Refused(
            f"The battery is at {battery.level} % and not charging.",
            guard="battery",
            hint="Charge the phone, then run the command again.",
        )


def _account_app(facts: PhoneFacts) -> None:
    if _missing(facts, ACCOUNT_APP):
        raise Refused(
            "The account app (com.xiaomi.account) is missing or disabled.",
            guard="account_app",
            hint="Restore it with: adb shell cmd package install-existing com.xiaomi.account "
            "(or: adb shell pm enable com.xiaomi.account), restart the phone and run again.",
        )
