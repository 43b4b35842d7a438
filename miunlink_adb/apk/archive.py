"""One entry of a zip file, by its end, its directory and the entry alone.

The directory is believed only where the entry's own header agrees. Zip64, encryption and other
methods than stored and deflated do not occur in APKs and are refused. It must not know what the
entries hold. Layout: PKWARE's APPNOTE 4.3.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from dataclasses import dataclass

from miunlink_adb.apk.fault import ApkFault
from miunlink_adb.apk.source import MemorySource, SlicedSource, Source

__all__ = ["Archive", "Entry"]

MOST_DIRECTORY = 16_000_000
MOST_ENTRIES = 300_000
MOST_INFLATED = 40_000_000
_END = struct.Struct("<4s4H2IH")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_LOCAL = struct.Struct("<4s5H3I2H")
_STORED, _DEFLATED = 0, 8
_PIECE = 256 * 1024


@dataclass(frozen=True, slots=True)
class Entry:
    """What the directory says of one entry; sizes in bytes."""

    name: bytes
    method: int
    checksum: int
    packed: int
    size: int
    header: int


class Archive:
    """A zip file whose directory was read. `digest`: of the directory, so of all checksums."""

    def __init__(self, source: Source) -> None:
        """Read the directory.

        Raises:
            ApkFault: it is no zip file, or one that is not trusted.
        """
        self._source = source
        count, self._start, directory = _directory(source)
        self.digest = hashlib.sha256(directory).hexdigest()
        self._entries = _entries(directory, count)

    def names(self) -> list[str]:
        """The names of all entries, in the directory's order."""
        return [name.decode("utf-8", "replace") for name in self._entries]

    def open(self, name: str) -> Source | None:
        """The entry's content, inflated if needed; None when there is no such entry.

        Raises:
            ApkFault: its header contradicts the directory, or it inflates to something else.
        """
        entry = self._entries.get(name.encode("utf-8"))
        if entry is None:
            return None
        start = self._content_of(entry)
        packed = SlicedSource(self._source, start, entry.packed)
        if entry.method == _STORED:
            return packed
        return MemorySource(_inflate(packed, entry))

    def _content_of(self, entry: Entry) -> int:
        """Where the entry's bytes begin, after its own header."""
        head = self._source.read(entry.header, _LOCAL.size)
        mark, _, flags, method, _, _, _, packed, size, names, extra = _LOCAL.unpack(head)
        if mark != b"PK\3\4" or method != entry.method or flags & 1:
            raise ApkFault("the entry's header contradicts the zip directory")
        if method == _STORED and entry.packed != entry.size:
            raise ApkFault("the entry is stored, yet has two sizes")
        if not flags & 8 and (packed, size) != (entry.packed, entry.size):
            raise ApkFault("the entry's sizes contradict the zip directory")
        start = int(entry.header + _LOCAL.size + names + extra)
        name = self._source.read(entry.header + _LOCAL.size, min(names, len(entry.name) + 1))
        if name != entry.name or start + entry.packed > self._start:
            raise ApkFault("the entry lies where the zip directory does not have it")
        return start


def _directory(source: Source) -> tuple[int, int, bytes]:
    """Number of entries, start of the directory, its bytes."""
    length = min(source.size, _END.size + 0xFFFF)
    tail = source.read(source.size - length, length)
    at = len(tail)
    while (at := tail.rfind(b"PK\5\6", 0, at)) >= 0:
        if at + _END.size <= len(tail):
            end = _END.unpack_from(tail, at)
            if at + _END.size + end[7] == len(tail):
                return _read_directory(source, end, source.size - length + at)
    raise ApkFault("it is no zip file, or its end is cut off")


def _read_directory(source: Source, end: tuple[int, ...], end_at: int) -> tuple[int, int, bytes]:
    _, disk, first_disk, on_disk, count, size, start, _ = end
    if count == 0xFFFF or 0xFFFFFFFF in (size, start):
        raise ApkFault("it is a zip64 file, which an APK never is")
    if disk or first_disk or on_disk != count:
        raise ApkFault("it is one part of a zip file in several parts")
    if start + size > end_at:
        raise ApkFault("the zip directory lies outside of the file")
    if size > MOST_DIRECTORY or count > MOST_ENTRIES or count * _CENTRAL.size > size:
        raise ApkFault("the zip directory's size is not credible")
    return count, start, source.read(start, size)


def _entries(directory: bytes, count: int) -> dict[bytes, Entry]:
    entries: dict[bytes, Entry] = {}
    at = 0
    for _ in range(count):
        if at + _CENTRAL.size > len(directory):
            raise ApkFault("the zip directory is cut off")
        fields = _CENTRAL.unpack_from(directory, at)
        mark, flags, method = fields[0], fields[3], fields[4]
        names, extra, comment = fields[10:13]
        name = directory[at + _CENTRAL.size : at + _CENTRAL.size + names]
        if mark != b"PK\1\2" or len(name) != names:
            raise ApkFault("the zip directory is damaged")
        if name in entries:
            raise ApkFault("the zip directory has an entry twice")
        if flags & 1 or method not in (_STORED, _DEFLATED):
            method = -1
        entries[name] = Entry(name, method, fields[7], fields[8], fields[9], fields[16])
        at += _CENTRAL.size + names + extra + comment
    return entries


def _inflate(packed: Source, entry: Entry) -> bytes:
    if entry.method != _DEFLATED:
        raise ApkFault("the entry is encrypted or packed in a way that APKs never are")
    if entry.size > MOST_INFLATED:
        raise ApkFault(f"the entry would inflate to {entry.size // 1_000_000} MB")
    machine = zlib.decompressobj(-zlib.MAX_WBITS)
    out = bytearray()
    try:
        for at in range(0, packed.size, _PIECE):
            piece = packed.read(at, min(_PIECE, packed.size - at))
            out += machine.decompress(piece, entry.size + 1 - len(out))
            if len(out) > entry.size or machine.eof:
                break
    except zlib.error:
        raise ApkFault("the entry cannot be inflated") from None
    if len(out) != entry.size or not machine.eof or zlib.crc32(out) != entry.checksum:
        raise ApkFault("the entry does not inflate to what the zip directory says")
    return bytes(out)
