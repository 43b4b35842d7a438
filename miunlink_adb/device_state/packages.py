"""Installed packages, from `pm list packages` with any of its options.

Pure. It must not know which packages are needed.
"""

from __future__ import annotations

import re

_PACKAGE = re.compile(r"^package:(\S+)", re.MULTILINE)
_REFUSAL = re.compile(r"Error|Exception|Can't find service|[Pp]ermission [Dd]enial|Failure")


def parse_packages(text: str) -> frozenset[str] | None:
    """The package names; None if the text is a refusal. An empty answer is an empty set.

    With `-f` a name follows the path of its APK and the last `=`; `uid:` and the like follow it.
    """
    names = [found.rpartition("=")[2] for found in _PACKAGE.findall(text)]
    if not names and _REFUSAL.search(text):
        return None
    return frozenset(names)
