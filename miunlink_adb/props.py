"""Properties of a phone from the text of `getprop` or of a `build.prop` file.

Pure: it gets bytes or text and gives a dictionary. It must not know what any property means,
where the text came from, or how to ask a phone for it.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

TextForm = Literal["getprop", "build.prop", "none"]

_ENTRY = re.compile(r"\s*\[([^\[\]\s]+)\]: \[(.*)", re.DOTALL)
_ASSIGNMENT = re.compile(r"\s*([A-Za-z_][\w.\-@]*)\s*=(.*)", re.DOTALL)
_LINE_END = re.compile(r"\r*\n|\r+")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
# A byte order mark that somebody decoded as Latin-1, for UTF-16 (both orders) and UTF-8.
_BROKEN_MARKS = ("\xff\xfe", "\xfe\xff", "\xef\xbb\xbf")


class PropsText(NamedTuple):
    """What was found in a text.

    Attributes:
        props: property name to value; a later definition replaces an earlier one.
        form: which of the two forms the text has, or `none`.
        why: one sentence for people when nothing was found, else empty.
    """

    props: dict[str, str]
    form: TextForm
    why: str


def parse_props(data: bytes | str) -> dict[str, str]:
    """The properties in the text of `getprop` or of a `build.prop`; empty if there are none.

    Never fails on content: a broken entry is left out, noise around the entries is ignored.
    """
    return read_props(data).props


def read_props(data: bytes | str) -> PropsText:
    """Like `parse_props`, and says in which form the properties stood, or why there are none.

    Read are UTF-8 and UTF-16 in both orders, with and without a mark (a Windows redirect writes
    UTF-16), LF, CRLF and the CR CR LF of old adb versions, and values of several lines.
    """
    text = decode_text(data)
    if not text.strip():
        return PropsText({}, "none", "The text is empty.")
    lines = _LINE_END.split(_COLOUR.sub("", text))
    entries, assignments = _entries(lines), _assignments(lines)
    if entries and len(entries) >= len(assignments):
        return PropsText(entries, "getprop", "")
    if any("." in key for key in assignments):
        return PropsText(assignments, "build.prop", "")
    if entries:
        return PropsText(entries, "getprop", "")
    return PropsText({}, "none", "The text is neither getprop output nor a build.prop file.")


def decode_text(data: bytes | str) -> str:
    """Text of unknown encoding as text: UTF-8 or UTF-16 by mark or by where the zeros stand."""
    text = data if isinstance(data, str) else data.decode(_encoding(data), errors="replace")
    for mark in _BROKEN_MARKS:
        text = text.removeprefix(mark)
    return text.replace("\ufeff", "").replace("\x00", "")


def _encoding(data: bytes) -> str:
    """The encoding of bytes. Property names are ASCII: in UTF-16 every other byte is zero."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    sample = data[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 4 < len(sample):
        return "utf-8"
    return "utf-16-le" if odd > even else "utf-16-be"


def _entries(lines: list[str]) -> dict[str, str]:
    """`[name]: [value]` lines; a value goes on until a line that ends with `]`.

    A value that is still open where the next entry begins, or at the end, was cut: it is left
    out, since half a version number reads as a different one.
    """
    found: dict[str, str] = {}
    key, value = "", ""
    for line in lines:
        start = _ENTRY.fullmatch(line)
        if start:
            key, value = start[1], start[2]
        elif key:
            value += "\n" + line
        if key and value.rstrip().endswith("]"):
            found[key] = value.rstrip()[:-1]
            key = ""
    return found


def _assignments(lines: list[str]) -> dict[str, str]:
    """`name=value` lines; comments, `import` lines and everything else are passed over."""
    matches = (_ASSIGNMENT.fullmatch(line) for line in lines)
    return {match[1]: match[2].strip() for match in matches if match}
