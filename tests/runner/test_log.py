"""The log of a run: one private file each, a bounded number of them, and never in the way."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from miunlink_adb.errors import NoDevice
from miunlink_adb.log import KEPT, RunLog
from tests.runner.bench import bench, obliging
from tests.runner.fake_phone import SECRET
from tests.runner.scenario import Scenario
from tests.runner.screens import NICKNAME, NUMBER


def log_folder() -> Path:
    """Where logs go in this test's home."""
    return Path(os.environ["XDG_STATE_HOME"]) / "miunlink-adb" / "log"


@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions and folders")
def test_each_run_has_a_file_of_its_own_that_others_cannot_read() -> None:
    """The file is made with mode 0600, whatever the umask, and is named in `file`."""
    old = os.umask(0)
    try:
        with RunLog("signout", verbose=0) as log:
            pass
    finally:
        os.umask(old)

    assert log.file is not None
    assert log.file.parent == log_folder()
    assert stat.S_IMODE(log.file.stat().st_mode) == 0o600
    assert "run begins" in log.file.read_text("utf-8")


@pytest.mark.skipif(os.name != "posix", reason="POSIX folders")
def test_only_the_newest_files_stay() -> None:
    """The oldest logs are removed; other files in the folder are none of our business."""
    log_folder().mkdir(parents=True)
    for number in range(KEPT + 10):
        file = log_folder() / f"old-{number:03}.log"
        file.touch()
        os.utime(file, (number, number))
    (log_folder() / "notes.txt").touch()

    with RunLog("signout", verbose=0):
        pass

    left = sorted(file.name for file in log_folder().glob("*.log"))
    assert len(left) == KEPT
    assert "old-000.log" not in left
    assert f"old-{KEPT + 9:03}.log" in left
    assert (log_folder() / "notes.txt").exists()


def test_without_a_place_to_write_the_run_goes_on() -> None:
    """A file stands where the folder should be: no log, no error, and events are taken."""
    log_folder().parent.mkdir(parents=True, exist_ok=True)
    log_folder().write_text("in the way")

    with RunLog("signout", verbose=0) as log:
        assert log.file is None
        made = obliging(bench())
        assert made.run(data="keep").status == "signed_out"
        for event in made.events:
            log.event(event)
        log.result("signed_out", None)
        assert "ValueError" in log.unexpected(ValueError("x")).message


def test_nothing_from_the_phones_screen_is_written() -> None:
    """Nickname, account number, password and code of a whole run are not in its log."""
    made = obliging(bench(scenario=Scenario(code=True)))
    with RunLog("signout", verbose=0) as log:
        report = made.run(data="keep")
        for event in made.events:
            log.event(event)
        log.result(report.status, report.error)

    assert log.file is not None
    text = log.file.read_text("utf-8")
    assert "account_page" in text
    assert "signed_out" in text
    for private in (NICKNAME, NUMBER, SECRET, "•"):
        assert private not in text


def test_the_end_stands_in_the_log() -> None:
    """Status and the error's code."""
    with RunLog("signout", verbose=0) as log:
        log.result("failed", NoDevice())

    assert log.file is not None
    assert "failed, no_device" in log.file.read_text("utf-8")


def test_a_fault_of_ours_is_written_by_place_not_by_value() -> None:
    """Where it happened, and its kind; not its message, which may hold anything."""
    with RunLog("signout", verbose=0) as log:
        try:
            int(SECRET)
        except ValueError as error:
            told = log.unexpected(error)

    assert log.file is not None
    text = log.file.read_text("utf-8")
    assert "test_log.py" in text
    assert SECRET not in text + told.message + told.hint
    assert str(log.file) in told.hint


def test_the_terminal_sees_it_only_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    """Silent by default; with -v on stderr, never on stdout."""
    with RunLog("signout", verbose=0):
        pass
    assert capsys.readouterr() == ("", "")

    with RunLog("signout", verbose=1) as log:
        log.result("dry_run", None)

    out, err = capsys.readouterr()
    assert out == ""
    assert "run ends: dry_run" in err
