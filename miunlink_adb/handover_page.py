"""A hand-over document as a page to print, and as lines for a terminal.

Pure; it must not know where the document came from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from miunlink_adb.handover import Deed, Handover
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

__all__ = ["handover_lines", "handover_page"]

STYLE = """
.deed { border-left: 4px solid var(--line); padding-left: 1rem; margin: 1.2rem 0;
        break-inside: avoid; }
.deed.finished { border-color: #2a7d2a; }
.deed h3 { margin-top: 0; }
.signatures { display: grid; grid-template-columns: 1fr 1fr; gap: 2rem; margin-top: 4rem;
              break-inside: avoid; }
.signatures p { border-top: 1px solid; padding-top: .3rem; }
@media screen { .signatures { display: none; } }
"""
_LABELS = {
    "model": "Model",
    "serial": "Serial number",
    "release": "Release",
    "region": "Region of the software",
    "key": "Name of the phone in 'runs list'",
}
_FOR = {
    "owner": "For the owner: with the serial number and times. Keep it to yourself.",
    "buyer": "For whoever gets the phone: without the owner's personal data.",
}
_HOW = (
    "Made by miunlink-adb from its own records and from what the phone itself says over adb. "
    "What the owner confirmed is his word; nothing else was checked for it."
)
NO_DEEDS = "This program did nothing on this phone from this computer."


def handover_page(made: Handover) -> str:
    """The whole page."""
    ready = {True: "ready", False: "not-ready", None: ""}[made.ready]
    return document(
        f"Hand-over of {made.phone.get('model') or 'a phone'}",
        heading(1, f"Hand-over of {made.phone.get('model') or 'a phone'}"),
        paragraph(f"Made on {made.made}. {_FOR[made.audience]}", "note"),
        paragraph(made.verdict, f"verdict {ready}".strip()),
        section("Phone", facts(_phone(made))),
        section("What was done", _deeds(made.deeds)),
        section("What is open", _rows("To be done before the phone is handed over", made.open)),
        section("To remember", _rows("What whoever gets the phone should know", made.remember)),
        paragraph(_HOW, "note"),
        _signatures(made),
        style=STYLE,
    )


def _phone(made: Handover) -> list[tuple[str, str | None]]:
    rows = [(_LABELS[key], value) for key, value in made.phone.items()]
    return [(name, value) for name, value in rows if value or name in ("Model", "Release")]


def _deeds(deeds: Sequence[Deed]) -> Markup:
    return joined(*(_deed(deed) for deed in deeds)) if deeds else paragraph(NO_DEEDS)


def _deed(deed: Deed) -> Markup:
    parts = [heading(3, deed.title), paragraph(f"{deed.began}: {deed.ending}", "note")]
    parts.append(items(deed.did))
    if deed.confirmed:
        parts += [paragraph("Confirmed by the owner:"), items(deed.confirmed)]
    if deed.evidence:
        parts.append(paragraph(_evidence(deed), "note"))
    if deed.open:
        parts += [paragraph("Left open then:"), items(deed.open)]
    finished = " finished" if deed.ending.startswith("done") and not deed.open else ""
    return element("div", *parts, class_=f"deed{finished}")


def _evidence(deed: Deed) -> str:
    return f"Evidence: {'; '.join(f'{name}: {value}' for name, value in deed.evidence)}."


def _rows(caption: str, rows: Sequence[tuple[str, str, str]]) -> Markup:
    header = ("What", "Detail", "How to clear it")
    width = 3 if any(row[2] for row in rows) else 2
    return table(caption, header[:width], [row[:width] for row in rows])


def _signatures(made: Handover) -> Markup:
    if made.audience == "owner":
        return Markup("")
    lines = [element("p", f"Date, signature of {who}") for who in ("the seller", "the buyer")]
    return element("div", *lines, class_="signatures")


# -- a terminal --------------------------------------------------------------------------------


def handover_lines(made: Handover) -> Iterator[str]:
    """The same for a terminal, a line at a time."""
    yield f"Hand-over of {made.phone.get('model') or 'a phone'}, made on {made.made}"
    yield from (f"  {name}: {value or '-'}" for name, value in _phone(made))
    yield "What was done:" if made.deeds else NO_DEEDS
    for deed in made.deeds:
        yield from _deed_lines(deed)
    yield from _row_lines("What is open:", made.open)
    yield from _row_lines("To remember:", made.remember)


def _deed_lines(deed: Deed) -> Iterator[str]:
    yield f"  {deed.began}  {deed.title}: {deed.ending}"
    yield from (f"      {line}" for line in deed.did)
    yield from (f"      confirmed: {line}" for line in deed.confirmed)
    if deed.evidence:
        yield f"      {_evidence(deed)}"
    yield from (f"      left open then: {line}" for line in deed.open)


def _row_lines(title: str, rows: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    if rows:
        yield title
    for what, detail, clear in rows:
        yield f"  {what}: {detail}" + (f" ({clear})" if clear else "")
