"""A backup with a phone in memory: what is copied, what is not, and what may come between."""

import errno
import hashlib
import json
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from miunlink_adb.backup import BackupOptions, Choice, CopyReport, Limits, save_backup
from miunlink_adb.backup.folder import BackupFolder, PartFile
from miunlink_adb.backup.manifest import Manifest
from miunlink_adb.errors import NoSpace
from miunlink_adb.storage import App, Entry
from tests.backup.bench import NOW, PHOTOS, Bench
from tests.backup.fake_storage import PIECE, FakeStorage, Held

BIG = "/sdcard/DCIM/film.mp4"
BIG_BYTES = bytes(range(256)) * (40 * 1024)  # 10 MB: large enough to be gone on with


def manifest_of(bench: Bench) -> dict[str, dict[str, object]]:
    """The manifest's records by name."""
    lines = (bench.folder / "manifest.jsonl").read_text().splitlines()[1:]
    return {record["name"]: record for record in map(json.loads, lines)}


def test_what_is_chosen_is_copied_and_compared(bench: Bench) -> None:
    """The photos are in the folder, byte for byte, each compared; nothing else is."""
    report = bench.back_up()

    assert (report.status, report.copied, report.checked) == ("done", 3, 3)
    assert report.checked_by == "sha256"
    assert bench.copy_of("/sdcard/DCIM/b/c.jpg") == b"c" * 200_000
    assert bench.copy_of("/sdcard/Pictures/empty") == b""
    assert not (bench.folder / "files/sdcard/Download").exists()
    assert sorted(path.name for path in bench.folder.iterdir()) == ["files", "manifest.jsonl"]


def test_the_manifest_holds_names_hashes_and_no_more(bench: Bench) -> None:
    """Name, place, size, time, hash, what proves it; the serial nowhere."""
    bench.back_up(serial="serial-of-the-phone")

    record = manifest_of(bench)["/sdcard/DCIM/a.jpg"]
    assert record == {
        "name": "/sdcard/DCIM/a.jpg",
        "kind": "photos",
        "file": "files/sdcard/DCIM/a.jpg",
        "size": 1000,
        "mtime": 1000,
        "sha256": hashlib.sha256(b"a" * 1000).hexdigest(),
        "checked": "sha256",
    }
    assert "serial-of" not in (bench.folder / "manifest.jsonl").read_text()


def test_the_folder_is_for_its_owner_alone(bench: Bench) -> None:
    """Folders 0700, files 0600, copies with the time of the original."""
    bench.back_up()

    for path in [bench.folder, *bench.folder.rglob("*")]:
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path
    assert (bench.folder / "files/sdcard/DCIM/a.jpg").stat().st_mtime == 1000


def test_a_second_backup_copies_nothing(bench: Bench, storage: FakeStorage) -> None:
    """What is unchanged is neither copied nor read again."""
    bench.back_up()
    storage.asked.clear()

    report = bench.back_up()

    assert (report.status, report.copied, report.kept) == ("done", 0, 3)
    assert storage.asked == []


def test_only_what_changed_is_copied_again(bench: Bench, storage: FakeStorage) -> None:
    """A new file, a changed one and one that is missing here."""
    bench.back_up()
    storage["/sdcard/DCIM/new.jpg"] = b"new"
    storage["/sdcard/DCIM/a.jpg"] = b"A" * 1000
    (bench.folder / "files/sdcard/Pictures/empty").unlink()
    storage.asked.clear()

    report = bench.back_up()

    expected = ["/sdcard/DCIM/a.jpg", "/sdcard/DCIM/new.jpg", "/sdcard/Pictures/empty"]
    assert sorted(storage.asked) == expected
    assert (report.copied, report.kept) == (3, 1)
    assert bench.copy_of("/sdcard/DCIM/a.jpg") == b"A" * 1000


def test_what_was_deleted_on_the_phone_stays_here(bench: Bench, storage: FakeStorage) -> None:
    """It is marked, once; and no longer when it is back."""
    bench.back_up()
    held = storage.files.pop("/sdcard/DCIM/a.jpg")

    assert bench.back_up().gone == 1
    assert manifest_of(bench)["/sdcard/DCIM/a.jpg"]["gone"] is True
    assert bench.copy_of("/sdcard/DCIM/a.jpg") == b"a" * 1000
    assert bench.back_up().gone == 0

    storage.files["/sdcard/DCIM/a.jpg"] = held
    assert bench.back_up().copied == 0
    assert "gone" not in manifest_of(bench)["/sdcard/DCIM/a.jpg"]


