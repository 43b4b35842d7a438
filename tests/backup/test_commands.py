"""The commands as a person runs them, on virtual phones: documents, exit codes, interruptions."""

import contextlib
import json
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from miunlink_adb.archive import Archive, state_folder
from miunlink_adb.virtual import AdbServer, Latency, VirtualPhone, When
from miunlink_adb.virtual.content import Generated
from miunlink_adb.virtual.file_node import Directory, File, Node
from miunlink_adb.virtual.phone import Phone
from tests.e2e.program import Done, Program

pytestmark = pytest.mark.adb_server
STORAGE = "/storage/emulated/0"


@pytest.fixture(scope="module")
def server(clean_environment: None) -> Iterator[AdbServer]:
    """A private adb server."""
    with AdbServer() as server:
        yield server


@pytest.fixture
def phone(server: AdbServer) -> Iterator[VirtualPhone]:
    """A phone as it is sold with the virtual phone: a few files of each kind."""
    with VirtualPhone("hyperos-1", latency=Latency.none(), server=server) as phone:
        yield phone
        assert phone.record.unknown == []


class Hands:
    """Somebody at the terminal."""

    def __init__(self, program: Program, phone: VirtualPhone, folder: Path) -> None:
        self.program, self.phone, self.folder = program, phone, folder

    def run(self, *words: str) -> Done:
        """One command on this phone."""
        return self.program.run(*words, "-s", self.phone.serial, ADB_USB="0", ADB_MDNS="0")

    def document(self, *words: str) -> dict[str, Any]:
        """The document of a command."""
        return self.run(*words, "--json").document


@pytest.fixture
def hands(server: AdbServer, phone: VirtualPhone, tmp_path: Path) -> Hands:
    """A home folder, the phone, and a folder to back up to."""
    program = Program(tmp_path, server.environment())
    return Hands(program, phone, tmp_path / "backup")


def lay(count: int, size: int) -> Callable[[Phone], None]:
    """Photos on the phone."""

    def place(phone: Phone) -> None:
        for number in range(count):
            path = f"{STORAGE}/DCIM/{number % 7}/IMG_{number:04}.jpg"
            content = Generated(number, size)
            phone.files.place(path, File(0o660, 0, 1015, 1000 + number, content))

    return place


def cut(*at: int, request: str = "sync:RECV", seconds: float = 0.3) -> Callable[[Phone], None]:
    """The cable is pulled whenever so many files were asked for."""

    def plan(phone: Phone) -> None:
        for nth in at:
            phone.faults.add("unplug", When(request=request, nth=nth), seconds=seconds)

    return plan


def test_backup_verify_and_restore_tell_what_they_did(hands: Hands) -> None:
    """A backup without a choice, a second one, a check, a wiped phone, the way back."""
    first = hands.document("backup", str(hands.folder))
    assert (first["status"], first["error"]) == ("done", None)
    assert first["kinds"] == ["photos", "downloads", "documents", "recordings"]
    assert first["counts"]["copied"] == first["counts"]["checked"] == 9
    assert (first["release"], first["folder"]) == ("hyperos-1", str(hands.folder))
    assert hands.document("backup", str(hands.folder))["counts"]["kept"] == 9

    checked = hands.document("backup", "verify", str(hands.folder))
    assert (checked["command"], checked["sound"], checked["counts"]["files"]) == (
        "backup verify", True, 9,
    )  # fmt: skip

    hands.phone.call(lambda phone: phone.files.clear_storage())
    back = hands.document("restore", str(hands.folder))
    assert (back["status"], back["counts"]["copied"]) == ("done", 9)
    photo = Path("DCIM/Camera/IMG_20260301_101112.jpg")
    copy = (hands.folder / "files/sdcard" / photo).read_bytes()
    assert hands.phone.call(lambda phone: phone.files.read(f"{STORAGE}/{photo}")) == copy


