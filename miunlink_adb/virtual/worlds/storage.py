"""What an owner's phone has in its storage, and the file of the app that he installed himself.

Few and small: their kinds matter, not their number. Must not know the file tree.
"""

from __future__ import annotations

from typing import NamedTuple

from miunlink_adb.virtual.worlds.packages import CHAT


class FileRow(NamedTuple):
    """A file: path, size in bytes, age in days."""

    path: str
    size: int
    days: int


_SHARED = "/storage/emulated/0"


def file_rows() -> tuple[FileRow, ...]:
    """Photos, a video, a download, a document, recordings, as MIUI's own apps lay them down."""
    rows = (
        ("DCIM/Camera/IMG_20260301_101112.jpg", 183_204, 40),
        ("DCIM/Camera/IMG_20260302_174530.jpg", 201_877, 39),
        ("DCIM/Camera/VID_20260302_174601.mp4", 1_402_113, 39),
        ("DCIM/Screenshots/Screenshot_2026-03-05-08-00-13.png", 96_331, 36),
        ("Pictures/Gallery/owner/holiday.jpg", 154_020, 30),
        ("Download/ticket.pdf", 48_112, 12),
        ("Documents/letter.txt", 1_204, 90),
        ("MIUI/sound_recorder/2026-03-06 09.30.00.mp3", 88_000, 35),
        ("MIUI/sound_recorder/call_rec/Tilda(10086)_20260307.mp3", 61_440, 34),
    )
    return tuple(FileRow(f"{_SHARED}/{path}", size, days) for path, size, days in rows)


def apk_rows() -> tuple[FileRow, ...]:
    """The installed app's file."""
    return (FileRow(f"/data/app/{CHAT}-1/base.apk", 262_144, 60),)
