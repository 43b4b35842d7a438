"""Fonts of this computer that have the letters of a text: no font comes with the program.

Known names with many letters are looked at first, then the others, until every letter has one.
It must not know what is printed.
"""

from __future__ import annotations

import os
import struct
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

__all__ = ["FontChoice", "choose_fonts", "letters_of", "system_folders"]

MOST_LOOKED_AT = 250
MOST_CHOSEN = 6
_KINDS = (".ttf", ".otf", ".ttc")
_FIRST = (
    "dejavusans", "notosans-regular", "liberationsans-regular", "arial", "segoeui", "helvetica",
    "arial unicode", "arialuni", "notosanscjk-regular", "notosanscjksc-regular",
    "notosanssc-regular", "sourcehansans-regular", "droidsansfallbackfull", "wqy-microhei",
    "wqy-zenhei", "msyh", "simsun", "yugothm", "msgothic", "malgun", "nanumgothic",
    "applesdgothicneo", "pingfang", "hiragino sans gb", "stheiti light", "notosansarabic-regular",
    "notonaskharabic-regular", "geezapro", "notosansdevanagari-regular", "nirmala",
    "notosansthai-regular", "leelawui", "tahoma", "notosanshebrew-regular",
)  # fmt: skip
_OTHER_CUTS = (
    "bold", "italic", "oblique", "mono", "condensed", "narrow", "light", "thin", "black", "serif",
    "emoji", "math", "symbol", "icon",
)  # fmt: skip
_NOT_TO_BE_EMBEDDED = 0x2
"""The bit of OS/2 by which a font's maker forbids it."""
_RANK = {name: rank for rank, name in enumerate(_FIRST)}
_LATIN = frozenset(map(chr, range(0x21, 0x7F)))


class FontChoice(NamedTuple):
    """Files, the first for everything that it has; `missing`: letters that no font has."""

    files: tuple[Path, ...]
    missing: frozenset[str]


def system_folders() -> list[Path]:
    """Where this system keeps fonts, its user's first."""
    home = Path.home()
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA", home))
        windows = Path(os.environ.get("WINDIR", "C:/Windows"))
        return [local / "Microsoft/Windows/Fonts", windows / "Fonts"]
    if sys.platform == "darwin":
        return [home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts")]
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share")
    return [
        data / "fonts",
        home / ".fonts",
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
        Path("/system/fonts"),
    ]


def choose_fonts(
    texts: Iterable[str],
    folders: Sequence[Path],
    usable: Callable[[Path], bool] = lambda _file: True,
) -> FontChoice:
    """Fonts for all letters of some texts; files that are no fonts are passed over.

    `usable`: asked of each before it is chosen.
    """
    left = {c for text in texts for c in text if _is_drawn(c)} | _LATIN
    chosen: list[Path] = []
    for file in _candidates(folders):
        has = letters_of(file) & left
        if not has or not (chosen or has >= _LATIN) or not usable(file):
            continue
        chosen.append(file)
        left -= has
        if not left or len(chosen) == MOST_CHOSEN:
            break
    return FontChoice(tuple(chosen), frozenset(left - (_LATIN if not chosen else set())))


def _is_drawn(character: str) -> bool:
    """Whether it needs a shape: spaces, joiners and selectors of variants do not."""
    selector = "\ufe00" <= character <= "\ufe0f"
    return not (character.isspace() or selector or unicodedata.category(character) == "Cf")


def _candidates(folders: Sequence[Path]) -> list[Path]:
    found = {file.name: file for folder in reversed(folders) for file in _files(folder)}
    return sorted(found.values(), key=_rank)[:MOST_LOOKED_AT]


def _files(folder: Path) -> Iterator[Path]:
    for place, _, names in os.walk(folder):
        yield from (Path(place) / name for name in names if name.lower().endswith(_KINDS))


def _rank(file: Path) -> tuple[int, int, str]:
    name = file.stem.lower()
    return _RANK.get(name, len(_RANK)), any(cut in name for cut in _OTHER_CUTS), file.name


def _has_shapes(font: TTFont) -> bool:
    """Pictures of letters alone (as for emoji) are none that fpdf2 prints."""
    return "glyf" in font or "CFF " in font


def letters_of(file: Path) -> frozenset[str]:
    """The letters that a font has; none for a file that is none, or may not be embedded."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with file.open("rb") as stream, TTFont(stream, lazy=True, fontNumber=0) as font:
            usable = _has_shapes(font) and not font["OS/2"].fsType & _NOT_TO_BE_EMBEDDED
            return frozenset(map(chr, font.getBestCmap() or {})) if usable else frozenset()
    except (OSError, TTLibError, ValueError, KeyError, struct.error, AssertionError):
        return frozenset()
    except (AttributeError, TypeError, IndexError, OverflowError):  # a damaged table
        return frozenset()
