"""Files and folders for their owner's eyes only, written whole or not at all.

It must not know what is in them.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

__all__ = ["private_folder", "put", "writing"]


def private_folder(folder: Path) -> Path:
    """Make a folder, or make one that is there its owner's alone.

    Raises:
        OSError: it can neither be made nor closed to others.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name == "posix" and folder.stat().st_mode & 0o077:
        folder.chmod(0o700)
    return folder


def put(file: Path, data: bytes) -> None:
    """Write a file whole; whoever reads it meanwhile sees the old one.

    Raises:
        OSError: it cannot be written; the old one is still there.
    """
    with writing(file) as stream:
        stream.write(data)


@contextmanager
def writing(file: Path) -> Iterator[BinaryIO]:
    """A new file beside `file` that takes its place at the end, if nothing is raised.

    Raises:
        OSError: it cannot be written; the old one is still there.
    """
    own = file.with_name(f".{file.name[:100]}.{secrets.token_hex(4)}")
    handle = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        own.replace(file)
    except BaseException:
        with contextlib.suppress(OSError):
            own.unlink()
        raise
    _settle(file.parent)


def _settle(folder: Path) -> None:
    """The new name is on the disk, too, where the system can be asked for that."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
