"""From results to text: tables, errors, JSON. Results go to stdout, the rest to stderr.

It must not know where results come from.
"""

from __future__ import annotations

import contextlib
import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click

from miunlink_adb.errors import MiunlinkError
from miunlink_adb.redact import plain

__all__ = ["plain", "print_json", "print_table", "say", "show_error", "tell"]

FORMAT = 1


def print_json(document: Mapping[str, Any]) -> None:
    """Print one JSON document on stdout.

    Only ASCII, so that no console spoils it; texts as `plain` has them, so that whoever prints one
    of them is safe, too.
    """
    click.echo(json.dumps(_plain_within(document), ensure_ascii=True, indent=2))


def _plain_within(value: object) -> object:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, Mapping):
        return {plain(key): _plain_within(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain_within(inner) for inner in value]
    return value


def print_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows in columns on stdout."""
    table = [tuple(header), *(tuple(plain(cell) for cell in row) for row in rows)]
    widths = [max(_width(row[column]) for row in table) for column in range(len(header))]
    for row in table:
        cells = (cell + " " * (w - _width(cell)) for cell, w in zip(row, widths, strict=True))
        click.echo("  ".join(cells).rstrip())


def _width(text: str) -> int:
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    marks = sum(unicodedata.combining(character) > 0 for character in text)
    return len(text) + wide - marks


def say(text: str, *, bold: bool = False) -> None:
    """Tell the person something, on stderr."""
    tell(plain(text), bold=bold)


def tell(text: str, *, nl: bool = True, **style: Any) -> None:
    """Write to stderr as it is. A terminal that is gone must not stop what is going on."""
    with contextlib.suppress(OSError):
        click.secho(text, err=True, nl=nl, **style)


def show_error(error: MiunlinkError, *, as_json: bool) -> None:
    """What happened and what to do next; as JSON on stdout where that was asked for."""
    if as_json:
        print_json({"format": FORMAT, "error": error.to_json()})
    tell(f"Error: {plain(error.message)}", fg="red")
    tell(plain(error.hint))
