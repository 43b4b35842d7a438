"""Answers: checked one by one, kept in a file that people edit, and never a secret among them."""

import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.dossier.answer import Draft, WrongAnswer, checked, given_answers
from miunlink_adb.dossier.answer_file import draft_text, parse_table, template
from miunlink_adb.dossier.question import questions, read_questions
from miunlink_adb.dossier.secret import is_secret_name, tells_secret
from miunlink_adb.errors import Refused, UsageError
from tests.architecture import ROOT
from tests.dossier.samples import IMEI, SECOND, TODAY

KNOWN = questions()
ASKED = KNOWN.by_name


def test_the_table_is_whole() -> None:
    """Every question has words and a section; none asks for a secret."""
    assert {q.section for q in ASKED.values()} == set(KNOWN.sections)
    assert all(q.ask and q.help.endswith(".") for q in ASKED.values())
    assert not [q.name for q in ASKED.values() if is_secret_name(q.name)]
    assert {"serial", "imei", "imei2", "model", "release", "region"} == {
        q.name for q in ASKED.values() if q.phone
    }


@pytest.mark.parametrize(
    "text",
    [
        '[[question]]\nname = "a"\n',
        '[[section]]\nname="s"\ntitle="S"\n[[question]]\nname="a"\nsection="s"\nkind="x"',
        '[[one_of]]\nnames=["a"]\nask="A"\nhelp="H"\n',
    ],
)
def test_a_broken_table_is_noticed(text: str) -> None:
    """Fields that are missing, kinds and names that do not exist."""
    with pytest.raises(ValueError, match=r"not complete|no such"):
        read_questions(text)


# -- single answers ------------------------------------------------------------------------------


@given(st.dates(date(2011, 1, 1), TODAY))
def test_iso_dates_are_dates(day: date) -> None:
    """Year-month-day, up to today."""
    assert checked(ASKED["bought_on"], f" {day.isoformat()} ", TODAY) == day.isoformat()


@pytest.mark.parametrize(
    "text",
    ["01.03.2024", "2024-3-1", "20240301", "2024-02-30", "2024-W09-5", "2024-03-01T10:00",
     "yesterday", "03/01/2024", "２０２４-03-01", "2026-11-25", "2010-12-31", ""],
)  # fmt: skip
def test_other_dates_are_refused(text: str) -> None:
    """No guessing whether 03/01 is March; no day that is not there, nor one in the future."""
    with pytest.raises(WrongAnswer):
        checked(ASKED["bought_on"], text, TODAY)


def test_two_imeis_are_two() -> None:
    """The second may not be the first again."""
    draft = Draft(answers={"imei": IMEI})

    assert checked(ASKED["imei2"], SECOND, TODAY, draft) == SECOND
    with pytest.raises(WrongAnswer, match="the same"):
        checked(ASKED["imei2"], f"{IMEI[:2]} {IMEI[2:]}", TODAY, draft)


@pytest.mark.parametrize("text", ["anna", "anna@", "@x.org", "a b@x.org", "a@x", "a@@x.org"])
def test_an_address_has_its_form(text: str) -> None:
    """What is no e-mail address is asked for again."""
    with pytest.raises(WrongAnswer, match="name@example"):
        checked(ASKED["contact_mail"], text, TODAY)


@given(st.text(max_size=200))
def test_nothing_unseen_is_kept(text: str) -> None:
    """No control characters, no marks of direction, no ends of lines where one line is asked."""
    for name in ("bought_at", "situation"):
        try:
            kept = checked(ASKED[name], text, TODAY)
        except Refused:
            continue
        unseen = {c for c in kept if unicodedata.category(c) in ("Cc", "Cs", "Co")}
        assert unseen <= ({"\n"} if name == "situation" else set())
        assert not set("\u202a\u202e\u2066\u2069\u2029") & set(kept)


def test_an_endless_answer_is_refused() -> None:
    """Bounds, said with the number."""
    with pytest.raises(WrongAnswer, match="300"):
        checked(ASKED["bought_at"], "a" * 301, TODAY)


