"""Keeps on this computer what phones' apps said, so that no APK is read twice.

One file per app and version, written in one step, with a checksum in its first line: what is
damaged is thrown away and read anew. It must not know what is in the records.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

__all__ = ["WordCache", "default_cache"]

LIMIT = 16_000_000
"""Bytes of all files together; the ones used longest ago go first."""
_LARGEST = 4_000_000
_MARK = b"miunlink-adb own words 1 "
_SUFFIX = ".words"


class WordCache:
    """Records by key in one folder. Without a place to write it only forgets."""

    def __init__(self, folder: Path, limit: int = LIMIT) -> None:
        self._folder, self._limit = folder, limit

    def load(self, key: str) -> Mapping[str, Any] | None:
        """The record of a key; None when there is none, or when it is damaged."""
        file = self._file(key)
        try:
            with file.open("rb") as opened:
                data = opened.read(_LARGEST)
        except OSError:
            return None
        record = _checked(data)
        with contextlib.suppress(OSError):
            if record is None:
                file.unlink(missing_ok=True)
            else:
                os.utime(file)
        return record

    def store(self, key: str, record: Mapping[str, Any]) -> None:
        """Keep a record; never raises for a full disk or a folder that may not be written."""
        body = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
        data = _MARK + hashlib.sha256(body).hexdigest().encode() + b"\n" + body
        if len(data) > _LARGEST:
            return
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            self._make_room(len(data))
            self._write(self._file(key), data)

    def _file(self, key: str) -> Path:
        return self._folder / (hashlib.sha256(key.encode()).hexdigest()[:32] + _SUFFIX)

    def _write(self, file: Path, data: bytes) -> None:
        number, name = tempfile.mkstemp(dir=self._folder, suffix=".part")
        part = Path(name)
        try:
            with os.fdopen(number, "wb") as opened:
                opened.write(data)
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)

    def _make_room(self, size: int) -> None:
        """Remove the records used longest ago, and what an interrupted write left behind."""
        found = list(self._present())
        newest_first = sorted(found, key=lambda pair: pair[0].st_mtime, reverse=True)
        total = size
        for status, file in newest_first:
            total += status.st_size
            if total > self._limit:
                file.unlink(missing_ok=True)

    def _present(self) -> Iterator[tuple[os.stat_result, Path]]:
        """What lies in the folder; another run may take a file away meanwhile."""
        with os.scandir(self._folder) as entries:
            for entry in entries:
                with contextlib.suppress(FileNotFoundError):
                    yield entry.stat(), Path(entry.path)


def _checked(data: bytes) -> Mapping[str, Any] | None:
    head, _, body = data.partition(b"\n")
    if head != _MARK + hashlib.sha256(body).hexdigest().encode():
        return None
    try:
        record = json.loads(body)
    except ValueError:
        return None
    return record if isinstance(record, dict) else None


def default_cache() -> WordCache:
    """The cache in the user's cache folder."""
    from platformdirs import user_cache_path

    return WordCache(user_cache_path("miunlink-adb", appauthor=False) / "own-words")
