"""The text of getprop and build.prop becomes properties, whatever happened to it on the way."""

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.props import decode_text, parse_props, read_props

REAL = Path(__file__).resolve().parents[2] / "shared" / "real" / "props"

GETPROP = "[ro.product.brand]: [Redmi]\n[ro.a]: []\n[ro.product.name]: [Ré 机]\n"
WANTED = {"ro.product.brand": "Redmi", "ro.a": "", "ro.product.name": "Ré 机"}

names = st.from_regex(r"[a-z][a-z0-9_]{0,8}(\.[a-z0-9_]{1,8}){1,3}", fullmatch=True)
values = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r\n\x1b\ufeff"), max_size=40)
property_lists = st.dictionaries(names, values, min_size=1, max_size=12)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_and_line_ends(encoding: str, line_end: str) -> None:
    """UTF-8 and UTF-16, with a mark or without, and every line end of adb and Windows, read."""
    data = GETPROP.replace("\n", line_end).encode(encoding)
    assert parse_props(data) == WANTED


def test_big_endian_with_a_mark() -> None:
    """UTF-16 in the other order with its mark reads too."""
    assert parse_props(codecs.BOM_UTF16_BE + GETPROP.encode("utf-16-be")) == WANTED


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_text_decoded_wrongly_before(encoding: str) -> None:
    """Text that somebody read as Latin-1 although it was not still gives its ASCII properties."""
    text = "[ro.a]: [x]\n[ro.b]: [y]\n".encode(encoding).decode("latin-1")
    assert parse_props(text) == {"ro.a": "x", "ro.b": "y"}


def test_latin_1_garbage_harms_only_itself() -> None:
    """Bytes that are no UTF-8 spoil the value they stand in and nothing else."""
    found = parse_props(b"[ro.a]: [caf\xe9]\n[ro.b]: [y]\n")
    assert found["ro.a"].startswith("caf")
    assert found["ro.b"] == "y"


def test_values_of_several_lines() -> None:
    """A value goes on until a line ends with the bracket (boot reasons, A/B partition lists)."""
    text = "[persist.history]: [reboot,1\nshutdown,2\n\ncold,3]\r\n[ro.b]: [y]\n"
    assert parse_props(text) == {
        "persist.history": "reboot,1\nshutdown,2\n\ncold,3",
        "ro.b": "y",
    }


@pytest.mark.parametrize(
    "text",
    [
        "[ro.a]: [x]\n[ro.cut]: [V1\n[ro.b]: [y]\n",
        "[ro.a]: [x]\n[ro.b]: [y]\n[ro.cut]: [V1",
        "[ro.a]: [x]\n[ro.b]: [y]\n[ro.cut",
    ],
)
def test_a_cut_value_is_left_out(text: str) -> None:
    """Half a value is no value: V1 could have been V13."""
    assert parse_props(text) == {"ro.a": "x", "ro.b": "y"}


def test_noise_around_the_entries() -> None:
    """What adb, the shell and Java print around the entries is passed over."""
    text = (
        "* daemon not running; starting now at tcp:5037\n* daemon started successfully\n"
        "PS C:\\> adb shell getprop\n\x1b[32m[ro.a]: [x]\x1b[0m\n"
        "java.io.FileNotFoundException: /data/system/theme=1\n\tat libcore.io.IoBridge.open\n"
        "  [ro.b]: [y]  \nCLASSPATH=/system\n"
    )
    assert parse_props(text) == {"ro.a": "x", "ro.b": "y"}


def test_build_prop() -> None:
    """Comments and imports are no properties, blanks are trimmed, a later line wins."""
    text = (
        "# begin build properties\n#ro.miui.ui.version.name?=V150\n\n"
        "import /system/build_${ro.boot.sku}.prop\nro.product.model=first\n"
        "tunnel.audio.encode = true\nro.url=https://a/?b=c \nDEVICE_PROVISIONED=1\n"
        "  ro.product.model=Mi A1\nro.empty=\n"
    )
    found = read_props(text)
    assert found.form == "build.prop"
    assert found.props == {
        "ro.product.model": "Mi A1",
        "tunnel.audio.encode": "true",
        "ro.url": "https://a/?b=c",
        "DEVICE_PROVISIONED": "1",
        "ro.empty": "",
    }


def test_a_later_entry_wins() -> None:
    """Two answers in one file: the later one counts."""
    assert parse_props("[ro.a]: [x]\n[ro.a]: [y]\n") == {"ro.a": "y"}


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b"\n\r\n \x00", "empty"),
        (b"\xff\xfe", "empty"),
        (b"error: device unauthorized.\n", "neither"),
        (b"<?xml version='1.0'?>\n<node text='a=b'/>\n", "neither"),
        (b"PATH=/bin\n", "neither"),
    ],
)
def test_nothing_found_says_so(data: bytes, word: str) -> None:
    """A text without properties gives none and says why."""
    found = read_props(data)
    assert (found.props, found.form) == ({}, "none")
    assert word in found.why


@given(property_lists, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_getprop_round_trip(props: dict[str, str], encoding: str) -> None:
    """Whatever properties a phone has, its own way of printing them is read back exactly."""
    text = "".join(f"[{key}]: [{value}]\n" for key, value in props.items())
    found = read_props(text.encode(encoding))
    assert found.form == "getprop"
    assert found.props == props


@given(property_lists)
def test_build_prop_round_trip(props: dict[str, str]) -> None:
    """Whatever stands in a build.prop is read back, blanks around values aside."""
    text = "".join(f"{key}={value}\n" for key, value in props.items())
    assert parse_props(text) == {key: value.strip() for key, value in props.items()}


@given(st.binary(max_size=400) | st.text(max_size=400))
def test_never_fails(data: bytes | str) -> None:
    """No content makes reading fail, and what is not found is explained."""
    found = read_props(data)
    assert bool(found.props) == (found.form != "none")
    assert bool(found.why) == (found.form == "none")


@given(st.binary(max_size=100))
def test_no_zeros_left(data: bytes) -> None:
    """Decoded text holds no zeros, which would break everything that compares it."""
    assert "\x00" not in decode_text(data)


@pytest.mark.skipif(not REAL.is_dir(), reason="the collection of real property lists is not here")
def test_real_files() -> None:
    """Every whole entry of the real files is found (the collection has cut some long ones)."""
    for path in sorted(REAL.glob("*.prop")):
        found = read_props(path.read_bytes())
        text = path.read_text(encoding="utf-8", errors="replace")
        if found.form == "getprop":
            lines = [
                line for line in text.split("\n") if line[:1] == "[" and line.rstrip()[-1:] == "]"
            ]
            assert set(found.props) == {line[1 : line.index("]")] for line in lines}, path.name
        else:
            assert len(found.props) > 90, path.name
