"""The files of one attached phone: adb's file service for bytes, its shell for hashes and names.

The implementation of `miunlink_adb.storage.PhoneStorage` for phones that adb knows. It must not
know backups, nor repeat anything by itself but what a FAIL of the phone cut off.
"""

from __future__ import annotations

import shlex
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager

from miunlink_adb.adb import file_command
from miunlink_adb.adb.error_map import foreign_errors
from miunlink_adb.adb.session import Session
from miunlink_adb.adb.sync import IDLE_SECONDS, OPEN_SECONDS, SyncRefused, SyncStream, Versions
from miunlink_adb.adb.tree import walk_tree
from miunlink_adb.device_state.storage import parse_free_space
from miunlink_adb.storage import App, Bytes, Entry, Outgoing, PhoneStorage, Piece, Sent, Tree

__all__ = ["AdbStorage"]

_AHEAD, _AHEAD_BYTES = 48, 2 * 2**20
"""Files that are asked for, or sent, before the first of them is done with; and their bytes."""
_LINE, _OLD_LINE = 16_000, 3_000
"""Bytes of paths in a command line; the daemons of Android 6 and older take 4 KB in all."""
_SLOWEST = 8_000_000
"""Bytes a second that a phone hashes at the least."""
_BLOCK = 2**20


