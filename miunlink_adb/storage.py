"""The seam to a phone's files: what can be read of them and written, as data and a protocol.

Paths are absolute, of the phone; bytes in them that are no UTF-8 stand as lone surrogates
(`surrogateescape`). Nothing above this module can tell whether the phone is real. It must not know
adb, folders of this computer or backups.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

__all__ = [
    "App",
    "Bytes",
    "Entry",
    "EntryKind",
    "Outgoing",
    "PhoneStorage",
    "Piece",
    "Sent",
    "Tree",
]

Bytes = bytes | bytearray | memoryview
EntryKind = Literal["file", "folder", "link", "other"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What the phone says of a path: size in bytes, last change in seconds since 1970.

    `whole`: False where an old phone tells sizes only modulo 4 GiB.
    """

    path: str
    kind: EntryKind
    size: int
    mtime: int
    whole: bool = True

    def has_size(self, count: int) -> bool:
        """Whether a file of `count` bytes can be the one that was meant."""
        return count == self.size or (not self.whole and count % 2**32 == self.size)


@dataclass(slots=True)
class Tree:
    """What lies below some folders.

    `entries`: all but the folders themselves, links not followed. `unreadable`: folders that could
    not be looked into. `missing`: roots that are not there.
    """

    entries: list[Entry]
    unreadable: list[str]
    missing: list[str]


class Piece(NamedTuple):
    """A part of a file that comes from the phone; the last of a file has `ended`.

    `data` is valid only until the next piece is asked for. `problem`: why the file did not come,
    in the phone's words; it has ended then.
    """

    path: str
    data: Bytes
    ended: bool = False
    problem: str = ""


class Outgoing(NamedTuple):
    """A file for the phone: where to, its size and time of change, its bytes in parts.

    `read` may be called again when the phone's refusal of another file cut this one off.
    """

    path: str
    size: int
    mtime: int
    read: Callable[[], Iterable[Bytes]]


class Sent(NamedTuple):
    """A file that the phone has taken, or the phone's reason why not."""

    path: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class App:
    """An app that the owner installed, and the files that it came in."""

    package: str
    files: tuple[Entry, ...]


class PhoneStorage(Protocol):
    """The files of one phone, as its shell user may see them.

    Every method may be called from several threads, may raise a DeviceError, and waits for no
    answer longer than its own deadline.
    """

    def walk(self, roots: Sequence[str], left_out: Sequence[str] = ()) -> Tree:
        """Everything below some folders; a root may be a file. `left_out`: folders to pass by."""

    def look(self, paths: Sequence[str]) -> dict[str, Entry]:
        """What the phone says of these paths; those that are not there are left out."""

    def receive(self, wanted: Iterable[Entry]) -> Iterator[Piece]:
        """The bytes of files, in this order; asked for ahead, as far as `wanted` gives them."""

    def receive_rest(self, path: str, offset: int) -> Iterator[Bytes]:
        """The bytes of a file from an offset on."""

    def send(self, files: Iterable[Outgoing]) -> Iterator[Sent]:
        """Write files, making the folders above them; tells of each once the phone has it."""

    def digest_kind(self) -> str:
        """The best hash that the phone can make: ``sha256``, ``md5``; "" for none."""

    def digests(self, files: Sequence[Entry]) -> dict[str, str]:
        """That hash of each file in hex, by path; those that could not be read are left out."""

    def move(self, pairs: Sequence[tuple[str, str]], *, overwrite: bool) -> set[str]:
        """Rename files (from, to), onto others only if told so; the sources that were moved."""

    def remove(self, paths: Sequence[str]) -> None:
        """Delete files; none is no error."""

    def free(self, path: str) -> int | None:
        """Bytes that are free where a path lies; None when the phone does not say."""

    def apps(self) -> list[App]:
        """The apps that the owner installed."""

    def reconnect(self, seconds: float) -> None:
        """After a lost connection: wait until the same phone answers again."""

    def interrupt(self) -> None:
        """End what other threads are waiting for; they meet a lost connection."""
