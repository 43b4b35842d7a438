"""The rows of the Settings home: which stand there, in which order, and their everyday words.

The account rows, their words and their place are facts; so are the rows of the international
HyperOS home from the lock screen to the additional settings, read off a phone. The others are the
usual ones, worded by us. Must not know what a row opens or looks like.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from miunlink_adb.virtual.worlds.builds import Layout
from miunlink_adb.virtual.worlds.releases import Release

ACCOUNT = "account"
OTHER_ACCOUNTS = "account_list"
ADD_ACCOUNT = "account_add"
SYNC = "sync"
GOOGLE = "google"
MY_DEVICE = "my_device"
ADDITIONAL = "additional"
GAP = "-"
SECTION_ACCOUNTS = "#accounts"

_SECTION = (
    "sim wlan bluetooth mobile_network hotspot - lock_screen display sound notifications "
    "home_screen wallpaper themes - #accounts account account_list account_add sync - "
    "passwords privacy location date_time language backup battery apps additional my_device"
)
_MIUI_CHINA = (
    "account - my_device - sim wlan bluetooth hotspot connection - lock_screen display sound "
    "notifications home_screen wallpaper themes - passwords privacy battery apps additional - "
    "wellbeing special sync feedback"
)
_MIUI_INTL = (
    "my_device - sim wlan bluetooth hotspot connection - lock_screen display sound notifications "
    "home_screen wallpaper themes - passwords privacy battery apps - wellbeing special - "
    "google sync account additional feedback"
)
_HYPER_CHINA = (
    "account - my_device - sim wlan bluetooth hotspot connection - lock_screen display sound "
    "notifications home_screen wallpaper themes - passwords emergency privacy battery apps "
    "additional - wellbeing special voice - sync feedback"
)
_HYPER_INTL = (
    "my_device - sim wlan bluetooth hotspot connection - lock_screen display sound notifications "
    "home_screen wallpaper themes - passwords emergency privacy battery apps - wellbeing special "
    "google sync voice account - additional feedback"
)
_HYPER2_INTL = (
    "my_device - sim wlan bluetooth hotspot connection - lock_screen display sound notifications "
    "home_screen wallpaper themes - passwords emergency privacy battery apps additional - "
    "wellbeing special google sync account - feedback"
)

_LANGUAGES = ("en", "zh", "ru", "es", "de", "ar")


def home_rows(release: Release, layout: Layout, *, international: bool) -> tuple[str, ...]:
    """Names of the rows from top to bottom; `-` is a gap, `#…` a section's heading."""
    if not release.since("miui-10"):
        return tuple(_SECTION.split())
    if not release.is_hyperos:
        return tuple((_MIUI_INTL if international else _MIUI_CHINA).split())
    if not international:
        return tuple(_HYPER_CHINA.split())
    newer = release.since("hyperos-2") and layout != "tablet"
    return tuple((_HYPER2_INTL if newer else _HYPER_INTL).split())


def word(row: str, locale: str) -> str:
    """The everyday title of a row that is none of the facts'; English where we have no other.

    KeyError for a row whose words are facts.
    """
    language = locale.split("-")[0]
    return _words()[row][_LANGUAGES.index(language) if language in _LANGUAGES else 0]


@cache
def _words() -> dict[str, list[str]]:
    lines = (files("miunlink_adb.virtual.worlds") / "words.txt").read_text(encoding="utf-8")
    table = (line.split("|") for line in lines.splitlines() if not line.startswith("#"))
    return {name: titles for name, *titles in table}