class AdbStorage(PhoneStorage):
    """See `PhoneStorage`. Every call asks for the session anew: it changes with a reconnection."""

    def __init__(
        self, connected: Callable[[], Session], reconnect: Callable[[float], None]
    ) -> None:
        self._connected, self._reconnect = connected, reconnect
        self._streams: set[SyncStream] = set()
        self._lock = threading.Lock()
        self._digest: tuple[str, str] | None = None

    def reconnect(self, seconds: float) -> None:
        self._reconnect(seconds)

    def interrupt(self) -> None:
        with self._lock:
            streams = list(self._streams)
        for stream in streams:
            stream.close()

    def _open(self) -> SyncStream:
        session = self._connected()
        stream = SyncStream(session, Versions(session.features()))
        with self._lock:
            self._streams.add(stream)
        return stream

    def _close(self, stream: SyncStream) -> None:
        with self._lock:
            self._streams.discard(stream)
        stream.close()

    @contextmanager
    def _stream(self) -> Iterator[SyncStream]:
        stream = self._open()
        try:
            yield stream
        finally:
            self._close(stream)

    # -- looking ---------------------------------------------------------------------------

    def walk(self, roots: Sequence[str], left_out: Sequence[str] = ()) -> Tree:
        with foreign_errors("listing the phone's files"):
            with self._stream() as stream:
                tree, doubtful = walk_tree(stream, roots, frozenset(left_out))
            tree.unreadable += self._unreadable(doubtful)
        return tree

    def _unreadable(self, folders: list[str]) -> list[str]:
        """Of folders that seem empty, those that may not be looked into: adb tells them not."""
        found: list[str] = []
        for group in file_command.portions(folders, self._line() // 4):
            text = self._run(file_command.unreadable_command(group))
            found += [group[n] for n in sorted(file_command.numbers(text)) if n < len(group)]
        return found

    def look(self, paths: Sequence[str]) -> dict[str, Entry]:
        with foreign_errors("looking at the phone's files"), self._stream() as stream:
            found = zip(paths, stream.look(paths), strict=True)
            return {path: entry for path, entry in found if entry is not None}

    # -- pulling ---------------------------------------------------------------------------

    def receive(self, wanted: Iterable[Entry]) -> Iterator[Piece]:
        source, waiting = iter(wanted), deque[Entry]()
        with foreign_errors("copying from the phone"), ExitStack() as stack:
            stream: SyncStream | None = None
            while True:
                if stream is None:
                    stream = stack.enter_context(self._stream())
                    if waiting:
                        stream.request(b"RECV", [entry.path for entry in waiting])
                if more := _refill(source, waiting):
                    stream.request(b"RECV", [entry.path for entry in more])
                if not waiting:
                    return
                problem = yield from _one_file(stream, waiting[0].path)
                path = waiting.popleft().path
                if problem:
                    stack.close()
                    stream = None
                yield Piece(path, b"", ended=True, problem=problem)

    def receive_rest(self, path: str, offset: int) -> Iterator[Bytes]:
        """By `dd` over `exec:`, which seeks; in whole blocks, so the first is cut if need be."""
        skip, cut = divmod(offset, _BLOCK)
        command = f"exec:dd if={shlex.quote(path)} bs={_BLOCK} skip={skip} 2>/dev/null"
        with foreign_errors("copying from the phone"):
            connection = self._connected().open_service(command, OPEN_SECONDS)
            with connection:
                connection.socket.settimeout(IDLE_SECONDS)
                while data := connection.socket.recv(_BLOCK):
                    part, cut = data[cut:], max(0, cut - len(data))
                    if part:
                        yield part

    # -- pushing ---------------------------------------------------------------------------

    def send(self, files: Iterable[Outgoing]) -> Iterator[Sent]:
        source, waiting = iter(files), deque[Outgoing]()
        again = deque[Outgoing]()
        with foreign_errors("copying to the phone"), ExitStack() as stack:
            stream: SyncStream | None = None
            while True:
                while _has_room(waiting) and (file := _following(again, source)):
                    stream = stream or stack.enter_context(self._stream())
                    _put(stream, file)
                    waiting.append(file)
                if not waiting or stream is None:
                    return
                problem = _answer(stream)
                path = waiting.popleft().path
                if problem:
                    stack.close()
                    stream = None
                    again.extendleft(reversed(waiting))
                    waiting.clear()
                yield Sent(path, problem)

    # -- by the shell ----------------------------------------------------------------------

    def _run(self, command: str, seconds: float = 30.0) -> str:
        return self._connected().run(command, seconds).text

    def _line(self) -> int:
        return _LINE if "shell_v2" in self._connected().features() else _OLD_LINE

    def digest_kind(self) -> str:
        return self._digest_command()[0]

    def _digest_command(self) -> tuple[str, str]:
        with self._lock:
            known = self._digest
        if known is None:
            with foreign_errors("looking for a hash on the phone"):
                known = next(filter(self._makes, file_command.DIGESTS), ("", ""))
            self._digest = known
        return known

    def _makes(self, digest: tuple[str, str]) -> bool:
        kind, command = digest
        return file_command.probe_succeeds(kind, self._run(file_command.probe_command(command)))

    def digests(self, files: Sequence[Entry]) -> dict[str, str]:
        command = self._digest_command()[1]
        sizes = {entry.path: entry.size for entry in files}
        found: dict[str, str] = {}
        if not command:
            return found
        with foreign_errors("comparing hashes with the phone"):
            for group in file_command.distinct(file_command.portions(sizes, self._line())):
                seconds = 30.0 + sum(sizes[path] for path in group) / _SLOWEST
                text = self._run(file_command.digest_command(command, group), seconds)
                found |= file_command.read_digests(text, group)
        return found

    def move(self, pairs: Sequence[tuple[str, str]], *, overwrite: bool) -> set[str]:
        moved: set[str] = set()
        with foreign_errors("renaming files on the phone"):
            targets = dict(pairs)
            for group in file_command.portions(targets, self._line() // 6):
                some = [(source, targets[source]) for source in group]
                text = self._run(file_command.move_command(some, overwrite=overwrite))
                moved |= {group[n] for n in file_command.numbers(text) if n < len(group)}
        return moved

    def remove(self, paths: Sequence[str]) -> None:
        with foreign_errors("deleting files on the phone"):
            for group in file_command.portions(paths, self._line()):
                self._run(file_command.remove_command(group))

    def free(self, path: str) -> int | None:
        with foreign_errors("asking for free space on the phone"):
            return parse_free_space(self._run(f"df -k {shlex.quote(path)}"))

    def apps(self) -> list[App]:
        """The splits lie beside the base; all folders are listed in one go."""
        with foreign_errors("listing the apps"):
            bases = file_command.installed_files(self._run("pm list packages -3 -f", 60.0))
        folders = {package: base.rpartition("/")[0] for package, base in bases.items()}
        tree = self.walk(list(bases.values()))
        beside = self.walk(list(dict.fromkeys(folders.values())))
        files = {entry.path: entry for entry in (*tree.entries, *beside.entries)}
        return [
            App(package, tuple(_apks_in(folder, files.values())))
            for package, folder in sorted(folders.items())
        ]


def _refill(source: Iterator[Entry], waiting: deque[Entry]) -> list[Entry]:
    """Take as many more files as may be under way."""
    added: list[Entry] = []
    if len(waiting) > _AHEAD // 2:
        return added  # ask for some together, not for each one by one
    total = sum(entry.size for entry in waiting)
    while len(waiting) < _AHEAD and (total < _AHEAD_BYTES or not waiting):
        entry = next(source, None)
        if entry is None:
            break
        waiting.append(entry)
        added.append(entry)
        total += entry.size
    return added


def _one_file(stream: SyncStream, path: str) -> Generator[Piece, None, str]:
    try:
        for data in stream.pieces():
            yield Piece(path, data)
    except SyncRefused as error:
        return str(error) or "refused"
    return ""


def _has_room(waiting: deque[Outgoing]) -> bool:
    return len(waiting) < _AHEAD and sum(file.size for file in waiting) < _AHEAD_BYTES


def _following(again: deque[Outgoing], source: Iterator[Outgoing]) -> Outgoing | None:
    return again.popleft() if again else next(source, None)


def _put(stream: SyncStream, file: Outgoing) -> None:
    stream.begin_file(file.path)
    for part in file.read():
        stream.put(part)
    stream.end_file(file.mtime)


def _answer(stream: SyncStream) -> str:
    try:
        stream.taken()
    except SyncRefused as error:
        return str(error) or "refused"
    return ""


def _apks_in(folder: str, files: Iterable[Entry]) -> Iterator[Entry]:
    for entry in files:
        above, _, name = entry.path.rpartition("/")
        if above == folder and entry.kind == "file" and name.endswith(".apk"):
            yield entry
