"""Collections, pictures and fonts as the tests need them: small, and the same each time."""

import io
from datetime import date
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._g_l_y_f import Glyph
from PIL import Image

from miunlink_adb.dossier.collecting import Collection
from miunlink_adb.dossier.folder import Folder
from miunlink_adb.dossier.question import questions

TODAY = date(2026, 11, 24)
IMEI, SECOND = "490154203237518", "356938035643809"
LATIN = "".join(map(chr, range(0x20, 0x7F)))


def collection(folder: Path, day: date = TODAY) -> Collection:
    """A collection in a folder, loaded."""
    place = Folder(folder)
    place.open()
    made = Collection(place, questions(), day)
    made.load()
    return made


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), place: bool = False) -> bytes:
    """A small picture; `place`: with the coordinates of where it was taken."""
    image = Image.new("RGB", size, (200, 90, 40))
    exif = Image.Exif()
    if place:
        exif[0x8825] = {1: "N", 2: (52.0, 31.0, 0.0), 3: "E", 4: (13.0, 24.0, 0.0)}
    written = io.BytesIO()
    image.save(written, kind, exif=exif)
    return written.getvalue()


def make_font(file: Path, letters: str) -> Path:
    """A font that has these letters, each an empty box."""
    names = [".notdef", *(f"u{ord(letter):04X}" for letter in letters)]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(letter): f"u{ord(letter):04X}" for letter in letters})
    builder.setupGlyf({name: Glyph() for name in names})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (600, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": file.stem, "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200)
    builder.setupPost()
    file.parent.mkdir(parents=True, exist_ok=True)
    builder.save(file)
    return file
