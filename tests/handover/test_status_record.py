"""Looks that are kept: what has changed, nothing that is anybody's, and never in the way."""

import itertools
from datetime import timedelta
from pathlib import Path

import pytest

from miunlink_adb.archive import Archive
from miunlink_adb.handover import Look, hand_over
from miunlink_adb.status_record import record_look
from tests.handover.records import NOON, look

BOUND = (
    "User UserInfo{0:Tilda:13}:\n  Accounts: 2\n"
    "    Account {name=tilda@example.org, type=com.xiaomi}\n"
    "    Account {name=tilda@example.org, type=org.private.club}\n"
)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An archive of its own; each run in it begins a minute after the one before."""
    minutes = itertools.count()
    return Archive(tmp_path / "state", lambda: NOON + timedelta(minutes=next(minutes)))


def record(archive: Archive, seen: Look) -> None:
    """Keep a look."""
    record_look(archive, seen.facts, seen.adb_serial, seen.bindings)


def test_only_what_has_changed_is_kept(archive: Archive) -> None:
    """The same look again and again is one record; so old runs are not pushed out by looks."""
    for _ in range(3):
        record(archive, look(BOUND))
    record(archive, look())
    record(archive, look())
    record(archive, look(BOUND))

    assert [run.command for run in archive.runs()] == ["status"] * 3


def test_a_look_after_another_deed_is_kept(archive: Archive) -> None:
    """It proves what is true after it, even when it is the same."""
    record(archive, look())
    journal = archive.begin(("7f3a9c21",), {"command": "backup"}, 0.0, pytest.fail)
    journal.end({"status": "done"})
    record(archive, look())

    assert sorted(run.command for run in archive.runs()) == ["backup", "status", "status"]


def test_a_document_has_a_before(archive: Archive) -> None:
    """What bound the phone then stands in it by name and number; nobody's name does."""
    record(archive, look(BOUND))
    made = hand_over("buyer", archive.runs(), look(), NOON)
    (deed,) = made.deeds
    text = "".join(run.file.read_text() for run in archive.runs())

    assert deed.did == ["Looked at the phone. Not yet: mi account, find device, other accounts."]
    assert deed.evidence[0] == ("ready", "no")
    assert ("in the way mi account", "1") in deed.evidence
    assert deed.open == ["find device", "mi account", "other accounts"]
    assert made.verdict == "Ready to hand over."
    assert not any(word in text for word in ("tilda", "Tilda", "7f3a9c21", "club"))


def test_what_cannot_be_kept_is_no_fault(tmp_path: Path) -> None:
    """A folder that cannot be made: the look is shown all the same, and nothing is said."""
    (tmp_path / "file").write_text("in the way")
    broken = Archive(tmp_path / "file" / "state", lambda: NOON)
    record(broken, look())

    assert broken.runs() == []
