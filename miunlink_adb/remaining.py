"""What still binds a phone to its owner, with the evidence and how to clear it.

Pure: from facts alone. The one source of what `signout` reports as remaining and of what `status`
says. It must not know how anything is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from miunlink_adb.accounts import XIAOMI
from miunlink_adb.device_state.cards import SIM_STATE, sim_cards
from miunlink_adb.device_state.taps import SWITCH
from miunlink_adb.surroundings import Surroundings
from miunlink_adb.survey import PhoneFacts

__all__ = ["Binding", "is_ready", "remaining_bindings", "verdict"]

GOOGLE = "com.google"
FIND_DEVICE = "com.xiaomi.finddevice"
ACCOUNT_DUMP = "dumpsys account"
RESET = "Settings > About phone > Factory reset removes it with everything else"
_SPACES = {
    "second space": "Settings > Special features > Second space, or delete it there",
    "dual apps": "Settings > Apps > Dual apps: switch the copies off",
    "work profile": "the company's app, or Settings > Accounts > Work profile > Remove",
    "guest": "Settings > System > Multiple users: remove the guest",
}
_LOCKED = {
    "ro.secureboot.lockstate": "unlocked",
    "ro.boot.vbmeta.device_state": "unlocked",
    "ro.boot.verifiedbootstate": "orange",
    "ro.boot.flash.locked": "0",
}
"""Properties that say whether the bootloader is locked, and what they say when it is not."""


class Binding(NamedTuple):
    """One thing that ties the phone to somebody, or that whoever gets it should know.

    Attributes:
        what: a stable name, such as `mi_account`.
        user: the Android user it belongs to; None for the whole phone.
        detail: one sentence.
        evidence: what on the phone says so.
        clear: how to clear it.
        blocks: whether the phone should not be handed over with it.
    """

    what: str
    user: int | None
    detail: str
    evidence: str = ""
    clear: str = ""
    blocks: bool = True

    def to_json(self) -> dict[str, object]:
        """The three fields that `signout --json` prints."""
        return {"what": self.what, "user": self.user, "detail": self.detail}

    def to_full_json(self) -> dict[str, object]:
        """All fields, as `status --json` prints them."""
        return dict(self._asdict())


def remaining_bindings(
    facts: PhoneFacts, accounts: Mapping[str, int], around: Surroundings | None = None
) -> list[Binding]:
    """List what is left.

    `accounts`: Xiaomi accounts per Android user now (`{"0": 0}`); the facts' own list may be
    older. `around`: without it, what only it tells is not listed.
    """
    around = around or Surroundings()
    return [
        *_locks(facts),
        *_unread(facts),
        *_xiaomi(facts, accounts),
        *_find_device(facts, accounts),
        *_google(facts, around),
        *_other_accounts(facts),
        *_spaces(facts),
        *_owner(facts),
        *_bootloader(facts),
        *_oem_unlock(facts),
        *_recovery(around),
        *_cards(facts, around),
        *_tap_switch(facts),
    ]


def is_ready(bindings: list[Binding]) -> bool:
    """Whether nothing that is left blocks a hand-over."""
    return not any(binding.blocks for binding in bindings)


def verdict(bindings: list[Binding]) -> str:
    """One sentence for people."""
    if is_ready(bindings):
        return "Ready to hand over."
    names = dict.fromkeys(b.what.replace("_", " ") for b in bindings if b.blocks)
    return f"Not yet: {', '.join(names)}."


def _locks(facts: PhoneFacts) -> Iterator[Binding]:
    """What a phone asks for that was reset, or reported lost, with nobody signed in on it."""
    if facts.front is not None and facts.front.package == FIND_DEVICE:
        yield Binding(
            "find_device_lock",
            None,
            "locked by Find device: it waits for the account that was on it, or was locked from "
            "afar",
            f"dumpsys window: {FIND_DEVICE} is in front",
            "Only who locked it: on the phone's own screen, or at i.mi.com",
        )
    if facts.frp:
        yield Binding(
            "google_lock",
            None,
            "asks for the Google account that was on it before the reset (FRP)",
            "secure_frp_mode=1",
            "Sign in on the phone with that Google account, remove it, and reset again",
        )


def _unread(facts: PhoneFacts) -> Iterator[Binding]:
    if not facts.accounts.complete:
        detail = f"whether accounts are left is not known: {facts.accounts.why}"
        yield Binding("accounts_unread", None, detail, ACCOUNT_DUMP, "Unlock the phone, try again")
    for user in facts.users if facts.accounts.complete else ():
        if user.id not in facts.accounts.users:
            detail = f"whether the {user.kind} has accounts is not known"
            yield Binding(
                "accounts_unread", user.id, detail, ACCOUNT_DUMP, "Open it once, try again"
            )


def _xiaomi(facts: PhoneFacts, accounts: Mapping[str, int]) -> Iterator[Binding]:
    kinds = {user.id: user.kind for user in facts.users}
    for user, count in accounts.items():
        if count:
            kind = kinds.get(int(user), "a user")
            yield Binding(
                "mi_account",
                int(user),
                f"{count} account in {kind}",
                f"{ACCOUNT_DUMP}: {count} of type {XIAOMI}",
                "miunlink-adb signout" if user == "0" else f"Sign out in the {kind}, or delete it",
            )


def _find_device(facts: PhoneFacts, accounts: Mapping[str, int]) -> Iterator[Binding]:
    """Its switch cannot be read over adb; without an account of user 0 it is off."""
    if accounts.get("0") and (facts.packages is None or FIND_DEVICE in facts.packages):
        yield Binding(
            "find_device",
            None,
            "may be on as long as the account is there",
            f"user 0 has an account and {FIND_DEVICE} is installed",
            "Signing out turns it off; or turn it off on the account page with the password",
        )


def _google(facts: PhoneFacts, around: Surroundings) -> Iterator[Binding]:
    for user, types in sorted(facts.accounts.users.items()):
        if count := types.get(GOOGLE, 0):
            lock = around.screen_locks.get(user)
            said = f", screen lock: {lock}" if lock else ""
            yield Binding(
                "google_account",
                user,
                f"{count} account(s): after a reset the phone may ask for one (FRP){said}",
                f"{ACCOUNT_DUMP}: {count} of type {GOOGLE}",
                "Settings > Google > account > Remove account, and remove the screen lock",
            )


def _other_accounts(facts: PhoneFacts) -> Iterator[Binding]:
    for user, types in sorted(facts.accounts.users.items()):
        others = {kind: n for kind, n in types.items() if kind not in (GOOGLE, XIAOMI)}
        if others:
            count, kinds = sum(others.values()), ", ".join(sorted(others))
            detail = f"{count} account(s) of other services: {kinds}"
            yield Binding("other_accounts", user, detail, ACCOUNT_DUMP, RESET)


def _spaces(facts: PhoneFacts) -> Iterator[Binding]:
    for user in facts.users:
        if user.id != 0:
            name = user.kind.replace(" ", "_")
            detail = "has its own data and accounts"
            evidence = f"pm list users: user {user.id}"
            yield Binding(name, user.id, detail, evidence, _SPACES.get(user.kind, RESET))


def _owner(facts: PhoneFacts) -> Iterator[Binding]:
    owner = facts.device_owner
    if owner.package:
        what = "a lender" if owner.financed else "a program"
        detail = f"{what} manages this phone: {owner.package}"
        clear = "Whoever manages the phone must release it"
        yield Binding("device_owner", None, detail, "dumpsys device_policy", clear)
    elif owner.organization:
        detail = "a company owns this phone and keeps a work profile on it"
        clear = "The company must release it"
        yield Binding("organization", None, detail, "dumpsys device_policy", clear)


def _bootloader(facts: PhoneFacts) -> Iterator[Binding]:
    said = [f"{key}={value}" for key, value in _LOCKED.items() if facts.props.get(key) == value]
    if said:
        yield Binding(
            "bootloader",
            None,
            "unlocked: the phone's software is not protected",
            ", ".join(said[:2]),
            "Tell whoever gets it; lock it only with the stock software of its own region",
            blocks=False,
        )


def _oem_unlock(facts: PhoneFacts) -> Iterator[Binding]:
    if facts.props.get("sys.oem_unlock_allowed") == "1":
        yield Binding(
            "oem_unlock",
            None,
            "allowed: whoever has the phone may unlock its bootloader",
            "sys.oem_unlock_allowed=1",
            "Developer options > OEM unlocking: off",
            blocks=False,
        )


def _recovery(around: Surroundings) -> Iterator[Binding]:
    if around.recoveries:
        folders = ", ".join(f"/sdcard/{name}" for name in around.recoveries)
        yield Binding(
            "custom_recovery",
            None,
            "was or is on this phone",
            folders,
            "Flash the stock software of its own region if it is still there",
            blocks=False,
        )


def _cards(facts: PhoneFacts, around: Surroundings) -> Iterator[Binding]:
    """They come out by hand and lock nobody out: a reminder, not an obstacle."""
    if sims := sim_cards(facts.props):
        evidence = f"{SIM_STATE}={facts.props[SIM_STATE]}"
        detail = f"{sims} SIM card(s) in the phone"
        yield Binding("sim_card", None, detail, evidence, "Take it out", blocks=False)
    if cards := around.memory_cards:
        detail = f"{cards} memory card(s) in the phone"
        yield Binding("sd_card", None, detail, "sm list-volumes", "Take it out", blocks=False)


def _tap_switch(facts: PhoneFacts) -> Iterator[Binding]:
    if facts.props.get(SWITCH) == "1":
        yield Binding(
            "tap_switch",
            None,
            "on: computers that the phone trusts may tap on it",
            f"{SWITCH}=1",
            "Developer options > USB debugging (Security settings): off, at the very end",
            blocks=False,
        )
