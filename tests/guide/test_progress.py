"""What is kept between sittings: one phone, one guide, private, whole or not at all."""

import json
import os
import stat
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.guide.progress import DAMAGED, KEPT_FOR, OLD, Kept, ProgressFile

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
KEPT = Kept({"sign_in": "confirmed", "device_list": "skipped"}, {"0": 1, "10": 0})
SERIALS = ("a1b2c3d4", "", "192.168.1.7:5555")


class Place:
    """A state folder, a moment, and what was told."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.moment = folder / "state", NOON
        self.told: list[str] = []

    def file(self, guide: str = "remove-device", *serials: str) -> ProgressFile:
        """The file of a guide on a phone."""
        named = serials or SERIALS
        return ProgressFile(self.folder, guide, named, lambda: self.moment, self.told.append)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A folder that does not exist yet."""
    return Place(tmp_path)


def test_kept_and_taken_up(place: Place) -> None:
    """Outcomes and counts come back; nothing is there before, and after it is forgotten."""
    assert place.file().load() == Kept()
    place.file().save(KEPT)
    assert place.file().load() == KEPT
    place.file().forget()
    place.file().forget()
    assert place.file().load() == Kept()
    assert place.told == []


def test_each_phone_and_guide_has_its_own(place: Place) -> None:
    """Also no phone at all; the same phone over another cable is the same."""
    place.file().save(KEPT)
    without = ProgressFile(place.folder, "remove-device", (), lambda: NOON, place.told.append)

    assert place.file("unlink-contact").load() == Kept()
    assert place.file("remove-device", "other").load() == Kept()
    assert without.load() == Kept()
    assert place.file("remove-device", "a1b2c3d4", "", "usb-1").load() == KEPT
    without.save(KEPT)
    assert without.load() == KEPT


@pytest.mark.skipif(sys.platform == "win32", reason="rights as POSIX has them")
def test_for_its_owner_alone(place: Place) -> None:
    """0600 in a folder of 0700, and no serial in it or in its name."""
    place.file().save(KEPT)
    file = place.file().file

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert "a1b2c3d4" not in str(file) + file.read_text()
    assert [path.name for path in file.parent.iterdir()] == [file.name]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff",
        b'{"format": 2}',
        b'{"format": 1, "guide": "other"}',
        b"[" * 20000,
    ],
)
def test_a_damaged_file_is_told_and_not_believed(data: bytes, place: Place) -> None:
    """The guide begins anew, and the next answer mends the file."""
    place.file().save(KEPT)
    place.file().file.write_bytes(data)

    assert place.file().load() == Kept()
    assert place.told == [DAMAGED]
    place.file().save(KEPT)
    assert place.file().load() == KEPT


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@given(st.sampled_from(["format", "guide", "changed", "outcomes", "before"]), JSON)
def test_whatever_stands_in_it_does_no_harm(
    tmp_path_factory: pytest.TempPathFactory, key: str, value: object
) -> None:
    """Each field may be anything: what comes out is texts and counts, or nothing."""
    place = Place(tmp_path_factory.getbasetemp() / "progress")
    place.file().save(KEPT)
    file = place.file().file
    file.write_text(json.dumps({**json.loads(file.read_text()), key: value}))
    kept = place.file().load()

    assert all(isinstance(text, str) for text in kept.outcomes.values())
    assert all(type(count) is int and count >= 0 for count in (kept.before or {}).values())
    assert kept == Kept() or place.told == []


def test_what_is_old_counts_no_more(place: Place) -> None:
    """After a month it may be true no more; a file from the future is not believed, either."""
    place.file().save(KEPT)
    place.moment = NOON + KEPT_FOR - timedelta(seconds=1)
    assert place.file().load() == KEPT
    for moment in (NOON + KEPT_FOR, NOON - timedelta(days=2)):
        place.moment = moment
        assert place.file().load() == Kept()
    assert place.told == [OLD, OLD]


def test_a_disk_that_takes_nothing_stops_nothing(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told once; the file from before is whole, and nothing half-written is left."""
    place.file().save(KEPT)
    full = OSError(28, os.strerror(28))
    progress = place.file()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(full))
        progress.save(Kept({"sign_in": "skipped"}))
        progress.save(Kept())

    assert [text.split(":")[0] for text in place.told] == ["How far you are is not kept"]
    assert place.file().load() == KEPT
    assert len(list(place.file().file.parent.iterdir())) == 1


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """A file in its place: the guide can be led, and it is said that nothing is kept."""
    (tmp_path / "state").write_text("")
    place = Place(tmp_path)
    progress = place.file()
    assert progress.load() == Kept()
    progress.save(KEPT)
    progress.forget()
    assert len(place.told) == 1
