"""adb's file service, answered by hand: what a phone may say, and what is believed of it."""

import socket
import stat
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miunlink_adb.adb.error_map import translate
from miunlink_adb.adb.session import Session
from miunlink_adb.adb.sync import SyncRefused, SyncStream, Versions
from miunlink_adb.errors import DeviceError

OLD, NEW = Versions(frozenset()), Versions(frozenset({"stat_v2", "ls_v2"}))
FILE = stat.S_IFREG | 0o660
NAMES = st.binary(max_size=20)


class Line:
    """What `Session.open_service` returns: a socket, and a way to close it."""

    def __init__(self, sock: socket.socket) -> None:
        self.socket = sock

    def close(self) -> None:
        self.socket.close()


class Answering:
    """A session whose phone has said everything already, and then hangs up."""

    def __init__(self, said: bytes) -> None:
        self._ours, self._theirs = socket.socketpair()
        self._speaker = threading.Thread(target=self._speak, args=(said,), daemon=True)
        self._speaker.start()

    def _speak(self, said: bytes) -> None:
        self._theirs.sendall(said)
        self._theirs.shutdown(socket.SHUT_WR)

    def open_service(self, service: str, seconds: float) -> Line:
        assert service == "sync:"
        assert seconds > 0
        return Line(self._ours)

    def close(self) -> None:
        self._speaker.join(10)
        self._theirs.close()
        self._ours.close()


@contextmanager
def stream(said: bytes, versions: Versions = OLD) -> Iterator[SyncStream]:
    """A connection on which these bytes come."""
    session = Answering(said)
    try:
        yield SyncStream(cast("Session", session), versions)
    finally:
        session.close()


def entry(name: bytes, size: int = 5, mode: int = FILE) -> bytes:
    """One of version 1's."""
    return struct.pack("<4sIIII", b"DENT", mode, size, 7, len(name)) + name


DONE = struct.pack("<4sIIII", b"DONE", 0, 0, 0, 0)


def test_names_that_lead_elsewhere_are_no_names() -> None:
    """A phone cannot make anybody write outside of the folder by what it lists."""
    bad = [b"", b".", b"..", b"a/b", b"/etc/passwd", b"../x", b"a\0b"]
    said = b"".join(map(entry, [*bad, b"good", b"..good"])) + DONE

    with stream(said) as sync:
        ((folder, entries, certain),) = sync.list_folders(["/sdcard"])

    assert (folder, certain) == ("/sdcard", True)
    assert [one.path for one in entries] == ["/sdcard/good", "/sdcard/..good"]


@given(st.lists(NAMES, max_size=10))
def test_whatever_is_listed_lies_in_the_folder(names: list[bytes]) -> None:
    """One name below the folder, never more."""
    with stream(b"".join(map(entry, names)) + DONE) as sync:
        ((_, entries, _),) = sync.list_folders(["/sdcard/DCIM"])

    for one in entries:
        above, _, name = one.path.rpartition("/")
        assert above == "/sdcard/DCIM"
        assert name not in ("", ".", "..")


def test_version_2_tells_an_entry_that_cannot_be_looked_at() -> None:
    """It is listed, as nothing that could be copied."""
    form = struct.Struct("<4sIQQIIIIQqqq")
    said = form.pack(b"DNT2", 13, *([0] * 10)) + struct.pack("<I", 1) + b"x"
    said += form.pack(b"DNT2", 0, 1, 2, FILE, 1, 0, 0, 5 * 2**32, 1, 2, 3)
    said += struct.pack("<I", 1) + b"y" + form.pack(b"DONE", *([0] * 11)) + bytes(4)

    with stream(said, NEW) as sync:
        ((_, (shut, large), _),) = sync.list_folders(["/a"])

    assert (shut.path, shut.kind) == ("/a/x", "other")
    assert (large.size, large.mtime, large.whole) == (5 * 2**32, 2, True)


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"DA",
        struct.pack("<4sI", b"DATA", 10) + b"short",
        struct.pack("<4sI", b"DATA", 2**31),
        struct.pack("<4sI", b"WHAT", 0),
        struct.pack("<4sI", b"FAIL", 6) + b"denied",
        struct.pack("<4sI", b"FAIL", 2**31) + b"x" * 5000,
        DONE[:3],
    ],
)
def test_an_answer_that_breaks_off_or_is_none_is_an_error_of_ours(said: bytes) -> None:
    """Nothing raw, nothing that waits for ever, no memory for what is only announced."""
    with stream(said) as sync, pytest.raises((SyncRefused, EOFError)) as caught:
        list(sync.pieces())

    assert isinstance(translate(caught.value, "copying"), DeviceError)


@settings(max_examples=60)
@given(st.binary(max_size=300), st.sampled_from([OLD, NEW]))
def test_random_answers_end(said: bytes, versions: Versions) -> None:
    """Whatever comes: entries, pieces, or an error of ours."""
    asks: list[Any] = [
        lambda sync: list(sync.look(["/a", "/b"])),
        lambda sync: list(sync.list_folders(["/a", "/b"])),
        lambda sync: [bytes(piece) for piece in sync.pieces()],
        lambda sync: sync.taken(),
    ]
    for ask in asks:
        ended = []
        with stream(said, versions) as sync, suppress(SyncRefused, EOFError):
            ended.append(ask(sync))
        assert len(ended) <= 1


@given(st.lists(st.binary(max_size=70_000), max_size=12))
@settings(max_examples=20)
def test_pieces_keep_every_byte(parts: list[bytes]) -> None:
    """However the packets are cut, also across the end of the buffer."""
    said = b"".join(struct.pack("<4sI", b"DATA", len(part)) + part for part in parts)
    with stream(said + struct.pack("<4sI", b"DONE", 0)) as sync:
        assert [bytes(piece) for piece in sync.pieces()] == parts
