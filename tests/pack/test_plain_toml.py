"""The quick reader says what the real parser says, or leaves the text to it."""

import tomllib

import pytest
from hypothesis import given

from fuzz.mutation import inputs
from fuzz.targets import TARGETS
from miunlink_adb.pack.plain_toml import read_plain
from miunlink_adb.resources import selectors_dir


@pytest.mark.parametrize(
    "text",
    [
        'x = "a", y = "b"\n',
        'x = { a = 1,\n b = 2 }\n',
        'x = \n"a"\n',
        'x = \r\n["a"]\n',
        '[a.]\nx = 1\n',
        '[.a]\nx = 1\n',
        '[a..b]\nx = 1\n',
        'x = [1, 2\n',
        'x = { a = 1 ]\n',
        ', x = 1\n',
        'x = 1\nx = 2\n',
        '\r',
        'x = 1\r',
        '# x\r',
        '[a]\n[a]\n',
        'x = nul\nl = 1\n',
    ],
)  # fmt: skip
def test_what_is_not_toml_is_left_to_the_parser(text: str) -> None:
    """Texts that JSON would take and TOML does not."""
    assert read_plain(text) is None
    with pytest.raises(tomllib.TOMLDecodeError):
        tomllib.loads(text)


@given(inputs(TARGETS["pack"]))
def test_it_never_says_something_else(data: bytes) -> None:
    """Of changed packs, whatever is read quickly is read the same by the real parser."""
    text = data.decode("utf-8", "replace")
    quick = read_plain(text)
    assert quick is None or quick == tomllib.loads(text)


def test_our_own_files_are_plain() -> None:
    """Packs and label files are read quickly, all of them."""
    files = [file for file in selectors_dir().rglob("*.toml") if "labels" in file.parts]
    slow = [
        f.name
        for f in files
        if read_plain(f.read_text("utf-8")) is None and b"\\" not in f.read_bytes()
    ]

    assert len(files) > 100
    assert slow == []
