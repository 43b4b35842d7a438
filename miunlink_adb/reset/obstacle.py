"""What stands against a reset, and what its owner should know before, from facts alone.

Pure: facts in, obstacles out. It refuses what a reset would lock, and whatever is not the owner's
to reset; nothing here gets round a lock. It must not ask the phone.
"""

from __future__ import annotations

from collections.abc import Iterator

from miunlink_adb.accounts import XIAOMI
from miunlink_adb.preflight import FIND_DEVICE, GUARDS, Obstacle
from miunlink_adb.reset.options import ResetOptions
from miunlink_adb.surroundings import Surroundings
from miunlink_adb.survey import PhoneFacts

__all__ = ["bootloader_state", "obstacles", "recovery_obstacles", "reset_warnings"]

GOOGLE = "com.google"
_GUARDS = (
    "frp",
    "not_set_up",
    "finance_lock",
    "device_owner",
    "other_user",
    "system_update",
    "battery",
)
"""Of the guards that every act asks, those that a reset asks, too."""
_UNLOCKED = {
    "ro.secureboot.lockstate": "unlocked",
    "ro.boot.vbmeta.device_state": "unlocked",
    "ro.boot.verifiedbootstate": "orange",
    "ro.boot.flash.locked": "0",
}
_LOCKED = {
    "ro.secureboot.lockstate": "locked",
    "ro.boot.vbmeta.device_state": "locked",
    "ro.boot.verifiedbootstate": "green",
    "ro.boot.flash.locked": "1",
}
_ACCOUNT_HINT = (
    "Sign out first: miunlink-adb signout. If the account is yours and you accept that the phone "
    "asks for its password after the reset, add --i-know-the-password."
)


def obstacles(
    facts: PhoneFacts, options: ResetOptions, *, has_backup: bool = True
) -> list[Obstacle]:
    """All that stands against this reset, the gravest first."""
    found = [GUARDS[name](facts) for name in _GUARDS]
    return [
        *(_lock_window(facts)),
        *(obstacle for obstacle in found if obstacle),
        *_work_profile(facts),
        *_accounts(facts, options),
        *_bootloader(facts, options),
        *_backup(options, has_backup=has_backup),
    ]


def recovery_obstacles(options: ResetOptions, *, known: bool, has_backup: bool) -> list[Obstacle]:
    """What stands against erasing a phone that was found in its recovery.

    `known`: a run of a short while ago read its accounts and brought it there.
    """
    found = []
    if options.via != "twrp":
        found.append(_IN_RECOVERY)
    if not known and not options.knows_password:
        found.append(_UNREAD)
    return [*found, *(() if known else _backup(options, has_backup=has_backup))]


_IN_RECOVERY = Obstacle(
    "in_recovery",
    "The phone is in a recovery, where Settings cannot be opened.",
    "Choose Reboot > System on the phone, or go on there with --via twrp.",
)
_UNREAD = Obstacle(
    "accounts_unread",
    "The phone is in a recovery, where its accounts cannot be read, and no run of a short while "
    "ago has read them: with an account on it a reset would lock it.",
    "Choose Reboot > System on the phone and run this again in Android.",
)


def bootloader_state(facts: PhoneFacts) -> str:
    """`locked`, `unlocked`, or `unknown` where the properties do not say or contradict."""
    unlocked = any(facts.props.get(key) == value for key, value in _UNLOCKED.items())
    locked = any(facts.props.get(key) == value for key, value in _LOCKED.items())
    if unlocked == locked:
        return "unknown"
    return "unlocked" if unlocked else "locked"


def _lock_window(facts: PhoneFacts) -> Iterator[Obstacle]:
    """Lost mode, a lender's lock and the activation lock are windows of one app."""
    if facts.front is not None and facts.front.package == FIND_DEVICE:
        yield Obstacle(
            "find_device_lock",
            "Find device locks this phone: it was reported lost, is locked by a lender, or waits "
            "for its owner's account after a reset.",
            "Only who locked it can go on, on the phone's own screen or at i.mi.com; no reset "
            "removes this lock.",
        )


