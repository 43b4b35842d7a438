"""A journal survives crashes and full disks, and holds nothing that is anybody's."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.event import (
    Acted,
    HandoffEnded,
    HandoffStarted,
    HandoffWaiting,
    Noticed,
    ScreenSeen,
    WayTaken,
)
from miunlink_adb.journal import MOST_BYTES, Journal, read_lines
from tests.architecture import ROOT

ABOUT = {"run": "r", "began": "2026-01-31T12:00:00+00:00", "pid": 7, "phone": "0123456789ab"}
SEEN = ScreenSeen(101.5, "account_page", "com.xiaomi.account", "tap sign_out_button", "shown by x")


def journal(file: Path) -> tuple[Journal, list[str]]:
    """A journal that began at 100 s, and what it says is lost."""
    lost: list[str] = []
    written = Journal(file, 100.0, lost.append)
    written.begin(ABOUT)
    return written, lost


def test_events_become_lines_as_they_happen(tmp_path: Path) -> None:
    """Each line stands in the file before the next event comes."""
    file = tmp_path / "a.jsonl"
    written, lost = journal(file)
    written.event(SEEN)
    assert [entry["event"] for entry in read_lines(file)] == ["began", "screen"]
    written.event(Acted(102.0, "tap", "sign_out_button", final=True))
    written.event(WayTaken(102.5, "intent", "Anna said so"))
    written.event(HandoffStarted(103.0, "password", 300.0))
    written.event(HandoffWaiting(104.0, "password", 1.0, 299.0))
    written.event(HandoffEnded(105.0, "password", 2.0, "done"))
    written.end({"status": "signed_out"})

    events = read_lines(file)
    assert [entry["event"] for entry in events[2:]] == [
        "act", "way", "handoff", "handoff_ended", "ended",
    ]  # fmt: skip
    assert events[1] == {
        "at_ms": 1500, "event": "screen", "screen": "account_page",
        "reaction": "tap sign_out_button",
    }  # fmt: skip
    assert events[2]["final"] is True
    assert lost == []


def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    """The file is its owner's alone from the first moment."""
    file = tmp_path / "a.jsonl"
    journal(file)
    mode = stat.S_IMODE(file.stat().st_mode)

    assert sys.platform == "win32" or mode == 0o600


def test_nothing_private_is_written(tmp_path: Path) -> None:
    """What a sentence took over from outside is masked; reasons of screens are left out."""
    file = tmp_path / "a.jsonl"
    written, _ = journal(file)
    written.event(Noticed(101.0, "anna@example.org called +49 151 99887766 about a1b2c3d4"))
    written.event(ScreenSeen(102.0, None, "Anna Smith", "", "Anna's screen", ("Anna",)))
    text = file.read_text()

    assert not any(word in text for word in ("Anna", "anna", "99887766", "a1b2c3d4"))


def test_what_repeats_is_written_once(tmp_path: Path) -> None:
    """The same screen again and again is one line."""
    file = tmp_path / "a.jsonl"
    written, _ = journal(file)
    for _ in range(50):
        written.event(SEEN)
    assert len(read_lines(file)) == 2


