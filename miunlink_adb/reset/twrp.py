"""What TWRP says: whether it is TWRP, which phone it is on, what became of a wipe.

Pure. Facts: `twrp` always ends with exit code 0; what it prints is in the recovery's language,
but for errors of its script reader, and lines may be lost; so what the partition holds afterwards
counts more than any word. It must not know how it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

__all__ = ["LOOK", "Identity", "WipeAnswer", "data_is_there", "identify", "read_wipe"]

LOOK = "grep ' /data ' /proc/mounts; echo --; ls -d /data/system 2>&1"
"""Asks whether the data partition is mounted, and whether Android's own folder is on it."""
_FAILED = re.compile(
    r"unable to|failed to|error|unrecognized|invalid argument|not found|no such", re.IGNORECASE
)
_UNKNOWN_COMMAND = re.compile(r"unrecognized script command", re.IGNORECASE)
_DONE = re.compile(r"done processing script file", re.IGNORECASE)

WipeAnswer = Literal["done", "failed", "not_known", "silent"]
"""`not_known`: this TWRP has no such command, and did nothing. `silent`: no word that tells."""


class Identity(NamedTuple):
    """What runs on the phone: whether it is TWRP, and why this is not the phone, or not TWRP."""

    version: str
    problem: str = ""
    note: str = ""


def identify(props: Mapping[str, str], serials: tuple[str, ...], device: str) -> Identity:
    """Read a recovery's properties.

    `serials`: by which the phone is known from Android; `device`: its code name there. One serial
    that agrees proves the phone: builds of TWRP for a family of phones bear another code name.
    """
    version = props.get("ro.twrp.version", "")
    if not version:
        return Identity("", "What runs on the phone is a recovery, but not TWRP.")
    told = {props.get(key, "") for key in ("ro.serialno", "ro.boot.serialno")} - {""}
    known = {serial for serial in serials if serial}
    own = props.get("ro.product.device", "")
    if told and known and not told & known:
        return Identity(version, "Another phone answers than the one that was restarted.")
    if told & known:
        note = "" if own in ("", device) else f"This TWRP calls the phone {own}, not {device}."
        return Identity(version, note=note)
    if own and own == device:
        return Identity(version)
    return Identity(version, "TWRP does not say on which phone it runs.")


def data_is_there(text: str) -> bool | None:
    """Whether Android's own folder is on the data partition, from the answer to `LOOK`.

    None: the partition is not mounted, or the answer says nothing.
    """
    mounts, mark, listing = text.partition("--\n")
    if not mark or " /data " not in mounts:
        return None
    lines = [line.strip() for line in listing.splitlines() if line.strip()]
    if "/data/system" in lines:
        return True
    return False if any("no such file" in line.lower() for line in lines) else None


def read_wipe(text: str) -> WipeAnswer:
    """What TWRP said of a wipe."""
    if _UNKNOWN_COMMAND.search(text):
        return "not_known"
    if _FAILED.search(text):
        return "failed"
    return "done" if _DONE.search(text) else "silent"
