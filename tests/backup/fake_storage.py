"""A phone's files in memory: state, and the moments at which the phone is lost or files change."""

import hashlib
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from miunlink_adb.errors import ConnectionLost, NoDevice
from miunlink_adb.storage import App, Bytes, Entry, Outgoing, PhoneStorage, Piece, Sent, Tree

PIECE = 64 * 1024


@dataclass
class Held:
    """A file that the phone holds; `readable` for the shell user."""

    data: bytes
    mtime: int = 1000
    readable: bool = True


class FakeStorage(PhoneStorage):
    """Set the attributes; the phone then does what they say.

    `cuts`: numbers of pieces, counted over all files, after which the cable is pulled; it is back
    with `reconnect`, unless `stays_away`. `locked`: it has restarted, and its storage is not there
    before its owner unlocks it. `while_read`: what happens to the phone after the first
    piece of a file. `digest`: the hash that it can make.
    """

    def __init__(self, files: dict[str, bytes] | None = None) -> None:
        self.files = {path: Held(data) for path, data in (files or {}).items()}
        self.links: set[str] = set()
        self.closed: set[str] = set()
        self.installed: list[App] = []
        self.digest = "sha256"
        self.capacity = 10**12
        self.tells_free = True
        self.restarts = False
        self.whole = True
        self.cuts: list[int] = []
        self.stays_away = self.locked = False
        self.while_read: dict[str, Callable[[FakeStorage], None]] = {}
        self.asked: list[str] = []
        self.rests: list[tuple[str, int]] = []
        self.sent: list[str] = []
        self.reconnections = 0
        self._pieces = 0
        self._lost = False
        self._lock = threading.RLock()

    def __setitem__(self, path: str, data: bytes) -> None:
        before = self.files.get(path)
        self.files[path] = Held(data, before.mtime + 1 if before else 1000)

    def bytes_of(self, path: str) -> bytes:
        """What is in a file."""
        return self.files[path].data

    # -- the cable -------------------------------------------------------------------------

    def _meet(self) -> None:
        if self._lost:
            raise ConnectionLost

    def _count(self) -> None:
        with self._lock:
            self._pieces += 1
            if self._pieces in self.cuts:
                self._lost = True
        self._meet()

    def reconnect(self, seconds: float) -> None:
        if self.stays_away:
            raise NoDevice
        self.reconnections += 1
        self._lost = False
        if self.restarts:
            self.locked = True

    def interrupt(self) -> None:
        self._lost = True

    # -- looking ---------------------------------------------------------------------------

    def walk(self, roots: Sequence[str], left_out: Sequence[str] = ()) -> Tree:
        self._meet()
        tree = Tree([], sorted(self.closed), [])
        for root in roots:
            below = (
                []
                if self.locked
                else [p for p in sorted({*self.files, *self.links}) if p.startswith(f"{root}/")]
            )
            tree.missing += [] if below else [root]
            for path in below:
                if path in self.links:
                    tree.entries.append(Entry(path, "link", 4, 5))
                elif not any(path.startswith(f"{closed}/") for closed in self.closed):
                    tree.entries.append(self._entry(path))
        return tree

    def _entry(self, path: str) -> Entry:
        held = self.files[path]
        return Entry(path, "file", len(held.data), held.mtime, self.whole)

    def look(self, paths: Sequence[str]) -> dict[str, Entry]:
        self._meet()
        here = {} if self.locked else self.files
        found = {path: self._entry(path) for path in paths if path in here}
        root = {"/sdcard/.": Entry("/sdcard/.", "folder", 0, 0)}
        return found | (root if "/sdcard/." in paths and not self.locked else {})

    # -- pulling and pushing ---------------------------------------------------------------

    def receive(self, wanted: Iterable[Entry]) -> Iterator[Piece]:
        for entry in wanted:
            self._meet()
            self.asked.append(entry.path)
            held = None if self.locked else self.files.get(entry.path)
            if held is None or not held.readable:
                why = "Permission denied" if held else "No such file or directory"
                yield Piece(entry.path, b"", ended=True, problem=f"open failed: {why}")
                continue
            for start in range(0, len(held.data), PIECE):
                yield Piece(entry.path, held.data[start : start + PIECE])
                self._count()
                if change := self.while_read.get(entry.path):
                    change(self)
            yield Piece(entry.path, b"", ended=True)

    def receive_rest(self, path: str, offset: int) -> Iterator[Bytes]:
        self._meet()
        self.rests.append((path, offset))
        data = self.files[path].data
        for start in range(offset, len(data), PIECE):
            yield data[start : start + PIECE]
            self._count()

    def send(self, files: Iterable[Outgoing]) -> Iterator[Sent]:
        for file in files:
            self._meet()
            data = b"".join(map(bytes, file.read()))
            self._count()
            held = sum(len(held.data) for held in self.files.values())
            if held + len(data) > self.capacity:
                yield Sent(file.path, "write failed: No space left on device")
                continue
            self.files[file.path] = Held(data, file.mtime)
            self.sent.append(file.path)
            yield Sent(file.path)

    # -- by the shell ----------------------------------------------------------------------

    def digest_kind(self) -> str:
        self._meet()
        return self.digest

    def digests(self, files: Sequence[Entry]) -> dict[str, str]:
        self._meet()
        return {
            entry.path: hashlib.new(self.digest, self.files[entry.path].data).hexdigest()
            for entry in files
            if entry.path in self.files
        }

    def move(self, pairs: Sequence[tuple[str, str]], *, overwrite: bool) -> set[str]:
        self._meet()
        moved = set()
        for source, target in pairs:
            if overwrite or target not in self.files:
                self.files[target] = self.files.pop(source)
                moved.add(source)
        return moved

    def remove(self, paths: Sequence[str]) -> None:
        self._meet()
        for path in paths:
            self.files.pop(path, None)

    def free(self, path: str) -> int | None:
        if not self.tells_free:
            return None
        return self.capacity - sum(len(held.data) for held in self.files.values())

    def apps(self) -> list[App]:
        self._meet()
        return self.installed
