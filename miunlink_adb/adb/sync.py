"""adb's file service on one connection: looking, listing, pulling and pushing, pipelined.

Packets as in AOSP's `file_sync_protocol.h`; versions 2 of stat and list where the phone has them,
for sizes beyond 4 GiB. Each read and write has its own deadline, as a transfer has no length. It
must not know what the files are, nor retry anything.
"""

from __future__ import annotations

import stat
import struct
from collections.abc import Iterator, Sequence

from miunlink_adb.adb.session import Session
from miunlink_adb.adb.smart_socket import AdbFail
from miunlink_adb.storage import Bytes, Entry, EntryKind

__all__ = ["SyncRefused", "SyncStream", "Versions"]

IDLE_SECONDS = 30.0
"""How long the phone may be silent, or take nothing."""
OPEN_SECONDS = 15.0
DATA_SIZE = 64 * 1024
_BUFFER = 1024 * 1024
_AHEAD = 48
"""Requests that may be under way: their paths fit into what the phone's side buffers."""
_STAT_1, _STAT_2 = struct.Struct("<III"), struct.Struct("<IQQIIIIQqqq")
_LONGEST_PATH = 1024
_ERROR_LIMIT = 4096
_KINDS: dict[int, EntryKind] = {
    stat.S_IFREG: "file",
    stat.S_IFDIR: "folder",
    stat.S_IFLNK: "link",
}


class SyncRefused(AdbFail):
    """The phone answered FAIL, in its own words, or nothing that belongs here."""


class Versions:
    """Which versions of the requests a phone knows, from adb's list of features."""

    def __init__(self, features: frozenset[str]) -> None:
        self.stat, self.stat_word = (_STAT_1, b"STAT")
        self.list_word, self.entry_word = b"LIST", b"DENT"
        if "stat_v2" in features:
            self.stat, self.stat_word = (_STAT_2, b"LST2")
        self.entry = _STAT_1
        if "ls_v2" in features:
            self.entry, self.list_word, self.entry_word = (_STAT_2, b"LIS2", b"DNT2")


