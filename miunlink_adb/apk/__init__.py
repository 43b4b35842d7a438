"""Reading what an APK says: its zip directory, its resource table, texts in a language, ids.

Works on bytes by range; it must not know phones, packs or screens.
"""

from __future__ import annotations

from miunlink_adb.apk.archive import Archive
from miunlink_adb.apk.fault import ApkFault
from miunlink_adb.apk.language import parse_tag
from miunlink_adb.apk.lookup import Resources, Text
from miunlink_adb.apk.source import BLOCK, MemorySource, RangedSource, Source
from miunlink_adb.apk.table import Table

__all__ = [
    "BLOCK",
    "ApkFault",
    "Archive",
    "MemorySource",
    "RangedSource",
    "Resources",
    "Source",
    "Table",
    "Text",
    "parse_tag",
]
