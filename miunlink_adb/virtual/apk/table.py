"""Writes resource tables (`resources.arsc`): strings, plurals, references and ids of one package.

Must not know texts or screens. Layout: AOSP `ResourceTypes.h`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from miunlink_adb.virtual.apk.locale import config
from miunlink_adb.virtual.apk.pool import Pool

_REFERENCE, _STRING, _FALSE = 0x01, 0x03, 0x12
_NONE = 0xFFFFFFFF
_QUANTITIES = {
    "other": 0x01000004,
    "zero": 0x01000005,
    "one": 0x01000006,
    "two": 0x01000007,
    "few": 0x01000008,
    "many": 0x01000009,
}


@dataclass(frozen=True)
class Reference:
    """A value that is another resource: its number `0xPPTTEEEE`."""

    number: int


Content = str | Reference | Mapping[str, str] | None
"""A text, another resource, a text per quantity, or nothing (an id)."""


Values = Mapping[str, Content] | Mapping[bytes, Content]


@dataclass(frozen=True)
class Resource:
    """One resource: type, name and its value per config.

    A config is a language tag (`""`: none), or the bytes that `locale.config` makes.
    """

    kind: str
    name: str
    values: Values


@dataclass(frozen=True)
class TableStyle:
    """How a table is written: as different Androids' tools do it."""

    utf8: bool = True
    sparse: bool = False
    compact: bool = False
    short_offsets: bool = False


@dataclass
class _Type:
    """The resources of one type, in the order of their numbers."""

    numbers: dict[str, int] = field(default_factory=dict)
    values: dict[str | bytes, dict[int, Content]] = field(default_factory=dict)

    def add(self, resource: Resource) -> None:
        number = self.numbers.setdefault(resource.name, len(self.numbers))
        for place, content in resource.values.items():
            self.values.setdefault(place, {})[number] = content


def table(
    package: str,
    resources: Iterable[Resource],
    style: TableStyle = TableStyle(),
    *,
    package_id: int = 0x7F,
) -> bytes:
    """The bytes of a table with one package."""
    types: dict[str, _Type] = {}
    for resource in resources:
        types.setdefault(resource.kind, _Type()).add(resource)
    strings = Pool(utf8=style.utf8)
    writer = _Writer(style, strings, Pool(utf8=style.utf8))
    body = b"".join(writer.type(i, kind) for i, kind in enumerate(types.values(), 1))
    whole = _package(package, package_id, list(types), writer.keys, body)
    pool = strings.data()
    return struct.pack("<HHII", 2, 12, 12 + len(pool) + len(whole), 1) + pool + whole


def _package(name: str, number: int, types: Sequence[str], keys: Pool, body: bytes) -> bytes:
    kinds = Pool(utf8=False)
    for kind in types:
        kinds.add(kind)
    type_pool, key_pool = kinds.data(), keys.data()
    size = 288 + len(type_pool) + len(key_pool) + len(body)
    head = struct.pack("<HHII", 0x0200, 288, size, number)
    head += name.encode("utf-16-le").ljust(256, b"\0")
    head += struct.pack("<5I", 288, len(types), 288 + len(type_pool), len(types), 0)
    return head + type_pool + key_pool + body


@dataclass
class _Writer:
    """Writes the parts of a package and collects strings and names on the way."""

    style: TableStyle
    strings: Pool
    keys: Pool

    def type(self, number: int, kind: _Type) -> bytes:
        """The spec of a type and its values for each config."""
        names = list(kind.numbers)
        count = len(names)
        spec = struct.pack("<HHIBBHI", 0x0202, 16, 16 + 4 * count, number, 0, 0, count)
        chunks = [spec + bytes(4 * count)]
        for place, values in kind.values.items():
            chunks.append(self._section(number, names, place, values))
        return b"".join(chunks)

    def _section(
        self, number: int, names: Sequence[str], place: str | bytes, values: Mapping[int, Content]
    ) -> bytes:
        qualifiers = config(place) if isinstance(place, str) else place
        entries, offsets = bytearray(), {}
        for index in sorted(values):
            offsets[index] = len(entries)
            entries += self._entry(names[index], values[index])
        flags, listed = self._offsets(len(names), offsets)
        count = len(offsets) if flags & 1 else len(names)
        header = 20 + len(qualifiers)
        start = header + len(listed)
        size = start + len(entries)
        head = struct.pack("<HHIBBHII", 0x0201, header, size, number, flags, 0, count, start)
        return head + qualifiers + listed + bytes(entries)

    def _offsets(self, count: int, offsets: Mapping[int, int]) -> tuple[int, bytes]:
        if self.style.sparse:
            pairs = [struct.pack("<HH", index, at // 4) for index, at in offsets.items()]
            return 1, b"".join(pairs)
        if self.style.short_offsets:
            places = [offsets[i] // 4 if i in offsets else 0xFFFF for i in range(count)]
            data = struct.pack(f"<{count}H", *places)
            return 2, data + bytes(-len(data) % 4)
        return 0, struct.pack(f"<{count}I", *(offsets.get(i, _NONE) for i in range(count)))

    def _entry(self, name: str, content: Content) -> bytes:
        key = self.keys.add(name)
        if isinstance(content, Mapping):
            parts = [(_QUANTITIES[q], self._value(text)) for q, text in content.items()]
            head = struct.pack("<HHIII", 16, 1, key, 0, len(parts))
            return head + b"".join(struct.pack("<I", q) + value for q, value in parts)
        value = self._value(content)
        if self.style.compact and key < 0xFFFF:
            kind, data = value[3], value[4:]
            return struct.pack("<HH", key, 0x8 | kind << 8) + data
        return struct.pack("<HHI", 8, 0, key) + value

    def _value(self, content: str | Reference | None) -> bytes:
        if isinstance(content, str):
            return struct.pack("<HBBI", 8, 0, _STRING, self.strings.add(content))
        if isinstance(content, Reference):
            return struct.pack("<HBBI", 8, 0, _REFERENCE, content.number)
        return struct.pack("<HBBI", 8, 0, _FALSE, 0)
