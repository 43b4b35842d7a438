"""A phone's files over a real adb server: what is listed, pulled, pushed, hashed and renamed."""

import hashlib
import shlex
from collections import deque
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from miunlink_adb.adb import connect, file_command
from miunlink_adb.adb.storage import AdbStorage
from miunlink_adb.errors import ConnectionLost, DeviceError
from miunlink_adb.storage import Entry, Outgoing
from miunlink_adb.virtual import AdbServer, Latency, VirtualPhone, When
from miunlink_adb.virtual.adbd import FEATURES
from miunlink_adb.virtual.content import Generated
from miunlink_adb.virtual.file_node import File, Link, Special
from miunlink_adb.virtual.phone import Phone
from tests.adb.conftest import address_of

PLACE = "/storage/emulated/0/DCIM"
ODD = "/sdcard/DCIM/odd/a'b \udcff$x\"\\ (1);.jpg"
TREE: dict[str, Any] = {
    f"{PLACE}/a.jpg": File(0o660, 0, 1015, 100, b"a" * 10),
    f"{PLACE}/deep/er/b.jpg": File(0o660, 0, 1015, 200, Generated(7, 3_000_001)),
    ODD.replace("/sdcard", "/storage/emulated/0"): File(0o660, 0, 1015, 300, b"odd"),
    f"{PLACE}/film.mp4": File(0o660, 0, 1015, 400, Generated(8, 5 * 2**30)),
    f"{PLACE}/link": Link(0o777, 0, 1015, 5, "/sdcard"),
    f"{PLACE}/pipe": Special(0o660, 0, 1015, 5),
    f"{PLACE}/secret": File(0o600, 0, 0, 5, b"no"),
    f"{PLACE}/closed/x": File(0o660, 0, 1015, 5, b"x"),
    f"{PLACE}/.thumbnails/t": File(0o660, 0, 1015, 5, b"t"),
}


@pytest.fixture(scope="module")
def laid_out(adb_server: AdbServer) -> Iterator[VirtualPhone]:
    """One phone for all that only looks, with everything that a folder may hold."""
    with VirtualPhone(latency=Latency.none(), server=adb_server) as virtual:
        virtual.call(_lay)
        yield virtual
        assert virtual.record.unknown == []


def _lay(phone: Phone) -> None:
    phone.files.clear_storage()
    for path, node in TREE.items():
        phone.files.place(path, node)
    phone.files.walk(f"{PLACE}/closed").mode = 0o700
    phone.files.make_directory(f"{PLACE}/empty")


@pytest.fixture(params=[FEATURES, ("cmd",)], ids=["new", "old"])
def storage(laid_out: VirtualPhone, request: pytest.FixtureRequest) -> Iterator[AdbStorage]:
    """Its files; once as a new phone, once as one with version 1 of everything."""
    phone = connect(address_of(laid_out), laid_out.serial)
    phone._connected()._known_features = frozenset(request.param)
    yield phone.storage()
    phone.close()


def by_path(entries: list[Entry]) -> dict[str, Entry]:
    """Entries by what follows the folder."""
    return {entry.path.removeprefix("/sdcard/DCIM/"): entry for entry in entries}


def test_everything_below_a_folder_is_listed(storage: AdbStorage) -> None:
    """Files with size and time, links and pipes as such, closed folders, what is missing."""
    tree = storage.walk(["/sdcard/DCIM", "/sdcard/Nothing"], [".thumbnails"])

    found = by_path(tree.entries)
    assert set(found) == {
        "a.jpg", "deep/er/b.jpg", "film.mp4", "link", "pipe", "secret",
        ODD.removeprefix("/sdcard/DCIM/"),
    }  # fmt: skip
    assert (found["a.jpg"].size, found["a.jpg"].mtime, found["a.jpg"].kind) == (10, 100, "file")
    assert (found["link"].kind, found["pipe"].kind) == ("link", "other")
    assert tree.unreadable == ["/sdcard/DCIM/closed"]
    assert tree.missing == ["/sdcard/Nothing"]


