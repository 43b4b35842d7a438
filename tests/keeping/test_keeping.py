"""A sign-out keeps what it may: a journal without secrets, a capture without texts."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from miunlink_adb.archive import Archive
from miunlink_adb.errors import DeviceBusy, MiunlinkError
from miunlink_adb.hierarchy import parse_hierarchy
from miunlink_adb.report import SignoutReport
from miunlink_adb.signout import SignoutOptions, sign_out
from tests.architecture import ROOT
from tests.runner import screens
from tests.runner.bench import Bench, bench, obliging

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
SECRET = "Anna Musterfrau +49 151 99887766"


class LaterNow:
    """A wall clock far behind every file's time, so that spans are told as "just now"."""

    def __init__(self) -> None:
        self.moment = NOON

    def __call__(self) -> datetime:
        self.moment += timedelta(minutes=1)
        return self.moment


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive of its own; its claims end with each run, as the command's do."""
    with Archive(tmp_path / "state", LaterNow()) as archive:
        yield archive


def run(made: Bench, archive: Archive, *, dry_run: bool = False) -> SignoutReport:
    """One sign-out that is kept."""
    chosen = SignoutOptions(data="keep", may_confirm=True, dry_run=dry_run)
    with archive:
        return sign_out(
            made.phone, chosen, made.terminal, made.clock, made.events.append, archive=archive
        )


def lost_on_a_page(made: Bench) -> Bench:
    """Something unknown with somebody's name on it comes up on the account page each time."""
    for _ in range(6):
        made.phone.when(
            "account_page",
            0.05,
            lambda: made.phone.surprise("advert", screens.ACCOUNT, SECRET, "Sign out"),
        )
    return made


def told(report: SignoutReport) -> list[str]:
    """What was said about the last run."""
    return [note for note in report.notes if note.startswith("The last run")]


def test_a_run_is_kept_from_beginning_to_end(archive: Archive) -> None:
    """What was seen and done, in order, the act without way back marked, and the result."""
    report = run(obliging(bench()), archive)
    (kept,) = archive.runs()
    acts = [event for event in kept.events if event["event"] == "act"]

    assert (report.status, kept.status) == ("signed_out", "signed_out")
    assert [act["element"] for act in acts if act.get("final")] == ["sign_out_button"]
    assert kept.about["release"] == "miui-11"
    assert kept.ended is not None
    assert kept.ended["accounts"] == {"before": {"0": 1}, "after": {"0": 0}}
    assert kept.ended["did"] == [
        "Signed out of the Mi / Xiaomi account; the phone's own account list shows it."
    ]
    assert kept.ended["confirmed"] == [
        "The owner agreed to sign out.",
        "The owner typed the account's password on the phone.",
    ]
    assert kept.ended["evidence"] == {"accounts": kept.ended["accounts"]}
    assert kept.ended["open"] == []
    assert told(report) == []


def test_an_unknown_screen_leaves_a_capture_without_texts(archive: Archive) -> None:
    """The hint says where it is; labels stay in it, what else stands on the screen does not."""
    report = run(lost_on_a_page(bench()), archive)
    assert report.error is not None
    (kept,) = archive.runs()
    capture = kept.file.with_suffix(".xml")
    text = capture.read_text(encoding="utf-8")
    shown = {node.text for node in parse_hierarchy(text).walk()}

    assert str(capture) in report.error.hint
    assert "Sign out" in shown
    assert not any(word in text for word in SECRET.split())
    assert "Anna" not in kept.file.read_text()


def test_a_screen_that_is_known_leaves_no_capture(archive: Archive) -> None:
    """Neither a good run nor one that the owner did not finish writes one."""
    run(bench(), archive)  # nobody types the password
    (kept,) = archive.runs()

    assert kept.status == "handoff_timeout"
    assert kept.ended is not None
    assert kept.ended["did"] == []
    assert kept.ended["open"] == [
        "The sign-out was begun, but did not come to its end.",
        "1 Mi / Xiaomi account(s) of Android user 0 are still on the phone.",
    ]
    assert list(kept.file.parent.glob("*.xml")) == []


