"""A pool of strings: UTF-8 or UTF-16, with or without styles; only what is asked for is decoded.

The styles (bold, links) are spans beside the text, so that the text itself is plain. It must not
know what the strings are for. Source: AOSP `ResourceTypes.h`, struct ResStringPool_header.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Iterable, Iterator

from miunlink_adb.apk.chunk import Chunk
from miunlink_adb.apk.fault import ApkFault
from miunlink_adb.apk.source import Source

__all__ = ["POOL", "StringPool"]

POOL = 0x0001
"""The kind of the chunk."""
_HEADER = struct.Struct("<5I")
_UTF8 = 1 << 8
_LONGEST = 65_536
"""Bytes of one string; interface texts are shorter."""
_MOST_SEARCHED = 16_000_000


class StringPool:
    """The strings of one chunk by their index."""

    def __init__(self, source: Source, chunk: Chunk) -> None:
        """Read the header.

        Raises:
            ApkFault: it is no pool, or its header is not credible.
        """
        if chunk.kind != POOL or chunk.header_size < 8 + _HEADER.size:
            raise ApkFault("a pool of strings is missing in the resource table")
        count, styles, flags, start, _ = _HEADER.unpack(source.read(chunk.offset + 8, 20))
        room = chunk.size - chunk.header_size
        if (count + styles) * 4 > room or (count and not chunk.header_size <= start <= chunk.size):
            raise ApkFault("a pool of strings is smaller than it says")
        self._source, self._chunk = source, chunk
        self._utf8 = bool(flags & _UTF8)
        self._start = chunk.offset + start
        self.count = int(count)

    def __len__(self) -> int:
        return self.count

    def text(self, index: int) -> str:
        """The string at an index.

        Raises:
            ApkFault: there is none, or it reaches out of the pool.
        """
        if not 0 <= index < self.count:
            raise ApkFault("a string is missing in its pool")
        place = self._source.read(self._chunk.body + 4 * index, 4)
        offset = self._start + int.from_bytes(place, "little")
        head = self._source.read(offset, max(0, min(4, self._chunk.end - offset)))
        skip, length = self._utf8_length(head) if self._utf8 else self._utf16_length(head)
        if length > _LONGEST or offset + skip + length > self._chunk.end:
            raise ApkFault("a string reaches out of its pool")
        data = self._source.read(offset + skip, length)
        return _from_utf8(data) if self._utf8 else data.decode("utf-16-le", "replace")

    @staticmethod
    def _utf8_length(head: bytes) -> tuple[int, int]:
        """Bytes to skip, bytes of text: the length in characters stands first, in 1 or 2 bytes."""
        skip = 2 if head[:1] >= b"\x80" else 1
        first = head[skip : skip + 2]
        if len(first) < 1 + (first[:1] >= b"\x80"):
            raise ApkFault("a pool of strings is cut off")
        if first[0] & 0x80:
            return skip + 2, (first[0] & 0x7F) << 8 | first[1]
        return skip + 1, first[0]

    @staticmethod
    def _utf16_length(head: bytes) -> tuple[int, int]:
        """Bytes to skip, bytes of text."""
        if len(head) < 2:
            raise ApkFault("a pool of strings is cut off")
        first = head[0] | head[1] << 8
        if not first & 0x8000:
            return 2, 2 * first
        if len(head) < 4:
            raise ApkFault("a pool of strings is cut off")
        return 4, 2 * ((first & 0x7FFF) << 16 | head[2] | head[3] << 8)

    def find(self, wanted: Iterable[str]) -> dict[int, str]:
        """Index -> name, for each of the names that is there; searches bytes, decodes nothing.

        Raises:
            ApkFault: the pool is larger than pools of names are.
        """
        data = self._strings()
        places: dict[int, str] = {}
        for name in wanted:
            pattern = self._encoded(name)
            at = data.find(pattern)
            while at >= 0:
                places[at] = name
                at = data.find(pattern, at + len(pattern))
        return {i: places[at] for i, at in enumerate(self._offsets()) if at in places}

    def all(self) -> Iterator[str]:
        """Every string in order; one that is damaged is the empty string."""
        for index in range(self.count):
            try:
                yield self.text(index)
            except ApkFault:
                yield ""

    def _strings(self) -> bytes:
        size = max(0, self._chunk.end - self._start)
        if size > _MOST_SEARCHED:
            raise ApkFault("a pool of names is larger than is credible")
        return self._source.read(self._start, size)

    def _offsets(self) -> array[int]:
        offsets = array("I", self._source.read(self._chunk.body, 4 * self.count))
        if sys.byteorder == "big":
            offsets.byteswap()
        return offsets

    def _encoded(self, name: str) -> bytes:
        """The bytes of a name as they stand in the pool, lengths and end included."""
        units = len(name.encode("utf-16-le")) // 2
        if not self._utf8:
            return struct.pack("<H", units) + name.encode("utf-16-le") + b"\0\0"
        data = name.encode("utf-8")
        return _short(units) + _short(len(data)) + data + b"\0"


def _short(length: int) -> bytes:
    return bytes([length]) if length < 0x80 else bytes([0x80 | length >> 8 & 0x7F, length & 0xFF])


def _from_utf8(data: bytes) -> str:
    """UTF-8 as Android has it, with characters beyond the BMP also as two surrogates."""
    try:
        loose = data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace")
    return loose.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
