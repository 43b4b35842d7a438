"""Bytes by range: where a reader takes its bytes from, and how many it may take.

Whoever reads asks for offset and length and never gets fewer bytes. It must not know zip files,
tables or phones.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from miunlink_adb.apk.fault import ApkFault

__all__ = ["BLOCK", "MemorySource", "RangedSource", "SlicedSource", "Source"]

BLOCK = 256 * 1024
"""Ranges are fetched in whole blocks, so that a phone's oldest `dd` can seek to them."""
_MOST_AHEAD = 16

Fetch = Callable[[int, int], bytes]


class Source(Protocol):
    """Some bytes that are not necessarily in memory."""

    @property
    def size(self) -> int:
        """How many bytes there are."""

    def read(self, offset: int, length: int) -> bytes:
        """Exactly these bytes.

        Raises:
            ApkFault: they lie outside, or are too many to be fetched.
        """


def _check(offset: int, length: int, size: int) -> None:
    if offset < 0 or length < 0 or offset + length > size:
        raise ApkFault(f"{length} bytes at {offset} lie outside of its {size} bytes")


class MemorySource:
    """Bytes that are in memory."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.size = len(data)

    def read(self, offset: int, length: int) -> bytes:
        """See `Source`."""
        _check(offset, length, self.size)
        return self._data[offset : offset + length]


class SlicedSource:
    """A part of another source, with offsets of its own."""

    def __init__(self, whole: Source, start: int, size: int) -> None:
        _check(start, size, whole.size)
        self._whole, self._start = whole, start
        self.size = size

    def read(self, offset: int, length: int) -> bytes:
        """See `Source`."""
        _check(offset, length, self.size)
        return self._whole.read(self._start + offset, length)


class RangedSource:
    """A file that is far away: fetches whole blocks, keeps them, fetches ahead when read in order.

    `fetched`: bytes that came over the line.
    """

    def __init__(self, fetch: Fetch, size: int, limit: int) -> None:
        """`fetch(offset, length)`: offset is a multiple of BLOCK; `limit`: bytes in all."""
        self._fetch, self._limit = fetch, limit
        self._blocks: dict[int, bytes] = {}
        self._next, self._ahead = -1, 1
        self.size = size
        self.fetched = 0

    def read(self, offset: int, length: int) -> bytes:
        """See `Source`."""
        _check(offset, length, self.size)
        if not length:
            return b""
        first, last = offset // BLOCK, (offset + length - 1) // BLOCK
        self._need(first, last)
        start = offset - first * BLOCK
        if first == last:
            return self._blocks[first][start : start + length]
        whole = b"".join(self._blocks[number] for number in range(first, last + 1))
        return whole[start : start + length]

    def _need(self, first: int, last: int) -> None:
        """Fetch what is missing, each run of blocks in one go."""
        number = first
        while number <= last:
            if number in self._blocks:
                number += 1
                continue
            end = number
            while end < last and end + 1 not in self._blocks:
                end += 1
            self._load(number, end)
            number = end + 1

    def _load(self, first: int, last: int) -> None:
        self._ahead = min(self._ahead * 2, _MOST_AHEAD) if first == self._next else 1
        total = -(-self.size // BLOCK)
        end = max(last + 1, min(first + self._ahead, total))
        while end > last + 1 and end - 1 in self._blocks:
            end -= 1
        start, stop = first * BLOCK, min(end * BLOCK, self.size)
        if self.fetched + stop - start > self._limit:
            raise ApkFault(f"more than {self._limit // 1_000_000} MB of it would have to be read")
        data = self._fetch(start, stop - start)
        if len(data) != stop - start:
            raise ApkFault(f"only {len(data)} of {stop - start} bytes at {start} could be read")
        self.fetched += len(data)
        for number in range(first, end):
            at = (number - first) * BLOCK
            self._blocks[number] = data[at : at + BLOCK]
        self._next = end
