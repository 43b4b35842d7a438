"""One entry of a zip file, and nothing that a lying zip file says."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.apk import BLOCK, ApkFault, Archive, MemorySource, RangedSource
from tests.apk.samples import Part, archive, patched

CONTENTS = st.lists(st.tuples(st.binary(max_size=400), st.booleans()), min_size=1, max_size=5)


def content(data: bytes, name: str = "resources.arsc") -> bytes | None:
    """What a reader gets of an entry."""
    source = Archive(MemorySource(data)).open(name)
    return None if source is None else source.read(0, source.size)


def outcome(data: bytes) -> bytes | str | None:
    """The content, or that there is a fault."""
    try:
        return content(data)
    except ApkFault:
        return "fault"


def with_zipfile(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of the standard library's making."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, data in entries.items():
            made.writestr(name, data)
    return out.getvalue()


@given(CONTENTS, st.binary(max_size=80).filter(lambda comment: b"PK" not in comment))
def test_every_entry_comes_as_it_went_in(
    contents: list[tuple[bytes, bool]], comment: bytes
) -> None:
    """Stored or deflated, with or without a comment at the end; the standard library agrees."""
    parts = [Part(f"e{i}", data, deflated) for i, (data, deflated) in enumerate(contents)]
    data = archive(parts, comment)

    assert [content(data, part.name) for part in parts] == [part.data for part in parts]
    with zipfile.ZipFile(io.BytesIO(data)) as judge:
        assert judge.testzip() is None
        assert [judge.read(part.name) for part in parts] == [part.data for part in parts]


@given(st.dictionaries(st.text("abc/.", min_size=1, max_size=9), st.binary(max_size=99)))
def test_what_others_write_is_read(entries: dict[str, bytes]) -> None:
    """Files of the standard library's making give the same."""
    data = with_zipfile(entries)

    assert {name: content(data, name) for name in entries} == entries


def test_a_name_that_is_missing() -> None:
    """No entry is no error: a split may have no table."""
    assert content(archive([Part("a", b"x")]), "b") is None


def test_only_what_is_needed_is_fetched() -> None:
    """Of 20 MB only the end, the directory and the entry come over the line, in whole blocks."""
    table = bytes(range(256)) * 4096
    parts = [Part("a", bytes(12_000_000)), Part("resources.arsc", table), Part("b", bytes(8 << 20))]
    data = archive(parts)
    asked: list[tuple[int, int]] = []

    def fetch(offset: int, length: int) -> bytes:
        asked.append((offset, length))
        return data[offset : offset + length]

    source = RangedSource(fetch, len(data), 60_000_000)
    found = Archive(source).open("resources.arsc")

    assert found is not None
    assert found.read(0, found.size) == table
    assert source.fetched < len(table) + 6 * BLOCK
    assert all(offset % BLOCK == 0 for offset, _ in asked)


def test_too_many_bytes_are_not_fetched() -> None:
    """Beyond the limit nothing more is asked for."""
    source = RangedSource(lambda _offset, length: bytes(length), 100 * BLOCK, 3 * BLOCK)

    with pytest.raises(ApkFault, match="would have to be read"):
        source.read(0, 4 * BLOCK)
    assert source.fetched == 0


def test_a_line_that_gives_less_is_noticed() -> None:
    """A file that became shorter meanwhile is a fault, not shorter content."""
    source = RangedSource(lambda _offset, length: bytes(length - 1), 2 * BLOCK, 3 * BLOCK)

    with pytest.raises(ApkFault, match="could be read"):
        source.read(0, 10)


