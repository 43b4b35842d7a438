"""Where runs are kept: bounded, private, one run a phone, and never in a run's way."""

import os
import stat
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from miunlink_adb.archive import KEPT_CAPTURES, KEPT_RUNS, UNGUARDED, Archive
from miunlink_adb.errors import DeviceBusy
from miunlink_adb.event import ScreenSeen
from miunlink_adb.phone_key import phone_key
from miunlink_adb.run_record import ago

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
SERIALS = ("a1b2c3d4", "", "192.168.1.7:5555")
posix = pytest.mark.skipif(sys.platform == "win32", reason="rights as POSIX has them")
not_root = pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everywhere"
)


class Watch:
    """A wall clock that goes on a second with each look."""

    def __init__(self) -> None:
        self.moment = NOON

    def __call__(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An archive in a folder that does not exist yet."""
    return Archive(tmp_path / "state", Watch())


def record(archive: Archive, *screens: str, serials: tuple[str, ...] = SERIALS) -> Path:
    """A run that saw these screens and was cut off."""
    journal = archive.begin(serials, {"release": "miui-11"}, 0.0, pytest.fail)
    for at, screen in enumerate(screens):
        journal.event(ScreenSeen(at, screen, "", "", ""))
    journal.close()
    return journal.file


def test_a_second_run_on_a_phone_is_refused(archive: Archive) -> None:
    """By the phone's own serial, whatever adb calls it; the message names the process."""
    with archive:
        assert archive.claim(*SERIALS) is None
        with pytest.raises(DeviceBusy, match=f"process {os.getpid()}.*since 2026") as error:
            Archive(archive.folder).claim("a1b2c3d4", "a1b2c3d4", "usb-1")
        assert "a1b2c3d4" not in str(error.value)
        assert Archive(archive.folder).claim("another", "", "192.168.1.7:5555") is None
    assert Archive(archive.folder).claim(*SERIALS) is None


def test_a_phone_without_a_serial_of_its_own_goes_by_adbs(archive: Archive) -> None:
    """Builds that print no serial, or everybody's, are told apart by adb's."""
    archive.claim("unknown", "0123456789ABCDEF", "adb-one")

    assert Archive(archive.folder).claim("unknown", "", "adb-two") is None
    with pytest.raises(DeviceBusy):
        Archive(archive.folder).claim("", "", "adb-one")


def test_no_name_holds_a_serial(archive: Archive) -> None:
    """Neither file names nor contents tell the serial, and another computer's code is another."""
    record(archive, "account_page")
    archive.claim(*SERIALS)
    files = [path for path in archive.folder.rglob("*") if path.is_file()]
    key = phone_key(archive.folder, *SERIALS)

    assert not any("a1b2c3d4" in str(p) or b"a1b2c3d4" in p.read_bytes() for p in files)
    elsewhere = archive.folder.parent / "elsewhere"
    elsewhere.mkdir()
    assert phone_key(elsewhere, *SERIALS) != key
    assert phone_key(archive.folder, *SERIALS) == key


@posix
def test_everything_is_its_users_alone(archive: Archive) -> None:
    """Journals, captures, locks and their folders are closed to others."""
    journal = archive.begin(SERIALS, {}, 0.0, pytest.fail)
    archive.save_capture(journal, "<hierarchy/>")
    archive.claim(*SERIALS)
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in archive.folder.rglob("*")}

    assert {mode & 0o077 for mode in modes.values()} == {0}


def test_the_last_run_on_a_phone_is_found_again(archive: Archive) -> None:
    """By the phone, not by the cable; runs on other phones do not count."""
    record(archive, "settings_home", "password_prompt")
    record(archive, "account_page", serials=("other", "", ""))
    last = archive.last_run("a1b2c3d4", "", "usb-7")

    assert last is not None
    assert (last.last_screen, last.status, last.stopped) == ("password_prompt", None, True)
    assert [run.last_screen for run in archive.runs()] == ["account_page", "password_prompt"]


def test_runs_of_other_commands_are_no_sign_outs(archive: Archive) -> None:
    """Each command finds its own last run; all runs of the phone are found, too."""
    record(archive, "password_prompt")
    journal = archive.begin(SERIALS, {"command": "backup"}, 0.0, pytest.fail)
    journal.end({"status": "left"})
    signout, backup = (archive.last_run(*SERIALS, command=name) for name in ("signout", "backup"))

    assert signout is not None
    assert (signout.command, signout.last_screen) == ("signout", "password_prompt")
    assert backup is not None
    assert (backup.command, backup.status) == ("backup", "left")
    assert archive.last_run(*SERIALS, command="reset") is None
    assert [run.command for run in archive.runs_on(*SERIALS)] == ["backup", "signout"]
    assert archive.runs_on("another") == []