def test_what_was_not_looked_at_is_not_deleted(bench: Bench, storage: FakeStorage) -> None:
    """Another choice, or a folder that cannot be read now, says nothing about a file."""
    bench.back_up()
    storage.closed.add("/sdcard/DCIM/b")

    assert bench.back_up().gone == 0
    assert bench.back_up(Choice(("downloads",))).gone == 0


def test_links_and_closed_folders_are_named(bench: Bench, storage: FakeStorage) -> None:
    """Links are skipped and listed; a folder that cannot be read makes the backup incomplete."""
    storage.links.add("/sdcard/DCIM/link")
    assert bench.back_up().status == "done"

    storage.closed.add("/sdcard/DCIM/b")
    report = bench.back_up()

    assert report.skipped == [("/sdcard/DCIM/link", "link")]
    assert (report.unreadable, report.status) == (["/sdcard/DCIM/b"], "incomplete")
    assert report.exit_code == 5


@pytest.mark.parametrize("cut", range(1, 7))
def test_a_cable_that_is_pulled_changes_nothing(
    bench: Bench, storage: FakeStorage, cut: int
) -> None:
    """Wherever it is pulled, the same run goes on and ends complete; nothing comes twice."""
    storage.cuts = [cut]

    report = bench.back_up()

    assert (report.status, report.copied, report.checked) == ("done", 3, 3)
    assert report.reconnections == (1 if cut <= 5 else 0)
    assert bench.copy_of("/sdcard/DCIM/b/c.jpg") == b"c" * 200_000
    assert bench.audit().sound


def test_a_phone_that_stays_away_leaves_a_run_to_go_on_with(
    bench: Bench, storage: FakeStorage
) -> None:
    """What is finished is kept and never copied again; the rest comes with the next run."""
    bench.limits = Limits(threads=1)
    storage.cuts, storage.stays_away = [3], True

    first = bench.back_up()
    assert (first.status, first.exit_code) == ("left", 3)

    storage.stays_away = False
    storage.reconnect(1)
    storage.asked.clear()
    second = bench.back_up()

    assert second.status == "done"
    assert first.copied + second.copied == 3
    assert "/sdcard/DCIM/a.jpg" not in storage.asked
    assert second.kept + second.checked == 3


def test_a_phone_that_restarts_has_not_lost_its_files(bench: Bench, storage: FakeStorage) -> None:
    """Before its owner unlocks it nothing is there: that is no deletion, and the run is left."""
    bench.limits = Limits(threads=1)
    storage.cuts, storage.restarts = [3], True

    report = bench.back_up()
    assert (report.status, report.exit_code, report.vanished) == ("left", 3, [])
    assert report.error is not None
    assert "Unlock the phone" in report.error.hint

    assert bench.back_up().status == "failed"  # still locked
    storage.restarts = storage.locked = False
    after = bench.back_up()
    assert (after.status, after.gone, after.kept + after.checked) == ("done", 0, 3)


def test_a_card_that_is_not_in_has_lost_nothing(bench: Bench, storage: FakeStorage) -> None:
    """A folder of the owner's choice that is missing as a whole: its files are not marked."""
    storage["/storage/1234-ABCD/x"] = b"x"
    choice = Choice(folders=("/storage/1234-ABCD",))
    assert bench.back_up(choice).copied == 1
    del storage.files["/storage/1234-ABCD/x"]

    report = bench.back_up(choice)

    assert (report.gone, report.missing) == (0, ["/storage/1234-ABCD"])


def test_a_phone_that_is_lost_again_and_again_ends_the_run(
    bench: Bench, storage: FakeStorage
) -> None:
    """A file at which the phone breaks each time is not tried for ever."""
    storage.cuts = list(range(1, 100))

    report = bench.back_up()

    assert (report.status, report.exit_code) == ("left", 3)
    assert storage.reconnections <= 20


@pytest.mark.parametrize("whole", [True, False])
def test_a_large_file_is_gone_on_with(
    bench: Bench,
    storage: FakeStorage,
    whole: bool,
) -> None:
    """After a cut the rest of it comes, from a whole block on; the whole is proven by its hash."""
    storage[BIG], storage.whole = BIG_BYTES, whole
    storage.cuts = [5 + 100]

    report = bench.back_up()

    assert (report.status, report.copied) == ("done", 4)
    assert [path for path, _ in storage.rests] == [BIG]
    offset = storage.rests[0][1]
    assert offset % 2**20 == 0
    assert 0 < offset <= 105 * PIECE
    assert report.resumed_bytes == offset
    assert bench.copy_of(BIG) == BIG_BYTES


