"""The words of a hand-over document, and what of a journal's own may reach a stranger.

Pure; it must not know journals, phones or documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from miunlink_adb.redact import masked, plain

__all__ = ["BINDINGS", "ENDINGS", "FINISHED", "HIDDEN", "evidence", "is_ours", "public", "title_of"]

_TITLES = {
    "signout": "Sign-out",
    "backup": "Backup",
    "restore": "Restored a backup",
    "cloud remove-device": "Removal from Mi Cloud",
    "cloud unlink-contact": "Unlinking a contact",
    "cloud recover-password": "Password recovery",
    "cloud activation-lock": "Look at the activation lock",
    "reset": "Factory reset",
    "status": "Look at what binds the phone",
}
ENDINGS = {
    "done": "done",
    "signed_out": "done: signed out",
    "already_signed_out": "done: there was no account",
    "dry_run": "a dry run: nothing was changed",
    "refused": "refused",
    "cancelled": "cancelled by the owner",
    "handoff_timeout": "not finished by the owner in time",
    "failed": "failed",
    "left": "left, can be resumed",
    "cut_off": "cut off",
    "going_on": "going on now",
    "unknown": "how it ended is not known",
}
"""How a run ended, in words."""
FINISHED = ("done", "signed_out", "already_signed_out")
"""How a deed ends that is one."""
HIDDEN = ("backup", "restore", "support-request")
"""Commands about the owner's own data: a buyer reads that they were used, and no more."""
BINDINGS = {
    "accounts_unread": "Whether accounts are left could not be read.",
    "find_device_lock": "Find device locks the phone: it waits for the account that was on it.",
    "google_lock": "The phone asks for the Google account that was on it before the reset.",
    "mi_account": "A Mi / Xiaomi account is still on the phone.",
    "find_device": "Find device may still be on.",
    "google_account": "A Google account is still on the phone: after a reset it may ask for it.",
    "other_accounts": "Accounts of other services are still on the phone.",
    "second_space": "A second space is still on the phone.",
    "dual_apps": "Dual apps are still on the phone.",
    "work_profile": "A work profile is still on the phone.",
    "guest": "A guest is still on the phone.",
    "device_owner": "A program of a company or a lender manages the phone.",
    "organization": "A company owns this phone.",
    "bootloader": "Unlocked: the phone's software is not protected.",
    "oem_unlock": "Allowed: whoever has the phone may unlock its bootloader.",
    "custom_recovery": "Was or is on this phone.",
    "sim_card": "In the phone: to be taken out.",
    "sd_card": "In the phone: to be taken out.",
    "tap_switch": "On: computers that the phone trusts may tap on it.",
}
"""What still binds a phone, for a stranger: no counts, no names of apps or services."""

_PATH = re.compile(r"(?:[A-Za-z]:)?(?:~|\.{1,2})?[\\/]\S*|\S+[\\/]\S+")
_PAIR = re.compile(r"[a-z]+/[a-z]+[.,;:)]?\Z")
_FILE = re.compile(
    r"\b(?!(?:i\.mi|id\.mi|www\.mi|account\.xiaomi)\.com)[\w-]+\.(?!com\b)[A-Za-z][A-Za-z0-9]{1,4}\b"
)
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:\s*[AaPp]\.?[Mm]\b\.?)?")
_ZONE = re.compile(r"(?:\b(?:UTC|GMT)\b\s*)?[+-]\d{2}:?\d{2}\b|\b(?:UTC|GMT)\b")
_DAY = re.compile(r"\b(\d{4}-\d{2}-\d{2})(?:[T ]\S*)?")
_QUOTED = re.compile(
    r"(?<!\w)(?:\"[^\"]{1,80}\"|“[^”]{1,80}”|„[^“”]{1,80}[“”]|«[^»]{1,80}»|‹[^›]{1,80}›"
    r"|'.{1,80}?'(?!\w)|‘.{1,80}?’(?!\w))"
)
_LARGEST = 10_000_000
"""A count that a stranger reads is below this; what is above may be somebody's number."""
_NAME = re.compile(r"[a-z][a-z0-9_ -]{0,40}\Z")
_WORDS = re.compile(r"[a-z][a-z_ -]{0,30}\Z")


def title_of(command: str) -> str:
    """What a command does, as a heading."""
    return _TITLES.get(command, "Another command")


def is_ours(command: str) -> bool:
    """Whether it is one of the commands that keep journals."""
    return command in _TITLES


def public(sentence: str, secrets: Iterable[str] = ()) -> str:
    """A sentence of ours as a stranger may read it.

    Masked are, beside what `masked` knows: paths and file names, quoted texts, times of day and
    time zones; days stay.
    """
    days: list[str] = []

    def keep(found: re.Match[str]) -> str:
        days.append(found[1])
        return f"day_{chr(ord('a') + len(days) % 26)}_"

    text = _QUOTED.sub("‹text›", plain(sentence))
    text = _PATH.sub(_path, text)
    text = _FILE.sub("‹file›", text)
    text = _DAY.sub(keep, text)
    text = masked(_ZONE.sub("", _CLOCK.sub("‹time›", text)), secrets)
    for number, day in enumerate(days, 1):
        text = text.replace(f"day_{chr(ord('a') + number % 26)}_", day, 1)
    return text


def _path(found: re.Match[str]) -> str:
    """Two words with a stroke between them (``Mi / Xiaomi``, ``and/or``) are none."""
    return found[0] if _PAIR.match(found[0]) or found[0] == "/" else "‹path›"


def evidence(found: object, *, full: bool) -> list[tuple[str, str]]:
    """Counts and flags of a journal's end as names with values; for its owner texts, too.

    What was counted before and after stands in one row.
    """
    return list(_rows(found, "", full=full)) if isinstance(found, Mapping) else []


def _rows(
    found: Mapping[object, object], of: str, *, full: bool, depth: int = 3
) -> Iterator[tuple[str, str]]:
    for key, value in _before_and_after(found).items():
        name = _name(key, of, full=full)
        if name and isinstance(value, Mapping) and depth:
            yield from _rows(value, name, full=full, depth=depth - 1)
        elif name and (shown := _shown(value, full=full)):
            yield name, shown


def _before_and_after(found: Mapping[object, object]) -> Mapping[object, object]:
    """``{"before": {"0": 1}, "after": {"0": 0}}`` as ``{"0": (1, 0)}``."""
    if set(found) != {"before", "after"}:
        return found
    before, after = found["before"], found["after"]
    if not (isinstance(before, Mapping) and isinstance(after, Mapping)):
        return found
    return {key: (before.get(key, 0), after.get(key, 0)) for key in {**before, **after}}


def _shown(value: object, *, full: bool) -> str:
    """A value in words; "" for one that is not shown."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _number(value) if full or abs(value) < _LARGEST else ""
    if isinstance(value, tuple) and len(value) == 2:
        both = [_shown(part, full=full) for part in value]
        return f"{both[0]} before, {both[1]} after" if all(both) else ""
    if full and isinstance(value, str | list):
        return plain(value if isinstance(value, str) else ", ".join(map(str, value)))
    return ""


def _name(key: object, of: str, *, full: bool) -> str:
    """A key in words; "" for one that a stranger should not read: digits may be a serial."""
    text = str(key)
    if text.isdecimal() and len(text) < 5:
        return f"{of} of Android user {text}" if of else f"Android user {text}"
    pattern = _NAME if full else _WORDS
    return f"{of} {text.replace('_', ' ')}".strip() if pattern.match(text) else ""


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:g}"
