"""Reads the resources of one app from the phone: the parts of its APKs that matter, and no more.

Bounded in bytes and in time. It must not know the cache, nor which names matter.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import partial

from miunlink_adb.apk import ApkFault, Archive, RangedSource, Resources, Table
from miunlink_adb.clock import Deadline
from miunlink_adb.own_words.words import AppWords, Wanted
from miunlink_adb.phone import PhoneFiles

__all__ = ["AppReader"]

MOST_BYTES = 48_000_000
"""Of one APK. A framework's table has 20 to 30 MB, Settings' 10 to 20 MB."""
MOST_FILES = 12
_SLICE = 10.0


class AppReader:
    """Reads apps of one phone until the deadline. `bytes_read` counts what came over the line."""

    def __init__(self, phone: PhoneFiles, deadline: Deadline) -> None:
        self._phone, self._deadline = phone, deadline
        self._sources: list[RangedSource] = []

    @property
    def bytes_read(self) -> int:
        """Bytes that were fetched of all files so far."""
        return sum(source.fetched for source in self._sources)

    def read(
        self,
        wanted: Wanted,
        paths: Sequence[str],
        tags: Sequence[str],
        sdk: int,
        frameworks: Callable[[], Sequence[Table]],
    ) -> AppWords:
        """What is wanted of one app; `paths`: its base and those splits that are to be read.

        Raises:
            ApkFault: none of it can be understood, or it is too much.
            DeviceError: the phone does not answer.
        """
        digest = hashlib.sha256()
        tables = [table for path in paths[:MOST_FILES] for table in self._tables(path, digest)]
        if not tables:
            raise ApkFault("it has no resource table")
        resources = Resources(tables, frameworks)
        texts = resources.texts(wanted.strings, tags, sdk) if wanted.strings else {}
        return AppWords(
            wanted,
            digest=digest.hexdigest(),
            texts={name: text.values for name, text in texts.items()},
            tags={name: text.tag for name, text in texts.items()},
            ids=resources.ids(wanted.ids) if wanted.ids else frozenset(),
        )

    def tables(self, paths: Sequence[str]) -> list[Table]:
        """The resource tables of some files.

        Raises:
            ApkFault, DeviceError: as `read`.
        """
        digest = hashlib.sha256()
        return [table for path in paths for table in self._tables(path, digest)]

    def _tables(self, path: str, digest: hashlib._Hash) -> list[Table]:
        found = self._phone.file_stat(path)
        if not found or not found.size:
            raise ApkFault("the phone does not let its file be read")
        source = RangedSource(partial(self._fetch, path), found.size, MOST_BYTES)
        self._sources.append(source)
        archive = Archive(source)
        digest.update(archive.digest.encode())
        content = archive.open("resources.arsc")
        return [Table(content)] if content else []

    def _fetch(self, path: str, offset: int, length: int) -> bytes:
        left = self._deadline.slice(_SLICE)
        if left <= 0:
            raise ApkFault("reading it takes too long")
        data = self._phone.read_bytes(path, offset, length, left)
        if not data:
            raise ApkFault("the phone does not let its file be read")
        return data
