"""A dossier as a PDF, by fpdf2. The same dossier gives the same bytes, but for its day.

What no font has the letters of is named instead of printed. For that the day is printed in a font
that every reader of PDF has, and nothing is packed: a packed page would differ as a whole.
"""

from __future__ import annotations

import gc
import hashlib
import io
import logging
import struct
import unicodedata
import warnings
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from miunlink_adb.dossier.content import Dossier
from miunlink_adb.dossier.fonts import FontChoice, choose_fonts
from miunlink_adb.dossier.photo import Photo

if TYPE_CHECKING:
    from fpdf import FPDF

__all__ = ["Printed", "print_dossier"]

MARGIN = 18.0
LABEL_WIDTH = 52.0
LINE = 5.5
MOST_PHOTO_HEIGHT = 110.0
"""In millimetres, on A4."""
INSTEAD = "(see dossier.html: no font here has these letters)"


class Printed(NamedTuple):
    """The file, and the labels of the texts that it could not show."""

    data: bytes
    unprinted: list[str]


def print_dossier(
    dossier: Dossier, photos: Mapping[str, Photo], folders: Sequence[Path]
) -> Printed:
    """Print it; `photos`: by path; `folders`: where fonts are."""
    logging.getLogger("fpdf").setLevel(logging.ERROR)
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    wanted = [text for _, text in dossier.texts()]
    fonts = choose_fonts(wanted, folders, lambda file: _embeds(file, wanted))
    paper = _Paper(dossier, fonts)
    paper.write(photos)
    return Printed(bytes(paper.pdf.output()), paper.unprinted)


