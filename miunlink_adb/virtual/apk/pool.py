"""Writes pools of strings, as UTF-8 or UTF-16.

Must not know what the strings are. Layout: AOSP `ResourceTypes.h`, struct ResStringPool_header.
"""

from __future__ import annotations

import struct


class Pool:
    """Collects strings, each once, and gives out their indexes."""

    def __init__(self, *, utf8: bool) -> None:
        self._utf8 = utf8
        self._indexes: dict[str, int] = {}

    def add(self, text: str) -> int:
        """The index of a string, taken in when it is new."""
        return self._indexes.setdefault(text, len(self._indexes))

    def data(self) -> bytes:
        """The whole chunk."""
        encode = _utf8 if self._utf8 else _utf16
        offsets, body = bytearray(), bytearray()
        for text in self._indexes:
            offsets += struct.pack("<I", len(body))
            body += encode(text)
        body += bytes(-len(body) % 4)
        start = 28 + len(offsets)
        flags = 0x100 if self._utf8 else 0
        head = (1, 28, start + len(body), len(self._indexes), 0, flags, start if offsets else 0, 0)
        return struct.pack("<HHIIIIII", *head) + bytes(offsets + body)


def _utf8(text: str) -> bytes:
    units = len(text.encode("utf-16-le", "surrogatepass")) // 2
    data = text.encode("utf-8")
    return _one_or_two(units) + _one_or_two(len(data)) + data + b"\0"


def _one_or_two(length: int) -> bytes:
    return bytes([length]) if length < 128 else struct.pack(">H", 0x8000 | length)


def _utf16(text: str) -> bytes:
    data = text.encode("utf-16-le")
    units = len(data) // 2
    length = struct.pack("<H", units)
    if units > 0x7FFF:
        length = struct.pack("<HH", 0x8000 | units >> 16, units & 0xFFFF)
    return length + data + b"\0\0"
