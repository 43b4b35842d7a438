"""Selectors as questions to the phone's own engine."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.adb.condition import plan, wording_pattern
from miunlink_adb.selector import Selector, Wording

ACCOUNT = "com.xiaomi.account"
BUTTON = Selector(ACCOUNT, (f"{ACCOUNT}:id/logout_btn",))
PAGE = Selector(ACCOUNT, (f"{ACCOUNT}:id/list", "android:id/list"))


def labelled(*texts: str, package: str = ACCOUNT) -> Selector:
    """A selector by a label with these wordings."""
    return Selector(package, wording=Wording("x", texts))


def test_one_id_is_asked_for_as_it_is() -> None:
    """A single id needs no expression, and its answer no second look."""
    todo = plan([BUTTON])

    assert todo.questions == ({"resourceId": f"{ACCOUNT}:id/logout_btn"},)
    assert todo.single


def test_many_ids_are_one_question() -> None:
    """All ids of all selectors fit into one expression that matches each of them, and no other."""
    selectors = [BUTTON, Selector("", ("a:id/b", "a:id/c"))]
    (question,) = plan(selectors).questions
    pattern = re.compile(question["resourceIdMatches"])

    assert plan(selectors).single
    assert all(pattern.fullmatch(name) for s in selectors for name in s.resource_ids)
    assert not pattern.fullmatch(f"{ACCOUNT}:id/logout_btn2")
    assert not pattern.fullmatch("comXxiaomi.account:id/logout_btn")


@pytest.mark.parametrize(
    "selector",
    [
        PAGE,  # an id of the platform, in one app
        Selector(ACCOUNT, BUTTON.resource_ids, flags=(("enabled", True),)),
        Selector(ACCOUNT, BUTTON.resource_ids, within=PAGE),
        Selector(ACCOUNT, BUTTON.resource_ids, wording=Wording("x", ("OK",))),
    ],
)
def test_what_an_id_does_not_tell_needs_a_second_look(selector: Selector) -> None:
    """More than an id in a selector makes a yes of the phone a maybe."""
    todo = plan([selector])

    assert todo.questions
    assert not todo.exact


def test_texts_are_asked_for_as_text_and_as_description() -> None:
    """A label may stand in either; the package goes with it."""
    text, description = plan([labelled("Sign out", "Выйти")]).questions

    assert text["packageName"] == description["packageName"] == ACCOUNT
    assert text["textMatches"] == description["descriptionMatches"]


def test_packages_are_alternatives_too() -> None:
    """Labels of several apps are asked in one question; any package is allowed if one says so."""
    several = plan([labelled("a"), labelled("b", package="android")]).questions[0]
    anywhere = plan([labelled("a"), labelled("b", package="")]).questions[0]

    assert re.fullmatch(several["packageNameMatches"], "android")
    assert set(anywhere) == {"textMatches"}


@pytest.mark.parametrize(
    "selector",
    [
        Selector(ACCOUNT, class_names=("Button",)),
        labelled("Account: %1$s"),
        Selector(ACCOUNT, wording=Wording("x", ("OK",), frozenset({"0123456789ab"}))),
        Selector(ACCOUNT, wording=Wording("x")),
    ],
)
def test_what_no_question_tells_must_be_looked_for(selector: Selector) -> None:
    """Structure, places for values and long sentences are seen by looking only."""
    assert plan([BUTTON, selector]).blind


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("Sign out", "SIGN OUT"),
        ("Sign out", "Sign\u00a0out"),
        ("Signing out...", "Signing out…"),
        ("Signing out…", "signing out ..."),
        ("Don't keep", "Don’t keep"),
        ("退出小米帐号", "退出小米账号"),
        ("Çıkış yap", "ÇIKIŞ YAP"),
        ("Выйти из аккаунта", "ВЫЙТИ ИЗ АККАУНТА"),
        ("(a+b)*[c]?", "(A+B)*[C]?"),
    ],
)
def test_the_same_words_written_otherwise_match(label: str, shown: str) -> None:
    """Case, spaces, dots, quotes and Xiaomi's two signs for account do not matter."""
    (question, _) = plan([labelled(label)]).questions

    assert re.fullmatch(question["textMatches"], shown)


def test_directional_marks_around_a_text_do_not_matter() -> None:
    """Arabic and Hebrew phones put them there."""
    (question, _) = plan([labelled("حساب Mi")]).questions

    assert re.fullmatch(question["textMatches"], "\u200fحساب Mi\u200e")


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30))
def test_every_text_matches_itself_and_is_valid_for_java(text: str) -> None:
    """Whatever signs a label has, its expression is one, finds it, and escapes no letter."""
    stripped = text.strip()
    if not stripped:
        return
    pattern = wording_pattern(stripped)

    assert re.fullmatch(pattern, stripped, re.IGNORECASE)
    assert not re.search(r"(?<!\\)(?:\\\\)*\\[^\W_su]", pattern, re.ASCII)


@given(st.text(max_size=12), st.text(max_size=12))
def test_no_text_matches_more_than_itself(one: str, other: str) -> None:
    """An expression is as long as its text: nothing before it, nothing behind it."""
    if not one.strip():
        return

    assert not re.fullmatch(wording_pattern(one), f"{one}x{other}y")
