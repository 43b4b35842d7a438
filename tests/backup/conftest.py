"""A phone with a few photos, and an empty folder."""

from pathlib import Path

import pytest

from miunlink_adb.backup.folder import BackupFolder
from tests.backup.bench import Bench
from tests.backup.fake_storage import FakeStorage


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A backup ends when everything is on the disk; tests need not wait for this computer's."""
    monkeypatch.setattr(BackupFolder, "settle", lambda _: None)


@pytest.fixture
def storage() -> FakeStorage:
    """Three photos and something else."""
    return FakeStorage(
        {
            "/sdcard/DCIM/a.jpg": b"a" * 1000,
            "/sdcard/DCIM/b/c.jpg": b"c" * 200_000,
            "/sdcard/Pictures/empty": b"",
            "/sdcard/Download/d.pdf": b"d",
        }
    )


@pytest.fixture
def bench(tmp_path: Path, storage: FakeStorage) -> Bench:
    """The phone beside a folder that does not exist yet."""
    return Bench(tmp_path / "backup", storage)
