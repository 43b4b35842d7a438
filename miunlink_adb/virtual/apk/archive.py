"""Writes zip files as APKs are: stored entries begin at multiples of four.

Must not know what the entries hold.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_DATE, _TIME = 0x3A21, 0  # 1 January 2009, the time of system images
_ALIGNMENT = 4


@dataclass(frozen=True)
class Part:
    """One entry."""

    name: str
    data: bytes
    deflated: bool = False


def archive(parts: Iterable[Part], comment: bytes = b"") -> bytes:
    """The zip file with these entries in this order."""
    body, directory, count = bytearray(), bytearray(), 0
    for part in parts:
        name = part.name.encode()
        packed = _deflate(part.data) if part.deflated else part.data
        start = len(body)
        pad = 0 if part.deflated else -(start + _LOCAL.size + len(name)) % _ALIGNMENT
        method = 8 if part.deflated else 0
        checksum = zlib.crc32(part.data)
        common = (20, 0, method, _TIME, _DATE, checksum, len(packed), len(part.data), len(name))
        body += _LOCAL.pack(b"PK\3\4", *common, pad) + name + bytes(pad) + packed
        directory += _CENTRAL.pack(b"PK\1\2", 20, *common, 0, 0, 0, 0, 0, start) + name
        count += 1
    end = (b"PK\5\6", 0, 0, count, count, len(directory), len(body), len(comment))
    return bytes(body + directory) + _END.pack(*end) + comment


def _deflate(data: bytes) -> bytes:
    machine = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return machine.compress(data) + machine.flush()
