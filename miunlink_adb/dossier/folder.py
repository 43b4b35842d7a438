"""The one folder in which a dossier is kept: answers, copies of files, and what is made of them.

The owner names it; everything in it is closed to others and written whole. It must not know the
questions' meaning, nor how a dossier looks.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from miunlink_adb.dossier.answer import Attached
from miunlink_adb.dossier.file_name import safe_name
from miunlink_adb.errors import UsageError
from miunlink_adb.private_file import private_folder, put, writing

__all__ = ["ANSWERS", "FILES", "LOCK", "Copied", "Folder", "read_text"]

ANSWERS = "answers.toml"
FILES = "files"
LOCK = ".lock"
MOST_BYTES = 25 * 1024 * 1024
MOST_BYTES_ALTOGETHER = 100 * 1024 * 1024
"""Bounds of one file and of all: a dossier must fit into an e-mail or a form."""
_PIECE = 1024 * 1024


class Copied(NamedTuple):
    """What came of adding a file; `known`: the same bytes were there already."""

    file: Attached
    known: bool


class Folder:
    """The folder."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def open(self) -> None:
        """Make it, or take it up again.

        Raises:
            UsageError: it is somebody else's, holds something else, or cannot be made.
        """
        try:
            if self.path.exists() and not self.is_ours and self._holds_something():
                raise UsageError(
                    f"{self.path} is not empty and holds no dossier.",
                    hint="Name a new folder, or one in which a dossier was begun.",
                )
            private_folder(self.path)
            private_folder(self.path / FILES)
        except OSError as error:
            raise self._unwritable(error) from None

    @property
    def is_ours(self) -> bool:
        """Whether a dossier was begun in it."""
        return (self.path / ANSWERS).is_file()

    def _holds_something(self) -> bool:
        """What a run that was stopped at its beginning leaves is nothing."""
        names = {entry.name for entry in self.path.iterdir()} - {FILES, LOCK}
        return bool(names or self.listed())

    def answers(self) -> str:
        """The text of the answers; "" when there are none.

        Raises:
            UsageError: they cannot be read.
        """
        return read_text(self.path / ANSWERS) if self.is_ours else ""

    def put(self, name: str, data: bytes) -> Path:
        """Write a file of ours, whole or not at all.

        Raises:
            UsageError: it cannot be written.
        """
        file = self.path / name
        try:
            put(file, data)
        except OSError as error:
            raise self._unwritable(error) from None
        return file

    def _unwritable(self, error: OSError) -> UsageError:
        reason = error.strerror or type(error).__name__
        return UsageError(
            f"{self.path} cannot be written: {reason}.", hint="Name another folder, or make room."
        )

    # -- the owner's files -----------------------------------------------------------------

    def listed(self) -> list[Attached]:
        """The copies as they are now, by name."""
        folder = self.path / FILES
        try:
            names = sorted(entry.name for entry in os.scandir(folder) if _is_copy(entry))
            return [self._attached(f"{FILES}/{name}") for name in names]
        except OSError:
            return []

    def _attached(self, path: str) -> Attached:
        digest, size = hashlib.sha256(), 0
        with (self.path / path).open("rb") as stream:
            for piece in _pieces(stream):
                digest.update(piece)
                size += len(piece)
        return Attached(path, digest.hexdigest(), size)

    def add(self, file: Path, there: list[Attached]) -> Copied:
        """Copy a file of the owner's; `there`: the copies that there are.

        Raises:
            UsageError: it is no ordinary file, too large, or cannot be read or written.
        """
        size = _ordinary_size(file)
        if size + sum(item.size for item in there) > MOST_BYTES_ALTOGETHER:
            raise UsageError(
                f"{file.name}: all files together would be more than 100 MB.",
                hint="Support takes less than that: leave some out, or make photos smaller.",
            )
        try:
            return self._copy(file, there)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise UsageError(f"{file.name} cannot be copied: {reason}.") from None

    def _copy(self, file: Path, there: list[Attached]) -> Copied:
        digest, size = hashlib.sha256(), 0
        name = safe_name(file.name, {Path(item.path).name.lower() for item in there})
        with file.open("rb") as source:
            data = b"".join(_pieces(source))
        digest.update(data)
        size = len(data)
        same = next((item for item in there if item.sha256 == digest.hexdigest()), None)
        if same is not None:
            return Copied(same, known=True)
        with writing(self.path / FILES / name) as stream:
            stream.write(data)
        return Copied(Attached(f"{FILES}/{name}", digest.hexdigest(), size), known=False)


def _is_copy(entry: os.DirEntry[str]) -> bool:
    return entry.is_file(follow_symlinks=False) and not entry.name.startswith(".")


def _ordinary_size(file: Path) -> int:
    try:
        found = file.stat()
    except (OSError, ValueError):
        raise UsageError(f"There is no file {file}.", hint="Give the path of a file.") from None
    if not stat.S_ISREG(found.st_mode):
        raise UsageError(f"{file} is no ordinary file.", hint="Give the path of a file.")
    if found.st_size > MOST_BYTES:
        raise UsageError(
            f"{file.name} is larger than 25 MB.", hint="Make the photo or the scan smaller."
        )
    if not found.st_size:
        raise UsageError(f"{file.name} is empty.", hint="Give another file.")
    return found.st_size


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    """A file in pieces, no more than a file may have, even if it grows meanwhile."""
    left = MOST_BYTES
    while left > 0 and (piece := stream.read(min(_PIECE, left))):
        left -= len(piece)
        yield piece


def read_text(file: Path) -> str:
    """A text file of the owner's.

    Raises:
        UsageError: it cannot be read, or is no UTF-8 text.
    """
    try:
        return file.read_bytes()[:MOST_BYTES].decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise UsageError(f"{file} is no text in UTF-8.", hint="Save it as UTF-8.") from None
