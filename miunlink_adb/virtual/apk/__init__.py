"""The APK files of the virtual phone: zip files with resource tables of the world's texts.

Written from AOSP's `ResourceTypes.h` alone; must not know who reads them.
"""

from __future__ import annotations

from miunlink_adb.virtual.apk.archive import Part, archive
from miunlink_adb.virtual.apk.contents import apps_of
from miunlink_adb.virtual.apk.table import Reference, Resource, TableStyle, table

__all__ = [
    "Part",
    "Reference",
    "Resource",
    "TableStyle",
    "apps_of",
    "archive",
    "table",
]
