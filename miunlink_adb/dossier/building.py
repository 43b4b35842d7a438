"""A dossier's files, made from a collection: page, PDF, checklist, zip.

It must not know the terminal. Nothing is sent anywhere.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from miunlink_adb.dossier.bundle import pack, seal
from miunlink_adb.dossier.collecting import Collection
from miunlink_adb.dossier.content import Dossier, checklist, make_dossier
from miunlink_adb.dossier.dossier_page import dossier_page
from miunlink_adb.dossier.folder import FILES
from miunlink_adb.dossier.photo import Photo, read_photo
from miunlink_adb.errors import UsageError

__all__ = ["Built", "build", "today"]

PAGE, PAPER, CHECKLIST, ZIP = "dossier.html", "dossier.pdf", "checklist.txt", "dossier.zip"


class Built(NamedTuple):
    """What was made: the files, the dossier, labels that the PDF could not show, notes."""

    files: list[Path]
    dossier: Dossier
    unprinted: list[str]
    notes: list[str]


def today(environment: Mapping[str, str], now: datetime) -> date:
    """The day of a build in UTC: ``SOURCE_DATE_EPOCH`` where it is set.

    Raises:
        UsageError: it is set to something that is no time.
    """
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return now.astimezone(UTC).date()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError):
        raise UsageError(
            "SOURCE_DATE_EPOCH is no number of seconds.", hint="Unset it, or set it to one."
        ) from None


def build(
    collection: Collection, day: date, fonts: Sequence[Path], recipients: Sequence[str] = ()
) -> Built:
    """Make all files in the collection's folder.

    `recipients`: public keys of age: then the parts are only in one sealed file.

    Raises:
        UsageError: something cannot be written.
        Refused: a recipient is a private key.
    """
    from miunlink_adb.dossier.paper import print_dossier

    folder = collection.folder
    dossier = make_dossier(collection.draft, collection.known, day.isoformat())
    originals = _originals(collection)
    photos = {path: photo for path, data in originals.items() if (photo := read_photo(data))}
    printed = print_dossier(dossier, photos, fonts)
    texts = {
        PAGE: dossier_page(dossier, printed.unprinted).encode("utf-8"),
        PAPER: printed.data,
        CHECKLIST: checklist(dossier).encode("utf-8"),
    }
    packed = pack({**texts, **originals}, day)
    parts = {f"{ZIP}.age": seal(packed, recipients)} if recipients else {**texts, ZIP: packed}
    files = [folder.put(name, data) for name, data in parts.items()]
    return Built(files, dossier, printed.unprinted, [*_places(photos), *_plain(folder.path, files)])


def _originals(collection: Collection) -> dict[str, bytes]:
    paths = {item.path for files in collection.draft.files.values() for item in files}
    found = {}
    for path in sorted(paths):
        try:
            found[path] = (collection.folder.path / path).read_bytes()
        except OSError as error:
            raise UsageError(f"{path} cannot be read: {error.strerror}.") from None
    return found


def _places(photos: Mapping[str, Photo]) -> list[str]:
    return [
        f"{path} says where it was taken: send another copy if that is nobody's business."
        for path, photo in photos.items()
        if photo.tells_place
    ]


def _plain(folder: Path, files: Sequence[Path]) -> list[str]:
    """What lies open beside a sealed dossier."""
    if not any(file.suffix == ".age" for file in files):
        return []
    open_parts = (PAGE, PAPER, CHECKLIST, ZIP, FILES)
    names = [name for name in open_parts if os.path.lexists(folder / name)]
    return [f"Only {files[0].name} is sealed: {', '.join(names)} and the answers are not."]