def test_a_part_of_an_older_version_is_not_gone_on_with(bench: Bench, storage: FakeStorage) -> None:
    """The file changed between two runs: its old part is thrown away."""
    storage[BIG] = BIG_BYTES
    storage.cuts, storage.stays_away = [105], True
    assert bench.back_up().status == "left"

    storage.stays_away = False
    storage.reconnect(1)
    storage[BIG] = BIG_BYTES[::-1]
    report = bench.back_up()

    assert (report.status, storage.rests) == ("done", [])
    assert bench.copy_of(BIG) == BIG_BYTES[::-1]
    assert not (bench.folder / "parts").exists()


def test_a_spoiled_part_is_found_out(bench: Bench, storage: FakeStorage) -> None:
    """A part whose bytes are wrong gives a wrong hash; the file is copied anew, whole."""
    storage[BIG] = BIG_BYTES
    storage.cuts, storage.stays_away = [105], True
    bench.back_up()
    (part,) = (bench.folder / "parts").iterdir()
    part.write_bytes(b"?" * part.stat().st_size)

    storage.stays_away = False
    storage.reconnect(1)
    report = bench.back_up()

    assert (report.status, report.copied_again) == ("done", 1)
    assert bench.copy_of(BIG) == BIG_BYTES


def test_a_file_that_changes_meanwhile_is_copied_again(bench: Bench, storage: FakeStorage) -> None:
    """Its last state is what is kept."""
    path = "/sdcard/DCIM/b/c.jpg"

    def change(phone: FakeStorage) -> None:
        phone.while_read.clear()
        phone[path] = b"C" * 150_000

    storage.while_read[path] = change
    report = bench.back_up()

    assert (report.status, report.copied, report.copied_again) == ("done", 3, 1)
    assert bench.copy_of(path) == b"C" * 150_000
    assert manifest_of(bench)[path]["size"] == 150_000


def test_a_file_that_changes_all_the_time_is_named(bench: Bench, storage: FakeStorage) -> None:
    """After three attempts it is left, the rest is complete; the exit code says it."""
    path = "/sdcard/DCIM/b/c.jpg"

    def change(phone: FakeStorage) -> None:
        phone[path] = bytes([phone.bytes_of(path)[0] + 1]) * 200_000

    storage.while_read[path] = change
    report = bench.back_up()

    assert report.failures == [(path, "changed")]
    assert (report.status, report.exit_code, report.checked) == ("incomplete", 5, 2)


def test_a_file_that_goes_or_may_not_be_read_stops_nobody(
    bench: Bench, storage: FakeStorage
) -> None:
    """The one is no fault, the other is named."""
    storage.files["/sdcard/DCIM/a.jpg"].readable = False

    def go(phone: FakeStorage) -> None:
        phone.files.pop("/sdcard/DCIM/b/c.jpg", None)

    storage.while_read["/sdcard/DCIM/b/c.jpg"] = go
    report = bench.back_up()

    assert report.failures == [("/sdcard/DCIM/a.jpg", "unreadable")]
    assert report.vanished == ["/sdcard/DCIM/b/c.jpg"]
    assert report.status == "incomplete"


def test_a_change_that_size_and_time_do_not_show_is_found(
    bench: Bench, storage: FakeStorage
) -> None:
    """Other bytes with the same size and time: only the phone's hash tells, and it is asked."""
    path = "/sdcard/DCIM/a.jpg"

    def change(phone: FakeStorage) -> None:
        phone.while_read.clear()
        phone.files[path] = Held(b"B" * 1000, phone.files[path].mtime)

    storage.while_read[path] = change
    report = bench.back_up()

    assert (report.status, report.copied_again, report.checked) == ("done", 1, 3)
    assert bench.copy_of(path) == b"B" * 1000


