"""Reads one label file: app -> label -> wordings.

Generated files have one plain form, read here line by line, since a phone's language can mean
dozens of files; anything else in a file is left to the TOML parser. It must not know locales.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from miunlink_adb.errors import PackError
from miunlink_adb.pack.load import read_toml
from miunlink_adb.pack.place import Place, fault

__all__ = ["Table", "read_labels"]

Table = Mapping[str, Mapping[str, tuple[str, ...]]]

_PLAIN = re.compile(
    r"\#[^\x00-\x08\x0a-\x1f\x7f]*"
    r"|(?P<source>source\ =\ \"[^\"\\\x00-\x1f\x7f]*\")"
    r"|\[(?P<app>[a-z]+)\]"
    r"|(?P<name>[A-Za-z0-9_-]+)\ =\ "
    r"(?P<value>\"(?:[^\"\\\x00-\x1f\x7f]|\\[\"\\])*\""
    r"|\[\"(?:[^\"\\\x00-\x1f\x7f]|\\[\"\\])*\"(?:,\ \"(?:[^\"\\\x00-\x1f\x7f]|\\[\"\\])*\")*\])"
    r"|",
    re.VERBOSE,
)


def read_labels(file: Path) -> Table:
    """Read one label file.

    Raises:
        PackError: it cannot be read, or something in it is no label.
    """
    try:
        text = file.read_bytes().decode("utf-8")
    except OSError as error:
        raise PackError(f"cannot be read: {error.strerror}", file=str(file)) from None
    except UnicodeDecodeError:
        raise PackError("is not UTF-8 text", file=str(file)) from None
    plain = _plain(text)
    return plain if plain is not None else _from_toml(file)


def _plain(text: str) -> Table | None:
    """A file as scripts/labels.py writes it; None if it holds anything else."""
    tables: dict[str, dict[str, tuple[str, ...]]] = {}
    table: dict[str, tuple[str, ...]] | None = None
    for line in text.split("\n"):
        found = _PLAIN.fullmatch(line)
        if found is None:
            return None
        app, name, value = found["app"], found["name"], found["value"]
        if app:
            if app in tables:
                return None
            table = tables.setdefault(app, {})
        elif name:
            if table is None or name in table:
                return None
            table[name] = _values(value)
        elif found["source"] and table is not None:
            return None
    return tables


def _values(value: str) -> tuple[str, ...]:
    if value[0] == '"' and "\\" not in value:
        return (value[1:-1],)
    wordings = json.loads(value)
    return (wordings,) if isinstance(wordings, str) else tuple(wordings)


def _from_toml(file: Path) -> Table:
    table: dict[str, dict[str, tuple[str, ...]]] = {}
    for app, names in read_toml(file).items():
        if app == "source":
            continue
        if not isinstance(names, dict):
            raise fault(Place(file, app), "must be a table of labels")
        table[app] = {
            name: _wordings(value, Place(file, f"{app}.{name}")) for name, value in names.items()
        }
    return table


def _wordings(value: object, place: Place) -> tuple[str, ...]:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(text, str) for text in values):
        raise fault(place, "must be a text or a list of texts")
    return tuple(values)
