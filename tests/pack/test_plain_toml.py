"""The quick reader says what the real parser says, or leaves the text to it."""

import tomllib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

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
    slow = [f.name for f in files if read_plain(f.read_text("utf-8")) is None]

    assert len(files) > 100
    assert slow == []


@given(
    st.text(
        st.sampled_from(list('"\\btnfruU0123456789abcdefDd/e \x02\x03,[]{}=#\u200f'))
        | st.characters(),
        max_size=24,
    )
)
@example("\\\\")
@example('\\\\\\"')
@example("\\ud83d")
@example("\\U0000200F")
@example("\\U0001F600")
@example('a\\"b')
@example("\\/")
def test_texts_with_escapes_are_read_as_the_real_parser_reads_them(inner: str) -> None:
    """Whatever stands between quotation marks, in a text, a list and an inline table."""
    for text in (f'x = "{inner}"\n', f'x = ["a", "{inner}"]\n', f'x = {{ k = "{inner}" }}\n'):
        quick = read_plain(text)
        assert quick is None or quick == tomllib.loads(text)


def test_escapes_are_read_quickly() -> None:
    """Quotation marks and marks of direction in labels do not make a file slow."""
    text = 'x = "\\"a\\" \\\\ \\U0000200F\\u00a0\\t"\n'

    assert read_plain(text) == tomllib.loads(text) == {"x": '"a" \\ \u200f\u00a0\t'}


@pytest.mark.parametrize("inner", ["\\x41", "\\/", "\\ud800", "\\U00110000", "\\e", "\\u12"])
def test_an_escape_that_toml_has_not_is_left_to_the_parser(inner: str) -> None:
    """JSON knows some of them."""
    assert read_plain(f'x = "{inner}"\n') is None


def test_deep_nesting_is_left_to_the_parser_without_delay() -> None:
    """A hundred thousand brackets take one look each, not one for each other."""
    assert read_plain("x = " + "[" * 100_000 + "]" * 100_000) is None
