"""The language that Android shows, with its own rules of falling back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.apk.samples import resources, text


def shown(offered: str, *wanted: str) -> str:
    """Which of some languages (`""` as `-`) is shown to a phone with these."""
    values = {"" if tag == "-" else tag: tag for tag in offered.split()}
    found = resources(text("a", values)).texts(["a"], wanted, 36)
    return found["a"].values[0] if found else "nothing"


@pytest.mark.parametrize(
    ("offered", "wanted", "expected"),
    [
        ("- de", "de-DE", "de"),
        ("- de de-AT", "de-AT", "de-AT"),
        ("- de de-AT", "de-CH", "de"),
        ("- de-AT", "de-DE", "de-AT"),
        ("- de", "fr-FR", "-"),
        ("- es es-US", "es-MX", "es-US"),
        ("- es es-419", "es-MX", "es-419"),
        ("- es es-US es-419", "es-AR", "es-419"),
        ("- es es-US", "es-AR", "es-US"),
        ("- es es-US", "es-ES", "es"),
        ("- es es-MX es-US", "es-MX", "es-MX"),
        ("- pt-BR pt-PT", "pt-AO", "pt-PT"),
        ("- pt-BR pt-PT", "pt-MZ", "pt-PT"),
        ("- pt pt-PT", "pt-BR", "pt"),
        ("- pt-BR pt-PT", "pt", "pt-BR"),
        ("- zh-CN zh-TW", "zh-Hant-TW", "zh-TW"),
        ("- zh-CN zh-TW", "zh-Hant-MO", "zh-TW"),
        ("- zh-CN zh-HK zh-TW", "zh-Hant-MO", "zh-HK"),
        ("- zh-CN zh-TW", "zh-HK", "zh-TW"),
        ("- zh-CN", "zh-TW", "-"),
        ("- zh-CN zh-TW", "zh-SG", "zh-CN"),
        ("- zh-CN", "zh-Hans-MY", "zh-CN"),
        ("- zh-Hant", "zh-TW", "zh-Hant"),
        ("- he", "he-IL", "he"),
        ("- he", "iw-IL", "he"),
        ("- id", "in-ID", "id"),
        ("- yi", "ji", "yi"),
        ("- fil", "fil-PH", "fil"),
        ("- tl", "fil-PH", "tl"),
        ("- fil", "tl-PH", "fil"),
        ("- nb", "no-NO", "nb"),
        ("- sr sr-Latn", "sr-RS", "sr"),
        ("- sr sr-Latn", "sr-Latn-RS", "sr-Latn"),
        ("- sr", "sr-Latn-RS", "-"),
        ("- sr-Latn", "sr-ME", "sr-Latn"),
        ("- uz", "uz-Cyrl-UZ", "-"),
        ("- pa", "pa-PK", "-"),
        ("- en-GB", "en-IN", "en-GB"),
        ("- en-GB en-IN", "en-IN", "en-IN"),
        ("- en-GB en-001", "en-AU", "en-001"),
        ("- en-GB", "en-US", "-"),
        ("- en-GB en", "en-US", "en"),
        ("- en-GB", "en-PH", "-"),
        ("- en-GB", "en", "-"),
        ("- ar", "ar-MA", "ar"),
        ("- fr fr-CA", "fr-BE", "fr"),
        ("- fr-CA fr-FR", "fr-BE", "fr-FR"),
        ("- bn-BD bn-IN", "bn-IN", "bn-IN"),
        ("- tr", "", "nothing"),
    ],
)
def test_what_a_phone_shows(offered: str, wanted: str, expected: str) -> None:
    """Regions fall back to their parents, scripts are never mixed, old codes mean the new ones."""
    assert shown(offered, wanted) == expected


@pytest.mark.parametrize(
    ("offered", "wanted", "expected"),
    [
        ("- ru", ["hi-IN", "ru-RU"], "ru"),
        ("- hi ru", ["hi-IN", "ru-RU"], "hi"),
        ("- ru", ["hi-IN", "en-US", "ru-RU"], "-"),
        ("- pt-PT", ["hi-IN", "ml-IN"], "-"),
    ],
)
def test_the_owners_list_of_languages(offered: str, wanted: list[str], expected: str) -> None:
    """The first of his languages that the app has; English counts as always there."""
    assert shown(offered, *wanted) == expected


TAGS = st.sampled_from("hi en en-GB en-US pt pt-BR pt-PT zh-CN zh-TW es es-US es-419 sr ar".split())


@given(st.lists(TAGS, min_size=1, max_size=6, unique=True), TAGS)
def test_the_order_in_the_file_does_not_matter(offered: list[str], wanted: str) -> None:
    """Sections may stand in any order."""
    here = shown(" ".join(["-", *offered]), wanted)

    assert here == shown(" ".join([*reversed(offered), "-"]), wanted)


@given(st.lists(TAGS, min_size=1, max_size=6, unique=True), TAGS)
def test_the_exact_language_wins(offered: list[str], wanted: str) -> None:
    """What is there in just this language and region is what is shown."""
    assert shown(" ".join(["-", wanted, *offered]), wanted) == wanted
