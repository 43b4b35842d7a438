"""Photos among the owner's files: small copies for paper, and whether they tell a place.

It must not know what a photo is of.
"""

from __future__ import annotations

import io
import warnings
from typing import NamedTuple

__all__ = ["Photo", "read_photo"]

MOST_PIXELS = 100_000_000
LONGEST_SIDE = 1400
_GPS = 0x8825
"""The EXIF tag under which a camera writes where it was."""
_FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF")


class Photo(NamedTuple):
    """A picture for paper.

    Attributes:
        jpeg: upright, without anything but what is seen.
        width: in pixels.
        height: in pixels.
        tells_place: the original says where it was taken.
    """

    jpeg: bytes
    width: int
    height: int
    tells_place: bool


def read_photo(data: bytes) -> Photo | None:
    """A photo from a file's bytes; None for what is no picture, or too large a one."""
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a damaged picture is passed over, or shown as it is
            with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    return None
                place = bool(opened.getexif().get_ifd(_GPS))
                image = ImageOps.exif_transpose(opened)
                image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                shown = image.convert("RGB")
    except (OSError, ValueError, SyntaxError, KeyError, TypeError, IndexError, EOFError):
        return None
    except (Image.DecompressionBombError, OverflowError, MemoryError, ZeroDivisionError):
        return None
    written = io.BytesIO()
    shown.save(written, "JPEG", quality=82)
    return Photo(written.getvalue(), shown.width, shown.height, place)
