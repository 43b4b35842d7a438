"""The frame of everything in `resources.arsc`: chunks with a kind, a header and a size.

It must not know what the kinds mean. Source: AOSP `ResourceTypes.h`, struct ResChunk_header.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from miunlink_adb.apk.fault import ApkFault
from miunlink_adb.apk.source import Source

__all__ = ["Chunk", "chunk_at", "chunks"]

_HEADER = struct.Struct("<HHI")
_MOST_CHUNKS = 200_000


class Chunk(NamedTuple):
    """Where one chunk lies; offsets and sizes in bytes."""

    kind: int
    header_size: int
    size: int
    offset: int

    @property
    def end(self) -> int:
        """The offset after its last byte."""
        return self.offset + self.size

    @property
    def body(self) -> int:
        """The offset after its header."""
        return self.offset + self.header_size


def chunk_at(source: Source, offset: int, end: int) -> Chunk:
    """The chunk that begins at an offset.

    Raises:
        ApkFault: it does not fit between `offset` and `end`.
    """
    if offset + _HEADER.size > end:
        raise ApkFault("the resource table is cut off")
    kind, header_size, size = _HEADER.unpack(source.read(offset, _HEADER.size))
    if header_size < _HEADER.size or size < header_size or offset + size > end:
        raise ApkFault(f"the resource table has a part of an impossible size at {offset}")
    return Chunk(kind, header_size, size, offset)


def chunks(source: Source, start: int, end: int) -> Iterator[Chunk]:
    """The chunks between two offsets, one after the other.

    Raises:
        ApkFault: as chunk_at; or there are more than any app has.
    """
    for _ in range(_MOST_CHUNKS):
        if start >= end:
            return
        chunk = chunk_at(source, start, end)
        yield chunk
        start = chunk.end
    raise ApkFault("the resource table has more parts than is credible")
