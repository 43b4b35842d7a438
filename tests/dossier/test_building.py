"""What is made of a collection: the same each time but for its day, and readable in any script."""

import hashlib
import io
import re
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miunlink_adb.dossier.answer import Draft, checked
from miunlink_adb.dossier.building import build, today
from miunlink_adb.dossier.bundle import check_recipients, pack, seal
from miunlink_adb.dossier.collecting import Collection
from miunlink_adb.dossier.content import make_dossier
from miunlink_adb.dossier.fonts import choose_fonts, system_folders
from miunlink_adb.dossier.paper import print_dossier
from miunlink_adb.dossier.photo import read_photo
from miunlink_adb.dossier.question import questions
from miunlink_adb.errors import Refused, UsageError
from tests.dossier.samples import IMEI, LATIN, TODAY, collection, make_font, picture

LATER = date(2031, 8, 9)


def filled(folder: Path, pictures: Path, day: date = TODAY) -> Collection:
    """A collection with an answer of each kind and two photos."""
    made = collection(folder, day)
    made.take_phone({"serial": "7f3a9c21", "model": "Redmi <b>Note</b>"})
    for name, text in {
        "imei": IMEI,
        "bought_on": "2024-03-01",
        "bought_at": "Берлин, Laden & Söhne",
        "account_id": "6230000535",
        "situation": "First line.\nSecond line.",
    }.items():
        made.answer(made.known.by_name[name], text)
    pictures.mkdir(exist_ok=True)
    (pictures / "receipt.jpg").write_bytes(picture(place=True))
    (pictures / "box.png").write_bytes(picture("PNG", (30, 90)))
    made.add_file("receipt", pictures / "receipt.jpg")
    made.add_file("box_photo", pictures / "box.png")
    made.save()
    return made


@pytest.fixture(scope="module")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A folder with fonts that have Latin, Cyrillic and Chinese letters, made here."""
    folder = tmp_path_factory.mktemp("fonts")
    make_font(folder / "Base.ttf", LATIN + "äöüß€" + "".join(map(chr, range(0x400, 0x460))))
    make_font(folder / "More.ttf", LATIN + "北京小米之家")
    (folder / "Broken.ttf").write_bytes(b"\x00\x01\x00\x00" + b"?" * 200)
    (folder / "Empty.otf").write_bytes(b"")
    return [folder]


def in_zip(data: bytes) -> dict[str, bytes]:
    """Contents by path."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def test_built_twice_is_the_same_but_for_its_day(tmp_path: Path, fonts: list[Path]) -> None:
    """Byte for byte on one day; on another day only that day differs, in every part."""
    made = [
        build(filled(tmp_path / name, tmp_path / "p", day), day, fonts)
        for name, day in {"one": TODAY, "two": TODAY, "three": LATER}.items()
    ]
    one, two, three = [{file.name: file.read_bytes() for file in b.files} for b in made]

    assert sorted(one) == ["checklist.txt", "dossier.html", "dossier.pdf", "dossier.zip"]
    assert one == two
    assert one["dossier.html"].replace(b"2026-11-24", b"2031-08-09") == three["dossier.html"]
    assert one["checklist.txt"].replace(b"2026-11-24", b"2031-08-09") == three["checklist.txt"]
    paper = one["dossier.pdf"].replace(b"20261124", b"20310809")
    assert paper.replace(b"2026-11-24", b"2031-08-09") == three["dossier.pdf"]
    packed, other = in_zip(one["dossier.zip"]), in_zip(three["dossier.zip"])
    assert packed == {
        **{name: one[name] for name in ("checklist.txt", "dossier.html", "dossier.pdf")},
        "files/box.png": picture("PNG", (30, 90)),
        "files/receipt.jpg": picture(place=True),
    }
    assert {n: d for n, d in other.items() if n.startswith("files/")} == {
        n: d for n, d in packed.items() if n.startswith("files/")
    }


def test_the_day_may_be_told() -> None:
    """SOURCE_DATE_EPOCH is obeyed; without it, the day in UTC; nonsense is no day."""
    now = datetime(2026, 11, 24, 23, 59, tzinfo=UTC)

    assert today({}, now) == TODAY
    assert today({"SOURCE_DATE_EPOCH": "1709251200"}, now) == date(2024, 3, 1)
    for wrong in ("soon", "1e9", "9" * 30):
        with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH"):
            today({"SOURCE_DATE_EPOCH": wrong}, now)
    assert in_zip(pack({"a": b"1"}, date(1970, 1, 1))) == {"a": b"1"}


