"""Tables and zip files for the tests, made by the virtual phone's writer, which knows no reader."""

import struct
from collections.abc import Mapping, Sequence

from miunlink_adb.apk import Archive, MemorySource, Resources, Table
from miunlink_adb.virtual.apk import Part, Resource, TableStyle, archive, table
from miunlink_adb.virtual.apk.locale import config
from miunlink_adb.virtual.apk.table import Content

STYLES = (
    TableStyle(),
    TableStyle(utf8=False),
    TableStyle(sparse=True),
    TableStyle(compact=True),
    TableStyle(short_offsets=True),
    TableStyle(utf8=False, sparse=True, compact=True),
)
PACKAGE = "com.xiaomi.account"


def string_resources(texts: Mapping[str, Mapping[str, str]]) -> list[Resource]:
    """Resources from `{name: {tag: text}}`."""
    return [
        Resource("string", name, {tag: text for tag, text in values.items()})  # noqa: C416
        for name, values in texts.items()
    ]


def resources(
    *made: Resource, style: TableStyle = TableStyle(), frameworks: Sequence[Table] = ()
) -> Resources:
    """A reader on a table of these resources."""
    return Resources([read(table(PACKAGE, made, style))], lambda: frameworks)


def read(data: bytes) -> Table:
    """A table from its bytes."""
    return Table(MemorySource(data))


def text(name: str, values: Mapping[str, Content]) -> Resource:
    """One string."""
    return Resource("string", name, values)


def opened(apk: bytes) -> Table:
    """The table inside an APK."""
    content = Archive(MemorySource(apk)).open("resources.arsc")
    assert content is not None
    return Table(content)


def apk_of(data: bytes, *, deflated: bool = False, padding: int = 0) -> bytes:
    """An APK with a table, and so many bytes of other things before it."""
    parts = [Part("res/raw/film.mp4", bytes(padding))] if padding else []
    return archive([*parts, Part("resources.arsc", data, deflated=deflated)])


def patched(data: bytes, at: int, layout: str, *numbers: int) -> bytes:
    """The bytes with numbers written over a place."""
    changed = bytearray(data)
    struct.pack_into(layout, changed, at, *numbers)
    return bytes(changed)


__all__ = [
    "PACKAGE",
    "STYLES",
    "Part",
    "Resource",
    "TableStyle",
    "apk_of",
    "archive",
    "config",
    "opened",
    "patched",
    "read",
    "resources",
    "string_resources",
    "table",
    "text",
]
