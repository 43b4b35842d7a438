"""A lock is one process's, ends with it however it ends, and is never stale."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from miunlink_adb.lock import FileLock, Holder
from tests.architecture import ROOT

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
HOLD = """
import sys
from datetime import datetime, timezone
from pathlib import Path
from miunlink_adb.lock import FileLock
lock = FileLock(Path(sys.argv[1]))
print(lock.acquire(datetime(2026, 1, 31, 12, tzinfo=timezone.utc)), flush=True)
sys.stdin.read()
"""


@contextmanager
def another_process(file: Path) -> Iterator["subprocess.Popen[str]"]:
    """A process that takes the lock, says so, and keeps it until its input ends."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(file)],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def first_line(process: "subprocess.Popen[str]") -> str:
    """What it said about the lock."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_lock_is_one_holders(tmp_path: Path) -> None:
    """Another holder, also one in the same process, is told who has it and since when."""
    file = tmp_path / "a.lock"
    ours, other = FileLock(file), FileLock(file)
    assert ours.acquire(NOON) is None

    assert other.acquire(NOON) == Holder(os.getpid(), NOON)
    assert ours.held
    assert other.held


def test_a_released_lock_is_gone(tmp_path: Path) -> None:
    """Nothing stays behind, and the next one takes it."""
    file = tmp_path / "a.lock"
    lock = FileLock(file)
    lock.acquire(NOON)
    lock.release()

    assert not lock.held
    assert sys.platform == "win32" or not file.exists()
    assert FileLock(file).acquire(NOON) is None


def test_another_process_is_refused_until_the_first_ends(tmp_path: Path) -> None:
    """The lock holds between processes and falls with the end of its holder."""
    file = tmp_path / "a.lock"
    with another_process(file) as process:
        assert first_line(process) == "None"
        assert FileLock(file).acquire(NOON) == Holder(process.pid, NOON)
        assert FileLock(file).held
        process.communicate()
    assert FileLock(file).acquire(NOON) is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_killed_process_leaves_no_stale_lock(tmp_path: Path) -> None:
    """After kill -9 the file stays, the lock does not."""
    file = tmp_path / "a.lock"
    with another_process(file) as process:
        assert first_line(process) == "None"
        process.send_signal(signal.SIGKILL)
        process.wait()

    assert file.exists()
    assert not FileLock(file).held
    assert FileLock(file).acquire(NOON) is None


def test_different_locks_do_not_meet(tmp_path: Path) -> None:
    """Two phones can be driven at the same time."""
    one, two = FileLock(tmp_path / "a.lock"), FileLock(tmp_path / "b.lock")

    assert one.acquire(NOON) is None
    assert two.acquire(NOON) is None


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"pid": "x", "since": 7}', '{"pid": 3}', "\0" * 9]
)
def test_a_file_that_says_nothing_locks_all_the_same(tmp_path: Path, text: str) -> None:
    """Who holds it is only told; that it is held does not depend on the file's words."""
    file = tmp_path / "a.lock"
    lock = FileLock(file)
    assert lock.acquire(NOON) is None
    file.write_text(text)

    assert FileLock(file).acquire(NOON) == Holder(None, None)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows removes no open file")
def test_a_file_that_was_removed_and_made_anew_is_not_locked_twice(tmp_path: Path) -> None:
    """Whoever opened the old file before it was removed takes the new one."""
    file = tmp_path / "a.lock"
    first, second = FileLock(file), FileLock(file)
    first.acquire(NOON)
    file.unlink()  # as a release between somebody's open and lock does

    assert second.acquire(NOON) is None
    assert FileLock(file).acquire(NOON) == Holder(os.getpid(), NOON)


def test_a_folder_that_is_missing_is_an_os_error(tmp_path: Path) -> None:
    """The caller decides what that means."""
    with pytest.raises(OSError, match="missing"):
        FileLock(tmp_path / "missing" / "a.lock").acquire(NOON)