def test_an_old_phones_hash_proves_what_lies_on_the_disk(
    bench: Bench, storage: FakeStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With md5 alone the copy is read again from here; a byte that was spoiled is noticed."""
    storage.digest = "md5"
    spoiled: list[PartFile] = []
    write = PartFile.write

    def spoil(part: PartFile, data: bytes) -> None:
        if len(data) == 1000 and not spoiled:
            spoiled.append(part)
            data = b"?" + bytes(data)[1:]
        write(part, data)

    monkeypatch.setattr(PartFile, "write", spoil)
    report = bench.back_up()

    assert (report.status, report.checked_by, report.copied_again) == ("done", "md5", 1)
    assert bench.copy_of("/sdcard/DCIM/a.jpg") == b"a" * 1000


def test_a_phone_without_hashes_is_told_of(bench: Bench, storage: FakeStorage) -> None:
    """Copies are compared by size and time then, and the person knows what could be done."""
    storage.digest = ""

    report = bench.back_up()

    assert (report.status, report.checked_by, report.checked) == ("done", "size", 3)
    assert any("--verify read" in text for text in bench.said)


def test_files_can_be_read_twice_instead(bench: Bench, storage: FakeStorage) -> None:
    """`--verify read` compares two readings."""
    report = bench.back_up(verify="read")

    assert (report.status, report.checked_by, report.checked) == ("done", "read", 3)
    assert sorted(storage.asked) == sorted(2 * [p for p in storage.files if "d.pdf" not in p])


def test_without_room_nothing_is_copied(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """The need and what is free are told before the first byte."""
    monkeypatch.setattr(BackupFolder, "free", lambda _: 50 * 2**20)

    report = bench.back_up()

    assert (report.status, report.exit_code, report.copied) == ("refused", 6, 0)
    assert report.error is not None
    assert "52.4 MB are free" in report.error.message


def test_a_disk_that_fills_up_leaves_a_run_to_go_on_with(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told plainly; with room again the next run ends it."""
    write = PartFile.write

    def full(part: PartFile, data: bytes) -> None:
        if part.count >= 2 * PIECE:
            raise OSError(errno.ENOSPC, "No space left on device")
        write(part, data)

    with monkeypatch.context() as patch:
        patch.setattr(PartFile, "write", full)
        bench.limits = Limits(threads=1)
        first = bench.back_up()
    assert isinstance(first.error, NoSpace)
    assert (first.status, first.copied) == ("left", 1)
    bench.storage.reconnect(1)

    assert bench.back_up().status == "done"
    assert bench.audit().sound


def test_a_file_that_the_file_system_cannot_hold_is_named(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FAT takes no 4 GB: that file is left, all others come."""
    write = PartFile.write

    def small(part: PartFile, data: bytes) -> None:
        if part.count >= 2 * PIECE:
            raise OSError(errno.EFBIG, "File too large")
        write(part, data)

    monkeypatch.setattr(PartFile, "write", small)
    report = bench.back_up()

    assert report.failures == [("/sdcard/DCIM/b/c.jpg", "too_large_here")]
    assert (report.status, report.checked) == ("incomplete", 2)


def test_names_that_differ_in_case_alone_both_come(bench: Bench, storage: FakeStorage) -> None:
    """And each goes back to its own place."""
    storage["/sdcard/DCIM/A.JPG"] = b"other"
    storage["/sdcard/DCIM/nul"] = b"device"
    storage["/sdcard/DCIM/x\udcff:."] = b"odd"

    assert bench.back_up().status == "done"
    before = {path: held.data for path, held in storage.files.items() if "d.pdf" not in path}
    storage.files.clear()
    assert bench.restore().status == "done"
    assert {path: held.data for path, held in storage.files.items()} == before


def test_apps_are_copied_with_all_their_parts(bench: Bench, storage: FakeStorage) -> None:
    """By the name of the app: where it is installed changes with every update."""
    base, split = "/data/app/~~Xy==/org.example-1/base.apk", "/data/app/~~Xy==/org.example-1/s.apk"
    storage[base], storage[split] = b"base", b"split"
    files = (Entry(base, "file", 4, 1000), Entry(split, "file", 5, 1000))
    storage.installed = [App("org.example", files)]

    assert bench.back_up(Choice(apps=True)).status == "done"
    assert (bench.folder / "apps/org.example/base.apk").read_bytes() == b"base"
    assert bench.back_up(Choice(apps=True)).kept == 2


def test_a_folder_with_something_else_is_left_alone(bench: Bench) -> None:
    """It is refused as it is: nothing is added, nobody's rights change."""
    bench.folder.mkdir(mode=0o755)
    (bench.folder / "thesis.txt").write_text("mine")

    report = bench.back_up()

    assert (report.status, report.exit_code) == ("failed", 2)
    assert [path.name for path in bench.folder.iterdir()] == ["thesis.txt"]
    assert bench.folder.stat().st_mode & 0o777 == 0o755


def test_a_folder_of_another_phone_is_left_alone(bench: Bench) -> None:
    """Two phones never mix."""
    bench.back_up(serial="one")

    assert bench.back_up(serial="other").exit_code == 2
    assert bench.back_up(serial="one").status == "done"


def test_one_run_at_a_time(bench: Bench) -> None:
    """A second run on the same folder ends at once."""
    with BackupFolder(bench.folder, NOW):
        report = bench.back_up()

    assert (report.status, report.exit_code) == ("failed", 3)


def test_a_link_in_the_folder_leads_nowhere(bench: Bench, tmp_path: Path) -> None:
    """What somebody put into the folder cannot make the backup write elsewhere."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    bench.back_up(Choice(("downloads",)))
    (bench.folder / "files/sdcard/DCIM").symlink_to(elsewhere)

    report = bench.back_up()

    assert report.exit_code == 2
    assert list(elsewhere.iterdir()) == []


def test_a_torn_manifest_loses_one_line_at_most(bench: Bench, storage: FakeStorage) -> None:
    """Killed in the middle of a line: that file is copied again, the others are not."""
    bench.back_up()
    file = bench.folder / "manifest.jsonl"
    file.write_bytes(file.read_bytes()[:-40])
    storage.asked.clear()

    report = bench.back_up()

    assert (report.status, report.copied, report.kept) == ("done", 1, 2)
    assert bench.audit().sound


def test_a_killed_run_is_gone_on_with(
    bench: Bench, storage: FakeStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No end is written when a process is killed: what came until then counts all the same."""
    bench.limits = Limits(threads=1)
    storage.cuts, storage.stays_away = [3], True
    written: list[Manifest] = []
    write = Manifest.write

    def only_the_first(manifest: Manifest) -> None:
        if not written:
            write(manifest)
        written.append(manifest)

    with monkeypatch.context() as patch:
        patch.setattr(Manifest, "write", only_the_first)
        assert bench.back_up().status == "left"
    assert len(written) == 2

    storage.stays_away = False
    storage.reconnect(1)
    storage.asked.clear()
    report = bench.back_up()

    assert (report.status, report.kept + report.checked) == ("done", 3)
    assert "/sdcard/DCIM/a.jpg" not in storage.asked


def test_ctrl_c_ends_all_threads_and_keeps_what_came(bench: Bench, storage: FakeStorage) -> None:
    """The person stops it in the middle: nothing of it runs on, and the next run ends it."""
    storage[BIG] = BIG_BYTES
    pressed: list[int] = []

    def press() -> None:
        if not pressed:
            pressed.append(1)
            raise KeyboardInterrupt

    tools = bench.tools()
    tools.tick = press
    options = BackupOptions(bench.folder, PHOTOS, "abc", "test", NOW)
    before = threading.active_count()
    with pytest.raises(KeyboardInterrupt):
        save_backup(options, tools, CopyReport("backup"))

    assert pressed
    assert threading.active_count() == before
    storage.reconnect(1)
    assert bench.back_up().status == "done"
    assert bench.audit().sound


SIZES = st.lists(st.sampled_from([0, 1, PIECE, PIECE + 1, 5 * PIECE]), min_size=1, max_size=8)
CUTS = st.lists(st.integers(1, 40), max_size=5)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SIZES, CUTS, st.integers(1, 4), st.sampled_from(["sha256", "md5", ""]))
def test_whatever_is_cut_when_all_of_it_comes(
    tmp_path_factory: pytest.TempPathFactory,
    sizes: list[int],
    cuts: list[int],
    threads: int,
    digest: str,
) -> None:
    """Any files, any cuts, any number of threads, any hash: complete, compared, sound."""
    files = {f"/sdcard/DCIM/{n % 3}/{n}": bytes([n]) * size for n, size in enumerate(sizes)}
    storage = FakeStorage(files)
    storage.digest, storage.cuts = digest, cuts
    limits = Limits(threads=threads, attempts=10)
    bench = Bench(tmp_path_factory.mktemp("any") / "backup", storage, limits)

    report = bench.back_up()

    assert (report.status, report.copied, report.checked) == ("done", len(files), len(files))
    assert {path: bench.copy_of(path) for path in files} == files
    assert bench.audit().sound
