"""Checks of the phone itself, in the order in which things are to be put right.

Pure. It must not know how the phone is reached, nor what the owner wants done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from miunlink_adb.doctor.finding import DEVICE, PACK, REFUSED, Finding, fail, good, warn
from miunlink_adb.doctor.label_gaps import examine_sources
from miunlink_adb.errors import MiunlinkError, UnsupportedDevice
from miunlink_adb.pack import BoundPack
from miunlink_adb.packing import LabelSources
from miunlink_adb.preflight import ACCOUNT_APP, FIND_DEVICE, GUARDS, REQUIRED_APPS, absent_apps
from miunlink_adb.surroundings import Surroundings
from miunlink_adb.survey import PhoneFacts
from miunlink_adb.words import path_words

__all__ = ["CHECKS", "Handset", "examine_handset"]

CLOCK_WARN, CLOCK_FAIL = 300, 86400
"""Seconds that the phone's clock may be wrong: beyond a day certificates do not hold."""
SPACE_WARN, SPACE_FAIL = 500_000_000, 50_000_000
"""Free bytes: the server that looks at the screen takes 4 MB."""
BATTERY_WARN = 20


@dataclass(frozen=True, slots=True)
class Handset:
    """All that is known of the phone.

    `taps`: `allowed`, `blocked` or `unknown`, as a harmless key press showed. `pack`: None if
    there is none, `pack_problem` says why. `holder`: a program that may hold UiAutomation, in
    words, and `holder_pid` its process. `now`: the computer's time, seconds since 1970. `sources`:
    where the pack's labels come from, as far as there is a pack.
    """

    facts: PhoneFacts
    around: Surroundings
    taps: str
    pack: BoundPack | None
    pack_problem: MiunlinkError | None = None
    holder: str | None = None
    holder_pid: int | None = None
    now: float = 0.0
    sources: LabelSources | None = None


Check = Callable[[Handset], Iterator[Finding]]


def release(phone: Handset) -> Iterator[Finding]:
    """MIUI or HyperOS."""
    match = phone.facts.release
    if match.release is None:
        remedy = UnsupportedDevice.default_hint
        yield fail("release", f"Neither MIUI nor HyperOS: {match.why}", remedy)
    else:
        yield good("release", f"{match.release}, region {match.region or 'not said'}.")


def pack(phone: Handset) -> Iterator[Finding]:
    """There is a pack for the release, with words for the phone's language."""
    error = phone.pack_problem
    if phone.facts.release.release is None:
        return
    if error is not None:
        yield fail("pack", error.message, error.hint, error.exit_code or PACK)
    elif phone.pack is not None and not phone.pack.locales:
        what = f"No words are known for the phone's language ({phone.pack.locale})."
        yield warn("pack", what, "Set the phone's language to English for the sign-out.")
    else:
        yield good("pack", "Its screens are known in the phone's language.")


def pack_gaps(phone: Handset) -> Iterator[Finding]:
    """What the packs lack for this phone, and what of it the phone's own apps tell."""
    if phone.sources is None or phone.pack is None:
        return
    blind = [name for name, element in phone.pack.elements.items() if not element.selectors]
    yield from examine_sources(phone.sources, blind, absent_apps(phone.facts))


def taps(phone: Handset) -> Iterator[Finding]:
    """The phone takes taps over adb; phones need a switch for it, tablets on HyperOS do not."""
    if phone.taps == "allowed":
        yield good("taps", "The phone lets this computer tap.")
        return
    said = phone.facts.taps.why
    if phone.taps == "blocked":
        yield fail("taps", f"The phone does not let this computer tap. {said}", _tap_steps(phone))
    else:
        yield warn("taps", f"Whether the phone takes taps is not known. {said}", _tap_steps(phone))


def _tap_steps(phone: Handset) -> str:
    rows = ("additional_settings_row", "developer_options_row", "tap_switch_row")
    way = path_words(phone.pack, *rows) if phone.pack else ""
    way = way or "Additional settings > Developer options > USB debugging (Security settings)"
    return (
        f"In Settings: {way}, turn it on and confirm three times. The phone wants a signed-in "
        "account, internet and often a SIM card; all phones need it, HyperOS tablets do not. If "
        "it is on already, restart the phone. Or go without: miunlink-adb signout --coach"
    )


def apps(phone: Handset) -> Iterator[Finding]:
    """The apps that signing out needs are there and enabled; debloaters take them away."""
    absent = absent_apps(phone.facts)
    for package, command in absent.items():
        name = f"app_{package.rpartition('.')[2]}"
        what = f"{package} is missing or disabled: {REQUIRED_APPS[package]}."
        remedy = f"adb shell {command}, then restart the phone (doctor --fix asks and does it)"
        if package == ACCOUNT_APP:
            yield fail(name, what, remedy, REFUSED, fix=command)
        elif package == FIND_DEVICE:
            yield fail(name, what, remedy, DEVICE, fix=command)
        else:
            yield warn(name, what, remedy, fix=command)
    if not absent:
        yield good("apps", "The apps that signing out needs are there.")


