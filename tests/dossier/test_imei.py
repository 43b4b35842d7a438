"""IMEIs: as people write them, as phones print them, and never one that is none."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.dossier.imei import (
    WrongImei,
    checked_imei,
    imei_of_parcel,
    imeis_of_props,
)
from tests.dossier.samples import IMEI, SECOND


def luhn(digits: str) -> str:
    """The check digit of fourteen digits, computed here and not by the library."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)


imeis = st.from_regex(r"[1-9][0-9]{13}", fullmatch=True).map(lambda d: d + luhn(d))


@given(imeis, st.lists(st.sampled_from(["", " ", "-", "  ", "/", "."]), min_size=15, max_size=15))
def test_separators_do_no_harm(number: str, between: list[str]) -> None:
    """Spaces, hyphens, points between any digits; what comes back are the digits."""
    written = number[0] + "".join(b + d for b, d in zip(between[:12], number[1:13], strict=True))
    assert checked_imei(f" {written}{number[13:]} ") == number


@given(imeis, st.integers(0, 14), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(number: str, place: int, more: int) -> None:
    """Whichever digit it is; the message says that it cannot be known which."""
    wrong = str((int(number[place]) + more) % 10)
    with pytest.raises(WrongImei, match="cannot be known"):
        checked_imei(number[:place] + wrong + number[place + 1 :])


@pytest.mark.parametrize(
    "written",
    [
        "49 015420 323751 8", "490154-20-323751-8", "490154203237518/01", "490154203237518 / 78",
        "IMEI: 490154203237518", "IMEI1 490154203237518", "imei 2: 490154203237518",
        "４９０１５４２０３２３７５１８", "٤٩٠١٥٤٢٠٣٢٣٧٥١٨", "\t490154203237518\n",
    ],
)  # fmt: skip
def test_what_people_copy_is_understood(written: str) -> None:
    """As the dialer, the box and other scripts write it."""
    assert checked_imei(written) == IMEI


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("49015420323751", "14 digits"), ("4901542032375181", "16 digits"), ("123", "these are 3"),
        ("", "digits only"), ("49015420323751a", "digits only"), ("000000000000000", "same"),
        ("*#06#", "digits only"), ("½90154203237518", "digits only"),
    ],
)  # fmt: skip
def test_what_is_none_is_told_why(written: str, why: str) -> None:
    """Too short, too long, letters, and a number that nobody has."""
    with pytest.raises(WrongImei, match=why):
        checked_imei(written)


def test_properties_have_them_on_some_phones() -> None:
    """Both slots in order; what is hidden or damaged is none."""
    props = {"ro.ril.miui.imei0": IMEI, "ro.ril.miui.imei1": SECOND, "persist.radio.imei": IMEI}

    assert imeis_of_props(props) == (IMEI, SECOND)
    assert imeis_of_props({"persist.radio.imei": "XXXXXXXXXXXXXXX"}) == ()
    assert imeis_of_props({"ro.ril.oem.imei2": SECOND, "ro.ril.oem.imei1": "null"}) == (SECOND,)
    assert imeis_of_props({"ro.ril.oem.imei1": IMEI, "ro.ril.oem.imei2": IMEI}) == (IMEI,)


def parcel(text: str, status: int = 0) -> str:
    """What `service call` prints of a String16."""
    data = struct.pack("<ii", status, len(text)) + text.encode("utf-16-le") + b"\0\0\0\0"
    data = data[: len(data) // 4 * 4]
    rows = []
    for at in range(0, len(data), 16):
        words = " ".join(f"{w:08x}" for (w,) in struct.iter_unpack("<I", data[at : at + 16]))
        rows.append(f"  0x{at:08x}: {words} '................'")
    return "Result: Parcel(\n" + "\n".join(rows) + ")\n"


def test_a_parcel_is_read() -> None:
    """The number from its words, not from the letters beside them; a refusal is no number."""
    assert imei_of_parcel(parcel(IMEI)) == IMEI
    assert imei_of_parcel(parcel("The user 2000 does not meet the requirements", -1)) == ""
    assert imei_of_parcel(parcel("490154203237510")) == ""
    assert imei_of_parcel("Result: Parcel(00000000 00000001   '........')") == ""
    assert imei_of_parcel("service: Service iphonesubinfo does not exist") == ""


@given(st.text(max_size=200), st.integers(-(2**31), 2**31 - 1))
def test_no_parcel_breaks_it(text: str, status: int) -> None:
    """Whatever a phone prints: an IMEI or nothing."""
    for printed in (text, parcel(text.encode("utf-16-le", "ignore").decode("utf-16-le"), status)):
        found = imei_of_parcel(printed)
        assert found == "" or found == checked_imei(found)
