"""The guides that are shipped, and how a damaged file is told."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb import resources
from miunlink_adb.errors import MiunlinkError, PackError, UsageError
from miunlink_adb.guide.address import objection
from miunlink_adb.guide.model import STEP_TEXTS, TEXTS, Guide
from miunlink_adb.guide.read import foreign_host, read_guide, translated
from miunlink_adb.guide.shelf import (
    GUIDES,
    known_languages,
    language_chain,
    load_guide,
    load_words,
)
from miunlink_adb.guide.words import ANSWERS, KEYS, read_words, translated_words
from miunlink_adb.resources import guides_dir
from tests.architecture import ROOT

GOOD = """
phone = "optional"
title = "A"
summary = "B"
closing = "C"

[[steps]]
id = "one"
title = "T"
statement = "S"
address = "https://i.mi.com/"
"""
LANGUAGES = known_languages()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", GUIDES)
def test_every_address_is_official(name: str, language: str) -> None:
    """In every guide and every translation; and a guide is of use: it has an address."""
    addresses = [step.address for step in load_guide(name, language).steps if step.address]

    assert addresses
    assert [objection(address) for address in addresses] == [""] * len(addresses)


@pytest.mark.parametrize("name", GUIDES)
def test_no_file_names_another_place(name: str) -> None:
    """Not even in a comment: every address in the text of the files is one that may be opened."""
    for file in guides_dir().rglob(f"{name}.toml"):
        text = file.read_text(encoding="utf-8")
        found = [word.strip('".') for word in text.split() if "//" in word]
        assert [objection(address) for address in found] == [""] * len(found), file


def texts_of(guide: Guide) -> dict[str, str]:
    """All texts by their place."""
    texts = {key: getattr(guide, key) for key in TEXTS}
    return texts | {
        f"{step.id}.{key}": getattr(step, key) for step in guide.steps for key in STEP_TEXTS
    }


@pytest.mark.parametrize("language", LANGUAGES[1:])
@pytest.mark.parametrize("name", GUIDES)
def test_what_is_shipped_is_translated_whole(name: str, language: str) -> None:
    """Each English text has one, which is another; steps and addresses are the same."""
    english, other = load_guide(name), load_guide(name, language)
    texts = texts_of(other)
    same = [key for key, text in texts_of(english).items() if text and texts[key] == text]

    assert other.language == language
    assert same == []
    assert [s.address for s in other.steps] == [s.address for s in english.steps]


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_the_words_around_are_translated(language: str) -> None:
    """Every word of the interface has one, it can be filled in, and no two answers are the same."""
    english, other = load_words(), load_words(language)
    answers = [other.say(answer) for answer in ANSWERS]

    same = {key for key in KEYS if english.say(key) == other.say(key)}
    assert same <= {"sentence"}
    assert "2" in other.say("step", number=2, count=8)
    assert len({answer.casefold() for answer in answers}) == len(ANSWERS)


def test_the_languages() -> None:
    """English first; those that are shipped."""
    assert LANGUAGES == ("en", "de", "ru", "zh")


def test_what_the_guides_must_warn_of() -> None:
    """A new password's waiting days, the last contact, the sign-out: before any address."""
    wanted = {
        "recover-password": ("Find device", "days"),
        "unlink-contact": ("One contact must remain",),
        "remove-device": ("signs this phone out", "Find device", "activation lock"),
    }
    for name, words in wanted.items():
        guide = load_guide(name)
        first = guide.steps[0]
        assert all(word in guide.warning for word in words), name
        assert (first.gate, first.must_confirm, first.address) == (True, True, None), name
        assert first.warning, name


def test_a_phone_is_needed_where_it_is_removed() -> None:
    """Only the guide that signs a phone out cannot do without one."""
    needs = {name: load_guide(name).phone for name in GUIDES}

    assert [name for name, need in needs.items() if need == "required"] == ["remove-device"]
    assert load_guide("remove-device").changes_phone


