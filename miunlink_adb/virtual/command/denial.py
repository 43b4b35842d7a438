"""What the shell user may not do on a Xiaomi phone, and how commands say so.

Source: HyperOS' PackageManagerServiceImpl.preCheckUidPermission and captured refusals.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from miunlink_adb.virtual.command.call import Call
    from miunlink_adb.virtual.phone import Phone

DENIED = 255
_TRUE = frozenset({"1", "y", "yes", "on", "true"})
_MIUI_PROPS = ("ro.miui.ui.version.name", "ro.mi.os.version.name")


def is_miui(phone: Phone) -> bool:
    """Whether the phone runs MIUI or HyperOS."""
    return any(phone.props.get(name) for name in _MIUI_PROPS)


def shell_is_trusted(phone: Phone) -> bool:
    """Whether the shell user has the permissions that MIUI withholds by default.

    They are INJECT_EVENTS, WRITE_SECURE_SETTINGS, GRANT_RUNTIME_PERMISSIONS,
    CLEAR_APP_USER_DATA and some more.
    """
    props = phone.props
    if not is_miui(phone) or props.get("persist.security.adbinput", "").lower() in _TRUE:
        return True
    if "tablet" in props.get("ro.build.characteristics", "").split(","):
        return True
    unlocked = (
        props.get("ro.secureboot.devicelock") == "0"
        or props.get("ro.secureboot.lockstate") == "unlocked"
    )
    return props.get("ro.debuggable") == "1" and unlocked


def deny(call: Call, verb: str, reason: str) -> int:
    """Print a SecurityException as this Android's shell commands do and return the exit code.

    Android 11 and later name the verb (``tap``); before, the reason comes twice.
    """
    if call.phone.sdk >= 30:
        call.complain(f"\nException occurred while executing '{verb}':")
    else:
        call.complain(f"Security exception: {reason}\n")
    call.complain(f"java.lang.SecurityException: {reason}")
    call.complain("\tat android.os.Parcel.createException(Parcel.java:2075)")
    return DENIED