def test_what_is_in_the_page(tmp_path: Path, fonts: list[Path]) -> None:
    """Every answer, escaped; whose word it is; each file with its hash; what is missing."""
    built = build(filled(tmp_path / "r", tmp_path / "p"), TODAY, fonts)
    page = (tmp_path / "r" / "dossier.html").read_text(encoding="utf-8")
    listed = (tmp_path / "r" / "checklist.txt").read_text(encoding="utf-8")

    assert "Redmi &lt;b&gt;Note&lt;/b&gt;" in page
    assert "read from the phone" in page
    assert "Laden &amp; Söhne" in page
    assert "First line.<br>\nSecond line." in page
    assert hashlib.sha256(picture(place=True)).hexdigest() in page
    assert 'href="files/receipt.jpg"' in page
    assert [item.name for item in built.dossier.missing] == [
        "owner_name", "contact_mail", "imei_photo",
    ]  # fmt: skip
    assert listed.count("[ ]") == 3
    assert "[x] IMEI" in listed


def test_what_the_phone_says_stands_beside_another_answer(tmp_path: Path) -> None:
    """The owner's answer counts; the difference is not hidden."""
    made = collection(tmp_path / "r")
    made.answer(made.known.by_name["serial"], "1234")
    made.take_phone({"serial": "7f3a9c21"})
    dossier = make_dossier(made.draft, made.known, "2026-11-24")

    assert dossier.parts[0].rows[0][2:] == ("1234", "the phone says 7f3a9c21")


def test_nothing_at_all_is_a_dossier_too(tmp_path: Path) -> None:
    """Without answers, files and fonts: every part is made, everything is missing."""
    made = collection(tmp_path / "r")
    built = build(made, TODAY, [])

    assert len(built.files) == 4
    assert len(built.dossier.missing) == 12
    assert built.unprinted == []


# -- letters -------------------------------------------------------------------------------------


def test_letters_of_several_fonts_are_printed(tmp_path: Path, fonts: list[Path]) -> None:
    """One text may need two fonts; damaged files among them do no harm."""
    made = collection(tmp_path / "r")
    made.answer(made.known.by_name["bought_at"], "Берлин 北京小米之家")
    built = build(made, TODAY, fonts)
    paper = (tmp_path / "r" / "dossier.pdf").read_bytes()

    assert built.unprinted == []
    assert {name for name in (b"Base", b"More") if name in paper} == {b"Base", b"More"}


def test_letters_of_no_font_are_named_in_the_page(tmp_path: Path, fonts: list[Path]) -> None:
    """The PDF says where to look, the page has the text and says that it is only there."""
    made = collection(tmp_path / "r")
    made.answer(made.known.by_name["bought_at"], "ร้านมือถือ 東京")
    made.answer(made.known.by_name["owner_name"], "Anna")
    built = build(made, TODAY, fonts)
    page = (tmp_path / "r" / "dossier.html").read_text(encoding="utf-8")
    paper = (tmp_path / "r" / "dossier.pdf").read_bytes()

    assert built.unprinted == ["Shop and place of purchase"]
    assert page.count("Shop and place of purchase") == 2
    assert "ร้านมือถือ 東京" in page
    assert b"see dossier.html" in paper


SCRIPTS = (
    "aZ9 .,()-/\n\t éßЖя אבג سلام٣ ﷺ \u200d\u200c\u0301\u064b\u00ad\ufe0f 北 ไทย हि 🏠 \U0001f468"
)


@given(st.one_of(st.text(SCRIPTS, max_size=200), st.text(max_size=20)))
@settings(max_examples=15)
def test_no_text_breaks_the_paper(text: str) -> None:
    """Whatever an owner writes: it is printed, or its label is named; never a fault."""
    question = questions().by_name["situation"]
    try:
        draft = Draft(answers={question.name: checked(question, text, TODAY)})
    except Refused:
        return
    dossier = make_dossier(draft, questions(), TODAY.isoformat())
    for folders in (system_folders(), []):
        printed = print_dossier(dossier, {}, folders)
        assert printed.data.startswith(b"%PDF")
        assert printed.unprinted in ([], [question.ask])


@pytest.mark.parametrize("text", ["Grüße, Łódź", "Москва", "محل الهواتف في القاهرة", "北京", "🏠"])
def test_without_any_font_nothing_breaks(tmp_path: Path, text: str) -> None:
    """Only what every PDF reader has is printed then; the rest is named."""
    made = collection(tmp_path / "r")
    made.answer(made.known.by_name["bought_at"], text)
    made.answer(made.known.by_name["owner_name"], "Anna")
    built = build(made, TODAY, [tmp_path / "nothing"])

    assert built.unprinted == ["Shop and place of purchase"]
    assert b"Anna" in (tmp_path / "r" / "dossier.pdf").read_bytes()


