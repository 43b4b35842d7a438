"""How a path is written at a prompt; that two runs do not work in one folder."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from miunlink_adb.cli.interview import dropped_path
from miunlink_adb.cli.support_request import support_request
from miunlink_adb.dossier.folder import LOCK
from miunlink_adb.errors import UsageError
from miunlink_adb.lock import FileLock
from tests.dossier.samples import collection


@pytest.mark.parametrize(
    "written",
    ["{}", "'{}'", '"{}"', "{}  ", "'{}"],
    ids=["plain", "single", "double", "end", "cut"],
)
def test_a_dropped_file_is_found(tmp_path: Path, written: str) -> None:
    """Terminals write what is dropped on them in quotes, with a space behind it."""
    file = tmp_path / "my photo.jpg"
    file.touch()

    assert dropped_path(written.format(file).strip()) == file


def test_escaped_spaces_are_understood(tmp_path: Path) -> None:
    """As other terminals write them; a name with a backslash of its own is tried first."""
    (tmp_path / "my photo.jpg").touch()

    assert dropped_path(str(tmp_path / "my\\ photo.jpg")) == tmp_path / "my photo.jpg"
    assert dropped_path("~/a.jpg") == Path("~/a.jpg").expanduser()


def test_two_runs_do_not_work_in_one_folder(tmp_path: Path) -> None:
    """The second is told, and writes nothing."""
    collection(tmp_path / "r").save()
    before = {p.name for p in (tmp_path / "r").iterdir()}
    lock = FileLock(tmp_path / "r" / LOCK)
    assert lock.acquire(datetime.now(UTC)) is None
    try:
        done = CliRunner().invoke(support_request, [str(tmp_path / "r"), "--no-phone"])
    finally:
        lock.release()

    assert isinstance(done.exception, UsageError)
    assert "Another run" in done.exception.message
    assert {p.name for p in (tmp_path / "r").iterdir()} == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "missing"),
        (["r", "--show"], "no dossier"),
        (["r", "--add", "receipt"], "QUESTION=FILE"),
        (["r", "--add", "serial=a.jpg"], "QUESTION=FILE"),
        (["r", "--add", "receipt=a.jpg"], "no file"),
        (["r", "--answers", "missing.toml"], "cannot be read"),
        (["r", "--encrypt-to", "nonsense"], "no public key"),
    ],
)
def test_a_mistake_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    """Each with its own sentence and a way on; the next run may use the folder."""
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(support_request, [*arguments, "--no-phone"])

    assert isinstance(done.exception, UsageError)
    assert said in done.exception.message
    assert collection(tmp_path / "r").draft.answers == {}