@given(st.data())
def test_reading_by_range_is_reading(data: st.DataObject) -> None:
    """Whatever is read in whatever order, it is what the file holds there."""
    size = data.draw(st.integers(1, 5 * BLOCK))
    whole = bytes(i * 31 % 251 for i in range(1000)) * (size // 1000 + 1)
    source = RangedSource(lambda o, n: whole[o : o + n], size, 100 * BLOCK)
    for _ in range(data.draw(st.integers(1, 6))):
        offset = data.draw(st.integers(0, size - 1))
        length = data.draw(st.integers(0, size - offset))
        assert source.read(offset, length) == whole[offset : offset + length]


# -- lies --------------------------------------------------------------------------------------

GOOD = archive([Part("a", b"x" * 40), Part("resources.arsc", b"T" * 1000, deflated=True)])
DIRECTORY = GOOD.index(b"PK\1\2")
SECOND = GOOD.index(b"PK\1\2", DIRECTORY + 1)
END = GOOD.index(b"PK\5\6")
LOCAL = GOOD.index(b"PK\3\4", 1)


@pytest.mark.parametrize(
    ("at", "layout", "number"),
    [
        (END + 10, "<H", 0xFFFF),  # zip64 in number
        (END + 16, "<I", 0xFFFFFFFF),  # zip64 in place
        (END + 10, "<H", 3),  # more entries than there are
        (END + 12, "<I", 0x00FFFFFF),  # a directory of 16 MB
        (END + 16, "<I", 0x7FFFFFFF),  # a directory far outside
        (END + 4, "<H", 7),  # the eighth disk
        (SECOND, "<I", 0),  # no entry
        (SECOND + 10, "<H", 99),  # an unknown method
        (SECOND + 8, "<H", 1),  # encrypted
        (SECOND + 42, "<I", 0),  # the place of another entry
        (SECOND + 42, "<I", 0x7FFFFFFF),  # a place outside
        (SECOND + 24, "<I", 999),  # smaller than it is
        (SECOND + 24, "<I", 1001),  # larger than it is
        (SECOND + 24, "<I", 0x70000000),  # a bomb by its own account
        (SECOND + 20, "<I", 0x00FFFFFF),  # packed size beyond the file
        (SECOND + 16, "<I", 0),  # another checksum
        (LOCAL + 8, "<H", 0),  # stored, says its own header
        (LOCAL + 26, "<H", 3),  # a shorter name in its own header
        (LOCAL + 28, "<H", 0xFFFF),  # it begins outside
        (LOCAL, "<I", 0),  # no header
        (LOCAL + 30 + 14 + 3, "<I", 0xFFFFFFFF),  # its bytes spoilt
    ],
)
def test_a_lying_zip_file_is_a_fault(at: int, layout: str, number: int) -> None:
    """Whatever the directory or a header claims wrongly: an ApkFault in words, nothing else."""
    with pytest.raises(ApkFault):
        content(patched(GOOD, at, layout, number))


def test_an_entry_that_is_there_twice_is_a_fault() -> None:
    """Two tables: nobody knows which of them the phone takes."""
    with pytest.raises(ApkFault, match="twice"):
        content(archive([Part("resources.arsc", b"a"), Part("resources.arsc", b"b")]))


def test_a_bomb_is_not_inflated() -> None:
    """A table of 200 MB in 200 KB is refused before it takes memory; so is one that lies."""
    bomb = archive([Part("resources.arsc", bytes(200_000_000), deflated=True)])
    with pytest.raises(ApkFault, match="would inflate"):
        content(bomb)
    at = bomb.index(b"PK\1\2")
    lying = patched(patched(bomb, at + 24, "<I", 5000), 22, "<I", 5000)
    with pytest.raises(ApkFault, match="does not inflate"):
        content(lying)


@given(st.integers(0, len(GOOD) - 1))
def test_a_file_that_is_cut_off(length: int) -> None:
    """Any part of a zip file is no zip file."""
    with pytest.raises(ApkFault):
        content(GOOD[:length])


@given(st.binary(max_size=300) | st.binary(max_size=300).map(lambda junk: junk + GOOD[END:]))
def test_garbage_is_a_fault_or_holds_nothing(data: bytes) -> None:
    """No bytes lead to anything but an ApkFault or an archive without that entry."""
    assert outcome(data) in (None, "fault")


@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=4))
def test_spoilt_bytes(changes: list[tuple[int, int]]) -> None:
    """With some bytes changed the content is the same, or it is a fault: never other content."""
    data = bytearray(GOOD)
    for at, value in changes:
        data[at] = value
    assert outcome(bytes(data)) in (None, b"T" * 1000, "fault")
