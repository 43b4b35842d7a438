"""Names of files that are safe on any file system and in any archive.

Pure; it must not know files.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

__all__ = ["safe_name"]

LONGEST = 60
_UNSAFE = re.compile(r"[^\w.-]+")
_DOTS = re.compile(r"\.{2,}")
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in "123456789")]
)


def safe_name(name: str, taken: Container[str] = ()) -> str:
    """A name without anything that a system, a shell or an archive could stumble over.

    Letters of all scripts stay, the ending stays. `taken`: names in lower case that are in use
    already; then a number is added.
    """
    stem, ending = _split(unicodedata.normalize("NFC", name))
    number = 1
    found = f"{stem}{ending}"
    while found.lower() in taken:
        number += 1
        found = f"{stem}-{number}{ending}"
    return found


def _split(name: str) -> tuple[str, str]:
    base = re.split(r"[\\/]", name)[-1]
    clean = _DOTS.sub(".", _UNSAFE.sub("_", base)).strip("._-")
    stem, dot, ending = clean.rpartition(".")
    if not dot or len(ending) > 8:
        stem, ending = clean, ""
    stem = stem[:LONGEST].strip("._-") or "file"
    if stem.split(".")[0].lower() in _DEVICES:
        stem = f"file-{stem}"
    return stem, f".{ending}" if ending else ""
