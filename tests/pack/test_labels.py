"""From a label to its wordings in the phone's language."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.errors import PackError
from miunlink_adb.pack import Labels, bind, load_bound, load_pack
from miunlink_adb.pack.label_file import read_labels
from miunlink_adb.pack.labels import locale_chain, normal_locale
from miunlink_adb.pack.load import read_toml
from tests.pack.folder import APPS, PAGE, write_labels, write_pack

OFFERED = (
    "ar ar-XB de en en-GB en-XA es es-US he id nb pt pt-BR pt-PT sr zh-CN zh-HK zh-TW fil".split()
)


@pytest.mark.parametrize(
    ("tag", "normal"),
    [
        ("pt-BR", "pt-BR"),
        ("pt_BR", "pt-BR"),
        ("pt-rBR", "pt-BR"),
        ("zh-Hant-TW", "zh-TW"),
        ("zh-Hans", "zh-CN"),
        ("zh-Hant", "zh-TW"),
        ("zh-Hans-HK", "zh-HK"),
        ("iw-IL", "he-IL"),
        ("in_ID", "id-ID"),
        ("no-NO", "nb-NO"),
        ("tl", "fil"),
        ("es-419", "es-419"),
        ("sr-Latn-RS", "sr-RS"),
        ("de-DE-u-co-phonebk", "de-DE"),
        ("en-US-x-private", "en-US"),
        ("RU", "ru"),
        ("", ""),
        ("-", ""),
    ],
)
def test_locales_are_written_in_one_way(tag: str, normal: str) -> None:
    """Android's, Java's and the web's spellings of one locale are one."""
    assert normal_locale(tag) == normal


@given(st.text(max_size=20))
def test_any_tag_has_a_normal_form(tag: str) -> None:
    """Nonsense from a phone is no crash, and normal forms stay."""
    once = normal_locale(tag)
    assert normal_locale(once) == once or not once.isascii()


