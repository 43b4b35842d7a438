"""uiautomator2's server jar on the phone: there, or put there.

The file's time of change on the phone is set to a number made from its content, so that size and
time, which cost one small request, tell later whether it is the same file: no checksum of 3.7 MB
on the phone, and nothing to remember on the computer. It must not know what the jar does.
"""

from __future__ import annotations

import hashlib
import importlib.resources
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from miunlink_adb.adb.session import Session

__all__ = ["JAR_PATH", "ensure_jar"]

JAR_PATH = "/data/local/tmp/u2.jar"


class _Jar(NamedTuple):
    size: int
    md5: str
    mtime: int


@cache
def _jar() -> _Jar:
    data = _read_jar()
    md5 = hashlib.md5(data, usedforsecurity=False).hexdigest()
    return _Jar(len(data), md5, 1_000_000_000 + int(md5[:7], 16))  # 2001 to 2010: no jar's time


def _read_jar() -> bytes:
    return importlib.resources.files("uiautomator2").joinpath("assets", "u2.jar").read_bytes()


def ensure_jar(session: Session, *, renew: bool = False) -> bool:
    """Push the jar unless the phone has it; `renew`: also if it seems to. Tells whether it did.

    A jar that somebody else pushed has another time, and is told by its checksum.
    """
    jar = _jar()
    there = None if renew else session.file(JAR_PATH)
    same_size = there is not None and there.size == jar.size
    if there and same_size and (there.mtime == jar.mtime or _has_md5(session, jar.md5)):
        return False
    session.push_bytes(_read_jar(), JAR_PATH, jar.mtime)
    return True


def _has_md5(session: Session, md5: str) -> bool:
    """Asked as uiautomator2 asks; old phones call the tool md5. Either prints the sum first."""
    text = session.run(f"toybox md5sum {JAR_PATH}", seconds=20.0).text
    if "toybox" in text and "not found" in text:
        text = session.run(f"md5 {JAR_PATH}", seconds=20.0).text
    return md5 in text
