"""What is in a file that is too large to lie in memory: made up as it is read, or the computer's.

Knows neither paths of the phone nor who reads.
"""

from __future__ import annotations

import random
from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_BLOCK = 4 * 2**20
_MARK = 16


class Content(ABC):
    """The bytes of a file, readable in parts."""

    @property
    @abstractmethod
    def size(self) -> int:
        """How many bytes there are."""

    @abstractmethod
    def read(self, offset: int, length: int) -> bytes:
        """Bytes from an offset; fewer where the file ends."""


@dataclass(frozen=True)
class Generated(Content):
    """`length` bytes that depend on `seed` and on where they stand; the same on every reading."""

    seed: int
    length: int

    @property
    def size(self) -> int:
        return self.length

    def read(self, offset: int, length: int) -> bytes:
        end = min(offset + length, self.length)
        parts: list[bytes] = []
        while offset < end:
            number, start = divmod(offset, _BLOCK)
            stop = min(_BLOCK, start + end - offset)
            parts.append(self._part(number, start, stop))
            offset += stop - start
        return b"".join(parts)

    def _part(self, number: int, start: int, stop: int) -> bytes:
        """Of a block of noise that begins with a mark which no other block of any file has."""
        if start >= _MARK:
            return _noise()[start:stop]
        mark = f"{self.seed & 0xFFFFFFFF:08x}{number & 0xFFFFFFFF:08x}".encode()
        return mark[start:stop] + _noise()[_MARK:stop]


@lru_cache(maxsize=1)
def _noise() -> bytes:
    return random.Random(4).randbytes(_BLOCK)


@dataclass(frozen=True)
class HostFile(Content):
    """A file of the computer, which the phone only reads."""

    path: Path

    @property
    def size(self) -> int:
        return self.path.stat().st_size

    def read(self, offset: int, length: int) -> bytes:
        with self.path.open("rb") as stream:
            stream.seek(offset)
            return stream.read(length)
