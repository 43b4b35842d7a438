"""The phone's own words: texts and ids read from the APKs that are on the phone.

Reads parts of files, keeps what it read on this computer, and never fails a run: what cannot be
read is named, and the packs stand in. It must not know packs, screens or flows.
"""

from __future__ import annotations

from miunlink_adb.own_words.cache import WordCache, default_cache
from miunlink_adb.own_words.collect import Setting, read_own_words
from miunlink_adb.own_words.listing import list_strings
from miunlink_adb.own_words.words import AppWords, OwnWords, Wanted

__all__ = [
    "AppWords",
    "OwnWords",
    "Setting",
    "Wanted",
    "WordCache",
    "default_cache",
    "list_strings",
    "read_own_words",
]
