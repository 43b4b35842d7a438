"""The same words are the same however Unicode, Android or a theme writes them."""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.wording import fingerprint, fold, is_template, template_pattern

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sign out", "SIGN OUT"),
        ("Sign out…", "Sign out..."),
        ("Signing out …", "Signing out..."),
        ("Accounts &amp; sync", "Accounts & sync"),
        ("Mi\u00a0Account", "Mi Account"),
        ("\u200fتسجيل الخروج\u200e", "تسجيل الخروج"),
        ("Can’t sign out", "Can't sign out"),
        ("Mi‑Konto", "Mi-Konto"),
        ("İPTAL", "iptal"),
        ("ÇIKIŞ", "çıkış"),
        ("Αποσύνδεση", "ΑΠΟΣΥΝΔΕΣΗ"),
        ("Abmeldung schließen", "ABMELDUNG SCHLIESSEN"),
        ("小米帐号", "小米账号"),
        ("ｍｉ　Ａｃｃｏｕｎｔ", "Mi Account"),
        ("Cerrar sesio\u0301n", "Cerrar sesión"),
        ('"Gerät finden"', "Gerät finden"),
        ("  Sign\n out ", "Sign out"),
    ],
)
def test_what_a_person_would_call_the_same_is_the_same(one: str, other: str) -> None:
    """Capitals, dots, quotes, marks, spaces and spellings make no difference."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sign out", "Sign in"),
        ("退出登录", "退出帐号"),
        ("Выйти", "Войти"),
        ("Выйти", "Выити"),
        ("Mi Account", "Xiaomi Account"),
        ("año", "ano"),
        ("Keep", "Keep on"),
    ],
)
def test_different_words_stay_different(one: str, other: str) -> None:
    """Accents that carry meaning, and every letter, count."""
    assert fold(one) != fold(other)


@given(ANY_TEXT)
def test_folding_twice_changes_nothing(text: str) -> None:
    """A folded text is its own folded form: it can be stored and compared again."""
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(max_codepoint=127), max_size=60))
def test_the_short_way_of_folding_gives_what_the_long_one_gives(text: str) -> None:
    """ASCII is folded without Unicode's tables; an invisible sign before it changes nothing."""
    assert fold(text) == fold("\u200b" + text)


@given(st.text(string.ascii_letters + "äöüßéñçабвгд ", max_size=40))
def test_capitals_make_no_difference(text: str) -> None:
    """A theme that writes everything in capitals changes no label."""
    assert fold(text.upper()) == fold(text)


@pytest.mark.parametrize(
    ("label", "shown", "fits"),
    [
        ("Account: %1$s", "Account: 28071****58", True),
        ("Account: %1$s", "ACCOUNT: x", True),
        ("Account: %1$s", "Sign out", False),
        ("%1$s, associated email: %2$s", "7, associated email: a@b", True),
        ("帐号: %1$s", "账号: 123", True),
        ("Send in %d", "Send in 30", True),
    ],
)
def test_a_label_with_places_for_values_fits_its_values(label: str, shown: str, fits: bool) -> None:
    """`%1$s` stands for anything, the words around it for themselves."""
    pattern = template_pattern(label)
    assert is_template(label)
    assert pattern is not None
    assert pattern.fits(fold(shown)) is fits


@pytest.mark.parametrize("label", ["%s", "%1$s %2$s", "%d.", "%s-"])
def test_a_label_that_is_only_values_fits_nothing(label: str) -> None:
    """A pattern that would fit any text is none."""
    assert template_pattern(label) is None


@pytest.mark.parametrize("label", ["100% sure", "Sign out", "50 %", "%"])
def test_a_percent_sign_alone_is_no_place_for_a_value(label: str) -> None:
    """Only Android's formats are places."""
    assert not is_template(label)


def test_a_fingerprint_counts_numbers_as_one() -> None:
    """The shown "within 3 days" is the sentence that a string file writes with a placeholder."""
    assert fingerprint("Changed within 3 days.") == fingerprint("Changed within %d days.")
    assert fingerprint("Changed within 14 days.") == fingerprint("Changed within %1$d days.")
    assert fingerprint("Changed within ٣ days.") == fingerprint("Changed within 3 days.")


@given(ANY_TEXT, ANY_TEXT)
def test_fingerprints_tell_sentences_apart(one: str, other: str) -> None:
    """Two sentences have one fingerprint only if they are the same but for numbers."""
    plain = [text.replace("%", "").replace("{", "") for text in (one, other)]
    masked = [re.sub(r"\d+", "#", fold(text)) for text in plain]

    assert (fingerprint(plain[0]) == fingerprint(plain[1])) is (masked[0] == masked[1])