def test_guides_are_data_of_the_package() -> None:
    """A checkout has its own; the wheel gets the same folder; there is no code in it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    shipped = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]

    assert guides_dir() == ROOT / "guides"
    assert shipped["guides"] == "miunlink_adb/_guides"
    assert {path.suffix for path in guides_dir().rglob("*") if path.is_file()} == {".toml"}


# -- languages -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "chain"),
    [
        ("en", ()),
        ("en_GB.UTF-8", ()),
        ("ru", ("ru",)),
        ("ru_RU.UTF-8", ("ru",)),
        ("RU", ("ru",)),
        ("zh-CN", ("zh",)),
    ],
)
def test_a_language_is_found(wanted: str, chain: tuple[str, ...]) -> None:
    """As people and systems write it; the region may be one that has no translation."""
    assert language_chain(wanted) == chain


@pytest.mark.parametrize("wanted", ["tlh", "", "../ru", "r", "ru/..", "C", "éé"])
def test_an_unknown_language_is_told(wanted: str) -> None:
    """With those that there are; no name leads out of the folder."""
    with pytest.raises(UsageError, match="no guides in the language") as error:
        load_guide("remove-device", wanted)
    assert "en, de, ru, zh" in error.value.hint


def test_what_is_not_translated_is_english(tmp_path: Path) -> None:
    """Key by key, the general language before the regional one; a missing file is no fault."""
    write(tmp_path, "activation-lock", GOOD)
    write(tmp_path / "pt", "activation-lock", 'title = "Um"\nsummary = "Dois"')
    write(tmp_path / "pt-BR", "activation-lock", 'title = "Uma"\n[steps.one]\ntitle = "Passo"')
    guide = load_guide("activation-lock", "pt-BR", tmp_path)

    assert (guide.title, guide.summary, guide.closing) == ("Uma", "Dois", "C")
    assert (guide.steps[0].title, guide.steps[0].statement) == ("Passo", "S")
    write(tmp_path / "de", "other", "")
    assert load_guide("activation-lock", "de", tmp_path).title == "A"


# -- damaged files -------------------------------------------------------------------------------


def write(folder: Path, name: str, text: str) -> Path:
    """A file of a guide."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.toml"
    file.write_text(text, encoding="utf-8")
    return file


FAULTS = [
    (("phone =", "fone ="), "fone", "is not a key here"),
    (('phone = "optional"', ""), "phone", "no known need"),
    (('"optional"', '"maybe"'), "phone", "no known need"),
    (('title = "A"', "title = 3"), "title", "must be a text"),
    (('title = "A"', 'title = ""'), "title", "must be a text"),
    (('summary = "B"', ""), "summary", "must be a text"),
    (('"B"', '"Go to evil.example now"'), "summary", "names evil.example"),
    (('"B"', '"See http://x"'), "summary", "names an address"),
    (('"B"', f'"{"x" * 401}"'), "summary", "longer than 400"),
    (('"B"', '"a\\u202eb"'), "summary", "not one line"),
    (("[[steps]]", "[steps]"), "steps", "must be a list"),
    (("[[steps]]", "steps = [1]\n[x]"), "x", "is not a key"),
    ((GOOD[GOOD.index("[[steps]]") :], "steps = [1]"), "steps[1]", "must be a table"),
    (('id = "one"', ""), "steps[1].id", "must be a name"),
    (('"one"', '"One step"'), "steps[1].id", "must be a name"),
    (('statement = "S"', ""), "steps[1].statement", "must be a text"),
    (('statement = "S"', 'statement = "S"\nmust = true'), "steps[1].must", "is not a key"),
    (('statement = "S"', 'statement = "S"\ncheck = "x"'), "steps[1].check", "is not a check"),
    (('statement = "S"', 'statement = "S"\ngate = 1'), "steps[1].gate", "true or false"),
    (('statement = "S"', 'statement = "S"\ngate = true'), "steps[1].gate", "without a warning"),
    (("https://i.mi.com/", "http://i.mi.com/"), "steps[1].address", "may not be opened"),
    (('"https://i.mi.com/"', "3"), "steps[1].address", "may not be opened"),
    (("[[steps]]", '[[steps]]\nid = "one"\ntitle = "x"\nstatement = "y"\n[[steps]]'),
     "steps[2].id", "there twice"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "key", "said"), FAULTS)
def test_a_fault_names_file_key_and_fix(
    change: tuple[str, str], key: str, said: str, tmp_path: Path
) -> None:
    """What is wrong, where, and what to write; exit 4."""
    file = write(tmp_path, "guide", GOOD.replace(*change))
    with pytest.raises(PackError) as error:
        read_guide("guide", file)
    assert (error.value.key, error.value.exit_code) == (key, 4)
    assert str(error.value.file).endswith("/guide.toml")
    assert said in error.value.message
    assert len(error.value.hint) > 10
    assert error.value.hint != PackError.default_hint


