"""`support-request` by the real command: by hand, from a file, from the phone, and gone on with."""

import stat
from pathlib import Path

import pytest

from tests.dossier.samples import IMEI, SECOND, picture
from tests.e2e.phones import Phones
from tests.e2e.program import Program
from tests.e2e.terminal import CTRL_C, terminal

pytestmark = pytest.mark.adb_server

NEXT = "  answer"


def test_from_a_file_and_the_phone(phones: Phones, program: Program) -> None:
    """One folder with everything, for its owner alone; a second build is the same; exit 0."""
    phone = phones.attach("hyperos-1:de")
    phone.virtual.call(lambda p: p.props.update({"ro.ril.oem.imei1": IMEI}))
    (program.folder / "receipt.jpg").write_bytes(picture())
    (program.folder / "a.toml").write_text(
        f'imei2 = "{SECOND[:6]} {SECOND[6:]}"\nbought_on = 2024-03-01\nreceipt = "receipt.jpg"\n'
        'situation = "Заблокирован. مقفل"\n',
        encoding="utf-8",
    )
    made = [
        program.run("support-request", "r", *more, "--json", SOURCE_DATE_EPOCH="1795000000")
        for more in (("--answers", "a.toml"), ())
    ]
    files = {p: p.read_bytes() for p in (program.folder / "r").rglob("*") if p.is_file()}
    again = program.run("support-request", "r", "--json", SOURCE_DATE_EPOCH="1795000000")
    document = again.document

    assert [done.code for done in (*made, again)] == [0, 0, 0], made[0].said
    assert {p: p.read_bytes() for p in files} == files
    assert document == made[1].document
    assert (document["day"], document["complete"]) == ("2026-11-18", False)
    assert document["answers"]["imei"] == IMEI
    assert document["answers"]["imei2"] == SECOND
    assert document["answers"]["serial"] == phone.virtual.call(lambda p: p.props["ro.serialno"])
    assert [file["path"] for file in document["files"]] == ["files/receipt.jpg"]
    assert {p.name for p in files} == {
        "answers.toml", "receipt.jpg", "dossier.html", "dossier.pdf", "checklist.txt",
        "dossier.zip",
    }  # fmt: skip
    assert {stat.S_IMODE(p.stat().st_mode) for p in files} == {0o600}
    assert not phone.touched
    assert IMEI not in "".join(text for p, text in program.written().items() if p not in files)


def test_nobody_answers(program: Program) -> None:
    """Without a terminal and without answers: exit 6, what to do, and no folder."""
    done = program.run("support-request", "r", "--json")
    assert (done.code, done.document["error"]["code"]) == (6, "refused")
    assert "--answers" in done.document["error"]["hint"]
    assert not (program.folder / "r").exists()
    form = program.run("support-request", "--questions")
    assert (form.code, "\nimei = " in form.stdout) == (0, True)
    (program.folder / "a.toml").write_text("mi_password = 'x'\n")
    secret = program.run("support-request", "r", "--answers", "a.toml")
    assert (secret.code, (program.folder / "r").exists()) == (6, False)


def test_asked_in_a_terminal_and_gone_on_with(program: Program) -> None:
    """Wrong answers are asked again; Ctrl-C loses none; the same command asks only the rest."""
    file = program.folder / "my photo.jpg"
    file.write_bytes(picture())
    with terminal(program, "support-request", "r", "--no-phone") as screen:
        for question, keys in (
            ("Model:", "Redmi\n"), ("Serial number:", "-\n"), ("IMEI:", "49 015420 323751 7\n"),
            ("cannot be known", f"{IMEI}\n"), ("Second IMEI", "\n"),
        ):  # fmt: skip
            screen.until(question)
            screen.type(keys)
        screen.until("MIUI or HyperOS version")
        screen.type(CTRL_C)
        assert screen.end() == 130
    with terminal(program, "support-request", "r", "--no-phone", "--ask", "receipt") as screen:
        screen.until("path of a file")
        screen.type("missing.jpg\n")
        screen.until("There is no file")
        screen.type(f"'{file}'\n")
        screen.until("kept as files/my_photo.jpg")
        screen.until("another")
        screen.type("\n")
        assert screen.end() == 0
    with terminal(program, "support-request", "r", "--no-phone") as screen:
        screen.until("Second IMEI")
        screen.type(".\n")
        assert screen.end() == 0
        assert "Serial number:" not in screen.shown
    shown = program.run("support-request", "r", "--show", "--json").document

    assert shown["answers"] == {"model": "Redmi", "imei": IMEI}
    assert [item["skipped"] for item in shown["missing"] if item["name"] == "serial"] == [True]
    assert Path(program.folder / "r" / "dossier.pdf").is_file()
