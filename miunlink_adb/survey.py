"""One look at everything about a phone that is not on its screen.

All commands go in one shell call; a shell that does not take that is asked one by one. Only
reads. It must not decide anything: guards and reports do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from miunlink_adb.accounts import AccountsReport, parse_accounts
from miunlink_adb.device_state.battery import Battery, parse_battery
from miunlink_adb.device_state.device_owner import DeviceOwner, parse_device_owner
from miunlink_adb.device_state.focus import Focus, parse_focus
from miunlink_adb.device_state.locale_tag import phone_locale
from miunlink_adb.device_state.lock import keyguard_showing, screen_on
from miunlink_adb.device_state.packages import parse_packages
from miunlink_adb.device_state.taps import Taps, taps_allowed
from miunlink_adb.device_state.users import AndroidUser, parse_current_user, parse_users
from miunlink_adb.props import parse_props
from miunlink_adb.release import ReleaseMatch, match_release

if TYPE_CHECKING:
    from miunlink_adb.phone import PhoneShell

__all__ = ["PhoneFacts", "ask_all", "read_locale", "survey"]

COMMANDS: Mapping[str, str] = {
    "props": "getprop",
    "accounts": "dumpsys account",
    "users": "pm list users",
    "current_user": "am get-current-user",
    "locales": "settings get system system_locales",
    "bank_cards": "settings get secure key_bank_card_in_ese",
    "setup": "settings get secure user_setup_complete",
    "provisioned": "settings get global device_provisioned",
    "frp": "settings get secure secure_frp_mode",
    "frp_global": "settings get global secure_frp_mode",
    "packages": "pm list packages",
    "disabled": "pm list packages -d",
    "owner": "dumpsys device_policy",
    "battery": "dumpsys battery",
    "power": "dumpsys power",
    "window": "dumpsys window",
}
_MARK = "--8<-- {} --8<--"
_SPLIT = re.compile(r"^--8<-- (\w+) --8<--[ \t]*\r?$\n?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PhoneFacts:
    """What a phone says about itself. None means: it did not say.

    `locales`: the languages that its owner chose, best first. `bank_cards`: how many are in the
    secure element. `packages`: all that are installed. `set_up`: the first-start assistant is
    finished (not before, on a phone after a reset). `frp`: it asks for a Google account that was
    on it before a reset. `front`: what has the focus.
    """

    props: Mapping[str, str]
    release: ReleaseMatch
    locale: str | None
    accounts: AccountsReport
    locales: tuple[str, ...] = ()
    users: tuple[AndroidUser, ...] = ()
    current_user: int | None = None
    bank_cards: int | None = None
    set_up: bool | None = None
    frp: bool = False
    packages: frozenset[str] | None = None
    disabled: frozenset[str] | None = None
    device_owner: DeviceOwner = field(default_factory=lambda: DeviceOwner(None, answered=False))
    battery: Battery | None = None
    screen_on: bool | None = None
    keyguard: bool | None = None
    front: Focus | None = None

    @property
    def taps(self) -> Taps:
        """Whether adb may tap, as far as the properties tell."""
        return taps_allowed(self.props)


def survey(phone: PhoneShell) -> PhoneFacts:
    """Ask the phone everything that a run, `devices`, `status` and `doctor` need.

    Raises:
        DeviceError: the phone does not answer.
    """
    answers = ask_all(phone, COMMANDS)
    props = parse_props(answers["props"])
    setup = [answers["setup"].strip(), answers["provisioned"].strip()]
    return PhoneFacts(
        props=props,
        release=match_release(props),
        locale=phone_locale(props, answers["locales"]),
        accounts=parse_accounts(answers["accounts"]),
        locales=tuple(tag.strip() for tag in answers["locales"].split(",")),
        users=parse_users(answers["users"]),
        current_user=parse_current_user(answers["current_user"]),
        bank_cards=_number(answers["bank_cards"]),
        frp="1" in (answers["frp"].strip(), answers["frp_global"].strip()),
        set_up=False if "0" in setup else (True if "1" in setup else None),
        packages=parse_packages(answers["packages"]),
        disabled=parse_packages(answers["disabled"]),
        device_owner=parse_device_owner(answers["owner"]),
        battery=parse_battery(answers["battery"]),
        screen_on=screen_on(answers["power"]),
        keyguard=keyguard_showing(answers["window"]),
        front=parse_focus(answers["window"]),
    )


def read_locale(phone: PhoneShell) -> str | None:
    """The language tag that the phone shows its screens in now.

    Raises:
        DeviceError: the phone does not answer.
    """
    props = parse_props(phone.shell("getprop"))
    return phone_locale(props, phone.shell(COMMANDS["locales"]))


def ask_all(phone: PhoneShell, commands: Mapping[str, str]) -> dict[str, str]:
    """The answers to several commands that only read: name -> what was printed.

    Raises:
        DeviceError: the phone does not answer.
    """
    at_once = _ask_at_once(phone, commands)
    return at_once or {name: phone.shell(command) for name, command in commands.items()}


def _ask_at_once(phone: PhoneShell, commands: Mapping[str, str]) -> dict[str, str] | None:
    script = "; ".join(
        f"echo '{_MARK.format(name)}'; {command} 2>&1" for name, command in commands.items()
    )
    parts = _SPLIT.split(phone.shell(script, timeout=30.0))
    answers = list(zip(parts[1::2], parts[2::2], strict=True))
    in_order = [name for name, _ in answers] == list(commands)
    return dict(answers) if in_order else None  # a text may hold a mark: then each is asked alone


def _number(text: str) -> int | None:
    stripped = text.strip()
    return int(stripped) if stripped.isascii() and stripped.lstrip("-").isdigit() else None
