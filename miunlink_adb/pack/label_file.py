"""Reads one label file: app -> label -> wordings. It must not know locales."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from miunlink_adb.pack.load import read_toml
from miunlink_adb.pack.place import Place, fault

__all__ = ["Table", "read_labels"]

Table = Mapping[str, Mapping[str, tuple[str, ...]]]


def read_labels(file: Path) -> Table:
    """Read one label file.

    Raises:
        PackError: it cannot be read, or something in it is no label.
    """
    table: dict[str, dict[str, tuple[str, ...]]] = {}
    for app, names in read_toml(file).items():
        if app == "source":
            continue
        if not isinstance(names, dict):
            raise fault(Place(file, app), "must be a table of labels")
        table[app] = {name: _wordings(value, file, app, name) for name, value in names.items()}
    return table


def _wordings(value: object, file: Path, app: str, name: str) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise fault(Place(file, f"{app}.{name}"), "must be a text or a list of texts")
    return tuple(value)
