"""The code of the apps: sources in smali in which resources stand by name, made complete.

`@layout/account_page` in a source becomes the number that `aapt` gave that layout. Must not know
which screens there are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from miunlink_adb.virtual.worlds.ids import ACCOUNT, CLOUD
from tests.emulator.mock.screens import SETTINGS

SOURCES = Path(__file__).resolve().parent / "smali"
FOLDERS = {ACCOUNT: "account", CLOUD: "cloud", SETTINGS: "settings"}
_REFERENCE = re.compile(r"@(\w+)/(\w+)")
_CLASS = re.compile(r"^\.class .*?\bL([\w/$]+);", re.MULTILINE)
Symbols = Mapping[str, int]
"""`layout/account_page` -> its number."""


class UnknownResource(ValueError):
    """A source names a resource that the app does not have."""


def sources(package: str) -> list[Path]:
    """The sources of one app: those that all share, and its own."""
    return sorted(
        path for name in ("common", FOLDERS[package]) for path in (SOURCES / name).glob("*.smali")
    )


def read_symbols(text: str) -> dict[str, int]:
    """The numbers that `aapt` wrote down: lines such as `int layout account_page 0x7f020000`."""
    rows = (line.split() for line in text.splitlines() if line.startswith("int "))
    return {f"{kind}/{name}": int(number, 16) for _, kind, name, number in rows}


def write_sources(package: str, symbols: Symbols, folder: Path) -> None:
    """Write the complete sources, each in the folder of its class.

    Raises:
        UnknownResource: with the file and the name.
    """
    for path in sources(package):
        text = complete(path.read_text(encoding="utf-8"), symbols, path.name)
        target = folder / f"{class_in(text)}.smali"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def complete(text: str, symbols: Symbols, where: str = "source") -> str:
    """A source with numbers for names."""

    def number(match: re.Match[str]) -> str:
        name = f"{match[1]}/{match[2]}"
        if name not in symbols:
            raise UnknownResource(f"{where}: the app has no {name}")
        return f"{symbols[name]:#x}"

    return _REFERENCE.sub(number, text)


def class_in(text: str) -> str:
    """The class that a source is about, as `mock/Page`."""
    found = _CLASS.search(text)
    if found is None:
        raise ValueError("no .class in the source")
    return found[1]
