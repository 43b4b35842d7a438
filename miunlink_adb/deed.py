"""What a command says of itself in the end, for whoever reads its journal later.

Pure: from names and numbers. The one source of these sentences, whether a journal carries them or,
as older ones do, only what they follow from. It must not know where journals are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from miunlink_adb.errors import MiunlinkError

__all__ = ["OWNERS_WORK", "count_left", "last_entry", "signout_words"]

_DID = {
    "signed_out": "Signed out of the Mi / Xiaomi account; the phone's own account list shows it.",
    "already_signed_out": "Read the phone's account list: no Mi / Xiaomi account was signed in.",
    "dry_run": "Looked for the way to the sign-out button; nothing was signed out.",
}
_UNFINISHED = "The sign-out was begun, but did not come to its end."
_CONFIRMED = "The owner agreed to sign out."
OWNERS_WORK = {
    "password": "The owner typed the account's password on the phone.",
    "captcha": "The owner solved the picture puzzle on the phone.",
    "code": "The owner typed a verification code on the phone.",
    "web_verification": "The owner passed a verification page on the phone.",
    "set_password": "The owner set a password for the account on the phone.",
    "token_expired": "The owner signed in again on the phone.",
    "e2ee": "The owner answered the question about protected data on the phone.",
    "keyguard": "The owner unlocked the phone.",
    "data_choice": "The owner chose on the phone whether cloud data stay on it.",
}
"""What a finished turn of the owner says, by its reason."""


def last_entry(
    status: str,
    error: MiunlinkError | None,
    exit_code: int,
    *,
    did: Iterable[str],
    evidence: Mapping[str, Any],
    left_open: Iterable[str],
    confirmed: Iterable[str] = (),
) -> dict[str, Any]:
    """The last entry of a journal: sentences of ours, counts and flags, nothing of the owner's."""
    return {
        "status": status,
        "error": error.code if error else None,
        "exit_code": exit_code,
        "did": list(did),
        "confirmed": list(confirmed),
        "evidence": dict(evidence),
        "open": list(left_open),
    }


def signout_words(
    status: str,
    accounts: Mapping[str, Any],
    turns: Iterable[Mapping[str, Any]],
    *,
    agreed: bool,
) -> dict[str, Any]:
    """The fields `did`, `confirmed`, `evidence` and `open` of a sign-out's last entry.

    `accounts`: ``{"before": {"0": 1}, "after": {"0": 0}}``. `turns`: the owner's, each with
    `reason` and `outcome`. `agreed`: what cannot be taken back was done.
    """
    done = [str(turn.get("reason")) for turn in turns if turn.get("outcome") == "done"]
    words = [OWNERS_WORK[reason] for reason in dict.fromkeys(done) if reason in OWNERS_WORK]
    return {
        "did": [_DID[status]] if status in _DID else [],
        "confirmed": [*([_CONFIRMED] if agreed else []), *words],
        "evidence": {"accounts": dict(accounts)},
        "open": _open(status, accounts),
    }


def _open(status: str, accounts: Mapping[str, Any]) -> list[str]:
    unfinished = [] if status in _DID else [_UNFINISHED]
    return unfinished + [
        f"{count} Mi / Xiaomi account(s) of Android user {user} are still on the phone."
        for user, count in count_left(accounts.get("after"))
    ]


def count_left(after: object) -> Sequence[tuple[str, int]]:
    """The Android users that still have accounts, with how many; nothing for what is no count."""
    if not isinstance(after, Mapping):
        return []
    counted = ((str(user), count) for user, count in sorted(after.items()))
    return [(user, count) for user, count in counted if isinstance(count, int) and count > 0]