def test_a_journal_is_bounded(tmp_path: Path) -> None:
    """A run that goes round in circles fills no disk, and its end is still written."""
    file = tmp_path / "a.jsonl"
    written, _ = journal(file)
    for number in range(MOST_BYTES // 50):
        written.event(Acted(100.0, "swipe", f"list_{number}"))
    written.end({"status": "failed"})

    assert file.stat().st_size < MOST_BYTES + 1000
    assert read_lines(file)[-1] == {"event": "ended", "status": "failed"}


@given(st.integers(0, 400), st.binary(max_size=20))
def test_a_torn_end_costs_no_more_than_itself(
    tmp_path_factory: pytest.TempPathFactory, cut: int, garbage: bytes
) -> None:
    """Wherever a crash cut the file, the whole lines before are read."""
    file = tmp_path_factory.mktemp("torn") / "a.jsonl"
    written, _ = journal(file)
    written.event(SEEN)
    written.end({"status": "signed_out"})
    whole = file.read_bytes()
    kept = whole[:cut]
    file.write_bytes(kept + b"\n" + garbage.replace(b"\n", b""))

    complete = [json.loads(line) for line in kept.split(b"\n")[:-1]]
    assert read_lines(file)[: len(complete)] == complete


@pytest.mark.parametrize("text", [b"", b"\n\n", b"7\n", b"[" * 100_000, b'{"event": 7}\n', b"\xff"])
def test_garbage_is_no_journal(tmp_path: Path, text: bytes) -> None:
    """Any file can be read; what is no entry is none."""
    file = tmp_path / "a.jsonl"
    file.write_bytes(text)
    assert read_lines(file) == []


def test_the_point_of_no_return_is_on_the_disk_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beginning, the act without way back and the end are written through; nothing else is."""
    through: list[int] = []
    monkeypatch.setattr("os.fsync", through.append)
    written, _ = journal(tmp_path / "a.jsonl")
    assert len(through) == 1
    written.event(SEEN)
    written.event(Acted(102.0, "tap", "keep_button"))
    assert len(through) == 1
    written.event(Acted(103.0, "tap", "sign_out_button", final=True))
    assert len(through) == 2
    written.end({"status": "signed_out"})
    assert len(through) == 3


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux alone has /dev/full")
def test_a_full_disk_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The run goes on; what is wrong is said once, however much follows."""
    real = os.open

    def full(_file: object, _flags: int, mode: int) -> int:
        return real("/dev/full", os.O_WRONLY, mode)

    monkeypatch.setattr("os.open", full)
    written, lost = journal(Path("anywhere"))
    written.event(SEEN)
    written.end({"status": "signed_out"})

    assert lost == ["No space left on device"]


def test_a_folder_that_cannot_be_written_is_told_once(tmp_path: Path) -> None:
    """The same holds when the file cannot even be made."""
    written, lost = journal(tmp_path / "missing" / "a.jsonl")
    written.event(SEEN)
    written.end({"status": "signed_out"})

    assert len(lost) == 1


LOG_QUOTA = """
import resource
from miunlink_adb.event import Acted
from miunlink_adb.log import RunLog
with RunLog("test", verbose=0) as log:
    resource.setrlimit(resource.RLIMIT_FSIZE, (700, 700))
    for number in range(100):
        log.event(Acted(0.0, "swipe", f"list_{number}"))
print(log.file)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit for files")
def test_a_log_on_a_full_disk_is_silent() -> None:
    """The log ends where the disk does; no line of it and no traceback gets to the terminal."""
    unmeasured = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE")}
    done = subprocess.run(  # coverage's own file would meet the quota, too
        [sys.executable, "-c", LOG_QUOTA],
        env={**unmeasured, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    file = Path(done.stdout.strip())

    assert done.stderr == ""
    assert file.stat().st_size == 700
    assert sys.platform == "win32" or stat.S_IMODE(file.stat().st_mode) == 0o600


QUOTA = """
import resource, sys
from pathlib import Path
from miunlink_adb.event import Acted
from miunlink_adb.journal import Journal
resource.setrlimit(resource.RLIMIT_FSIZE, (700, 700))
journal = Journal(Path(sys.argv[1]), 0.0, lambda why: print("lost:", why))
journal.begin({"run": "r"})
for number in range(100):
    journal.event(Acted(0.0, "swipe", f"list_{number}"))
journal.end({"status": "signed_out"})
print("went on")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit for files")
def test_a_quota_in_the_middle_leaves_a_readable_beginning(tmp_path: Path) -> None:
    """What was written before the disk was full can be read; the process lives."""
    file = tmp_path / "a.jsonl"
    done = subprocess.run(
        [sys.executable, "-c", QUOTA, str(file)],
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    entries: list[dict[str, Any]] = read_lines(file)

    assert done.stdout.splitlines() == ["lost: File too large", "went on"]
    assert file.stat().st_size == 700
    assert [entry["event"] for entry in entries[:2]] == ["began", "act"]
    assert len(entries) > 5