def test_the_words_for_people(hands: Hands) -> None:
    """What was chosen is said first; the result on stdout; apps are told to stay."""
    done = hands.run("backup", str(hands.folder), "--recordings", "--apps")
    assert done.code == 0
    assert "Backing up recordings, apps" in done.stderr
    assert "copied     3 files" in done.stdout
    assert "compared   3 with the phone, by sha256" in done.stdout

    back = hands.run("restore", str(hands.folder))
    assert back.code == 0
    assert "this program installs nothing" in back.stderr
    assert "there      2 files" in back.stdout


def test_damage_is_exit_5_with_its_name(hands: Hands) -> None:
    """`backup verify` needs no phone and names the file."""
    hands.run("backup", str(hands.folder), "--documents")
    letter = hands.folder / "files/sdcard/Documents/letter.txt"
    letter.write_bytes(b"?" * letter.stat().st_size)

    done = hands.program.run("backup", "verify", str(hands.folder), "--json")

    assert done.code == 5
    assert done.document["damaged"] == ["/sdcard/Documents/letter.txt"]
    assert done.document["error"]["code"] == "backup_incomplete"
    assert hands.program.run("backup", "verify", str(hands.folder)).code == 5


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("backup", "OUT", "--folder", "Notes"), "usage_error"),
        (("backup", "OUT", "--folder", "/sdcard/../data"), "usage_error"),
        (("backup",), "usage_error"),
        (("backup", "verify", "OUT"), "usage_error"),
        (("restore", "OUT"), "usage_error"),
    ],
)
def test_wrong_words_are_exit_2(hands: Hands, words: tuple[str, ...], code: str) -> None:
    """One document all the same, and nothing is made."""
    given = [str(hands.folder) if word == "OUT" else word for word in words]

    done = hands.run(*given, "--json")

    assert (done.code, done.document["error"]["code"]) == (2, code)
    assert not hands.folder.exists()


def test_five_cuts_end_complete(hands: Hands) -> None:
    """300 files, 20 MB; five times the cable is pulled: one run, complete and compared."""
    hands.phone.call(lambda phone: phone.files.clear_storage())
    hands.phone.call(lay(300, 70_000))
    hands.phone.call(cut(30, 90, 150, 210, 280))

    found = hands.document("backup", str(hands.folder), "--photos")

    counts = found["counts"]
    assert (found["status"], counts["copied"], counts["checked"]) == ("done", 300, 300)
    assert 1 <= counts["reconnections"] <= 5
    assert hands.document("backup", "verify", str(hands.folder))["sound"] is True
    assert len(hands.phone.call(lambda phone: phone.record.noted("fault"))) == 5

    hands.phone.call(lambda phone: phone.files.clear_storage())
    hands.phone.call(cut(40, 200, request="sync:SEND"))
    back = hands.document("restore", str(hands.folder))

    assert (back["status"], back["counts"]["reconnections"]) == ("done", 2)
    there = hands.phone.call(lambda phone: names_below(phone.files.walk(f"{STORAGE}/DCIM")))
    assert sorted(there) == [f"IMG_{number:04}.jpg" for number in range(300)]


def names_below(node: Node) -> list[str]:
    """Every file's name, hidden ones, too."""
    below = node.children.items() if isinstance(node, Directory) else ()
    found = [[name] if isinstance(one, File) else names_below(one) for name, one in below]
    return [name for names in found for name in names]


def test_a_phone_that_another_run_drives_is_left_alone(hands: Hands) -> None:
    """A sign-out at the same time would take files away under the backup's hands."""
    with Archive(state_folder()) as archive:
        archive.claim("7f3a9c21")
        done = hands.run("backup", str(hands.folder), "--json")

    assert (done.code, done.document["error"]["code"]) == (3, "device_busy")
    assert not hands.folder.exists()