def account(phone: Handset) -> Iterator[Finding]:
    """There is an account to be signed out."""
    report = phone.facts.accounts
    if not report.complete:
        remedy = "Unlock the phone and try again; restart it if it stays so."
        yield fail("account", f"The accounts cannot be read: {report.why}", remedy)
    elif not report.users.get(0, {}).get("com.xiaomi"):
        yield good("account", "No account is signed in: there is nothing to do.")
    else:
        yield good("account", "An account is signed in.")


def network(phone: Handset) -> Iterator[Finding]:
    """The phone reaches Xiaomi's servers, which must agree to the sign-out."""
    found = phone.around.network
    if found.connected is False:
        yield fail("network", "The phone has no network.", "Connect it to Wi-Fi or mobile data.")
    elif found.validated is False:
        remedy = "Sign in to the Wi-Fi's own page, or take another network."
        yield warn("network", "The phone's network does not reach the internet.", remedy)
    else:
        yield good("network", "The phone has a network.")
    if found.vpn:
        remedy = "Turn it off for the sign-out: Xiaomi asks for more proofs on unusual networks."
        yield warn("vpn", "A VPN is on.", remedy)


def clock(phone: Handset) -> Iterator[Finding]:
    """The phone's clock is right: secure connections and captchas fail otherwise."""
    if phone.around.clock is None:
        return
    off = abs(phone.around.clock - phone.now)
    remedy = "Settings > Additional settings > Date & time: set it by the network."
    what = f"The phone's clock is wrong by {_span(off)}."
    if off > CLOCK_FAIL:
        yield fail("clock", what, remedy)
    elif off > CLOCK_WARN:
        yield warn("clock", what, remedy)
    else:
        yield good("clock", "The phone's clock is right.")


def _span(seconds: float) -> str:
    if seconds >= CLOCK_FAIL:
        return f"{seconds / 86400:.0f} day(s)"
    return f"{seconds / 60:.0f} minute(s)"


def private_dns(phone: Handset) -> Iterator[Finding]:
    """No DNS server of the owner's own, which may block Xiaomi's servers."""
    if phone.around.dns:
        yield warn(
            "private_dns",
            "A private DNS server is set; ad blockers of this kind block Xiaomi's servers, too.",
            "Settings > Connection & sharing > Private DNS: automatic, for the sign-out.",
        )
    elif phone.around.dns is not None:
        yield good("private_dns", "No private DNS server is set.")


def automation(phone: Handset) -> Iterator[Finding]:
    """No other program holds the phone's only UiAutomation connection."""
    if phone.holder is None:
        yield good("automation", "No other automation program is known to run.")
        return
    stop = f"kill {phone.holder_pid}" if phone.holder_pid else ""
    remedy = "End that program (doctor --fix asks and ends its process on the phone)."
    what = f"{phone.holder} runs: only one program can look at the screen."
    if phone.holder.startswith("uiautomator2"):
        yield warn("automation", what, "If it works, it is used as it is; else end it.", fix=stop)
    else:
        yield fail("automation", what, remedy, fix=stop)


def storage(phone: Handset) -> Iterator[Finding]:
    """There is room for the server that looks at the screen."""
    free = phone.around.space
    if free is None:
        return
    what = f"{free // 1_000_000} MB are free on the phone."
    remedy = "Delete something large, or move pictures to a computer."
    if free < SPACE_FAIL:
        yield fail("storage", what, remedy)
    elif free < SPACE_WARN:
        yield warn("storage", what, remedy)
    else:
        yield good("storage", what)


def low_battery(phone: Handset) -> Iterator[Finding]:
    """The battery will last; far below that, the guard says no."""
    battery = phone.facts.battery
    if battery and battery.plugged is False and 10 <= battery.level < BATTERY_WARN:
        what = f"The battery is at {battery.level} % and not charging."
        yield warn("low_battery", what, "Charge the phone.")


def keyguard(phone: Handset) -> Iterator[Finding]:
    """The phone is unlocked."""
    if phone.facts.keyguard or phone.facts.screen_on is False:
        yield warn("keyguard", "The phone is locked or its screen is off.", "Unlock it.")
    else:
        yield good("keyguard", "The phone is unlocked.")


def find_device_window(phone: Handset) -> Iterator[Finding]:
    """No window of Find device, which may be a lock, is in front."""
    front = phone.facts.front
    if front is not None and front.package == FIND_DEVICE:
        yield fail(
            "find_device_window",
            "A window of Find device is in front: the phone may be locked as lost, by a lender, or "
            "until its account is confirmed.",
            "Read what it says. Only the account's owner, or the lender, can unlock it.",
            REFUSED,
        )


def guards(phone: Handset) -> Iterator[Finding]:
    """Whether this phone may be signed out now; the account app has its own check."""
    for name, guard in GUARDS.items():
        found = guard(phone.facts)
        if found is None or name == "account_app":
            continue
        yield fail(name, found.message, found.hint, REFUSED)


CHECKS: tuple[Check, ...] = (
    release,
    pack,
    pack_gaps,
    taps,
    apps,
    account,
    network,
    clock,
    private_dns,
    automation,
    storage,
    low_battery,
    keyguard,
    find_device_window,
    guards,
)
"""In the order in which things are to be put right; what is no phone of ours comes first."""


def examine_handset(phone: Handset) -> list[Finding]:
    """Make every check."""
    return [finding for check in CHECKS for finding in check(phone)]
