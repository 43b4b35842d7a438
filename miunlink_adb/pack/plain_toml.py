"""A quick reader for the plain TOML that packs are written in.

A phone's language can mean dozens of files, and the standard library's parser is slow. Plain means:
basic strings, comments on lines of their own, bare keys. The text is turned into JSON by a few
substitutions; whatever does not come out as JSON is not plain, and the caller asks the real
parser. It must not know what the keys mean.
"""

from __future__ import annotations

import json
import re
from itertools import chain, zip_longest
from typing import Any

__all__ = ["read_plain"]

_COMMENT = re.compile(r"^#[^\x00-\x08\x0a-\x1f\x7f]*$", re.MULTILINE)
_CONTROL = re.compile(r"[\x04-\x1f\x7f]")
_HEADER = re.compile(r"^\[([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)\]$", re.MULTILINE)
_ENDS_OPEN = re.compile(r"=[ \t\r]*$", re.MULTILINE)
_KEY = re.compile(r"^([A-Za-z0-9_-]+) = ", re.MULTILINE)
_INLINE_KEY = re.compile(r"(?<=[{,] )([A-Za-z0-9_-]+) = ")
_LAST_COMMA = re.compile(r",(?=\s*\])")
_FIRST_KEY = re.compile(r"\x00\s*\x01")
_SIMPLE_LINES = re.compile(
    r'(?:(?:\[[A-Za-z0-9_.-]+\]|[A-Za-z0-9_-]+ = (?:""|\[""(?:, "")*\]))?\n)*'
)
"""Headers, texts and lists of texts on one line each, as label files have them."""
_INNERMOST = re.compile(r"\{[^\[\]{}\n]*\}|\[[^\[\]{}]*\]")
"""An inline table, which stands on one line, or a list, with neither in it."""
_OUT_OF_PLACE = re.compile(r"[\[\]{},]")
_BACKSLASH, _QUOTE = "\x02", "\x03"
"""Stand for two escapes while texts are told from what stands around them."""
_ESCAPE = re.compile(
    r"\\(?:[btnfr]|u(?:[0-9A-Ca-cE-Fe-f][0-9A-Fa-f]{3}|[Dd][0-7][0-9A-Fa-f]{2})"
    r"|U0000(?:[0-9A-Ca-cE-Fe-f][0-9A-Fa-f]{3}|[Dd][0-7][0-9A-Fa-f]{2}))"
)
"""All but these two escapes that TOML has, of characters that JSON writes as one."""
_ROOT = "/"
DEEPEST = 8
"""Lists and inline tables in each other; more is left to the real parser."""


def read_plain(text: str) -> dict[str, Any] | None:
    """The tables of a plain TOML text; None if it is not plain or not TOML at all."""
    text = text.replace("\r\n", "\n")
    if any(sign in text for sign in "\r\x00\x01\x02\x03"):
        return None
    text = text.replace("\\\\", _BACKSLASH).replace('\\"', _QUOTE)
    parts = _COMMENT.sub("", text).split('"')
    syntax, strings = '""'.join(parts[::2]), _as_json_strings(parts[1::2])
    if len(parts) % 2 == 0 or strings is None or not _is_well_placed(syntax):
        return None
    try:
        flat = json.loads(
            _as_json(syntax, strings), object_pairs_hook=_unique, parse_constant=_refuse
        )
        return _nested(flat)
    except ValueError:
        return None


def _as_json_strings(strings: list[str]) -> list[str] | None:
    """What stands between quotation marks, as JSON has it; None where TOML does not."""
    if not strings:
        return []
    whole = '"'.join(strings)
    if "\\" in whole:
        if "\\" in _ESCAPE.sub("", whole):
            return None
        whole = whole.replace("\\U0000", "\\u")
    if _CONTROL.search(whole):
        return None
    written = whole.replace(_BACKSLASH, "\\\\").split('"')
    return [text.replace(_QUOTE, '\\"') for text in written] if _QUOTE in whole else written


def _is_well_placed(syntax: str) -> bool:
    """Whether commas and line ends stand where TOML has them, which JSON does not ask."""
    if any(sign in syntax for sign in ("null", "\\", _BACKSLASH, _QUOTE)):
        return False
    if _SIMPLE_LINES.fullmatch(syntax):
        return True
    if _ENDS_OPEN.search(syntax):
        return False
    for _ in range(DEEPEST):
        syntax, found = _INNERMOST.subn("0", syntax)
        if not found:
            break
    return not _OUT_OF_PLACE.search(syntax)


def _as_json(syntax: str, strings: list[str]) -> str:
    """JSON with one object per table; `syntax` is the text with all strings emptied."""
    syntax = _around(_HEADER, '},"', '":{\x00', syntax)
    syntax = _around(_KEY, '\x01"', '":', syntax)
    syntax = _around(_INLINE_KEY, '"', '":', syntax)
    syntax = _FIRST_KEY.sub("", _LAST_COMMA.sub("", f'{{"{_ROOT}":{{\x00{syntax}}}}}'))
    gaps = syntax.replace("\x00", "").replace("\x01", ",").split('""')
    quoted = [f'"{text}"' for text in strings]
    return "".join(chain.from_iterable(zip_longest(gaps, quoted, fillvalue="")))


def _around(pattern: re.Pattern[str], before: str, after: str, text: str) -> str:
    """Put something around the group of each match, in place of the match; quicker than `sub`."""
    parts = pattern.split(text)
    parts[1::2] = [f"{before}{name}{after}" for name in parts[1::2]]
    return "".join(parts)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _nested(flat: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """``{"a.b": {…}}`` -> ``{"a": {"b": {…}}}``."""
    root = flat.pop(_ROOT)
    for path, table in flat.items():
        *above, last = path.split(".")
        into = root
        for name in above:
            into = into.setdefault(name, {})
            if not isinstance(into, dict):
                raise ValueError("a value where a table should be")  # noqa: TRY004  JSON's own kind
        if last in into:
            raise ValueError("a key stands twice")
        into[last] = table
    return root