def test_arabic_is_printed_where_a_font_has_it(tmp_path: Path) -> None:
    """From right to left and joined, with the fonts of this computer."""
    text = "محمد بن علي, الهاتف 2024"
    if choose_fonts([text], system_folders()).missing:
        pytest.skip("no font of this computer has Arabic letters")
    made = collection(tmp_path / "r")
    made.answer(made.known.by_name["owner_name"], text)

    assert build(made, TODAY, system_folders()).unprinted == []


@pytest.mark.parametrize("fault", ["no shapes", "no widths", "forbidden"])
def test_a_font_that_cannot_be_embedded_is_passed_over(tmp_path: Path, fault: str) -> None:
    """One without what a PDF needs, or whose maker forbids it, counts as if it were not there."""
    from fontTools.ttLib import TTFont

    folder = tmp_path / "f"
    folder.mkdir()
    with TTFont(make_font(tmp_path / "whole.ttf", LATIN + "Ж")) as font:
        if fault == "forbidden":
            font["OS/2"].fsType = 2
        for tag in {"no shapes": ("glyf", "loca"), "no widths": ("hmtx", "hhea")}.get(fault, ()):
            del font[tag]
        font.save(folder / "Base.ttf")
    made = collection(tmp_path / "r")
    made.answer(made.known.by_name["bought_at"], "ЖЖЖ")

    assert build(made, TODAY, [folder]).unprinted == ["Shop and place of purchase"]
    assert build(made, TODAY, [tmp_path]).unprinted == []


# -- photos --------------------------------------------------------------------------------------


def test_photos_are_shown_and_told_of(tmp_path: Path, fonts: list[Path]) -> None:
    """In the PDF without the place where they were taken; that the file tells it is said."""
    built = build(filled(tmp_path / "r", tmp_path / "p"), TODAY, fonts)
    paper = (tmp_path / "r" / "dossier.pdf").read_bytes()

    assert len(re.findall(rb"/Subtype /Image", paper)) == 2
    assert b"Exif" not in paper
    assert built.notes == [
        "files/receipt.jpg says where it was taken: send another copy if that is nobody's business."
    ]


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.4", b"\xff\xd8\xff\xe0" + b"\0" * 50, picture()[:100], picture("PNG")[:60],
     b"II*\0" + b"\xff" * 60, b"<svg/>"],
)  # fmt: skip
def test_what_is_no_picture_is_no_fault(data: bytes) -> None:
    """Cut, damaged or something else: it is in the zip, and not shown."""
    assert read_photo(data) is None


def test_a_huge_picture_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file may say that it is of any size."""
    monkeypatch.setattr("miunlink_adb.dossier.photo.MOST_PIXELS", 60 * 40 - 1)

    assert read_photo(picture()) is None


# -- sealing -------------------------------------------------------------------------------------


def test_a_sealed_dossier_is_read_by_its_receiver_alone(tmp_path: Path, fonts: list[Path]) -> None:
    """Only the sealed zip is made; it opens with the private key; what lies open is said."""
    pyrage = pytest.importorskip("pyrage", reason="pyrage is not installed: pip install pyrage")
    identity = pyrage.x25519.Identity.generate()
    made = filled(tmp_path / "r", tmp_path / "p")
    built = build(made, TODAY, fonts, [str(identity.to_public())])
    (sealed,) = built.files
    opened = in_zip(pyrage.decrypt(sealed.read_bytes(), [identity]))

    assert sealed.name == "dossier.zip.age"
    assert not (tmp_path / "r" / "dossier.html").exists()
    assert {"dossier.html", "dossier.pdf", "files/box.png"} < set(opened)
    assert built.notes[-1] == "Only dossier.zip.age is sealed: files and the answers are not."
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(sealed.read_bytes(), [pyrage.x25519.Identity.generate()])


def test_only_public_keys_seal() -> None:
    """A private key is refused, not used; nonsense is told; nothing of a private key is said."""
    pyrage = pytest.importorskip("pyrage", reason="pyrage is not installed: pip install pyrage")
    private = str(pyrage.x25519.Identity.generate())
    with pytest.raises(Refused) as error:
        check_recipients([private])
    assert private[:20] not in error.value.message + error.value.hint
    for wrong in ("age1short", "ssh-ed25519 AAAA", "anna@example.org", ""):
        with pytest.raises(UsageError, match="no public key"):
            seal(b"x", [wrong])


def test_a_missing_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that installs it; exit 2."""
    monkeypatch.setitem(__import__("sys").modules, "pyrage", None)
    with pytest.raises(UsageError) as error:
        check_recipients(["age1abc"])
    assert "pip install 'miunlink-adb[age]'" in error.value.hint
