"""Android users of a phone: the owner, a second space, dual apps.

Pure. It must not keep users' names: they are people's.
"""

from __future__ import annotations

import re
from typing import NamedTuple

DUAL_APPS = 999
"""The user in which MIUI and HyperOS run the second copy of an app."""

_USER = re.compile(r"UserInfo\{(\d+):.*:([0-9a-fA-F]+)\}(.*)")
_PROFILE, _GUEST = 0x20, 0x4


class AndroidUser(NamedTuple):
    """One Android user.

    Attributes:
        id: 0 is the owner.
        flags: Android's UserInfo flags.
        running: whether the user has been started.
    """

    id: int
    flags: int
    running: bool

    @property
    def kind(self) -> str:
        """Where accounts of this user are to be looked for, in words."""
        if self.id == 0:
            return "owner"
        if self.id == DUAL_APPS:
            return "dual apps"
        if self.flags & _PROFILE:
            return "work profile"
        return "guest" if self.flags & _GUEST else "second space"


def parse_users(text: str) -> tuple[AndroidUser, ...]:
    """Read `pm list users`; empty if the text is no answer (user 0 always exists)."""
    found = (_USER.search(line) for line in re.split(r"\r*\n|\r+", text))
    return tuple(
        AndroidUser(int(match[1]), int(match[2], 16), running="running" in match[3])
        for match in found
        if match
    )


def parse_current_user(text: str) -> int | None:
    """Read `am get-current-user`; None if the text is no answer (Android before 7, a refusal)."""
    found = re.fullmatch(r"\s*(\d+)\s*", text, re.ASCII)
    return int(found[1]) if found else None
