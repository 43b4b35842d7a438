"""What a phone holds: Android users with their accounts, packages, the battery.

Plain state: knows nothing of screens, protocols and commands.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Account:
    """An account of Android's AccountManager; `name` in full, masking is up to dumpsys."""

    name: str
    type: str


@dataclass(frozen=True)
class AccountEvent:
    """A line of dumpsys account's history: `action` as printed, `at` in epoch seconds."""

    account: Account
    action: str
    at: float
    uid: int


@dataclass
class User:
    """An Android user; `flags` as in UserInfo (0x13 the owner, 0x30 a work profile)."""

    id: int
    name: str
    flags: int = 0x13
    running: bool = True
    accounts: list[Account] = field(default_factory=list)
    history: list[AccountEvent] = field(default_factory=list)


@dataclass
class Package:
    """An installed package. `installed_users`: where it is installed; `enabled` for all of them.

    `splits`: paths of the APKs beside the base.
    """

    name: str
    version_name: str = "1.0"
    version_code: int = 1
    path: str = ""
    system: bool = True
    enabled: bool = True
    installed_users: set[int] = field(default_factory=lambda: {0})
    uid: int = 10000
    splits: tuple[str, ...] = ()


@dataclass
class Battery:
    """As dumpsys battery tells it."""

    level: int = 76
    plugged: bool = True
    temperature: int = 287
