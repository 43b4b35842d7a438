"""``sync:``: adb's file transfer, versions 1 and 2 of stat and list.

Knows the packet formats (AOSP ``file_sync_protocol.h``) and the file tree; nothing of streams
but read and write.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from miunlink_adb.virtual.file_node import Directory, FileError, Link, Node

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from miunlink_adb.virtual.files import FileTree
    from miunlink_adb.virtual.phone import Phone
    from miunlink_adb.virtual.stream import Stream

DATA_MAX = 64 * 1024
"""Largest DATA packet, in bytes; a computer that sends more is told so."""
_PATH_MAX = 1024
_WAITING_MAX = 256 * 1024
"""Answers that wait for the computer before the daemon stops reading requests, in bytes."""
_COUNTED = 1024 * 1024
_STAT_V2 = struct.Struct("<4sIQQIIIIQqqq")
_LINK_MODE = 0o120000


class _Ended(Exception):
    """The computer closed the stream, or said QUIT."""


class _Failed(Exception):
    """A request that is answered FAIL and ends the session, as in adbd."""


class _Reader:
    """Reads exact numbers of bytes from a stream."""

    def __init__(self, stream: Stream, before_waiting: Callable[[], Awaitable[None]]) -> None:
        self._stream = stream
        self._before_waiting = before_waiting
        self._buffer = bytearray()

    async def exactly(self, size: int) -> bytes:
        while len(self._buffer) < size:
            await self._before_waiting()
            data = await self._stream.read()
            if not data:
                raise _Ended
            self._buffer += data
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken

    async def request(self) -> tuple[bytes, int]:
        """Return an id of four letters and the number that follows it."""
        raw = await self.exactly(8)
        return raw[:4], int.from_bytes(raw[4:], "little")


async def sync(phone: Phone, stream: Stream, argument: str) -> None:
    """Serve one sync session."""
    del argument
    if phone.meet("service:sync"):
        return
    stream.accept()
    await _Session(phone, stream).run()


class _Session:
    def __init__(self, phone: Phone, stream: Stream) -> None:
        self._phone = phone
        self._files: FileTree = phone.files
        self._stream = stream
        self._reader = _Reader(stream, self._flush)
        self._waiting = bytearray()
        self._sent = 0
        self._handlers: dict[bytes, Callable[[str], Awaitable[None]]] = {
            b"STAT": self._stat,
            b"STA2": self._stat_follow,
            b"LST2": self._stat_link,
            b"LIST": self._list,
            b"LIS2": self._list_v2,
            b"SEND": self._receive,
            b"RECV": self._send,
        }

    async def run(self) -> None:
        try:
            while True:
                await self._one()
        except _Ended:
            return
        except _Failed as failure:
            await self._write(_packet(b"FAIL", str(failure).encode()))
            await self._flush()

    async def _write(self, data: bytes) -> None:
        """Answer; what the computer has not taken yet goes out together, as from a pipe."""
        self._waiting += data
        if len(self._waiting) >= _WAITING_MAX:
            await self._flush()

    async def _flush(self) -> None:
        if self._waiting:
            data = bytes(self._waiting)
            self._waiting.clear()
            await self._stream.write(data)

    def _meet(self, request: str) -> None:
        """A fault may end the session here, or happen to the phone."""
        if self._phone.meet(request) is not None:
            raise _Ended

    async def _one(self) -> None:
        name, size = await self._reader.request()
        if name == b"QUIT":
            raise _Ended
        if size > _PATH_MAX:
            raise _Failed("path too long")
        path = (await self._reader.exactly(size)).decode("utf-8", "surrogateescape")
        handler = self._handlers.get(name)
        if handler is None:
            self._phone.record.unknown.append(f"sync {name.decode('latin-1')} {path}")
            raise _Failed(f"unknown command {int.from_bytes(name, 'little'):08x}")
        self._meet(f"sync:{name.decode()}")
        await handler(path)

    # Looking

    async def _stat(self, path: str) -> None:
        """Version 1: does not follow links; all zero when there is nothing."""
        try:
            node = self._files.walk(path, follow=False)
        except FileError:
            await self._write(struct.pack("<4sIII", b"STAT", 0, 0, 0))
            return
        await self._write(struct.pack("<4sIII", b"STAT", *_facts(node)))

    async def _stat_follow(self, path: str) -> None:
        await self._write(self._stat_v2(b"STA2", path, follow=True))

    async def _stat_link(self, path: str) -> None:
        await self._write(self._stat_v2(b"LST2", path, follow=False))

    def _stat_v2(self, name: bytes, path: str, *, follow: bool) -> bytes:
        try:
            node = self._files.walk(path, follow=follow)
        except FileError as error:
            return _STAT_V2.pack(name, error.errno, *([0] * 10))
        return _pack_stat(name, node)

    async def _list(self, path: str) -> None:
        """Version 1; an unreadable directory is an empty one."""
        entries = bytearray()
        for name, node in self._entries(path):
            raw = name.encode("utf-8", "surrogateescape")
            entries += struct.pack("<4sIIII", b"DENT", *_facts(node), len(raw)) + raw
        await self._write(bytes(entries) + struct.pack("<4sIIII", b"DONE", 0, 0, 0, 0))

    async def _list_v2(self, path: str) -> None:
        entries = bytearray()
        for name, node in self._entries(path):
            raw = name.encode("utf-8", "surrogateescape")
            entries += _pack_stat(b"DNT2", node) + struct.pack("<I", len(raw)) + raw
        done = _STAT_V2.pack(b"DONE", *([0] * 11)) + struct.pack("<I", 0)
        await self._write(bytes(entries) + done)

    def _entries(self, path: str) -> list[tuple[str, Node]]:
        try:
            here = self._files.walk(path)
            found = self._files.entries(path)
        except FileError:
            return []
        return [(".", here), ("..", here), *found.items()]

    # Pulling and pushing

    async def _send(self, path: str) -> None:
        """RECV: the computer pulls a file."""
        try:
            file = self._files.open(path)
        except FileError as error:
            text = "read failed" if _is_directory(self._files, path) else "open failed"
            raise _Failed(f"{text}: {error.text}") from None
        offset = 0
        while data := file.part(offset, DATA_MAX):
            await self._write(_packet(b"DATA", data))
            offset += len(data)
            self._count(len(data))
        await self._write(_packet(b"DONE", b""))

    def _count(self, size: int) -> None:
        """Every megabyte that is sent counts as a request for the faults."""
        before, self._sent = self._sent // _COUNTED, self._sent + size
        if self._sent // _COUNTED > before:
            self._meet("sync:megabyte")

    async def _receive(self, request: str) -> None:
        """SEND: the computer pushes a file or a link; ``request`` is ``path,mode``."""
        path, comma, digits = request.rpartition(",")
        if not comma or not digits.isdecimal():
            raise _Failed("missing , in ID_SEND")
        data, mtime = await self._read_content()
        mode = int(digits)
        try:
            self._store(path, mode, data, mtime)
        except FileError as error:
            reason = "couldn't create file" if mode & 0o170000 != _LINK_MODE else "failed to link"
            raise _Failed(f"{reason}: {error.text}") from None
        await self._write(struct.pack("<4sI", b"OKAY", 0))

    def _store(self, path: str, mode: int, data: bytes, mtime: int) -> None:
        above = path.rpartition("/")[0]
        if above and not self._files.exists(above):
            self._files.make_directory(above, parents=True, mode=0o775)
        if mode & 0o170000 == _LINK_MODE:
            self._files.make_link(path, data.rstrip(b"\0").decode("utf-8", "surrogateescape"))
        else:
            self._files.write(path, data, mode=mode, mtime=mtime)

    async def _read_content(self) -> tuple[bytes, int]:
        """Return all DATA of a SEND and the time of its DONE."""
        content = bytearray()
        while True:
            name, size = await self._reader.request()
            if name == b"DONE":
                return bytes(content), size
            if name != b"DATA":
                raise _Failed("invalid data message")
            if size > DATA_MAX:
                raise _Failed("oversize data message")
            content += await self._reader.exactly(size)


def _packet(name: bytes, data: bytes) -> bytes:
    return struct.pack("<4sI", name, len(data)) + data


def _facts(node: Node) -> tuple[int, int, int]:
    return node.st_mode, node.size & 0xFFFFFFFF, node.mtime


def _pack_stat(name: bytes, node: Node) -> bytes:
    inode = id(node) & 0xFFFFFFFF
    links = 2 if isinstance(node, Directory) else 1
    times = [node.mtime] * 3
    return _STAT_V2.pack(
        name, 0, 1, inode, node.st_mode, links, node.uid, node.gid, node.size, *times
    )


def _is_directory(files: FileTree, path: str) -> bool:
    try:
        return isinstance(files.walk(path), Directory | Link)
    except FileError:
        return False
