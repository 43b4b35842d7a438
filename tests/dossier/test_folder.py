"""The folder: its owner's alone, files whole or not at all, copies with safe names and hashes."""

import hashlib
import os
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.dossier import folder as folder_module
from miunlink_adb.dossier.file_name import safe_name
from miunlink_adb.dossier.folder import ANSWERS, Folder
from miunlink_adb.errors import UsageError
from miunlink_adb.private_file import put, writing
from tests.dossier.samples import IMEI, collection

posix = pytest.mark.skipif(sys.platform == "win32", reason="rights as POSIX has them")


@pytest.fixture
def place(tmp_path: Path) -> Folder:
    """An open folder."""
    made = Folder(tmp_path / "request")
    made.open()
    return made


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """A write that breaks off leaves the old file and nothing beside it."""
    file = tmp_path / "a"
    put(file, b"old")

    def break_off() -> None:
        with writing(file) as stream:
            stream.write(b"half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert file.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir() if entry.is_file()] == ["a"]


@posix
def test_everything_is_its_owners_alone(tmp_path: Path) -> None:
    """Also where the folder was open to others before."""
    (tmp_path / "request").mkdir(mode=0o755)
    made = collection(tmp_path / "request")
    (tmp_path / "a.jpg").write_bytes(b"x")
    made.add_file("receipt", tmp_path / "a.jpg")
    made.save()
    modes = {p: stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "request").rglob("*")}
    modes[tmp_path / "request"] = stat.S_IMODE((tmp_path / "request").stat().st_mode)

    assert len(modes) == 4
    assert all(mode == (0o700 if path.is_dir() else 0o600) for path, mode in modes.items())


def test_a_folder_with_something_else_is_refused(tmp_path: Path) -> None:
    """Nothing of the owner's other files is touched; what a stopped run left is nothing."""
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "letter.txt").write_text("x")
    with pytest.raises(UsageError, match="holds no dossier"):
        Folder(tmp_path / "own").open()
    assert sorted(p.name for p in (tmp_path / "own").iterdir()) == ["letter.txt"]
    Folder(tmp_path / "new").open()
    Folder(tmp_path / "new").open()
    with pytest.raises(UsageError, match="cannot be written"):
        Folder(tmp_path / "own" / "letter.txt" / "in").open()


def test_a_copy_has_its_hash(place: Folder, tmp_path: Path) -> None:
    """The bytes are the same, the name is safe, the original is left alone."""
    (tmp_path / "my receipt (1).pdf").write_bytes(b"%PDF")
    copied = place.add(tmp_path / "my receipt (1).pdf", [])

    assert copied.file.path == "files/my_receipt_1.pdf"
    assert (place.path / copied.file.path).read_bytes() == b"%PDF"
    assert (copied.file.sha256, copied.file.size) == (hashlib.sha256(b"%PDF").hexdigest(), 4)
    assert place.listed() == [copied.file]


def test_the_same_file_twice_is_one(place: Folder, tmp_path: Path) -> None:
    """By what is in it, whatever it is called; two with one name are two."""
    for name, data in {"a.jpg": b"1", "b.jpg": b"1"}.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "A.JPG").write_bytes(b"2")
    first = place.add(tmp_path / "a.jpg", [])
    again = place.add(tmp_path / "b.jpg", [first.file])
    other = place.add(tmp_path / "sub" / "A.JPG", [first.file])

    assert (again.file, again.known) == (first.file, True)
    assert (other.file.path, other.known) == ("files/A-2.JPG", False)


