"""The way back, with a phone in memory: what is sent, what is left alone, what is proven."""

import pytest

from miunlink_adb.backup import Choice
from miunlink_adb.backup.folder import BackupFolder
from miunlink_adb.storage import App, Entry
from tests.backup.bench import Bench
from tests.backup.fake_storage import FakeStorage

ALL = Choice(("photos", "downloads"))


@pytest.fixture
def saved(bench: Bench, storage: FakeStorage) -> dict[str, bytes]:
    """A backup of everything, and a phone that was wiped; returns what was on it."""
    assert bench.back_up(ALL).status == "done"
    before = {path: held.data for path, held in storage.files.items()}
    storage.files.clear()
    return before


def contents(storage: FakeStorage) -> dict[str, bytes]:
    """All files on the phone, hidden ones, too."""
    return {path: held.data for path, held in storage.files.items()}


def test_a_wiped_phone_gets_everything_back(
    bench: Bench, storage: FakeStorage, saved: dict[str, bytes]
) -> None:
    """Every byte, with its time, compared on the phone; nothing hidden is left there."""
    report = bench.restore()

    assert (report.status, report.copied, report.checked) == ("done", 4, 4)
    assert contents(storage) == saved
    assert {held.mtime for held in storage.files.values()} == {1000}


def test_what_is_there_is_not_sent_again(
    bench: Bench, storage: FakeStorage, saved: dict[str, bytes]
) -> None:
    """A second restore sends nothing."""
    bench.restore()
    storage.sent.clear()

    report = bench.restore()

    assert (report.status, report.copied, report.kept) == ("done", 0, 4)
    assert storage.sent == []


@pytest.mark.parametrize("data", [b"x" * 1000, b"shorter"])
def test_another_file_in_its_place_is_left_alone(
    bench: Bench, storage: FakeStorage, saved: dict[str, bytes], data: bytes
) -> None:
    """Of the same size or not; it is named, and the exit code says it. Unless told otherwise."""
    storage["/sdcard/DCIM/a.jpg"] = data

    report = bench.restore()
    assert report.conflicts == ["/sdcard/DCIM/a.jpg"]
    assert (report.status, report.exit_code, report.copied) == ("incomplete", 5, 3)
    assert storage.bytes_of("/sdcard/DCIM/a.jpg") == data

    assert bench.restore(overwrite=True).status == "done"
    assert contents(storage) == saved


def test_one_kind_into_another_folder(
    bench: Bench, storage: FakeStorage, saved: dict[str, bytes]
) -> None:
    """`--only` and `--to` together."""
    report = bench.restore("/sdcard/Back", ("downloads",))

    assert report.status == "done"
    assert contents(storage) == {"/sdcard/Back/Download/d.pdf": b"d"}


def test_what_was_deleted_comes_back_only_if_wanted(bench: Bench, storage: FakeStorage) -> None:
    """The owner deleted it on purpose."""
    bench.back_up(ALL)
    del storage.files["/sdcard/DCIM/a.jpg"]
    bench.back_up(ALL)

    assert bench.restore().copied == 0
    assert bench.restore(deleted=True).copied == 1
    assert storage.bytes_of("/sdcard/DCIM/a.jpg") == b"a" * 1000


def test_apps_are_not_installed(bench: Bench, storage: FakeStorage) -> None:
    """Their files are counted and stay in the folder."""
    storage["/data/app/x/base.apk"] = b"apk"
    storage.installed = [App("x", (Entry("/data/app/x/base.apk", "file", 3, 1000),))]
    bench.back_up(Choice(("photos",), apps=True))
    storage.files.clear()

    report = bench.restore()

    assert (report.status, report.apps_left, report.copied) == ("done", 1, 3)
    assert not any(path.endswith(".apk") for path in storage.files)


@pytest.mark.parametrize("cut", range(1, 5))
def test_a_cable_that_is_pulled_changes_nothing(
    bench: Bench, storage: FakeStorage, saved: dict[str, bytes], cut: int
) -> None:
    """The same run goes on; nothing half-made stands in a place, nothing hidden is left."""
    storage.cuts = [storage._pieces + cut]

    report = bench.restore()

    assert (report.status, report.reconnections) == ("done", 1)
    assert contents(storage) == saved


def test_a_full_phone_is_told_before_and_in_the_middle(
    bench: Bench, storage: FakeStorage, saved: dict[str, bytes]
) -> None:
    """Before: nothing is sent. In the middle: what is there is whole, the rest comes later."""
    storage.capacity = 1000
    before = bench.restore()
    assert (before.status, before.exit_code, storage.sent) == ("refused", 6, [])

    storage.capacity = 10_000
    storage.tells_free = False
    middle = bench.restore()
    assert (middle.exit_code, middle.error and middle.error.message) == (6, "The phone is full.")
    assert set(contents(storage).values()) <= {b"a" * 1000, b"d", b""}

    storage.capacity = 10**9
    assert bench.restore().status == "done"
    assert contents(storage) == saved


def test_a_damaged_copy_never_reaches_the_phone(
    bench: Bench, storage: FakeStorage, saved: dict[str, bytes]
) -> None:
    """Of another size, gone, or of the same size with other bytes: named, and not restored."""
    (bench.folder / "files/sdcard/DCIM/a.jpg").write_bytes(b"x" * 1000)
    (bench.folder / "files/sdcard/DCIM/b/c.jpg").write_bytes(b"short")
    (bench.folder / "files/sdcard/Pictures/empty").unlink()

    report = bench.restore()

    assert dict(report.failures) == {
        "/sdcard/DCIM/a.jpg": "damaged_here",
        "/sdcard/DCIM/b/c.jpg": "damaged_here",
        "/sdcard/Pictures/empty": "missing_here",
    }
    assert (report.status, report.exit_code) == ("incomplete", 5)
    assert contents(storage) == {"/sdcard/Download/d.pdf": b"d"}


def test_without_a_backup_nothing_is_made(bench: Bench) -> None:
    """A wrong folder is told, and not created."""
    report = bench.restore()

    assert (report.status, report.exit_code) == ("failed", 2)
    assert not bench.folder.exists()


def test_a_backup_in_use_is_left_alone(bench: Bench, saved: dict[str, bytes]) -> None:
    """No restore while a backup writes."""
    from tests.backup.bench import NOW

    with BackupFolder(bench.folder, NOW):
        assert bench.restore().exit_code == 3
