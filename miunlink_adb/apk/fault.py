"""The one error of this room: an APK, or a part of it, that cannot be read."""

from __future__ import annotations

__all__ = ["ApkFault"]


class ApkFault(Exception):
    """What is wrong with the file, as a clause that can follow a colon: "the table is cut off"."""