def test_a_size_beyond_four_gigabytes_is_whole_or_known_not_to_be(storage: AdbStorage) -> None:
    """Version 2 tells it; of version 1 only what is left of it is believed."""
    (film,) = storage.look(["/sdcard/DCIM/film.mp4", "/sdcard/none"]).values()

    assert film.has_size(5 * 2**30)
    assert not film.has_size(5 * 2**30 + 1)
    assert film.size == (5 * 2**30 if film.whole else 2**30)


def test_a_root_may_be_a_link_or_a_file(storage: AdbStorage) -> None:
    """`/sdcard` itself is a link, and a folder of the owner's choice may be a file."""
    tree = storage.walk(["/sdcard", "/sdcard/DCIM/a.jpg"], ["DCIM"])

    assert [entry.path for entry in tree.entries] == ["/sdcard/DCIM/a.jpg"]


def test_files_come_in_order_and_a_refusal_stops_nobody(storage: AdbStorage) -> None:
    """After the phone has ended the connection for one file, the others come over another."""
    names = ["a.jpg", "secret", "deep/er/b.jpg", "gone", ODD.removeprefix("/sdcard/DCIM/")]
    wanted = [Entry(f"/sdcard/DCIM/{name}", "file", 0, 0) for name in names]
    data: dict[str, bytes] = {}
    problems: dict[str, str] = {}
    ended = []
    for piece in storage.receive(wanted):
        data[piece.path] = data.get(piece.path, b"") + bytes(piece.data)
        if piece.ended:
            ended.append(piece.path)
            problems[piece.path] = piece.problem

    assert ended == [entry.path for entry in wanted]
    assert data["/sdcard/DCIM/a.jpg"] == b"a" * 10
    assert data["/sdcard/DCIM/deep/er/b.jpg"] == Generated(7, 3_000_001).read(0, 3_000_001)
    assert data[ODD] == b"odd"
    assert "Permission denied" in problems["/sdcard/DCIM/secret"]
    assert "No such file" in problems["/sdcard/DCIM/gone"]
    assert [path for path, why in problems.items() if not why] == [ended[0], ended[2], ended[4]]


@pytest.mark.parametrize("offset", [0, 1, 2**20, 2**20 + 5, 3_000_000])
def test_the_rest_of_a_file_comes_from_any_offset(storage: AdbStorage, offset: int) -> None:
    """Byte for byte, through a service that changes no byte."""
    rest = b"".join(map(bytes, storage.receive_rest("/sdcard/DCIM/deep/er/b.jpg", offset)))

    assert rest == Generated(7, 3_000_001).read(offset, 3_000_001)


def test_hashes_are_the_phones_own(storage: AdbStorage) -> None:
    """Of odd names, too; a file that cannot be read has none."""
    names = ["a.jpg", "secret", ODD.removeprefix("/sdcard/DCIM/"), "none"]
    files = [Entry(f"/sdcard/DCIM/{name}", "file", 1, 1) for name in names]

    assert storage.digest_kind() == "sha256"
    assert storage.digests(files) == {
        "/sdcard/DCIM/a.jpg": hashlib.sha256(b"a" * 10).hexdigest(),
        ODD: hashlib.sha256(b"odd").hexdigest(),
    }


def test_space_and_apps_are_told(storage: AdbStorage) -> None:
    """Free bytes of the storage; the owner's apps with their files, the system's not."""
    free = storage.free("/sdcard")
    (app,) = storage.apps()

    assert free is not None
    assert free > 10**9
    assert app.package == "org.example.chat"
    assert [entry.path for entry in app.files] == ["/data/app/org.example.chat-1/base.apk"]


def test_files_are_sent_compared_and_named(storage: AdbStorage) -> None:
    """Folders are made; a refusal in the middle cuts none of the others off; times are kept."""
    files = [
        Outgoing("/sdcard/new/a'b", 3, 77, lambda: [b"abc"]),
        Outgoing("/system/app/no", 3, 78, lambda: [b"no!"]),
        Outgoing("/sdcard/new/large", 300_000, 79, lambda: [b"x" * 100_000] * 3),
    ]
    sent = list(storage.send(files))
    assert [bool(one.problem) for one in sent] == [False, True, False]
    assert "Read-only file system" in sent[1].problem
    found = storage.look([one.path for one in sent])
    assert {(e.size, e.mtime) for e in found.values()} == {(3, 77), (300_000, 79)}

    pairs = [("/sdcard/new/a'b", "/sdcard/new/c"), ("/sdcard/new/large", "/sdcard/new/c")]
    assert storage.move(pairs, overwrite=False) == {"/sdcard/new/a'b"}
    assert storage.move(pairs[1:], overwrite=True) == {"/sdcard/new/large"}
    assert storage.look(["/sdcard/new/c"])["/sdcard/new/c"].mtime == 79
    storage.remove(["/sdcard/new/c", "/sdcard/new/none"])
    assert storage.look(["/sdcard/new/c"]) == {}


