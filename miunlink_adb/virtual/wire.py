"""ADB's device protocol as frames: bytes in, frames out.

Pure: no socket, no phone, no clock.  Source: the AOSP document ``protocol.txt`` of adb.
A frame is six little-endian words (command, two arguments, payload length, payload sum,
command xor 0xffffffff) and the payload.  Version 0x01000001 leaves the sum unchecked.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

VERSION_CHECKSUM = 0x01000000
"""The older protocol version: every payload carries its sum."""
VERSION_NO_CHECKSUM = 0x01000001
"""The newer protocol version: the sum is neither written nor checked."""
MAX_PAYLOAD_V1 = 4096
"""Largest payload that the oldest hosts take, in bytes."""
MAX_PAYLOAD = 1024 * 1024
"""Largest payload that a phone announces, in bytes."""

_HEADER = struct.Struct("<6I")
_ALL_ONES = 0xFFFFFFFF


class Command(IntEnum):
    """What a frame says: the four letters, read as a little-endian word."""

    CNXN = 0x4E584E43
    AUTH = 0x48545541
    STLS = 0x534C5453
    OPEN = 0x4E45504F
    OKAY = 0x59414B4F
    WRTE = 0x45545257
    CLSE = 0x45534C43
    SYNC = 0x434E5953


class AuthKind(IntEnum):
    """First argument of an AUTH frame."""

    TOKEN = 1
    SIGNATURE = 2
    PUBLIC_KEY = 3


class WireError(Exception):
    """Bytes that are no frame; the connection cannot go on."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One message of the protocol; what ``arg0`` and ``arg1`` mean depends on the command."""

    command: Command
    arg0: int = 0
    arg1: int = 0
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class _Header:
    command: Command
    arg0: int
    arg1: int
    length: int
    checksum: int


def checksum(data: bytes) -> int:
    """Sum of all bytes, modulo 2**32: what the protocol calls a crc."""
    return sum(data) & _ALL_ONES


def encode(frame: Frame, *, with_checksum: bool = True) -> bytes:
    """Return the frame as it goes over the wire."""
    total = checksum(frame.data) if with_checksum else 0
    header = _HEADER.pack(
        frame.command,
        frame.arg0,
        frame.arg1,
        len(frame.data),
        total,
        frame.command ^ _ALL_ONES,
    )
    return header + frame.data


def _read_header(raw: bytes, max_payload: int) -> _Header:
    word, arg0, arg1, length, total, magic = _HEADER.unpack(raw)
    if word ^ _ALL_ONES != magic:
        raise WireError(f"frame magic {magic:#010x} does not fit command {word:#010x}")
    try:
        command = Command(word)
    except ValueError:
        raise WireError(f"unknown frame command {word:#010x}") from None
    if length > max_payload:
        raise WireError(f"{command.name} payload of {length} bytes, at most {max_payload} allowed")
    return _Header(command, arg0, arg1, length, total)


class Decoder:
    """Turns a byte stream, cut anywhere, into frames.

    ``check`` says whether payload sums must be right; it may be changed between frames, as the
    handshake does. A sum of zero is none: an adb server that reconnects by itself keeps to the
    version that it had agreed on before, and writes none.
    """

    def __init__(self, *, check: bool = True, max_payload: int = MAX_PAYLOAD) -> None:
        self.check = check
        self.max_payload = max_payload
        self._buffer = bytearray()
        self._header: _Header | None = None

    def feed(self, data: bytes) -> Iterator[Frame]:
        """Take bytes, yield the frames that are complete now; raises WireError on nonsense."""
        self._buffer += data
        while (frame := self._next()) is not None:
            yield frame

    @property
    def pending(self) -> int:
        """How many bytes of an unfinished frame wait for the rest."""
        return len(self._buffer) + (_HEADER.size if self._header else 0)

    def _next(self) -> Frame | None:
        if self._header is None:
            if len(self._buffer) < _HEADER.size:
                return None
            self._header = _read_header(self._take(_HEADER.size), self.max_payload)
        if len(self._buffer) < self._header.length:
            return None
        header, self._header = self._header, None
        return self._finish(header, self._take(header.length))

    def _finish(self, header: _Header, data: bytes) -> Frame:
        if self.check and header.checksum and checksum(data) != header.checksum:
            raise WireError(
                f"{header.command.name} payload sum is {checksum(data)}, "
                f"the frame says {header.checksum}"
            )
        return Frame(header.command, header.arg0, header.arg1, data)

    def _take(self, size: int) -> bytes:
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken
