"""`backup verify`: damage, loss and strangers are found, and nothing is changed."""

import json

import pytest

from miunlink_adb.errors import UsageError
from tests.backup.bench import Bench
from tests.backup.fake_storage import FakeStorage


def test_a_whole_backup_is_sound(bench: Bench) -> None:
    """Every file is read and counted."""
    bench.back_up()

    audit = bench.audit()

    assert audit.sound
    assert (audit.files, audit.bytes) == (3, 201_000)
    assert audit.to_json()["counts"]["missing"] == 0


def test_damage_loss_and_strangers_are_named(bench: Bench) -> None:
    """One bit, a missing file, a file that nobody knows."""
    bench.back_up()
    damaged = bench.folder / "files/sdcard/DCIM/b/c.jpg"
    data = bytearray(damaged.read_bytes())
    data[777] ^= 1
    damaged.write_bytes(data)
    (bench.folder / "files/sdcard/DCIM/a.jpg").unlink()
    (bench.folder / "files/notes.txt").write_text("mine")
    before = sorted(bench.folder.rglob("*"))

    audit = bench.audit()

    assert audit.damaged == ["/sdcard/DCIM/b/c.jpg"]
    assert audit.missing == ["/sdcard/DCIM/a.jpg"]
    assert audit.foreign == ["files/notes.txt"]
    assert not audit.sound
    assert sorted(bench.folder.rglob("*")) == before


def test_a_stranger_alone_is_no_fault(bench: Bench) -> None:
    """A file that some desktop leaves in every folder does not make a backup unsound."""
    bench.back_up()
    (bench.folder / "files" / ".DS_Store").write_text("x")

    assert bench.audit().sound


def test_what_was_never_compared_is_named(bench: Bench, storage: FakeStorage) -> None:
    """A run that was cut off may have left files whose copies nobody compared."""
    bench.back_up()
    manifest = bench.folder / "manifest.jsonl"
    manifest.write_text(manifest.read_text().replace(',"checked":"sha256"', "", 1))

    audit = bench.audit()

    assert (len(audit.unchecked), audit.sound) == (1, True)


@pytest.mark.parametrize(
    "change",
    [
        {"file": "../../etc/passwd"},
        {"file": "/etc/passwd"},
        {"file": "files/../../x"},
        {"file": 5},
        {"name": "/sdcard/../../x"},
        {"name": "relative"},
        {"size": -1},
        {"size": "1"},
        {"size": True},
        {"sha256": "zz"},
        {"sha256": "A" * 64},
    ],
)
def test_an_impossible_line_is_believed_by_nobody(bench: Bench, change: dict[str, object]) -> None:
    """A manifest from elsewhere cannot make anybody read or write outside of the folder."""
    bench.back_up()
    manifest = bench.folder / "manifest.jsonl"
    head, first, *rest = manifest.read_text().splitlines()
    spoiled = json.dumps(json.loads(first) | change)
    manifest.write_text("\n".join([head, spoiled, *rest]) + "\n")

    audit = bench.audit()

    assert (audit.damaged_lines, audit.files, audit.sound) == (1, 2, False)


def test_a_newer_manifest_is_not_guessed_at(bench: Bench) -> None:
    """Whoever wrote it knows more than this version."""
    bench.back_up()
    manifest = bench.folder / "manifest.jsonl"
    manifest.write_text(manifest.read_text().replace('"manifest":1', '"manifest":2', 1))

    with pytest.raises(UsageError, match="newer"):
        bench.audit()
    assert bench.back_up().exit_code == 2


@pytest.mark.parametrize("head", ["", "not json", "[]", '{"other": 1}'])
def test_a_manifest_without_its_first_line_is_left_as_it_is(bench: Bench, head: str) -> None:
    """Nobody writes over what may still tell where the files belong."""
    bench.back_up()
    manifest = bench.folder / "manifest.jsonl"
    manifest.write_text("\n".join([head, *manifest.read_text().splitlines()[1:]]))
    before = manifest.read_bytes()

    assert bench.back_up().exit_code == 2
    with pytest.raises(UsageError, match="cannot be read"):
        bench.audit()
    assert manifest.read_bytes() == before


def test_a_folder_without_a_backup_is_told(bench: Bench) -> None:
    """And is not made."""
    with pytest.raises(UsageError, match="no backup"):
        bench.audit()
    assert not bench.folder.exists()
