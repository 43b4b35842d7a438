"""dumpsys account; layout: AOSP AccountManagerService.dumpUser, with Xiaomi's masked names."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from miunlink_adb.virtual.command.denial import is_miui

if TYPE_CHECKING:
    from miunlink_adb.virtual.phone import Phone, User

_AUTHENTICATORS = {
    "com.xiaomi.account": (
        ("com.xiaomi", ".authenticator.XmAuthenticationService"),
        ("com.xiaomi.unactivated", ".authenticator.UnactivatedAccountService"),
    ),
    "com.google.android.gms": (
        (
            "com.google",
            "/com.google.android.gms.auth.account.authenticator.GoogleAccountAuthenticatorService",
        ),
    ),
    "com.google.android.gm": (
        ("com.google.android.gm.pop3", "/com.android.email.service.Pop3AuthenticatorService"),
        ("com.google.android.gm.exchange", "/com.android.email.service.EasAuthenticatorService"),
    ),
    "cn.wps.moffice_eng": (
        ("cn.wps.moffice", "/cn.wps.moffice.main.cloud.roaming.account.AuthService"),
    ),
}
"""Which account types a package registers, whether or not such an account exists."""


def dump_account(phone: Phone, args: list[str]) -> str:
    """Return the accounts of every running user."""
    del args
    users = [user for user in phone.users.values() if user.running]
    return "".join(_user(phone, user) for user in users)


def masked(name: str) -> str:
    """Return a name with the three letters in its middle replaced, as Xiaomi's builds print it.

    Read off the captures: ``6230***535``, ``Mes***ger``, ``Fac***ok``, ``Ti***k``.
    """
    rest = max(0, len(name) - 3)
    tail = rest // 2
    return f"{name[: rest - tail]}***{name[len(name) - tail :]}"


def _user(phone: Phone, user: User) -> str:
    lines = [f"User UserInfo{{{user.id}:{user.name}:{user.flags:x}}}:"]
    lines.append(f"  Accounts: {len(user.accounts)}")
    for account in user.accounts:
        name = masked(account.name) if is_miui(phone) else account.name
        lines.append(f"    Account {{name={name}, type={account.type}}}")
    lines += ["", *_history(user), "", "  Active Sessions: 0", "", *_services(phone, user)]
    return "\n".join([*lines, "", "  Account visibility:", ""]) + "\n"


def _history(user: User) -> list[str]:
    """Return the debug table; ids number the accounts in the order in which they came up."""
    lines = ["  AccountId, Action_Type, timestamp, UID, TableName, Key", "  Accounts History"]
    seen = list(dict.fromkeys(event.account for event in user.history))
    for key, event in enumerate(user.history):
        when = datetime.fromtimestamp(event.at).strftime("%Y-%m-%d %H:%M:%S")  # noqa: DTZ006
        number = seen.index(event.account) + 1
        lines.append(f"  {number},{event.action},{when},{event.uid},accounts,{key}")
    return lines


def _services(phone: Phone, user: User) -> list[str]:
    lines = []
    for name, services in _AUTHENTICATORS.items():
        package = phone.packages.get(name)
        if package is None or user.id not in package.installed_users or not package.enabled:
            continue
        for kind, service in services:
            full = f"{name}/{name}{service}" if service[0] == "." else f"{name}{service}"
            lines.append(
                f"    ServiceInfo: AuthenticatorDescription {{type={kind}}}, "
                f"ComponentInfo{{{full}}}, uid {user.id * 100000 + package.uid}"
            )
    return [f"  RegisteredServicesCache: {len(lines)} services", *lines]
