"""A dossier as a page of HTML. Pure; it must not know files, nor how a page is made."""

from __future__ import annotations

from collections.abc import Sequence

from miunlink_adb.dossier.content import WHERE, Dossier, FileRow, Row
from miunlink_adb.page import (
    Markup,
    document,
    element,
    facts,
    heading,
    items,
    joined,
    paragraph,
    section,
    table,
)

__all__ = ["dossier_page"]

STYLE = """
.hash { font-family: ui-monospace, monospace; font-size: .72rem; }
"""


def dossier_page(dossier: Dossier, unprinted: Sequence[str] = ()) -> str:
    """The whole page; `unprinted`: labels of what the PDF could not show."""
    return document(
        dossier.title,
        heading(1, dossier.title),
        paragraph(f"Made on {dossier.day}.", "note"),
        *(section(part.title, facts(map(_pair, part.rows))) for part in dossier.parts),
        section("Proofs", table("Files in this dossier", _HEAD, map(_file, dossier.files))),
        section("Missing", items(f"{m.label}. {m.help}" for m in dossier.missing)),
        section("Only here, not in the PDF", _unprinted(unprinted)),
        paragraph(WHERE, "note"),
        style=STYLE,
    )


_HEAD = ("What", "File", "Bytes", "SHA-256")


def _pair(row: Row) -> tuple[object, object]:
    note = element("span", f" ({row.note})", class_="note") if row.note else ""
    return row.label, joined(row.value, note)


def _file(file: FileRow) -> tuple[object, ...]:
    link = element("a", file.path, href=file.path)
    return file.label, link, f"{file.size:,}", element("span", file.sha256, class_="hash")


def _unprinted(labels: Sequence[str]) -> Markup:
    if not labels:
        return Markup("")
    why = "No font on the computer that made the PDF has the letters of these answers:"
    return joined(paragraph(why), items(labels))