def test_a_gate_shows_no_address(tmp_path: Path) -> None:
    """What is behind a yes must not stand beside the question."""
    gate = 'statement = "S"\ngate = true\nmust_confirm = true\nwarning = "W"'
    file = write(tmp_path, "guide", GOOD.replace('statement = "S"', gate))
    with pytest.raises(PackError, match="stands in a gate"):
        read_guide("guide", file)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('titel = "x"', "titel"),
        ('phone = "required"', "phone"),
        ('[steps.two]\ntitle = "x"', "steps.two"),
        ('[steps.one]\naddress = "https://i.mi.com/"', "steps.one.address"),
        ("[steps.one]\ngate = true", "steps.one.gate"),
        ('[steps.one]\nwarning = "x"', "steps.one.warning"),
        ('steps = ["one"]', "steps"),
        ('[steps]\none = "x"', "steps.one"),
        ('closing = "www.example.org"', "closing"),
    ],
)
def test_a_translation_translates_and_no_more(text: str, key: str, tmp_path: Path) -> None:
    """It can change texts alone: no address, no gate, no step; the fault names file and key."""
    guide = read_guide("guide", write(tmp_path, "guide", GOOD))
    file = write(tmp_path / "de", "guide", text)
    with pytest.raises(PackError) as error:
        translated(guide, "de", file)
    assert (error.value.key, error.value.file) == (key, "de/guide.toml")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a = \n", "is not TOML"),
        (b"\xff\xfe", "not UTF-8"),
        (b"# " + b"x" * 70000, "too long"),
        (b"a = " + b"[" * 30000, "too deep"),
        (b"a = " + b"9" * 5000, "is not TOML"),
    ],
)
def test_a_file_that_is_no_toml(data: bytes, said: str, tmp_path: Path) -> None:
    """The line is named where there is one."""
    file = tmp_path / "guide.toml"
    file.write_bytes(data)
    with pytest.raises(PackError, match=said) as error:
        read_guide("guide", file)
    assert error.value.line == (1 if data == b"a = \n" else None)


def test_a_damaged_installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the folder: exit 4, and what to do."""
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "site" / "miunlink_adb")
    with pytest.raises(PackError, match="guides are missing") as error:
        load_guide("remove-device")
    assert "Install" in error.value.hint


def test_a_missing_file(tmp_path: Path) -> None:
    """A damaged installation says what to do."""
    with pytest.raises(PackError, match="cannot be read") as error:
        read_guide("guide", tmp_path / "guide.toml")
    assert "Install" in error.value.hint


@pytest.mark.parametrize(
    "text",
    ['step = "{number}"', 'step = "{number} {count:>9999999}"', 'done = "{x}"', 'step = "{"'],
)
def test_words_must_fit_what_is_filled_in(text: str, tmp_path: Path) -> None:
    """A translation with other places, or with a format of its own, is refused, not shown."""
    words = read_words(guides_dir() / "interface.toml")
    with pytest.raises(PackError, match="places to fill in"):
        translated_words(words, "de", write(tmp_path, "interface", text))


@given(st.text(max_size=80), st.sampled_from(["evil.example", "mi.com.evil.net", "ЯндексPay.рф"]))
def test_no_text_can_name_another_host(text: str, host: str) -> None:
    """Wherever it stands between spaces."""
    assert foreign_host(f"{text} {host} {text}") != ""


@given(
    st.dictionaries(st.sampled_from(["phone", "title", "steps", "x"]), st.text() | st.integers())
)
def test_whatever_is_in_a_file_is_an_error_of_ours(
    tmp_path_factory: pytest.TempPathFactory, table: dict[str, object]
) -> None:
    """Nothing but a guide or a fault with its place comes out."""
    lines = "\n".join(f"{key} = {value!r}" for key, value in table.items())
    file = write(
        tmp_path_factory.getbasetemp() / "any", "guide", lines.encode("utf-8", "replace").decode()
    )
    failed = failure(lambda: read_guide("guide", file))
    assert isinstance(failed, PackError)


def failure(act: Callable[[], object]) -> MiunlinkError | None:
    """The error of ours that something ends with."""
    try:
        act()
    except MiunlinkError as error:
        return error
    return None
