"""What still binds a phone to its owner, from facts alone.

Pure. It must not know how a binding is loosened, nor whether the phone may be handed over.
"""

from __future__ import annotations

from typing import NamedTuple

from miunlink_adb.accounts import XIAOMI
from miunlink_adb.survey import PhoneFacts

__all__ = ["Binding", "remaining_bindings"]

GOOGLE = "com.google"
FIND_DEVICE = "com.xiaomi.finddevice"
LOCK_STATES = ("ro.secureboot.lockstate", "ro.boot.vbmeta.device_state")


class Binding(NamedTuple):
    """One thing that still binds: what, for which Android user (None: the whole phone), detail."""

    what: str
    user: int | None
    detail: str

    def to_json(self) -> dict[str, object]:
        """As the command-line contract prints it."""
        return {"what": self.what, "user": self.user, "detail": self.detail}


def remaining_bindings(facts: PhoneFacts, accounts: dict[str, int]) -> list[Binding]:
    """List what is left.

    `accounts`: Xiaomi accounts per Android user now (`{"0": 0}`); the facts' own list may be
    older.
    """
    bindings = [*_xiaomi(facts, accounts), *_other_accounts(facts), *_spaces(facts)]
    bindings += _whole_phone(facts, accounts)
    return bindings


def _xiaomi(facts: PhoneFacts, accounts: dict[str, int]) -> list[Binding]:
    kinds = {user.id: user.kind for user in facts.users}
    return [
        Binding("mi_account", int(user), f"{count} account in {kinds.get(int(user), 'a user')}")
        for user, count in accounts.items()
        if count
    ]


def _other_accounts(facts: PhoneFacts) -> list[Binding]:
    found: list[Binding] = []
    for user, types in sorted(facts.accounts.users.items()):
        google = types.get(GOOGLE, 0)
        if google:
            detail = f"{google} account(s): after a reset the phone asks for one of them"
            found.append(Binding("google_account", user, detail))
        others = sum(n for kind, n in types.items() if kind not in (GOOGLE, XIAOMI))
        if others:
            found.append(Binding("other_accounts", user, f"{others} account(s) of other services"))
    return found


def _spaces(facts: PhoneFacts) -> list[Binding]:
    return [
        Binding(user.kind.replace(" ", "_"), user.id, "has its own data and accounts")
        for user in facts.users
        if user.id != 0
    ]


def _whole_phone(facts: PhoneFacts, accounts: dict[str, int]) -> list[Binding]:
    found: list[Binding] = []
    if accounts.get("0") and (facts.packages is None or FIND_DEVICE in facts.packages):
        found.append(Binding("find_device", None, "may be on as long as the account is there"))
    if facts.device_owner.package:
        found.append(Binding("device_owner", None, "a program manages this phone"))
    lock = facts.props.get("ro.secureboot.lockstate") or facts.props.get(
        "ro.boot.vbmeta.device_state"
    )
    if lock == "unlocked":
        found.append(Binding("bootloader", None, "unlocked: the phone's software is not protected"))
    return found
