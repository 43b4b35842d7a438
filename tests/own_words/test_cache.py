"""Kept on this computer: written in one step, checked, bounded, and dispensable."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.own_words import AppWords, Wanted, WordCache


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder."""
    made = tmp_path / "words"
    made.mkdir()
    return made


JSON = st.dictionaries(
    st.text(max_size=9), st.lists(st.text(max_size=9), max_size=3) | st.integers(), max_size=5
)
NAMES = st.frozensets(st.text(min_size=1, max_size=9), max_size=4)


@given(JSON)
def test_a_record_comes_back(tmp_path_factory: pytest.TempPathFactory, record: object) -> None:
    """Whatever was stored is loaded, under its key alone."""
    cache = WordCache(tmp_path_factory.mktemp("c"))
    cache.store("key", dict(record))  # type: ignore[call-overload]

    assert cache.load("key") == record
    assert cache.load("other") is None


@given(NAMES, NAMES, st.dictionaries(st.text(max_size=9), st.lists(st.text(), min_size=1)))
def test_words_survive_the_cache(
    strings: frozenset[str], ids: frozenset[str], texts: dict[str, list[str]]
) -> None:
    """From words to a record and back is the same."""
    wordings = {name: tuple(found) for name, found in texts.items()}
    words = AppWords(
        Wanted("p", strings, ids), "7", "ab", wordings, dict.fromkeys(texts, "hi"), ids
    )

    assert AppWords.from_json(words.to_json()) == words


@given(st.recursive(st.none() | st.text() | st.integers(), lambda x: st.lists(x) | JSON))
def test_a_record_of_another_kind_is_none(value: object) -> None:
    """Whatever a record holds instead is no reason to fail."""
    good = AppWords(Wanted("p")).to_json()

    for name in good:
        assert AppWords.from_json({**good, name: value}) is None or name != "format"


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "other", "longer"])
def test_damage_is_noticed_and_thrown_away(folder: Path, damage: str) -> None:
    """A damaged file is no record and is gone; the next store makes it anew."""
    cache = WordCache(folder)
    cache.store("key", {"a": ["b"] * 50})
    (file,) = folder.iterdir()
    data = file.read_bytes()
    middle = len(data) // 2
    flipped = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
    spoilt = {
        "cut": data[:-3],
        "flipped": flipped,
        "empty": b"",
        "other": b"{}",
        "longer": data * 2,
    }
    file.write_bytes(spoilt[damage])

    assert cache.load("key") is None
    assert list(folder.iterdir()) == []
    cache.store("key", {"a": 1})
    assert cache.load("key") == {"a": 1}


def test_the_oldest_go_first(folder: Path) -> None:
    """The folder stays below its bound; what was used last stays."""
    cache = WordCache(folder, limit=5000)
    for number in range(6):
        cache.store(f"key{number}", {"n": number, "x": "y" * 1000})
        for age, file in enumerate(sorted(folder.iterdir(), key=lambda f: f.stat().st_mtime)):
            os.utime(file, (1000 + age, 1000 + age))
        cache.load("key0")

    assert sum(file.stat().st_size for file in folder.iterdir()) <= 5000
    assert cache.load("key0") is not None
    assert cache.load("key5") is not None
    assert cache.load("key1") is None


def test_a_write_that_was_interrupted(folder: Path) -> None:
    """A half-written file is never taken for a record, and is cleared away in time."""
    (folder / "abc.part").write_bytes(b"half" * 2000)
    os.utime(folder / "abc.part", (1, 1))
    cache = WordCache(folder, limit=5000)
    cache.store("key", {"a": 1})

    assert cache.load("key") == {"a": 1}
    assert [file.suffix for file in folder.iterdir()] == [".words"]


def test_without_a_place_to_write(tmp_path: Path) -> None:
    """Where the folder cannot be made, nothing is kept and nothing fails."""
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    cache = WordCache(tmp_path / "file" / "below")
    cache.store("key", {"a": 1})

    assert cache.load("key") is None


def test_a_record_that_is_too_large_is_not_kept(folder: Path) -> None:
    """What would fill the cache alone stays out."""
    cache = WordCache(folder)
    cache.store("key", {"a": "x" * 5_000_000})

    assert list(folder.iterdir()) == []
