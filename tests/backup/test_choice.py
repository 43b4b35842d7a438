"""What is chosen: kinds and folders, and which file belongs to which."""

import pytest

from miunlink_adb.backup import KINDS, Choice
from miunlink_adb.backup.choice import phone_path
from miunlink_adb.errors import UsageError


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("/sdcard/Notes", "/sdcard/Notes"),
        ("/storage/emulated/0/Notes/", "/sdcard/Notes"),
        ("/storage/self/primary", "/sdcard"),
        ("//mnt/sdcard//x/./y", "/sdcard/x/y"),
        ("/storage/1234-ABCD/x", "/storage/1234-ABCD/x"),
        ("/data/local/tmp", "/data/local/tmp"),
        ("/sdcard2/x", "/sdcard2/x"),
    ],
)
def test_a_folder_has_one_name(text: str, path: str) -> None:
    """However the owner's storage is called, a file in it is the same file."""
    assert phone_path(text) == path


@pytest.mark.parametrize(
    "text", ["", "Notes", "/sdcard/../data", "/", "//", "/proc", "/sys/x", "/dev/block", "/a\0b"]
)
def test_what_is_no_folder_of_the_owners_is_refused(text: str) -> None:
    """Not in full, upwards, or nobody's files."""
    with pytest.raises(UsageError):
        phone_path(text)


def test_each_file_has_one_kind() -> None:
    """A kind by name goes before a folder; no folder belongs to two kinds."""
    choice = Choice(("photos",), ("/sdcard/DCIM/Camera", "/sdcard/Notes"))
    roots = [root for roots in KINDS.values() for root in roots]

    assert choice.kind_of("/sdcard/DCIM/Camera/a.jpg") == "photos"
    assert choice.kind_of("/sdcard/Notes/a") == "folders"
    assert choice.names == ("photos", "folders")
    assert len(roots) == len(set(roots))
    assert not any(a != b and a.startswith(f"{b}/") for a in roots for b in roots)


def test_a_choice_covers_what_lies_in_it() -> None:
    """And not what only begins like it."""
    choice = Choice(("documents",), ("/sdcard/N",))

    assert choice.covers("/sdcard/N/x", "folders")
    assert not choice.covers("/sdcard/Nx", "folders")
    assert not choice.covers("app:x/base.apk", "apps")
    assert Choice.everything().covers("app:x/base.apk", "apps")
