"""The switches of a virtual phone: what its owner has, how Xiaomi's servers answer, what lies over.

Plain values. Must not know screens, releases or the wire.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field

from miunlink_adb.virtual.worlds import WorldError

POPUPS = (
    "update",
    "deduct",
    "ad",
    "notification",
    "permission",
    "battery",
    "call",
    "system_update",
    "find_device",
)
"""Windows of other apps, or promotions, that may lie over the account page."""
FIND_DEVICE_ERRORS = (
    "password_recently_changed",
    "password_not_confirmed",
    "operation_failed",
    "io",
    "bad_response",
    "request",
    "request_prepare",
    "null_credential",
    "account",
    "access_denied",
    "interrupted",
)
"""Why Find device could not be turned off, by the names of the account app's reasons."""
_CHOICES: dict[str, tuple[str, ...]] = {
    "asks_password": ("", "always", "find_device"),
    "password_error": ("", "denied", "network", "server"),
    "find_device_error": ("", *FIND_DEVICE_ERRORS),
    "logout_failed": ("", "no_response", "unknown"),
    "keyguard": ("off", "insecure", "secure"),
    "taps": ("on", "off", "silent"),
    "front": ("launcher", "settings", "account", "chat"),
    "screen_lock": ("none", "pattern", "pin", "password"),
    "bootloader": ("locked", "unlocked"),
    "recovery": ("stock", "sideload", "twrp", "twrp_old"),
    "wipe": ("", "fails", "lies", "silent"),
    "apks": ("whole", "split", "unreadable", "cut", "bomb"),
}


@dataclass(frozen=True)
class Scenario:
    """One phone's circumstances.

    The defaults: signed in, Find device on, synced cloud data. What `child_account` and
    `provisioned` show is imagined; all else is read from the apps or reported by owners.

    `financed`: the device owner is a lender's. `clock_off`: seconds by which the phone's clock is
    ahead. `holder`: another tool that holds UiAutomation. `apks`: how the files of the apps are;
    `renamed`: strings that an update calls by other words, as `app.string_name:text`; the name
    `*` adds its text to every string. `recovery`: what is installed; a locked bootloader starts
    only the maker's own (`sideload`: while it waits for an update). `wipe`: what TWRP's wipe comes
    to when it does not go well: it fails, says that it is done and is not, loses its words.
    `adb_after_reset`: USB debugging is on after a reset, as on a build for developers.

    The secrets (`password`, `code`, `captcha`) are what Xiaomi's servers accept.
    """

    # who is signed in
    account: bool = True
    account_id: str = "2807145558"
    nickname: str = "Tilda Morgenroth"
    google_account: bool = True
    second_space: bool = False
    second_space_account: bool = True
    dual_apps: bool = False
    dual_apps_account: bool = True
    second_space_in_front: bool = False
    # what sign-out asks
    bank_cards: int = 0
    cloud_query: float = 0.3
    cloud_synced: bool = True
    unsynced: bool = False
    hidden_photos: bool = False
    high_quality_photos: bool = False
    e2ee_last_device: bool = False
    find_device: bool = True
    asks_password: str = ""
    has_password: bool = True
    token_expired: bool = False
    # how the password is answered
    password: str = field(default="Quitte+Linde_4711", repr=False)
    code: str = field(default="739164", repr=False)
    captcha: str = field(default="kmx7q", repr=False)
    captcha_after: int = 0
    too_many_after: int = 0
    second_step: bool = False
    web_verification: bool = False
    password_error: str = ""
    # how sign-out ends
    cooldown_days: int = 0
    find_device_error: str = ""
    finddevice_installed: bool = True
    missing_packages: tuple[str, ...] = ()
    disabled_packages: tuple[str, ...] = ()
    child_account: bool = False
    logout_failed: str = ""
    # the state of the phone
    taps: str = "on"
    keyguard: str = "off"
    screen_on: bool = True
    lost_mode: bool = False
    finance_lock: bool = False
    activation_lock: bool = False
    provisioned: bool = True
    authorized: bool = True
    device_owner: str = ""
    network: bool = True
    battery: int = 76
    charging: bool = True
    font_scale: float = 1.0
    density: int = 0
    secure_keyboard: bool = False
    popups: tuple[str, ...] = ()
    front: str = "launcher"
    # what else binds it, and what is wrong with it
    sim: bool = True
    sd_card: bool = False
    screen_lock: str = "none"
    work_profile: bool = False
    financed: bool = False
    bootloader: str = "locked"
    oem_unlock: bool = False
    custom_recovery: bool = False
    recovery: str = "stock"
    wipe: str = ""
    adb_after_reset: bool = False
    frp: bool = False
    updating: bool = False
    private_dns: str = ""
    clock_off: float = 0.0
    storage_full: bool = False
    holder: str = ""
    # the apps' files
    apks: str = "whole"
    renamed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, allowed in _CHOICES.items():
            if getattr(self, name) not in allowed:
                shown = ", ".join(repr(value) for value in allowed)
                raise WorldError(f"{name} is one of {shown}, not {getattr(self, name)!r}")
        if unknown := set(self.popups) - set(POPUPS):
            raise WorldError(f"no pop-up {sorted(unknown)[0]!r}; known: {', '.join(POPUPS)}")

    @property
    def removed_packages(self) -> tuple[str, ...]:
        """Packages that a debloater took away from the owner; they can be restored."""
        find_device = () if self.finddevice_installed else ("com.xiaomi.finddevice",)
        return (*self.missing_packages, *find_device)

    @property
    def words(self) -> tuple[tuple[str, str], ...]:
        """`renamed` as pairs of `app.string_name` and text."""
        pairs = (entry.partition(":") for entry in self.renamed)
        return tuple((name, text) for name, _, text in pairs)

    @property
    def lock(self) -> str:
        """The Find device lock that covers the phone, "" for none."""
        locks = ("lost_mode", "finance_lock", "activation_lock")
        return next((name for name in locks if getattr(self, name)), "")

    @classmethod
    def parse(cls, pairs: tuple[str, ...] | list[str]) -> Scenario:
        """A scenario from `key=value` texts: yes/no, numbers, words, lists with commas.

        Raises WorldError with the known keys, or what the value should look like.
        """
        kinds = {item.name: type(item.default) for item in dataclasses.fields(cls)}
        values: dict[str, object] = {}
        for pair in pairs:
            key, equals, text = pair.partition("=")
            if not equals or key not in kinds:
                raise WorldError(f"no switch {key!r}; known: {', '.join(kinds)}")
            values[key] = _value(key, kinds[key], text)
        return dataclasses.replace(cls(), **values)  # type: ignore[arg-type]


_YES = {"yes": True, "true": True, "on": True, "1": True}
_NO = {"no": False, "false": False, "off": False, "0": False}


def _value(key: str, kind: type, text: str) -> object:
    if kind is bool:
        try:
            return (_YES | _NO)[text.lower()]
        except KeyError:
            raise WorldError(f"{key} is yes or no, not {text!r}") from None
    if kind is tuple:
        return tuple(part for part in text.split(",") if part)
    try:
        return kind(text)
    except ValueError:
        raise WorldError(f"{key} is a number, not {text!r}") from None
