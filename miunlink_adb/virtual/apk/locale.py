"""Writes the qualifiers of a set of resources: `hi`, `zh-TW`, `sr-Latn`, `fil`, `es-419`.

Old codes are written as Android's own tools do: Hebrew as iw, Indonesian as in. Must not know
texts. Layout: AOSP `ResourceTypes.h`, struct ResTable_config.
"""

from __future__ import annotations

import struct

SIZE = 64
_OLD = {"he": "iw", "id": "in", "yi": "ji"}


def config(tag: str, *, sdk: int = 0, width: int = 0, night: bool = False) -> bytes:
    """The config of a language tag; `width` is the smallest width in dp, `sdk` the API level."""
    language, *rest = tag.split("-") if tag else [""]
    script = next((part for part in rest if len(part) == 4), "")
    region = next((part for part in rest if len(part) in (2, 3)), "")
    data = bytearray(SIZE)
    struct.pack_into("<I", data, 0, SIZE)
    data[8:10] = _packed(_OLD.get(language, language), "a")
    data[10:12] = _packed(region, "0")
    struct.pack_into("<H", data, 24, sdk)
    data[29] = 0x20 if night else 0
    struct.pack_into("<H", data, 30, width)
    data[36:40] = script.encode().ljust(4, b"\0")
    return bytes(data)


def _packed(code: str, base: str) -> bytes:
    """Two letters as they are; three as fifteen bits with the highest bit set."""
    if len(code) < 3:
        return code.encode().ljust(2, b"\0")
    first, second, third = (ord(letter) - ord(base) for letter in code.lower())
    return bytes([0x80 | third << 2 | second >> 3, (second << 5 | first) & 0xFF])