def test_what_is_no_ordinary_file_is_refused(
    place: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Folders, pipes, nothing, empty ones, and more than may be sent."""
    monkeypatch.setattr(folder_module, "MOST_BYTES", 10)
    monkeypatch.setattr(folder_module, "MOST_BYTES_ALTOGETHER", 15)
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "large").write_bytes(b"x" * 11)
    (tmp_path / "ten").write_bytes(b"x" * 10)
    wrong = {".": "ordinary", "missing": "no file", "empty": "is empty", "large": "larger"}
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        wrong["pipe"] = "ordinary"
    for name, why in wrong.items():
        with pytest.raises(UsageError, match=why):
            place.add(tmp_path / name, [])
    copied = place.add(tmp_path / "ten", [])
    with pytest.raises(UsageError, match="100 MB"):
        place.add(tmp_path / "ten", [copied.file])


@given(st.text(max_size=80), st.lists(st.text(max_size=8), max_size=3))
def test_names_are_safe_everywhere(name: str, taken: list[str]) -> None:
    """No separator, no device of Windows, not hidden, not too long, not in use."""
    found = safe_name(name, {other.lower() for other in taken})

    assert found
    assert not set('/\\:*?"<>| \n\t\0') & set(found)
    assert not found.startswith((".", "-", "_"))
    assert not found.endswith((".", " "))
    assert found.split(".")[0].lower() not in ("con", "nul", "com1", "lpt9", "aux", "prn")
    assert len(found) < 90
    assert ".." not in found
    assert found.lower() not in {other.lower() for other in taken}


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"), ("C:\\Users\\b.jpg", "b.jpg"), ("con.txt", "file-con.txt"),
        ("...", "file"), ("-rf", "rf"), ("чек №5.jpg", "чек_5.jpg"), ("a.b.c.jpeg", "a.b.c.jpeg"),
        ("x" * 200 + ".jpg", "x" * 60 + ".jpg"),
    ],
)  # fmt: skip
def test_names_stay_readable(name: str, safe: str) -> None:
    """Letters of all scripts and the ending stay."""
    assert safe_name(name) == safe


# -- a collection in it --------------------------------------------------------------------------


def test_a_draft_is_taken_up_again(tmp_path: Path) -> None:
    """Answers, files, skips and what the phone said survive; the text is the same each time."""
    made = collection(tmp_path / "r")
    (tmp_path / "a.jpg").write_bytes(b"1")
    asked = made.known.by_name
    made.take_phone({"serial": "7f3a", "model": "X", "nonsense": "y"})
    made.answer(asked["imei"], IMEI)
    made.answer(asked["model"], "Y")
    made.skip(asked["imei2"])
    made.add_file("receipt", tmp_path / "a.jpg")
    text = made.save().read_bytes()
    again = collection(tmp_path / "r")

    assert again.draft == made.draft
    assert again.draft.answers == {"serial": "7f3a", "model": "Y", "imei": IMEI}
    assert again.draft.phone == {"serial": "7f3a", "model": "X"}
    assert (again.save().read_bytes(), again.notes) == (text, [])


def test_the_owner_may_edit_the_file(tmp_path: Path) -> None:
    """A file that he names there is copied at the next run; one that he removed is left out."""
    made = collection(tmp_path / "r")
    for name in ("a.jpg", "b.jpg"):
        (tmp_path / name).write_bytes(name.encode())
        made.add_file("receipt", tmp_path / name)
    answers = made.save()
    (tmp_path / "c.jpg").write_bytes(b"c")
    text = answers.read_text(encoding="utf-8").replace("box_photo = []", 'box_photo = "../c.jpg"')
    answers.write_text(text, encoding="utf-8")
    (tmp_path / "r" / "files" / "a.jpg").unlink()
    (tmp_path / "r" / "files" / "b.jpg").write_bytes(b"other")
    again = collection(tmp_path / "r")

    assert [item.path for item in again.draft.files["receipt"]] == ["files/b.jpg"]
    assert [item.path for item in again.draft.files["box_photo"]] == ["files/c.jpg"]
    assert again.notes == [
        "files/a.jpg is no longer there: it was left out.",
        "files/b.jpg was changed since it was added.",
    ]


def test_one_dossier_is_about_one_phone(tmp_path: Path) -> None:
    """Another phone than the first is refused; what the owner answered is not overwritten."""
    made = collection(tmp_path / "r")
    made.answer(made.known.by_name["serial"], "other")
    made.skip(made.known.by_name["region"])
    made.take_phone({"serial": "7f3a", "region": "EU"})

    assert made.draft.answers == {"serial": "other"}
    with pytest.raises(UsageError, match="Another phone"):
        made.take_phone({"serial": "8888"})


def test_broken_answers_are_told(tmp_path: Path) -> None:
    """With the file's name; nothing is written over them."""
    made = collection(tmp_path / "r")
    made.save()
    for data in (b"serial = ", b"\xff\xfe", b"format = 9"):
        (tmp_path / "r" / ANSWERS).write_bytes(data)
        with pytest.raises(UsageError, match=ANSWERS):
            collection(tmp_path / "r")
        assert (tmp_path / "r" / ANSWERS).read_bytes() == data
