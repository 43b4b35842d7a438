"""Texts and ids come out of a table as they went in, however it is written."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.apk import Resources
from miunlink_adb.virtual.apk import Reference
from tests.apk.samples import (
    PACKAGE,
    STYLES,
    Resource,
    TableStyle,
    config,
    read,
    resources,
    string_resources,
    table,
    text,
)

NAMES = st.from_regex(r"[a-z][a-z0-9_.]{0,40}", fullmatch=True)
TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="<>"), min_size=1, max_size=300
).filter(str.strip)
TAGS = st.sampled_from(["", "hi", "zh-TW", "pt-BR", "sr-Latn", "fil", "es-419", "iw"])
TABLES = st.dictionaries(
    NAMES, st.dictionaries(TAGS, TEXTS, min_size=1, max_size=4), min_size=1, max_size=12
)


@given(TABLES, st.sampled_from(STYLES))
def test_every_text_is_found_again(
    texts: Mapping[str, Mapping[str, str]], style: TableStyle
) -> None:
    """UTF-8 or UTF-16, sparse, compact or plain: each name has its text in each language."""
    found = resources(*string_resources(texts), style=style)

    for tag in {tag for values in texts.values() for tag in values if tag}:
        read_back = found.texts(texts, [tag], 36)
        wanted = {name: values[tag] for name, values in texts.items() if tag in values}
        assert {name: read_back[name].values[0] for name in wanted} == wanted


@given(st.sets(NAMES, min_size=1, max_size=30), st.sets(NAMES), st.sampled_from(STYLES))
def test_ids_are_those_of_the_table(present: set[str], asked: set[str], style: TableStyle) -> None:
    """Of all names asked for exactly those that the table has as ids; strings are no ids."""
    made = [Resource("id", name, {"": None}) for name in sorted(present)]
    found = resources(text("only_a_string", {"": "x"}), *made, style=style)

    assert found.ids(asked | {"only_a_string"}) == (asked & present) - {"only_a_string"} or (
        "only_a_string" in present
    )
    assert set(found.names("id")) == present


@pytest.mark.parametrize(
    ("length", "utf8"),
    [*((n, True) for n in (127, 128, 129, 32767)), *((n, False) for n in (127, 32767, 32768))],
)
def test_lengths_of_one_and_of_two_units(*, length: int, utf8: bool) -> None:
    """Texts at the limits of the length fields come whole; longer than 32767 only in UTF-16."""
    long = "x" * length
    found = resources(text("long", {"": long}), style=TableStyle(utf8=utf8))

    assert found.texts(["long"], ["en"], 0)["long"].values == (long,)


def test_plurals_give_every_quantity() -> None:
    """All quantities of a plural count: which one is shown depends on a number."""
    found = resources(Resource("plurals", "days", {"": {"one": "%d day", "other": "%d days"}}))

    assert found.texts(["days"], ["en-US"], 30)["days"].values == ("%d day", "%d days")


def test_a_reference_is_followed() -> None:
    """A string that is another string shows that one's text, in the phone's language."""
    made = [
        text("title", {"": "Sign out", "hi": "साइन आउट"}),
        text("button", {"": Reference(0x7F010000)}),
    ]

    assert resources(*made).texts(["button"], ["hi-IN"], 30)["button"].values == ("साइन आउट",)


def test_a_reference_into_the_framework_is_followed() -> None:
    """`@android:string/ok` is looked up in the framework's table, read only then."""
    framework = read(table("android", [text("ok", {"": "OK", "de": "Okay"})], package_id=1))
    found = resources(text("yes", {"": Reference(0x01010000)}), frameworks=[framework])

    assert found.texts(["yes"], ["de-DE"], 30)["yes"].values == ("Okay",)


def test_the_framework_is_not_read_without_need() -> None:
    """As long as no text stands there, nobody asks for it."""
    asked: list[int] = []

    def frameworks() -> list[object]:
        asked.append(1)
        return []

    made = read(table(PACKAGE, [text("a", {"": "A"})]))
    assert Resources([made], frameworks).texts(["a"], ["en"], 0)["a"].values == ("A",)  # type: ignore[arg-type]
    assert asked == []


def test_references_in_a_circle_end() -> None:
    """Where a is b and b is a, there is no text, and no endless loop."""
    circle = [
        text("a", {"": Reference(0x7F010001)}),
        text("b", {"": Reference(0x7F010000)}),
        text("self", {"": Reference(0x7F010002)}),
    ]

    assert resources(*circle).texts(["a", "b", "self"], ["en"], 0) == {}


def test_markup_that_an_app_draws_itself_is_taken_off() -> None:
    """A text with tags fits what the screen shows: the words without them, and as it is."""
    found = resources(text("a", {"": "Turn off <b>Find device</b>"}))

    assert found.texts(["a"], ["en"], 0)["a"].values == (
        "Turn off Find device",
        "Turn off <b>Find device</b>",
    )


def test_texts_for_other_displays_are_known_too() -> None:
    """What tablets or the night show is accepted as well, after the usual text."""
    values = {
        config("de"): "Abmelden",
        config("de", width=600): "Vom Tablet abmelden",
        config("de", night=True): "Nachts abmelden",
        config(""): "Sign out",
    }
    found = resources(Resource("string", "a", values))
    texts = found.texts(["a"], ["de-DE"], 30)["a"].values

    assert texts[0] == "Abmelden"
    assert set(texts) == {"Abmelden", "Vom Tablet abmelden", "Nachts abmelden"}


def test_texts_for_newer_androids_are_left_out() -> None:
    """A `-v34` text is not shown on Android 9, and is shown first on Android 15."""
    values = {config("", sdk=34): "New", config(""): "Old"}
    found = resources(Resource("string", "a", values))

    assert found.texts(["a"], ["en"], 28)["a"].values == ("Old",)
    assert found.texts(["a"], ["en"], 35)["a"].values[0] == "New"


def test_a_split_adds_its_language() -> None:
    """The base holds English, a split Hindi: together they are one app."""
    base = read(table(PACKAGE, [text("a", {"": "A"}), text("b", {"": "B"})]))
    split = read(table(PACKAGE, [text("b", {"hi": "बी"})]))
    found = Resources([base, split]).texts(["a", "b"], ["hi-IN"], 30)

    assert {name: item.values for name, item in found.items()} == {"a": ("A",), "b": ("बी",)}


def test_a_name_that_is_missing_is_left_out() -> None:
    """No text is made up."""
    assert resources(text("a", {"": "A"})).texts(["b"], ["en"], 0) == {}


def test_characters_beyond_the_first_plane() -> None:
    """Emoji and rare letters survive both encodings, also written as two surrogates."""
    for style in STYLES:
        found = resources(text("a", {"": "🔒 Türkçe 𐐷"}), style=style)
        assert found.texts(["a"], ["en"], 0)["a"].values == ("🔒 Türkçe 𐐷",)
    odd = table(PACKAGE, [text("a", {"": "xxxxxx"})])
    surrogates = "🔒".encode("utf-16-le").decode("utf-16-le").encode("utf-16-be", "surrogatepass")
    pair = [int.from_bytes(surrogates[i : i + 2], "big") for i in (0, 2)]
    six = "".join(map(chr, pair)).encode("utf-8", "surrogatepass")
    found = Resources([read(odd.replace(b"xxxxxx", six))])
    assert found.texts(["a"], ["en"], 0)["a"].values == ("🔒",)
