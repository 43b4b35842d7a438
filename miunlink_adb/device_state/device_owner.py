"""Whether a company's or a program's device owner rules the phone, from `dumpsys device_policy`.

Pure. An active device owner hides the account row of Settings (seen with OwnDroid, Dhizuku).
It must not know what follows from that.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_ANSWER = re.compile(r"Device Policy Manager|Device Owner|Device Admins")
# A section of its own, or on one line; not `Device Owner Type: -1`, which Samsung prints.
_SECTION = re.compile(r"^( *)Device Owner: *(?:\r?\n)((?:\1 +.*(?:\r?\n|$))*)", re.MULTILINE)
_INLINE = re.compile(r"^\s*Device Owner: *(?:ComponentInfo\{)?([A-Za-z][\w.]+)/", re.MULTILINE)
_PACKAGE = re.compile(r"^\s*(?:package=|admin=ComponentInfo\{)([A-Za-z][\w.]*)", re.MULTILINE)
_FINANCED = re.compile(r"^\s*Device Owner Type: 1\s*$", re.MULTILINE)
_ORGANIZATION = re.compile(
    r"^( *)Profile Owner \(User \d+\): *\r?\n(?:\1 +.*\r?\n)*?\1 +isOrganizationOwnedDevice=true",
    re.MULTILINE,
)


class DeviceOwner(NamedTuple):
    """Who rules the phone.

    Attributes:
        package: the app that is device owner; None if there is none.
        answered: whether the text is an answer at all; without that, None says nothing.
        financed: the owner is a lender's app (AOSP's DEVICE_OWNER_TYPE_FINANCED).
        organization: a company owns the phone and keeps a work profile on it.
    """

    package: str | None
    answered: bool
    financed: bool = False
    organization: bool = False


def parse_device_owner(text: str) -> DeviceOwner:
    """Read `dumpsys device_policy`. A profile owner is no device owner."""
    section = _SECTION.search(text)
    found = _PACKAGE.search(section[2]) if section else None
    found = found or _INLINE.search(text)
    answered = _ANSWER.search(text) is not None
    return DeviceOwner(
        found[1] if found else None,
        answered,
        financed=found is not None and _FINANCED.search(text) is not None,
        organization=_ORGANIZATION.search(text) is not None,
    )
