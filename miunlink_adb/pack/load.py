"""From `selectors/<release>/pack.toml` to a Pack: reading, inheritance, precise errors.

It must not know languages: labels are names here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from miunlink_adb.errors import PackError, UnknownRelease
from miunlink_adb.pack.bounds import (
    APPS,
    LONGEST_CHAIN,
    PackTooLarge,
    check_values,
    read_bounded,
)
from miunlink_adb.pack.inherit import Raw, check_caps, lay_over, lower
from miunlink_adb.pack.model import ElementSpec, Pack, ScreenSpec
from miunlink_adb.pack.parse import parse_element, parse_screen
from miunlink_adb.pack.place import Place, fault
from miunlink_adb.pack.plain_toml import read_plain
from miunlink_adb.pack_folders import is_release_name, known_releases, pack_root, release_order

__all__ = [
    "Merged",
    "known_releases",
    "load_pack",
    "merge",
    "read_layers",
    "read_toml",
    "release_order",
]

FORMAT = 1
_TOP_KEYS = {
    "format",
    "release",
    "title",
    "extends",
    "apps",
    "inherited",
    "elements",
    "screens",
    "notes",
}


def load_pack(release: str, root: Path | None = None) -> Pack:
    """Load one release's pack with everything that it inherits.

    Raises:
        UnknownRelease: there is no such folder.
        PackError: a file is wrong; the message names file, line and key.
    """
    folder = pack_root(root)
    layers = read_layers(release, folder)
    merged = merge(layers)
    elements: dict[str, ElementSpec] = {}
    screens: dict[str, ScreenSpec] = {}
    for name, (file, entry) in merged.elements.items():
        place = Place(file, f"elements.{name}")
        elements[name] = parse_element(name, entry, place, merged.apps)
    for name, (file, entry) in merged.screens.items():
        place = Place(file, f"screens.{name}")
        screens[name] = parse_screen(name, entry, place, merged.apps, elements)
    _, own = layers[0]
    return Pack(
        release=release,
        title=own.get("title", release),
        chain=tuple(file.parent.name for file, _ in layers),
        apps=merged.apps,
        elements=elements,
        screens=screens,
        root=folder,
        notes=tuple(own.get("notes", ())),
    )


@dataclass(slots=True)
class Merged:
    """The tables of a chain of files laid over each other, not yet checked.

    `elements`, `screens`: name -> (the last file that says something of it, the entry).
    """

    apps: dict[str, tuple[str, ...]] = field(default_factory=dict)
    elements: Raw = field(default_factory=dict)
    screens: Raw = field(default_factory=dict)


def merge(layers: Sequence[tuple[Path, Raw]]) -> Merged:
    """Lay files over each other; `layers` as read_layers gives them.

    Raises:
        PackError: an entry is no table, or removes what is not there.
    """
    merged = Merged()
    for file, raw in reversed(layers):
        merged.apps |= _apps(raw, file)
        for kind, into in (("elements", merged.elements), ("screens", merged.screens)):
            lower(into, raw.get("inherited", {}), kind)
            lay_over(into, raw.get(kind, {}), file, kind)
    return merged


def read_toml(file: Path) -> Raw:
    """Read one TOML file.

    Raises:
        PackError: it cannot be read or is not TOML; names the line.
    """
    try:
        mark = file.stat()
        return _parsed(file, mark.st_mtime_ns, mark.st_size)
    except OSError as error:
        raise PackError(f"cannot be read: {error.strerror}", file=str(file)) from None
    except UnicodeDecodeError:
        raise PackError("is not UTF-8 text", file=str(file)) from None
    except PackTooLarge as error:
        raise PackError(str(error), file=str(file)) from None
    except RecursionError:
        raise PackError("is nested too deeply", file=str(file)) from None
    except ValueError as error:  # also numbers that are too long for Python
        line = re.search(r"at line (\d+)", str(error))
        number = int(line[1]) if line else None
        raise PackError(f"is not valid TOML: {error}", file=str(file), line=number) from None


@lru_cache(maxsize=256)
def _parsed(file: Path, _modified: int, _size: int) -> Raw:
    """Once per state of a file: every newer release reads the older ones again."""
    text = read_bounded(file).decode("utf-8")
    plain = read_plain(text)
    tables = tomllib.loads(text) if plain is None else plain
    check_values(tables)
    return tables


def read_layers(release: str, folder: Path) -> list[tuple[Path, Raw]]:
    """The pack's own file first, then what it extends, up to the root of the chain.

    Raises:
        UnknownRelease: there is no such folder.
        PackError: a file cannot be read, is not TOML, or has keys that no pack has.
    """
    layers: list[tuple[Path, Raw]] = []
    seen: list[str] = []
    name: str | None = release
    while name is not None:
        if name in seen:
            loop = " -> ".join([*seen, name])
            raise fault(Place(layers[-1][0], "extends"), f"extends itself: {loop}")
        file = folder / name / "pack.toml"
        if not is_release_name(name) or not file.is_file():
            raise _missing(name, layers, folder)
        if len(layers) >= LONGEST_CHAIN:
            raise fault(Place(layers[-1][0], "extends"), "makes the chain too long")
        raw = read_toml(file)
        _check_top(raw, file, name)
        seen.append(name)
        layers.append((file, raw))
        name = raw.get("extends")
    return layers


def _missing(name: str, layers: list[tuple[Path, Raw]], folder: Path) -> PackError:
    if layers:
        return fault(Place(layers[-1][0], "extends"), f"there is no pack {name!r}")
    known = ", ".join(known_releases(folder)) or "none"
    return UnknownRelease(f"There is no pack for {name!r}; there are: {known}.")


def _check_top(raw: Raw, file: Path, name: str) -> None:
    unknown = sorted(set(raw) - _TOP_KEYS)
    if unknown:
        known = ", ".join(sorted(_TOP_KEYS))
        raise fault(Place(file, unknown[0]), f"unknown key; known are {known}")
    if raw.get("format") != FORMAT:
        raise fault(Place(file, "format"), f"must be {FORMAT}")
    if raw.get("release") != name:
        raise fault(Place(file, "release"), f"must be {name!r}, the folder's name")
    if not isinstance(raw.get("extends", ""), str):
        raise fault(Place(file, "extends"), "must be a release")
    for table in ("apps", "elements", "screens"):
        if not isinstance(raw.get(table, {}), dict):
            raise fault(Place(file, table), "must be a table")
    check_caps(raw, file)


def _apps(raw: Raw, file: Path) -> dict[str, tuple[str, ...]]:
    apps: dict[str, tuple[str, ...]] = {}
    for alias, packages in raw.get("apps", {}).items():
        names = (packages,) if isinstance(packages, str) else packages
        if not isinstance(names, (list, tuple)) or not all(isinstance(n, str) for n in names):
            raise fault(Place(file, f"apps.{alias}"), "must be a package name or a list of them")
        if unknown := sorted({*names} - APPS):
            message = f"{unknown[0]!r} is no app that signing out leads through"
            raise fault(Place(file, f"apps.{alias}"), message)
        apps[alias] = tuple(names)
    return apps
