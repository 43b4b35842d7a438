"""Whether a phone was reset, from what it was before and is now.

Pure. The proof is a new installation (Android makes itself a new id) without accounts and spaces;
a first-start assistant counts where the id was not read before. It must not ask the phone.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from miunlink_adb.accounts import XIAOMI
from miunlink_adb.preflight import FIND_DEVICE
from miunlink_adb.survey import PhoneFacts

__all__ = ["Finding", "compare"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found: `proven`, the flags and counts that say so, and what is still open."""

    proven: bool
    evidence: dict[str, object] = field(default_factory=dict)
    open: tuple[str, ...] = ()


def compare(facts: PhoneFacts, *, new_installation: bool | None) -> Finding:
    """Judge a phone after a reset; `new_installation`: None where that is not known."""
    accounts = sum(sum(types.values()) for types in facts.accounts.users.values())
    xiaomi = sum(types.get(XIAOMI, 0) for types in facts.accounts.users.values())
    complete = facts.accounts.complete
    locked = facts.front is not None and facts.front.package == FIND_DEVICE
    evidence: dict[str, object] = {
        "accounts": accounts if complete else None,
        "mi_accounts": xiaomi if complete else None,
        "users": len(facts.users),
        "set_up": facts.set_up,
        "new_installation": new_installation,
        "google_lock": facts.frp,
        "activation_lock": locked,
    }
    fresh = new_installation if new_installation is not None else facts.set_up is False
    proven = bool(fresh) and complete and not xiaomi and len(facts.users) <= 1
    return Finding(proven, evidence, tuple(_open(facts, locked=locked, accounts=accounts)))


def _open(facts: PhoneFacts, *, locked: bool, accounts: int) -> list[str]:
    open_: list[str] = []
    if locked:
        open_.append("The phone is locked and asks for the Mi account that was on it.")
    if facts.frp:
        open_.append("The phone asks for the Google account that was on it.")
    if accounts:
        open_.append("Accounts are on the phone again.")
    if len(facts.users) > 1:
        open_.append("The phone has more than one user.")
    if not facts.accounts.complete:
        open_.append("Whether accounts are on the phone could not be read.")
    return open_