def _work_profile(facts: PhoneFacts) -> Iterator[Obstacle]:
    if any(user.kind == "work profile" for user in facts.users):
        yield Obstacle(
            "work_profile",
            "A work profile is on this phone, and whose it is decides about its data.",
            "Remove it in the company's app, or in Settings > Accounts > Work profile.",
        )


def _accounts(facts: PhoneFacts, options: ResetOptions) -> Iterator[Obstacle]:
    if options.knows_password:
        return
    if not facts.accounts.complete or _unread_users(facts):
        why = facts.accounts.why or "not every user's accounts were listed."
        yield Obstacle(
            "accounts_unread",
            f"Whether a Mi / Xiaomi account is on the phone is not known: {why}",
            "With an account on it a reset would lock the phone. Unlock it and run this again; "
            "or, if you know the account's password, add --i-know-the-password.",
        )
    kinds = {user.id: user.kind for user in facts.users}
    for user, types in sorted(facts.accounts.users.items()):
        if types.get(XIAOMI, 0):
            where = kinds.get(user, "a user")
            yield Obstacle(
                "account_present",
                f"A Mi / Xiaomi account is signed in ({where}, user {user}): after a reset the "
                "phone would ask for its password and stay locked without it.",
                _ACCOUNT_HINT,
            )


def _unread_users(facts: PhoneFacts) -> bool:
    return any(user.id not in facts.accounts.users for user in facts.users)


def _bootloader(facts: PhoneFacts, options: ResetOptions) -> Iterator[Obstacle]:
    if options.via != "twrp":
        return
    state = bootloader_state(facts)
    if state == "locked":
        yield Obstacle(
            "bootloader_locked",
            "The bootloader is locked: it starts no other recovery than the maker's.",
            "Use Settings' own reset: --via settings. Unlocking is Xiaomi's to grant; it erases "
            "the phone, too, and this program does not do it.",
        )
    elif state == "unknown":
        yield Obstacle(
            "bootloader_unknown",
            "Whether the bootloader is unlocked is not known: the phone does not say, or "
            "contradicts itself.",
            "Use Settings' own reset: --via settings.",
        )


def _backup(options: ResetOptions, *, has_backup: bool) -> Iterator[Obstacle]:
    if not has_backup and not options.no_backup:
        yield Obstacle(
            "no_backup",
            "No backup of this phone by this program is on record on this computer.",
            "Make one: miunlink-adb backup. If you need none, add --no-backup.",
        )


def reset_warnings(facts: PhoneFacts, around: Surroundings, options: ResetOptions) -> list[str]:
    """What the owner should know before; nothing of it stops a reset."""
    return [
        *_google(facts, around),
        *_forced(facts, options),
        *_files(options),
        *_cards(around),
    ]


def _google(facts: PhoneFacts, around: Surroundings) -> Iterator[str]:
    count = sum(types.get(GOOGLE, 0) for types in facts.accounts.users.values())
    if not count:
        return
    lock = around.screen_locks.get(0)
    locked = "and a screen lock are" if lock not in (None, "none") else "is"
    unsure = "" if lock is not None else " (whether there is a screen lock is not known)"
    yield (
        f"A Google account {locked} on the phone{unsure}: after the reset it may ask for that "
        "account (FRP). Remove it before: Settings > Google > account > Remove account."
    )


def _forced(facts: PhoneFacts, options: ResetOptions) -> Iterator[str]:
    present = any(types.get(XIAOMI, 0) for types in facts.accounts.users.values())
    if options.knows_password and (present or not facts.accounts.complete):
        yield "After the reset the phone may ask for the password of the Mi / Xiaomi account."


def _files(options: ResetOptions) -> Iterator[str]:
    if options.via == "twrp" and options.wipe == "data":
        yield "Photos and files in the internal storage stay: --wipe format erases them, too."


def _cards(around: Surroundings) -> Iterator[str]:
    if around.memory_cards:
        yield "The memory card is not erased: take it out before you give the phone away."
