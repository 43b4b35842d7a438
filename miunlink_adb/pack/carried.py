"""The captures that packs carry as evidence: `selectors/<release>/captures/*.xml`.

Their names and what their first line tells. It must not know how a screen is recognised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from miunlink_adb.errors import PackError, UsageError
from miunlink_adb.pack.load import known_releases

__all__ = ["CarriedCapture", "carried", "read_capture", "save_capture"]

FOLDER = "captures"
_NOTE = re.compile(r"<hierarchy note=\"([^\"]*)\"")


@dataclass(frozen=True, slots=True)
class CarriedCapture:
    """A capture in a file. `screen`: what it was recognised as when it was made, or None."""

    file: Path
    package: str
    activity: str
    locale: str
    screen: str | None
    xml: str


def carried(root: Path) -> Iterator[tuple[str, CarriedCapture]]:
    """Every capture under `root` with the release that carries it.

    Raises:
        PackError: a file is no capture.
    """
    for release in known_releases(root):
        for file in sorted((root / release / FOLDER).glob("*.xml")):
            yield release, read_capture(file)


def read_capture(file: Path) -> CarriedCapture:
    """Read one capture.

    Raises:
        PackError: it cannot be read, or its first line does not tell where it comes from.
    """
    try:
        xml = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise PackError("cannot be read", file=str(file)) from None
    note = _NOTE.search(xml[:2000])
    words = (word.partition("=") for word in (note[1].split() if note else ()))
    told = {key: "" if value == "-" else value for key, _, value in words}
    if not {"package", "activity", "locale", "screen"} <= set(told):
        raise PackError("is no capture that 'selectors record' made", file=str(file))
    return CarriedCapture(
        file, told["package"], told["activity"], told["locale"], told["screen"] or None, xml
    )


def save_capture(folder: Path, name: str, xml: str) -> Path:
    """Write `NAME-N.xml` with the first free number; nothing is overwritten.

    Raises:
        UsageError: the folder cannot be made or written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number in count(1):
            file = folder / f"{name}-{number}.xml"
            if not file.exists():
                break
        with file.open("x", encoding="utf-8", newline="\n") as out:
            out.write(xml + "\n")
    except OSError as error:
        raise UsageError(f"{folder} cannot be written to: {error.strerror}") from None
    return file