def _embeds(file: Path, texts: Sequence[str]) -> bool:
    """Whether fpdf2 can put a font into a PDF: tried, since fonts are broken in many ways.

    It leaves the file of one that it cannot read open: it is closed here.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        usable = _is_taken(file, " ".join(texts)[:2000])
        if not usable:
            gc.collect()
    return usable


def _is_taken(file: Path, text: str) -> bool:
    from fontTools.ttLib import TTLibError
    from fpdf.errors import FPDFException

    try:
        _try_font(file, text)
    except (FPDFException, TTLibError, OSError, ValueError, LookupError, TypeError, struct.error):
        return False
    except (AssertionError, AttributeError, ArithmeticError, RuntimeError):
        return False
    return True


def _try_font(file: Path, text: str) -> None:
    from fpdf import FPDF

    pdf = FPDF()
    pdf.add_font("tried", fname=file)
    pdf.add_page()
    pdf.set_font("tried")
    pdf.set_text_shaping(use_shaping_engine=True)
    pdf.multi_cell(0, text=text)
    pdf.output()


class _Paper:
    """The document while it is written."""

    def __init__(self, dossier: Dossier, fonts: FontChoice) -> None:
        self.dossier, self.missing = dossier, fonts.missing
        self.unprinted: list[str] = []
        self.pdf = _new_pdf(dossier)
        names = [f"text{number}" for number in range(len(fonts.files))]
        for name, file in zip(names, fonts.files, strict=True):
            self.pdf.add_font(name, fname=file)
        self.family = names[0] if names else ""
        self.pdf.set_fallback_fonts(names[1:], exact_match=False)

    def write(self, photos: Mapping[str, Photo]) -> None:
        """All of it, in order."""
        self.pdf.add_page()
        self._core("B", 16)
        self.pdf.multi_cell(0, 8, "Request to Xiaomi's support", new_x="LMARGIN", new_y="NEXT")
        self._core("", 9)
        self.pdf.cell(0, LINE, f"Made on {self.dossier.day}", new_x="LMARGIN", new_y="NEXT")
        for part in self.dossier.parts:
            self._heading(part.title)
            for row in part.rows:
                self._row(row.label, row.value, row.note)
        self._files()
        self._missing()
        self._photos(photos)

    def _files(self) -> None:
        if self.dossier.files:
            self._heading("Proofs")
        for file in self.dossier.files:
            self._row(file.label, file.path, f"{file.size:,} bytes, SHA-256 {file.sha256}")

    def _missing(self) -> None:
        if self.dossier.missing:
            self._heading("Missing")
        for item in self.dossier.missing:
            self._row(item.label, item.help, "")

    def _photos(self, photos: Mapping[str, Photo]) -> None:
        labels: dict[str, list[str]] = {}
        for file in self.dossier.files:
            labels.setdefault(file.path, []).append(file.label)
        for path, of in labels.items():
            if photo := photos.get(path):
                self._photo(", ".join(of), path, photo)

    # -- pieces ----------------------------------------------------------------------------

    def _core(self, style: str, size: float) -> None:
        """A font that needs no file; only for sentences of ours."""
        self.pdf.set_text_shaping(use_shaping_engine=False)
        self.pdf.set_font("helvetica", style, size)

    def _heading(self, title: str) -> None:
        self.pdf.ln(3)
        if self.pdf.will_page_break(4 * LINE):
            self.pdf.add_page()
        self._core("B", 12)
        self.pdf.cell(0, 8, title, new_x="LMARGIN", new_y="NEXT")

    def _row(self, label: str, value: str, note: str) -> None:
        if self.pdf.will_page_break(2 * LINE):
            self.pdf.add_page()
        top = self.pdf.get_y()
        page, bottom = self.pdf.page, top + self._label(label)
        self.pdf.set_left_margin(MARGIN + LABEL_WIDTH)
        self.pdf.set_xy(MARGIN + LABEL_WIDTH, top)
        self._text(label, value)
        if note:
            self._note(note)
        self.pdf.set_left_margin(MARGIN)
        low = self.pdf.get_y() if self.pdf.page != page else max(bottom, self.pdf.get_y())
        self.pdf.set_xy(MARGIN, low + 1)

    def _label(self, label: str) -> float:
        """Print it and leave the place as it is; its height."""
        self._core("B", 9)
        top = self.pdf.get_y()
        self.pdf.multi_cell(LABEL_WIDTH, LINE, label, align="L", new_x="LMARGIN", new_y="NEXT")
        return self.pdf.get_y() - top

    def _note(self, note: str) -> None:
        self._core("", 8)
        if not note.isascii() and self.family:
            self.pdf.set_font(self.family, size=8)
        self._own_words(note)

    def _own_words(self, text: str) -> None:
        shown = text if self._has(text) else text.encode("ascii", "replace").decode("ascii")
        self.pdf.multi_cell(0, LINE - 1, shown, align="L", new_x="LMARGIN", new_y="NEXT")

    def _text(self, label: str, value: str) -> None:
        """A text of the owner's, in the fonts of this computer."""
        if not self._has(value):
            self.unprinted.append(label)
            self._core("I", 9)
            self._own_words(INSTEAD)
            return
        if not self.family:
            self._core("", 10)
            self._own_words(value)
            return
        self.pdf.set_font(self.family, size=10)
        self.pdf.set_text_shaping(use_shaping_engine=True)
        for line in value.split("\n"):
            align = "R" if _from_right(line) else "L"
            self.pdf.multi_cell(0, LINE, line or " ", align=align, new_x="LMARGIN", new_y="NEXT")

    def _has(self, value: str) -> bool:
        if self.family:
            return self.missing.isdisjoint(value)
        return value.isascii()

    def _photo(self, label: str, path: str, photo: Photo) -> None:
        width = min(self.pdf.epw, MOST_PHOTO_HEIGHT * photo.width / photo.height)
        height = width * photo.height / photo.width
        if self.pdf.will_page_break(height + 4 * LINE):
            self.pdf.add_page()
        self._row(label, path, "")
        self.pdf.image(io.BytesIO(photo.jpeg), w=width, h=height)
        self.pdf.ln(4)


def _from_right(line: str) -> bool:
    kinds = (unicodedata.bidirectional(c) for c in line)
    return next((kind in ("R", "AL") for kind in kinds if kind in ("L", "R", "AL")), False)


def _new_pdf(dossier: Dossier) -> FPDF:
    from fpdf import FPDF

    whole = repr(dossier._replace(day="")).encode("utf-8", "replace")
    identity = hashlib.sha256(whole).hexdigest()[:32].upper()

    class _Pdf(FPDF):
        """With pages that are numbered, and a name that its day does not change."""

        def file_id(self) -> str:
            return f"<{identity}><{identity}>"

        def footer(self) -> None:
            self.set_y(-12)
            self.set_text_shaping(use_shaping_engine=False)
            self.set_font("helvetica", "", 8)
            self.cell(0, 6, f"{self.page}", align="C")

    pdf = _Pdf(format="A4")
    pdf.set_compression(False)
    pdf.set_creation_date(datetime.fromisoformat(dossier.day).replace(tzinfo=UTC))
    pdf.set_title("Request to Xiaomi's support")
    pdf.set_creator("miunlink-adb")
    pdf.set_lang("en")
    pdf.set_margins(MARGIN, MARGIN, MARGIN)
    pdf.set_auto_page_break(auto=True, margin=MARGIN)
    return pdf