def test_the_next_run_says_what_the_last_one_left(archive: Archive) -> None:
    """Where it stopped, and that the account is there; it goes on from what it sees."""
    made = bench()
    run(made, archive)
    obliging(made)
    made.phone.when("account_page", 0.0, lambda: None)
    report = run(made, archive)

    stopped = "The last run on this phone stopped at password_prompt just now"
    assert told(report) == [f"{stopped}; the account is still there."]


def test_after_a_finished_run_nothing_is_said(archive: Archive) -> None:
    """Signed out, nothing to do, a dry run: these left nothing behind."""
    made = obliging(bench())
    reports = [run(made, archive, dry_run=True), run(made, archive), run(made, archive)]

    assert [r.status for r in reports] == ["dry_run", "signed_out", "already_signed_out"]
    assert [told(report) for report in reports] == [[], [], []]


def test_runs_of_other_commands_stopped_no_sign_out(archive: Archive) -> None:
    """A backup that was left is not where the last sign-out stopped."""
    made = obliging(bench())
    serials = (made.phone.shell("getprop ro.serialno").strip(), "", made.phone.serial)
    archive.begin(serials, {"command": "backup"}, 0.0, pytest.fail).end({"status": "left"})
    report = run(made, archive)

    assert report.status == "signed_out"
    assert told(report) == []


def test_a_busy_phone_is_not_touched(archive: Archive) -> None:
    """A refused run does nothing on the phone, and leaves no journal."""
    made = bench()
    busy = Archive(archive.folder)
    with busy:
        busy.claim(made.phone.shell("getprop ro.serialno").strip(), "", made.phone.serial)
        report = run(made, archive)

    assert isinstance(report.error, DeviceBusy)
    assert (report.status, report.exit_code) == ("failed", 3)
    assert made.phone.record.taps == []
    assert made.phone.record.opens == []
    assert archive.runs() == []


def test_a_fault_of_ours_frees_the_phone(archive: Archive) -> None:
    """Whatever is raised, the phone can be claimed again, and the journal is readable."""
    made = bench()

    def broken(_event: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), archive:
        sign_out(
            made.phone,
            SignoutOptions(may_confirm=True),
            made.terminal,
            made.clock,
            broken,
            archive=archive,
        )
    assert run(obliging(bench()), archive).status == "signed_out"
    assert [kept.status for kept in archive.runs()] == ["signed_out", None]


LOUD = """
import logging
logging.basicConfig(level=logging.DEBUG, format="root saw: %(message)s")
import miunlink_adb.adb
for name in ("adbutils.shell", "uiautomator2.core", "urllib3.connectionpool", "ours"):
    logging.getLogger(name).warning("Anna Musterfrau told " + name)
"""


def test_what_libraries_log_ends_nowhere() -> None:
    """Their warnings reach no handler, not even one of the root; other loggers' do."""
    done = subprocess.run(
        [sys.executable, "-c", LOUD],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout + done.stderr == "root saw: Anna Musterfrau told ours\n"


def test_the_log_holds_no_message(tmp_path: Path) -> None:
    """A message may name a serial; the log has the error's code, and the class of its cause."""
    from miunlink_adb.event import Noticed
    from miunlink_adb.log import RunLog

    error = MiunlinkError("The phone qwertzui is attached.")
    error.__cause__ = OSError("qwertzui")
    with RunLog("test", verbose=0) as log:
        log.event(Noticed(1.0, "call +49 151 99887766"))
        log.result("failed", error)
    assert log.file is not None
    text = log.file.read_text()

    assert "run ends: failed, miunlink_error from OSError" in text
    assert "qwertzui" not in text
    assert "99887766" not in text