class SyncStream:
    """One connection. After a FAIL the phone has ended it: make another one."""

    def __init__(self, session: Session, versions: Versions) -> None:
        self._versions = versions
        self._connection = session.open_service("sync:", OPEN_SECONDS)
        self._sock = self._connection.socket
        self._sock.settimeout(IDLE_SECONDS)
        self._view = memoryview(bytearray(_BUFFER))
        self._start = self._end = 0

    def close(self) -> None:
        """End the connection; also while another thread waits for it."""
        self._connection.close()

    # -- bytes -----------------------------------------------------------------------------

    def _take(self, size: int) -> memoryview:
        """The next bytes; valid until the next call. EOFError when the connection ends before."""
        if self._end - self._start < size:
            self._fill(size)
        start = self._start
        self._start += size
        return self._view[start : start + size]

    def _fill(self, size: int) -> None:
        if self._start + size > _BUFFER or self._start == self._end:
            left = self._end - self._start
            self._view[:left] = bytes(self._view[self._start : self._end])
            self._start, self._end = 0, left
        while self._end - self._start < size:
            count = self._sock.recv_into(self._view[self._end :])
            if not count:
                raise EOFError("the connection ended")
            self._end += count

    def _head(self) -> tuple[bytes, int]:
        word, number = struct.unpack("<4sI", self._take(8))
        return word, number

    def request(self, word: bytes, paths: Sequence[str]) -> None:
        """Ask for something of each path."""
        self._sock.sendall(b"".join(_request(word, path) for path in paths))

    def _nonsense(self, word: bytes) -> SyncRefused:
        """The error for an answer that is none of those expected."""
        if word == b"FAIL":
            return SyncRefused(self._reason(struct.unpack("<I", self._take(4))[0]))
        return SyncRefused("unexpected answer")

    def _reason(self, size: int) -> str:
        return bytes(self._take(min(size, _ERROR_LIMIT))).decode("utf-8", "replace")

    # -- looking ---------------------------------------------------------------------------

    def look(self, paths: Sequence[str]) -> Iterator[Entry | None]:
        """What stands at each path, in order; None for nothing."""
        for some in _portions(paths):
            self.request(self._versions.stat_word, some)
            for path in some:
                word = bytes(self._take(4))
                if word != self._versions.stat_word:
                    raise self._nonsense(word)
                yield self._entry(path, self._versions.stat)

    def list_folders(self, paths: Sequence[str]) -> Iterator[tuple[str, list[Entry], bool]]:
        """Each folder with what is in it, and whether it could be looked into for certain."""
        for some in _portions(paths):
            self.request(self._versions.list_word, some)
            for path in some:
                yield (path, *self._listed(path.rstrip("/")))

    def _listed(self, folder: str) -> tuple[list[Entry], bool]:
        entries: list[Entry] = []
        certain, versions = False, self._versions
        while True:
            word = bytes(self._take(4))
            if word == b"DONE":
                self._take(versions.entry.size + 4)
                return entries, certain
            if word != versions.entry_word:
                raise self._nonsense(word)
            facts = bytes(self._take(versions.entry.size))
            (length,) = struct.unpack("<I", self._take(4))
            if length > _LONGEST_PATH:
                raise SyncRefused("name too long")
            name = bytes(self._take(length)).decode("utf-8", "surrogateescape")
            certain = True
            if _is_name(name):
                entry = _read(f"{folder}/{name}", versions.entry, facts)
                entries.append(entry or Entry(f"{folder}/{name}", "other", 0, 0))

    def _entry(self, path: str, form: struct.Struct) -> Entry | None:
        return _read(path, form, bytes(self._take(form.size)))

    # -- pulling and pushing ---------------------------------------------------------------

    def pieces(self) -> Iterator[memoryview]:
        """The bytes of the next file that was asked for (`RECV`).

        Raises:
            SyncRefused: the phone's reason; the connection is over then.
        """
        while True:
            word, size = self._head()
            if word == b"DATA":
                if size > _BUFFER:
                    raise SyncRefused("unexpected answer")
                yield self._take(size)
            elif word == b"DONE":
                return
            elif word == b"FAIL":
                raise SyncRefused(self._reason(size))
            else:
                raise SyncRefused("unexpected answer")

    def begin_file(self, path: str) -> None:
        """Announce a file; its bytes follow, then `end_file`."""
        self._sock.sendall(_request(b"SEND", f"{path},{stat.S_IFREG | 0o660}"))

    def put(self, data: Bytes) -> None:
        """Bytes of the announced file."""
        view = memoryview(data)
        for start in range(0, len(view), DATA_SIZE):
            part = view[start : start + DATA_SIZE]
            self._sock.sendall(b"".join((b"DATA", struct.pack("<I", len(part)), part)))

    def end_file(self, mtime: int) -> None:
        """The announced file is whole; the answer is read later."""
        self._sock.sendall(b"DONE" + struct.pack("<I", mtime & 0xFFFFFFFF))

    def taken(self) -> None:
        """Read the answer to the earliest file that has none yet.

        Raises:
            SyncRefused: the phone's reason; the connection is over then.
        """
        word, size = self._head()
        if word != b"OKAY":
            raise SyncRefused(self._reason(size) if word == b"FAIL" else "unexpected answer")


def _portions(paths: Sequence[str]) -> Iterator[Sequence[str]]:
    return (paths[start : start + _AHEAD] for start in range(0, len(paths), _AHEAD))


def _request(word: bytes, path: str) -> bytes:
    data = path.encode("utf-8", "surrogateescape")
    return word + struct.pack("<I", len(data)) + data


def _is_name(name: str) -> bool:
    """Whether it is one entry's: a phone must not lead anywhere else by the names that it tells."""
    return name not in ("", ".", "..") and "/" not in name and "\0" not in name


def _read(path: str, form: struct.Struct, facts: bytes) -> Entry | None:
    if form is _STAT_1:
        mode, size, mtime = _STAT_1.unpack(facts)
    else:
        error, _, _, mode, _, _, _, size, _, mtime, _ = _STAT_2.unpack(facts)
        mode = 0 if error else mode
    if not mode:
        return None
    kind = _KINDS.get(stat.S_IFMT(mode), "other")
    return Entry(path, kind, size, mtime, form is _STAT_2)