# -- secrets -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["password", "mi_password", "Passwort", "pin", "otp", "sms_code", "пароль", "密码", "pwd"],
)
def test_a_field_for_a_secret_is_refused(name: str) -> None:
    """It is not taken as a spelling mistake: the owner is told why; exit 6."""
    with pytest.raises(Refused) as error:
        given_answers({name: "x"}, KNOWN, TODAY, "a.toml")
    assert error.value.guard == "no_secrets"
    assert error.value.exit_code == 6


@pytest.mark.parametrize(
    "text",
    ["My password: hunter2", "PASSWORD=hunter2", "Пароль: 123", "密码：abc", "pin : 1234",
     "AGE-SECRET-KEY-1QQQ", "-----BEGIN OPENSSH PRIVATE KEY-----"],
)  # fmt: skip
def test_a_text_that_tells_a_secret_is_refused(text: str) -> None:
    """Where a text names what it tells; the value does not come back in the message."""
    with pytest.raises(Refused) as error:
        checked(ASKED["situation"], text, TODAY)
    assert text not in error.value.message + error.value.hint


@pytest.mark.parametrize(
    "text",
    ["I forgot my password.", "The password was changed last week", "no code came by SMS",
     "I was spinning: it fell", "the box says C/O China"],
)  # fmt: skip
def test_that_one_was_forgotten_may_be_said(text: str) -> None:
    """Owners write about passwords; that is what support is for."""
    assert not tells_secret(text)


# -- the file ------------------------------------------------------------------------------------

texts = st.text(st.characters(exclude_categories=["Cs", "Cc", "Co"]), max_size=60)


@given(st.dictionaries(st.sampled_from(["model", "bought_at", "owner_name", "situation"]), texts))
def test_what_is_written_is_read_again(answers: dict[str, str]) -> None:
    """Quotes, backslashes, other scripts: the file gives back what went in."""
    kept = {}
    for name, text in answers.items():
        try:
            kept[name] = checked(ASKED[name], text, TODAY)
        except Refused:
            continue
    draft = Draft(answers={n: t for n, t in kept.items() if t}, skipped={"imei2"})
    raw = parse_table(draft_text(draft, KNOWN), "a.toml")
    again = given_answers(raw, KNOWN, TODAY, "a.toml")

    assert again.answers == draft.answers
    assert again.skipped == {"imei2"}


def test_the_form_has_every_question_and_answers_none() -> None:
    """What --questions prints can be given back as it is."""
    text = template(KNOWN)
    empty = given_answers(parse_table(text, "form"), KNOWN, TODAY, "form")

    assert all(f"\n{name} = " in text and q.ask in text for name, q in ASKED.items())
    assert (empty.answers, empty.files, empty.skipped) == ({}, {}, set())


def test_toml_of_people_is_understood() -> None:
    """Dates without quotes, an IMEI as a number, one file without brackets."""
    raw = parse_table(
        f'imei = {IMEI}\nbought_on = 2024-03-01\nreceipt = "a.pdf"\nbox_photo = ["b", "c"]\r\n',
        "a.toml",
    )
    taken = given_answers(raw, KNOWN, TODAY, "a.toml")

    assert taken.answers == {"imei": IMEI, "bought_on": "2024-03-01"}
    assert taken.files == {"receipt": ["a.pdf"], "box_photo": ["b", "c"]}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("imei = 49015420323751", "14 digits"),
        ("serail = 'x'", "Did you mean serial"),
        ("model = ['a']", "text in quotes"),
        ("model = true", "text in quotes"),
        ("receipt = 3", "path in quotes"),
        ("receipt = [3]", "path in quotes"),
        ("skipped = 'imei2'", "list of names"),
        ("skipped = ['nothing']", "no question"),
        ("model = ", "cannot be read"),
        ("format = 2", "newer version"),
        ("imei = '490154203237518'\nimei2 = '490154203237518'", "the same"),
    ],
)
def test_a_mistake_in_the_file_is_told(text: str, said: str) -> None:
    """With the file's name, the question and what would be right."""
    with pytest.raises(UsageError) as error:
        given_answers(parse_table(text, "a.toml"), KNOWN, TODAY, "a.toml")
    assert said in error.value.message + error.value.hint
    assert error.value.message.startswith("a.toml")


def test_the_form_of_the_table_is_data() -> None:
    """The questions are in a file of their own, which the wheel ships."""
    assert (Path(ROOT) / "miunlink_adb" / "dossier" / "questions.toml").is_file()
