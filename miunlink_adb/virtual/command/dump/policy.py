"""dumpsys of who rules the phone: device_policy, trust, lock_settings, user; and of its network."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from miunlink_adb.virtual.phone import Phone

_FLAG_NAMES = {0x1: "PRIMARY", 0x2: "ADMIN", 0x4: "GUEST", 0x8: "RESTRICTED"}
_FLAG_NAMES |= {0x10: "INITIALIZED", 0x20: "MANAGED_PROFILE", 0x400: "FULL", 0x800: "SYSTEM"}


def dump_device_policy(phone: Phone, args: list[str]) -> str:
    """Return the device owner, if any."""
    del args
    lines = ["Current Device Policy Manager state:"]
    if phone.device_owner:
        package, _, receiver = phone.device_owner.partition("/")
        admin = f"{package}/{receiver or f'{package}.AdminReceiver'}"
        lines += [
            "  Device Owner: ",
            f"    admin=ComponentInfo{{{admin}}}",
            "    name=",
            f"    package={package}",
            "    isOrganizationOwnedDevice=true",
            "    User ID: 0",
            "",
        ]
    kind = (1 if phone.financed else 0) if phone.device_owner else -1
    lines += [f"  Device Owner Type: {kind}"] if phone.sdk >= 31 or phone.financed else []
    lines += ["", "  Enabled Device Admins (User 0, provisioningState: 0):"]
    return "\n".join(lines) + "\n"


def dump_trust(phone: Phone, args: list[str]) -> str:
    """Return for every user whether the phone is locked for him."""
    del args
    locked = int(phone.keyguard and phone.keyguard_secure)
    lines = ["Trust manager state:"]
    for user in phone.users.values():
        current = " (current)" if user.id == phone.current_user else ""
        lines += [
            (
                f' User "{user.name}" (id={user.id}, flags=0x{user.flags:x}){current}: trusted=0, '
                f"trustManaged=0, deviceLocked={locked}, strongAuthRequired=0x0"
            ),
            "   Enabled agents:",
            "   Events:",
        ]
    return "\n".join(lines) + "\n"


def dump_lock_settings(phone: Phone, args: list[str]) -> str:
    """Return the kind of screen lock that each user has, as Android 11 and later say it."""
    del args
    if phone.sdk < 30:
        return "Current lock settings service state:\n"
    lines = ["Current lock settings service state:", "", "User State:"]
    for user in phone.users.values():
        kind = phone.screen_lock if user.id == 0 else "NONE"
        lines += [f"  User {user.id}", "    SP Handle: 0", "    Quality: 0"]
        lines += [f"    CredentialType: {kind}", ""]
    return "\n".join(lines) + "\n"


def dump_user(phone: Phone, args: list[str]) -> str:
    """Return the Android users."""
    del args
    lines = [f"Current user: {phone.current_user}"] if phone.sdk >= 30 else []
    lines += ["Users:"]
    for user in phone.users.values():
        names = "|".join(name for bit, name in _FLAG_NAMES.items() if user.flags & bit)
        state = "RUNNING_UNLOCKED" if user.running else "-1"
        lines += [
            (
                f"  UserInfo{{{user.id}:{user.name}:{user.flags:x}}} serialNo={user.id} "
                f"isPrimary={str(user.id == 0).lower()}"
            ),
            f"    Flags: {user.flags} ({names})",
            f"    State: {state}",
        ]
    return "\n".join(lines) + "\n"


def dump_connectivity(phone: Phone, args: list[str]) -> str:
    """Return the default network; Wi-Fi is the only one there is."""
    del args
    lines = ["NetworkProviders for:", "", f"Active default network: {_network(phone)}", ""]
    lines += ["Current Networks:"]
    if phone.network:
        lines += [
            (
                "  NetworkAgentInfo{network{100}  ni{WIFI CONNECTED extra: } created=1 "
                "everValidated lastValidated  lp{{InterfaceName: wlan0 LinkAddresses: "
                "[ 192.168.31.20/24 ] DnsAddresses: [ /192.168.31.1 ]}} nc{[ Transports: WIFI "
                "Capabilities: INTERNET&NOT_RESTRICTED&TRUSTED&NOT_VPN&VALIDATED]}}"
            )
        ]
    return "\n".join(lines) + "\n"


def _network(phone: Phone) -> str:
    return "100" if phone.network else "none"


def dump_wifi(phone: Phone, args: list[str]) -> str:
    """Return whether Wi-Fi is on and connected."""
    del args
    state = "COMPLETED" if phone.network else "DISCONNECTED"
    on = "enabled" if phone.network else "disabled"
    info = f"mWifiInfo SSID: <unknown ssid>, Supplicant state: {state}"
    return f"Wi-Fi is {on}\nStay-awake conditions: 0\n{info}\n"
