"""Which release a phone runs, and on whose hardware: from properties alone.

Pure. It must not know packs, phones or how properties are asked for.
"""

from miunlink_adb.release.match import (
    Kind,
    ReleaseMatch,
    is_international,
    is_running,
    is_xiaomi_eu,
    match_release,
)
from miunlink_adb.release.names import Standing, standing, title

__all__ = [
    "Kind",
    "ReleaseMatch",
    "Standing",
    "is_international",
    "is_running",
    "is_xiaomi_eu",
    "match_release",
    "standing",
    "title",
]