@pytest.mark.parametrize(
    ("wanted", "chain"),
    [
        ("pt-BR", ["pt-BR", "pt", "pt-PT"]),
        ("pt-AO", ["pt", "pt-BR", "pt-PT"]),
        ("es-MX", ["es-US", "es"]),
        ("es-ES", ["es", "es-US"]),
        ("zh-TW", ["zh-TW", "zh-HK", "zh-CN"]),
        ("zh-HK", ["zh-HK", "zh-TW", "zh-CN"]),
        ("zh-MO", ["zh-HK", "zh-TW", "zh-CN"]),
        ("zh-SG", ["zh-CN", "zh-HK", "zh-TW"]),
        ("zh-Hans-CN", ["zh-CN", "zh-HK", "zh-TW"]),
        ("iw-IL", ["he"]),
        ("in-ID", ["id"]),
        ("ar-EG", ["ar"]),
        ("en-US", ["en", "en-GB"]),
        ("en-XA", ["en-XA", "en", "en-GB"]),
        ("xx-YY", []),
        ("", []),
    ],
)
def test_nearest_locale_first(wanted: str, chain: list[str]) -> None:
    """The phone's own, its language, its relatives; invented locales only when asked for."""
    assert list(locale_chain(wanted, OFFERED)) == chain


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two releases with labels in a few languages."""
    write_pack(tmp_path, "miui-8", APPS + BUTTON_BY_LABEL + PAGE)
    write_pack(tmp_path, "miui-9", "", extends="miui-8")
    write_pack(tmp_path, "miui-10", "", extends="miui-9")
    write_labels(tmp_path, "miui-8", "en", '[account]\nlogout_account = "Sign out"\nok = "OK"\n')
    write_labels(tmp_path, "miui-8", "de", '[account]\nlogout_account = "Abmelden"\n')
    write_labels(tmp_path, "miui-10", "de", '[account]\nlogout_account = ["Ausloggen", "=00ff"]\n')
    write_labels(tmp_path, "miui-9", "de-AT", '[account]\nlogout_account = "Pfiat di"\n')
    return tmp_path


BUTTON_BY_LABEL = """
[elements.sign_out_button]
app = "account"
source = "test"
sure = "modified"
select = [{ label = "account.logout_account" }]
"""


def test_all_wordings_of_a_language_are_accepted(folder: Path) -> None:
    """The nearest release first, then the others, then relatives, then English."""
    wording = Labels(folder, "miui-9", "de").wording(("account.logout_account",))
    assert wording.shown == ("Abmelden", "Ausloggen", "Pfiat di", "Sign out")
    assert wording.prints == {"00ff"}

    assert Labels(folder, "miui-10", "de-AT").texts("account.logout_account")[:2] == (
        "Pfiat di",
        "Ausloggen",
    )


def test_english_stands_in_where_a_language_has_no_text(folder: Path) -> None:
    """As on a phone whose app was never translated."""
    assert Labels(folder, "miui-9", "de").wording(("account.ok",)).shown == ("OK",)
    assert Labels(folder, "miui-9", "de").texts("account.ok") == ()


def test_a_release_newer_than_all_packs_takes_the_newest(folder: Path) -> None:
    """The nearest is the newest then."""
    shown = Labels(folder, "hyperos-9", "de").texts("account.logout_account")
    assert shown[0] == "Ausloggen"


def test_a_language_without_labels_is_seen_as_such(folder: Path) -> None:
    """`locales` is empty, so that a caller can refuse before anything is tapped."""
    bound = load_bound("miui-9", "xx", folder)
    assert bound.locales == ()
    assert bound.unlabelled == frozenset()
    assert load_bound("miui-9", "de-DE", folder).locales == ("de", "de-AT")


def test_a_label_without_any_text_is_named(tmp_path: Path) -> None:
    """Its selector is left out, and `unlabelled` says why."""
    write_pack(tmp_path, "miui-8", APPS + BUTTON_BY_LABEL + PAGE)
    bound = load_bound("miui-8", "de", tmp_path)
    assert bound.unlabelled == {"account.logout_account"}
    assert bound.elements["sign_out_button"].selectors == ()


def test_bind_takes_the_wordings_that_it_is_given(folder: Path) -> None:
    """A pack and a look-up are enough: no files are read."""
    labels = Labels(folder, "miui-8", "de")
    bound = bind(load_pack("miui-8", folder), "de", labels.wording, labels.locales)
    ((selector, sure),) = bound.elements["sign_out_button"].selectors
    assert selector.package == "com.xiaomi.account"
    assert sure == "modified"


@pytest.mark.parametrize(
    "text",
    [
        '# x\n\nsource = "y"\n\n[account]\na = "b"\nc = ["d", "e \\" f"]\n\n[cloud]\nx = "\\\\"\n',
        '[account]\na = "\\u00e4"\n',
        "[account]\na = 'literal'\n",
        'source = "y"\n\n[account]\na = [\n  "b",\n  "c",\n]\n',
        '[account]\na = "b" # said somewhere\n',
        "",
    ],
)
def test_both_readers_of_a_label_file_agree(tmp_path: Path, text: str) -> None:
    """The quick reader reads what the TOML parser reads, or leaves the file to it."""
    file = tmp_path / "x.toml"
    file.write_text(text, encoding="utf-8")
    raw = {app: names for app, names in read_toml(file).items() if app != "source"}
    expected = {
        app: {n: (v,) if isinstance(v, str) else tuple(v) for n, v in names.items()}
        for app, names in raw.items()
    }
    assert read_labels(file) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('account = "x"\n', "must be a table of labels"),
        ("[account]\na = 1\n", "must be a text or a list of texts"),
        ('[account]\na = "b"\na = "c"\n', "not valid TOML"),
        ('[account]\na = "b"\n[account]\n', "not valid TOML"),
        ("[account]\na = \n", "not valid TOML"),
    ],
)
def test_a_wrong_label_file_is_told_with_its_name(tmp_path: Path, text: str, message: str) -> None:
    """The quick reader hides no fault."""
    file = tmp_path / "x.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(PackError) as error:
        read_labels(file)
    assert error.value.file == str(file)
    assert message in error.value.message


def test_what_holds_in_the_release_comes_first(tmp_path: Path) -> None:
    """A text of an old release holds until a newer one has another; later ones come after it."""
    for release, text in (("miui-8", "Mi Account"), ("miui-12", "Account"), ("miui-13", "X")):
        write_labels(tmp_path, release, "it", f'[settings]\nrow = "{text}"\n')
    for release in ("miui-8", "miui-11", "miui-12", "miui-13"):
        write_pack(tmp_path, release)

    def first(release: str) -> str:
        return Labels(tmp_path, release, "it").wording(("settings.row",)).shown[0]

    assert first("miui-11") == "Mi Account"
    assert first("miui-12") == "Account"
    assert len(Labels(tmp_path, "miui-11", "it").texts("settings.row")) == 3
