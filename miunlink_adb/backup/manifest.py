"""The manifest of a backup: which file of the phone lies where, and its hash.

One JSON document a line; a later line about the same file counts. Appended to while files come, so
that nothing that is finished is lost, and written anew, atomically, at the end. Nothing in it is
believed that could lead out of the folder. It must not know phones.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from miunlink_adb.backup.names import inside

__all__ = ["FORMAT", "MANIFEST", "MANIFEST_NEW", "Manifest", "Record", "new_head"]

MANIFEST, MANIFEST_NEW = "manifest.jsonl", "manifest.new"
FORMAT = 1
_ENCODER = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"))
_HEX = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class Record:
    """One file.

    `name`: its path on the phone, or `app:PACKAGE/FILE`. `file`: where it lies below the folder.
    `size` in bytes, `mtime` in seconds since 1970, as the phone said. `checked`: by what its copy
    was compared with the phone (`sha256`, `md5`, `read`, `size`), "" when not yet. `gone`: it is
    no longer on the phone.
    """

    name: str
    kind: str
    file: str
    size: int
    mtime: int
    sha256: str
    checked: str = ""
    gone: bool = False

    def to_json(self) -> dict[str, Any]:
        """As it stands in the manifest."""
        document: dict[str, Any] = {"name": self.name, "kind": self.kind, "file": self.file}
        document |= {"size": self.size, "mtime": self.mtime, "sha256": self.sha256}
        more = {"checked": self.checked, "gone": self.gone}
        return document | {key: value for key, value in more.items() if value}


class Manifest:
    """The manifest in a folder. Safe to add to from several threads."""

    def __init__(self, folder: Path, head: Mapping[str, Any]) -> None:
        self.file = folder / MANIFEST
        self.head = dict(head)
        self.records: dict[str, Record] = {}
        self.damaged_lines = 0
        self._lock = threading.Lock()
        self._handle: int | None = None

    @classmethod
    def load(cls, folder: Path) -> Manifest | None:
        """Read what is there; None when there is no manifest, or not even its first line.

        Raises:
            OSError: it cannot be read.
        """
        try:
            data = (folder / MANIFEST).read_bytes()
        except FileNotFoundError:
            return None
        lines = data.split(b"\n")
        head = _document(lines[0])
        if head is None or "manifest" not in head:
            return None
        manifest = cls(folder, head)
        for line in filter(None, lines[1:]):
            manifest._read(line)
        return manifest

    def _read(self, line: bytes) -> None:
        record = _record(_document(line))
        if record is None:
            self.damaged_lines += 1
        else:
            self.records[record.name] = record

    @property
    def readable(self) -> bool:
        """Whether it was written in a form that this version knows."""
        return self.head.get("manifest") == FORMAT

    def is_of(self, serial: str) -> bool:
        """Whether it is about the phone with this serial, as far as that can be told."""
        mark, salt = self.head.get("phone"), self.head.get("salt")
        known = isinstance(mark, str) and isinstance(salt, str)
        return not (known and serial) or phone_mark(str(salt), serial) == mark

    def add(self, *records: Record) -> None:
        """Keep records, in the file, too."""
        lines = b"".join(_line(record.to_json()) for record in records)
        with self._lock:
            self.records.update((record.name, record) for record in records)
            self._append(lines)

    def _append(self, line: bytes) -> None:
        if self._handle is None:
            flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
            self._handle = os.open(self.file, flags, 0o600)
            line = b"\n" + line  # whatever the last run left unfinished ends here
        while line:
            line = line[os.write(self._handle, line) :]

    def write(self) -> None:
        """Write all of it anew, in one step; through to the disk."""
        with self._lock:
            self.close()
            new = self.file.with_name(MANIFEST_NEW)
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
            with os.fdopen(os.open(new, flags, 0o600), "wb") as stream:
                stream.write(_line(self.head))
                ordered = sorted(self.records.items())
                stream.writelines(_line(record.to_json()) for _, record in ordered)
                stream.flush()
                os.fsync(stream.fileno())
            new.replace(self.file)

    def close(self) -> None:
        """Close the file as it is."""
        handle, self._handle = self._handle, None
        if handle is not None:
            with contextlib.suppress(OSError):
                os.close(handle)

    def of_kinds(self, kinds: Iterable[str]) -> list[Record]:
        """The records of some kinds, by name."""
        wanted = frozenset(kinds)
        return [r for _, r in sorted(self.records.items()) if r.kind in wanted]


def new_head(serial: str, maker: str) -> dict[str, Any]:
    """The first line: the form, who made it, and a mark by which the phone is known again."""
    salt = secrets.token_hex(16)
    head = {"manifest": FORMAT, "made_by": maker, "salt": salt}
    return head | ({"phone": phone_mark(salt, serial)} if serial else {})


def phone_mark(salt: str, serial: str) -> str:
    """Tells one phone from another without saying its serial."""
    return hashlib.blake2s(f"{salt} {serial}".encode(), digest_size=8).hexdigest()


def _line(document: Mapping[str, Any]) -> bytes:
    return _ENCODER.encode(document).encode() + b"\n"


def _document(line: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _record(document: dict[str, Any] | None) -> Record | None:
    """A record of a line that says nothing impossible."""
    if document is None:
        return None
    try:
        texts = [document[key] for key in ("name", "kind", "file", "sha256")]
        counts = [document[key] for key in ("size", "mtime")]
        name, kind, file, digest = texts
        size, mtime = counts
    except KeyError:
        return None
    right = all(isinstance(text, str) for text in texts) and _are_counts(counts)
    if not right or not inside(file) or not _is_name(name) or size < 0:
        return None
    if len(digest) != 64 or not _HEX.issuperset(digest):
        return None
    checked, gone = str(document.get("checked", "")), document.get("gone") is True
    return Record(name, kind, file, size, mtime, digest, checked, gone)


def _are_counts(values: list[Any]) -> bool:
    return all(isinstance(value, int) and not isinstance(value, bool) for value in values)


def _is_name(name: str) -> bool:
    """An absolute path that leads nowhere else, or a file of an app."""
    parts = name.split("/")
    whole = name.startswith(("/", "app:")) and len(parts) > 1 and all(parts[1:])
    return whole and not {"..", "."}.intersection(parts) and "\0" not in name
