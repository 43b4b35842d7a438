"""What identifies a person or a phone does not survive; what a person needs to know does."""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.redact import known_words, masked, package_name, plain

LETTERS = string.ascii_lowercase
digits = st.text("0123456789", min_size=5, max_size=20)
around = st.text("abc XYZ.,:;()'\"-/é中", max_size=12)
emails = st.from_regex(r"[A-Za-z0-9._%+-]{1,20}@[A-Za-z0-9-]{1,12}\.[a-z]{2,6}", fullmatch=True)
phones = st.from_regex(
    r"\+?[0-9]{1,3}[ -]\(?[0-9]{2,4}\)?[ -][0-9]{3}[ -][0-9]{2,4}", fullmatch=True
)
serials = st.from_regex(r"[a-z0-9]{8,20}", fullmatch=True).filter(
    lambda text: any(c.isdigit() for c in text) and not text.isdigit() and "u" not in text
)


@given(around, digits, around)
def test_no_long_number_survives(before: str, number: str, after: str) -> None:
    """An IMEI, an account number, a code: no five digits in a row are left."""
    assert not re.search(r"\d{5}", masked(f"{before} {number} {after}"))


@given(around, emails, around)
def test_no_mail_address_survives(before: str, mail: str, after: str) -> None:
    """Neither the name before the @ nor the host behind it."""
    assert "@" not in masked(f"{before} {mail} {after}")


@given(around, phones, around)
def test_no_telephone_number_survives(before: str, phone: str, after: str) -> None:
    """However it is grouped, fewer than five of its digits are left."""
    left = masked(f"{before} {phone} {after}")
    assert sum(c.isdigit() for c in left) < 5


@given(around, serials, around)
def test_no_serial_survives(before: str, serial: str, after: str) -> None:
    """Letters and digits mixed are taken for a serial; the phone's own is masked whatever it is."""
    assert serial not in masked(f"{before} {serial} {after}")
    assert "qwertzui" not in masked(f"{before} qwertzui {after}", secrets=["qwertzui"])


@pytest.mark.parametrize(
    "secret",
    [
        "192.168.178.23:5555",
        "00:1A:2b:3c:4D:5e",
        "fe80::1:2:3:4",
        "https://example.org/?user=anna",
        "٠١٢٣٤٥٦٧٨٩",
        "IMEI:866123040000001",
        "uuid=6230000535",
        "adb-a1b2c3d4-XyZ._adb-tls-connect._tcp",
    ],
)
def test_other_shapes_are_masked(secret: str) -> None:
    """Addresses of the network, numbers in other scripts, numbers glued to words."""
    left = masked(f"before {secret} after")
    assert left.startswith("before ")
    assert left.endswith(" after")
    assert not re.search(r"\d{4}|anna|a1b2c3d4|1A:2b|192\.168", left)


@pytest.mark.parametrize(
    "sentence",
    [
        "The phone did not answer in time while reading the screen.",
        "The phone shows a screen of com.miui.securitycenter that is not known.",
        "The phone runs miui-12.5; the pack of hyperos-2 is used as you said.",
        "The phone's language is zh-Hant-TW now.",
        "The connection to uiautomator2 was lost on Android 13.",
    ],
)
def test_our_own_sentences_stay(sentence: str) -> None:
    """What we say without a number or a name is not touched."""
    assert masked(sentence) == sentence


@given(st.text(max_size=60))
def test_masking_twice_is_masking_once(text: str) -> None:
    """A masked text can be masked again without harm."""
    assert masked(masked(text)) == masked(text)


@given(st.text(max_size=200))
def test_nothing_that_a_terminal_obeys_survives(text: str) -> None:
    """No control character, no line end, no direction mark, in any of the three."""
    for result in (plain(text), masked(text), known_words(text), package_name(text)):
        assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", result)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("device 'a1b2c3d4' not found", "device … not found"),
        ("device offline", "device offline"),
        ("error: closed", "error closed"),
        ("more than one device/emulator", "more than one …"),
        (
            "java.lang.SecurityException: Injecting to another app requires X_Y permission",
            "java.lang.SecurityException Injecting to another app requires … permission",
        ),
        ("Anna Musterfrau <anna@example.org> +49 151 23456789", "…"),
        ("", "…"),
    ],
)
def test_of_foreign_messages_the_listed_words_stay(text: str, kept: str) -> None:
    """What helps to find the cause is there; names, serials and numbers are not."""
    assert known_words(text) == kept


@given(st.text(max_size=300), st.text(LETTERS, min_size=12, max_size=20))
def test_no_unlisted_word_survives(text: str, word: str) -> None:
    """Whatever stands around it, a word that is not in the list is gone."""
    assert word + "q" not in known_words(f"{text} {word}q {text}")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("com.xiaomi.account", "com.xiaomi.account"),
        ("android", "android"),
        ("", ""),
        ("Anna Musterfrau", "?"),
        ("com.x\x1b[31m", "?"),
        ("com.example.n15123456789", "com.example.n‹number›"),
    ],
)
def test_only_names_of_packages_pass_as_packages(name: str, kept: str) -> None:
    """A hostile phone cannot smuggle a text in as the name of an app."""
    assert package_name(name) == kept
