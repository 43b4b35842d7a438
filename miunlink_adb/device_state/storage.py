"""Free space, from `df -k`.

Pure. It must not know how much is enough.
"""

from __future__ import annotations

import re

_ROW = re.compile(r"^\S+\s+(\d+)\s+(\d+)\s+(\d+)\s+\d+%", re.MULTILINE)
_OLD = re.compile(
    r"^\S+\s+[\d.]+[KMGT]?\s+[\d.]+[KMGT]?\s+([\d.]+)([KMGT]?)\s+\d+\s*$", re.MULTILINE
)
_UNITS = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40}


def parse_free_space(text: str) -> int | None:
    """Bytes that are free, of the first row; None if the text is no answer.

    Reads toybox's columns (1K-blocks, Used, Available, Use%) and those of toolbox on Android 5
    and older (Size, Used, Free, Blksize, with units).
    """
    if found := _ROW.search(text):
        return int(found[3]) * 1024
    if old := _OLD.search(text):
        return int(float(old[1]) * _UNITS[old[2]])
    return None