def test_a_run_that_goes_on_is_told_from_one_that_was_cut_off(archive: Archive) -> None:
    """The lock says so, not the missing end of the journal."""
    record(archive, "account_page")
    run = archive.runs()[0]
    assert not archive.going_on(run)
    with archive:
        archive.claim(*SERIALS)
        assert archive.going_on(run)
    assert not archive.going_on(run)


def test_only_so_many_runs_are_kept(archive: Archive) -> None:
    """The oldest make room; captures, which are larger, sooner."""
    for number in range(KEPT_RUNS + 5):
        journal = archive.begin(SERIALS, {}, 0.0, pytest.fail)
        journal.close()
        if number % 4 == 0:
            archive.save_capture(journal, "<hierarchy/>")
    names = sorted(path.name for path in (archive.folder / "runs").iterdir())

    assert sum(name.endswith(".jsonl") for name in names) == KEPT_RUNS
    assert sum(name.endswith(".xml") for name in names) <= KEPT_CAPTURES
    assert archive.runs()[0].file.name == max(n for n in names if n.endswith(".jsonl"))


def test_damaged_journals_hide_no_others(archive: Archive) -> None:
    """A file that is no journal is left out of the list."""
    good = record(archive, "account_page")
    for name, text in {
        "20990101T000000Z-0000": "{",
        "20990101T000000Z-0001": '{"event": "began", "format": 1}\n',
        "20990101T000000Z-0002": '{"event":"ended"}\n{"event":"began"}\n',
        "20990101T000000Z-0003": good.read_text().replace('"format":1', '"format":2'),
    }.items():
        (good.parent / f"{name}.jsonl").write_text(text)

    assert [run.file for run in archive.runs()] == [good]


def test_a_damaged_key_records_nothing_and_says_so(archive: Archive) -> None:
    """The run is not stopped; the person is told what to delete."""
    record(archive)
    (archive.folder / "salt").write_bytes(b"short")
    lost: list[str] = []
    archive.begin(SERIALS, {}, 0.0, lost.append).end({})

    assert len(lost) == 1
    assert "delete it" in lost[0]
    assert archive.last_run(*SERIALS) is None


@posix
def test_a_folder_that_cannot_be_made_costs_the_record_not_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another folder carries the lock then; the journal says that it is lost."""
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    archive = Archive(tmp_path / "file" / "state")
    lost: list[str] = []
    archive.begin(SERIALS, {}, 0.0, lost.append).end({})

    assert len(lost) == 1
    with archive:
        assert archive.claim(*SERIALS) is None
        with pytest.raises(DeviceBusy):
            Archive(tmp_path / "file" / "state").claim(*SERIALS)


@posix
def test_without_any_folder_the_run_goes_on_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nowhere to write at all: no lock is possible, and that is said."""
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path / "file"))

    assert Archive(tmp_path / "file" / "state").claim(*SERIALS) == UNGUARDED


@posix
@pytest.mark.parametrize("trick", ["link", "open", "file"])
def test_a_neighbours_temporary_folder_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trick: str
) -> None:
    """A link, an open folder or a file where ours should be: made by somebody else."""
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    spare = tmp_path / f"miunlink-adb-{os.getuid()}"
    target = tmp_path / "target"
    target.mkdir()
    if trick == "link":
        spare.symlink_to(target)
    elif trick == "open":
        spare.mkdir()
        spare.chmod(0o777)
    else:
        spare.write_text("")

    assert Archive(tmp_path / "file" / "state").claim(*SERIALS) == UNGUARDED
    assert list(target.iterdir()) == []


@posix
@not_root
def test_a_read_only_folder_is_said_and_survived(archive: Archive) -> None:
    """As above, with rights instead of a file in the way."""
    archive.folder.mkdir()
    archive.folder.chmod(0o500)
    lost: list[str] = []
    archive.begin(SERIALS, {}, 0.0, lost.append).end({})
    archive.folder.chmod(0o700)

    assert lost == ["Permission denied"]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "just now"), (59, "just now"), (60, "1 minute ago"), (200, "3 minutes ago"),
     (7199, "1 hour ago"), (90000, "1 day ago"), (-5, "just now")],
)  # fmt: skip
def test_spans_are_told_as_people_do(seconds: int, words: str) -> None:
    """Rounded down to the largest unit; a clock that was set back does no harm."""
    assert ago(NOON, NOON + timedelta(seconds=seconds)) == words
