"""A name for a phone that tells its runs apart without telling its serial.

A keyed hash; the key is random, made once per folder and never leaves this computer, so that a
journal that is handed on says nothing about the phone. It must not know what is named so.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from pathlib import Path

__all__ = ["phone_key"]

SALT_BYTES = 32
_FILE = "salt"
_NO_SERIALS = frozenset({"", "unknown", "0", "null", "0123456789ABCDEF"})
"""What builds print that have no serial of their own."""


def phone_key(folder: Path, *serials: str) -> str:
    """Twelve hex digits for a phone: of the first of its serials that is one.

    Raises:
        OSError: the folder's key can neither be read nor made.
    """
    serial = next((s.strip() for s in serials if s.strip() not in _NO_SERIALS), "")
    salt = _salt(folder)
    return hashlib.blake2s(serial.encode("utf-8", "replace"), key=salt, digest_size=6).hexdigest()


def _salt(folder: Path) -> bytes:
    file = folder / _FILE
    with contextlib.suppress(FileNotFoundError):
        return _read(file)
    return _make(file)


def _read(file: Path) -> bytes:
    salt = file.read_bytes()
    if len(salt) != SALT_BYTES:
        raise OSError(f"{file} is damaged: delete it")
    return salt


def _make(file: Path) -> bytes:
    """Of several processes that make one at the same time, all take the first one's."""
    own = file.with_name(f"{_FILE}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(secrets.token_bytes(SALT_BYTES))
        with contextlib.suppress(FileExistsError):
            _put(own, file)
    finally:
        own.unlink(missing_ok=True)
    return _read(file)


def _put(own: Path, file: Path) -> None:
    try:
        os.link(own, file)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if not file.exists():
            own.rename(file)
