"""Which kind of screen lock each Android user has, from `dumpsys lock_settings`.

Pure. Android 11 and later print it as `CredentialType`. It must not know any secret: none is
printed.
"""

from __future__ import annotations

import re
from typing import Literal

ScreenLock = Literal["none", "pattern", "pin", "password"]

_USER = re.compile(r"^\s*User (\d+)\s*$")
_KIND = re.compile(r"^\s*CredentialType: (\w+)\s*$")
_KINDS: dict[str, ScreenLock] = {
    "none": "none",
    "pattern": "pattern",
    "pin": "pin",
    "password": "password",
}


def parse_screen_locks(text: str) -> dict[int, ScreenLock]:
    """Android user id -> kind of lock; a user of whom nothing is said is not in it."""
    locks: dict[int, ScreenLock] = {}
    user: int | None = None
    for line in text.splitlines():
        if found := _USER.match(line):
            user = int(found[1])
        elif (kind := _KIND.match(line)) and user is not None:
            known = _KINDS.get(kind[1].lower())
            if known:
                locks[user] = known
    return locks