def test_a_killed_backup_is_gone_on_with(hands: Hands) -> None:
    """Killed with -9 in the middle: the next run copies only what was not finished."""
    hands.phone.call(lambda phone: phone.files.clear_storage())
    hands.phone.call(lay(200, 50_000))
    reached: list[int] = []
    words = ("backup", str(hands.folder), "--photos", "-s", hands.phone.serial)
    with hands.program.started(*words) as running:

        def kill(phone: Phone) -> None:
            reached.append(1)
            with contextlib.suppress(ProcessLookupError):
                os.kill(running.process.pid, signal.SIGKILL)

        hands.phone.call(lambda p: p.faults.add("do", When("sync:RECV", nth=120), call=kill))
        assert running.process.wait(30) == -signal.SIGKILL
    assert reached

    found = hands.document("backup", str(hands.folder), "--photos")

    counts = found["counts"]
    assert (found["status"], counts["kept"] + counts["checked"]) == ("done", 200)
    assert counts["copied"] < 200
    assert hands.document("backup", "verify", str(hands.folder))["sound"] is True


def test_ctrl_c_is_exit_130_and_the_next_run_goes_on(hands: Hands) -> None:
    """One document even then; status `left`."""
    hands.phone.call(lay(200, 50_000))
    words = ("backup", str(hands.folder), "--photos", "--json", "-s", hands.phone.serial)
    with hands.program.started(*words) as running:

        def press(_: Phone) -> None:
            running.signal(signal.SIGINT)

        hands.phone.call(lambda p: p.faults.add("do", When("sync:RECV", nth=60), call=press))
        done = running.wait()

    assert done.code == 130
    assert (done.document["status"], done.document["error"]["code"]) == ("left", "interrupted")
    assert hands.document("backup", str(hands.folder), "--photos")["status"] == "done"


def test_a_full_phone_is_exit_6(hands: Hands) -> None:
    """Before anything is sent."""
    hands.run("backup", str(hands.folder))
    hands.phone.call(lambda phone: phone.files.clear_storage())
    hands.phone.call(
        lambda phone: setattr(phone.files, "reserved", phone.files.capacity - 1_000_000)
    )

    done = hands.run("restore", str(hands.folder), "--json")

    assert (done.code, done.document["status"]) == (6, "refused")
    assert done.document["error"]["code"] == "no_space"


def test_the_journal_holds_counts_and_no_names(hands: Hands) -> None:
    """What reports are made of: which phone, how many files, nothing that is in them."""
    hands.run("backup", str(hands.folder), "--folder", "/sdcard/Documents", "--photos")
    journals = [
        text for path, text in hands.program.written().items() if path.suffix == ".jsonl"
        and "runs" in path.parts
    ]  # fmt: skip
    (journal,) = journals
    began, *_, ended = [json.loads(line) for line in journal.splitlines()]

    assert (began["command"], ended["status"], ended["exit_code"]) == ("backup", "done", 0)
    assert began["options"] == {"kinds": ["photos", "folders"], "folders": 1, "verify": "hash"}
    assert ended["evidence"]["copied"] == 6
    assert ended["did"][0].startswith("Copied 6 files")
    for secret in ("sdcard", "letter", "IMG", "7f3a9c21", str(hands.folder)):
        assert secret not in journal


def test_a_file_that_changes_while_it_is_read_is_copied_again(hands: Hands) -> None:
    """On the wire, too: its last state is what is kept."""
    path = f"{STORAGE}/DCIM/film.mp4"

    def change(phone: Phone) -> None:
        phone.files.place(path, File(0o660, 0, 1015, 2000, Generated(2, 3_000_000)))

    def prepare(phone: Phone) -> None:
        phone.files.place(path, File(0o660, 0, 1015, 1000, Generated(1, 4_000_000)))
        phone.faults.add("do", When("sync:megabyte", nth=3), call=change)

    hands.phone.call(prepare)
    found = hands.document("backup", str(hands.folder), "--folder", "/sdcard/DCIM/film.mp4")

    assert (found["status"], found["counts"]["copied_again"]) == ("done", 1)
    copy = (hands.folder / "files/sdcard/DCIM/film.mp4").read_bytes()
    assert copy == Generated(2, 3_000_000).read(0, 3_000_000)
