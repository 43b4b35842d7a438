"""The owner's storage, judged by the real adb program: large files, odd entries, faults, find."""

import hashlib
from pathlib import Path

import pytest

from miunlink_adb.virtual.content import Generated, HostFile
from miunlink_adb.virtual.faults import When
from miunlink_adb.virtual.file_layout import phone_files
from miunlink_adb.virtual.file_node import Directory, File, Special
from miunlink_adb.virtual.files import STORAGE, STORAGE_FOLDERS
from miunlink_adb.virtual.phone import Phone
from tests.virtual.bench import Plugged
from tests.virtual.hand import Hand, play

SIZE = 9 * 2**20 + 17


def place(phone: Phone, name: str, node: File | Special | Directory) -> str:
    """Put something into the storage; its path."""
    path = f"{STORAGE}/{name}"
    phone.files.place(path, node)
    return path


def test_a_file_that_is_made_up_as_it_is_read_is_pulled_whole(
    plugged: Plugged, tmp_path: Path
) -> None:
    """The real adb gets the bytes that the phone hashes, with their time."""
    content = Generated(3, SIZE)
    place(plugged.phone, "DCIM/film.mp4", File(0o660, 0, 1015, 1_700_000_000, content))

    done = plugged.adb("pull", "-a", "/sdcard/DCIM/film.mp4", str(tmp_path / "film"))

    assert done.returncode == 0, done.stderr
    data = (tmp_path / "film").read_bytes()
    assert data == content.read(0, SIZE)
    assert (tmp_path / "film").stat().st_mtime == 1_700_000_000
    told = plugged.shell("sha256sum /sdcard/DCIM/film.mp4")
    assert told == f"{hashlib.sha256(data).hexdigest()}  /sdcard/DCIM/film.mp4\n"


def test_reading_in_parts_gives_the_same_bytes() -> None:
    """Whatever the parts; and no two files are alike."""
    content = Generated(5, SIZE)
    whole = content.read(0, SIZE)

    assert len(whole) == SIZE
    for offset, length in [(0, 10), (8, 20), (4 * 2**20 - 5, 10), (SIZE - 3, 100), (SIZE, 1)]:
        assert content.read(offset, length) == whole[offset : offset + length]
    assert Generated(6, SIZE).read(0, 100) != whole[:100]


def test_a_file_of_the_computer_lies_on_the_phone(plugged: Plugged, tmp_path: Path) -> None:
    """It is read from there and nowhere kept."""
    source = tmp_path / "source"
    source.write_bytes(b"from here")
    place(plugged.phone, "Download/x", File(0o660, 0, 1015, 5, HostFile(source)))

    assert plugged.shell("cat /sdcard/Download/x") == "from here"
    assert plugged.shell("stat -c %s /sdcard/Download/x") == "9\n"


def test_sizes_beyond_four_gigabytes_are_listed(plugged: Plugged) -> None:
    """`adb ls` prints version 2's size in full, in hex; ls its digits."""
    place(plugged.phone, "DCIM/huge", File(0o660, 0, 1015, 5, Generated(1, 5 * 2**30)))

    assert "140000000" in plugged.adb("ls", "/sdcard/DCIM").stdout
    assert "5368709120" in plugged.shell("ls -l /sdcard/DCIM")


def test_specials_are_listed_as_what_they_are(plugged: Plugged) -> None:
    """A pipe is no file."""
    place(plugged.phone, "DCIM/pipe", Special(0o660, 0, 1015, 5))

    assert plugged.shell("ls -l /sdcard/DCIM").splitlines()[1].startswith("prw-rw----")
    assert plugged.shell("stat -c %F /sdcard/DCIM/pipe") == "fifo\n"


def test_find_prints_what_matches(plugged: Plugged) -> None:
    """Names below a folder, by kind, by name, by depth; a closed folder is complained about."""
    place(plugged.phone, "DCIM/a.jpg", File(0o660, 0, 1015, 5))
    place(plugged.phone, "DCIM/deep/b.txt", File(0o660, 0, 1015, 5))
    place(plugged.phone, "DCIM/closed", Directory(0o700, 0, 1015, 5))

    files = plugged.shell("find /sdcard/DCIM -type f 2>/dev/null").splitlines()
    assert files == ["/sdcard/DCIM/a.jpg", "/sdcard/DCIM/deep/b.txt"]
    assert plugged.shell("find /sdcard/DCIM -name '*.txt' 2>/dev/null").splitlines() == files[1:]
    shallow = plugged.shell("find /sdcard/DCIM -maxdepth 1 -type d 2>/dev/null").splitlines()
    assert shallow == ["/sdcard/DCIM", "/sdcard/DCIM/closed", "/sdcard/DCIM/deep"]
    assert "closed: Permission denied" in plugged.shell("find /sdcard/DCIM -type l")


@pytest.mark.parametrize("request_", ["sync:RECV", "sync:megabyte"])
def test_a_cut_in_the_middle_fails_the_pull(
    plugged: Plugged, tmp_path: Path, request_: str
) -> None:
    """The fault falls due by file or by megabyte, and the real adb says that it failed."""
    place(plugged.phone, "DCIM/film.mp4", File(0o660, 0, 1015, 5, Generated(3, SIZE)))
    fault = plugged.phone.faults.add("unplug", When(request_, nth=1))

    done = plugged.adb("pull", "/sdcard/DCIM/film.mp4", str(tmp_path / "film"))

    assert done.returncode != 0
    assert fault.fired == 1


def test_a_wiped_storage_has_its_usual_folders_only() -> None:
    """What a factory reset leaves."""
    files = phone_files()
    files.write("/sdcard/DCIM/a", b"x")
    files.write("/sdcard/b", b"x")

    files.clear_storage()

    assert set(files.entries("/sdcard")) == set(STORAGE_FOLDERS)
    assert files.entries("/sdcard/DCIM") == {}


def test_a_moved_file_keeps_its_time(plugged: Plugged) -> None:
    """`mv` renames; it does not write."""
    place(plugged.phone, "DCIM/a", File(0o660, 0, 1015, 77, b"x"))

    assert (
        plugged.shell("mv -f /sdcard/DCIM/a /sdcard/DCIM/b && stat -c %Y /sdcard/DCIM/b") == "77\n"
    )
    assert not plugged.phone.files.exists("/sdcard/DCIM/a")


def test_an_owners_phone_has_files_of_each_kind() -> None:
    """Photos, downloads, documents, recordings, and an app's file; small, so that tests are."""

    async def story() -> None:
        files = Hand().phone.files
        for folder in ("DCIM/Camera", "Download", "Documents", "MIUI/sound_recorder"):
            assert files.entries(f"{STORAGE}/{folder}")
        assert files.read("/data/app/org.example.chat-1/base.apk")
        assert files.used() - files.reserved < 20_000_000

    play(story())