def test_a_cable_that_is_pulled_is_a_lost_connection(adb_server: AdbServer) -> None:
    """In the middle of a file; with the same object all goes on once the phone is back."""
    with VirtualPhone(latency=Latency.none(), server=adb_server) as virtual:
        virtual.call(_lay)
        virtual.call(
            lambda p: p.faults.add("unplug", When(request="sync:megabyte", nth=2), seconds=0.2)
        )
        phone = connect(address_of(virtual), virtual.serial)
        storage = phone.storage()
        film = storage.look(["/sdcard/DCIM/deep/er/b.jpg"])["/sdcard/DCIM/deep/er/b.jpg"]
        with pytest.raises(ConnectionLost):
            list(storage.receive([film]))
        storage.reconnect(20.0)

        assert sum(len(piece.data) for piece in storage.receive([film])) == 3_000_001
        phone.close()


def test_an_interrupted_wait_ends(storage: AdbStorage) -> None:
    """Another thread, or Ctrl-C, ends a transfer at once."""
    film = storage.look(["/sdcard/DCIM/film.mp4"]).values()
    pieces = storage.receive(film)
    next(pieces)
    storage.interrupt()

    with pytest.raises(DeviceError):
        deque(pieces, maxlen=0)


PATHS = st.lists(
    st.binary(min_size=1, max_size=30).map(
        lambda b: "/" + b.replace(b"\0", b"0").decode("utf-8", "surrogateescape")
    ),
    unique=True,
    max_size=8,
)


@given(PATHS, st.integers(1, 200))
def test_command_lines_are_bounded_and_whole(paths: list[str], limit: int) -> None:
    """Each path once, in order, as one word of the shell; no line longer than said."""
    groups = list(file_command.portions(paths, limit))

    assert [path for group in groups for path in group] == paths
    for group in groups:
        words = " ".join(map(shlex.quote, group))
        assert len(group) == 1 or len(words.encode("utf-8", "surrogateescape")) < limit
        assert shlex.split(words) == group


@given(PATHS, st.sets(st.integers(0, 7)))
@example(["/0", "/\udc80", "/\udc81"], {1})
@example(["/\udc80", "/\ufffd"], {0})
@example(["/a\r\nb", "/a\nb"], {0})
@example(["/a", "/a\n"], {0})
def test_hashes_are_read_whatever_a_path_holds(paths: list[str], missing: set[int]) -> None:
    """Line ends in names, files that were left out and names that look alike shift nothing."""
    hashes = {path: hashlib.sha256(path.encode("utf-8", "surrogateescape")) for path in paths}
    told = {path: hashes[path].hexdigest() for n, path in enumerate(paths) if n not in missing}
    found: dict[str, str] = {}
    for group in file_command.distinct([paths]):
        lines = (f"{told[path]}  {path}\n" for path in group if path in told)
        raw = "".join(lines).encode("utf-8", "surrogateescape")
        answer = raw.decode("utf-8", "replace").replace("\r\n", "\n")
        found |= file_command.read_digests(answer, group)

    assert found == told


def test_a_phone_whose_hash_is_no_hash_is_not_believed() -> None:
    """An error message is none, nor is the hash of something else."""
    good = hashlib.new("md5", b"miunlink\n", usedforsecurity=False).hexdigest()

    assert file_command.probe_succeeds("md5", f"{good}  -\n")
    assert not file_command.probe_succeeds("md5", "md5sum: not found")
    assert not file_command.probe_succeeds("md5", f"{'0' * 32}  -\n")
