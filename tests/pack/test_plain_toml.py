"""The quick reader reads what the real parser reads, or nothing."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.pack.plain_toml import read_plain
from tests.architecture import ROOT

SELECTORS = ROOT / "selectors"


def real(text: str) -> dict[str, Any] | None:
    """What the standard library reads; None if it refuses."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


@pytest.mark.parametrize("file", sorted(SELECTORS.glob("*/pack.toml")), ids=lambda f: f.parent.name)
def test_every_shipped_pack_is_plain(file: Any) -> None:
    """So that reading it is quick, and the same as reading it slowly."""
    text = file.read_text(encoding="utf-8")
    assert read_plain(text) == tomllib.loads(text)


def test_shipped_labels_are_read_the_same() -> None:
    """Those with escapes are left to the real parser, all others are plain."""
    texts = [file.read_text(encoding="utf-8") for file in SELECTORS.glob("*/labels/*.toml")]
    plain = [(text, read_plain(text)) for text in texts]
    assert all(found == tomllib.loads(text) for text, found in plain if found is not None)
    assert all("\\" in text for text, found in plain if found is None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a = 1\n",
        'a = "x" # said\n',
        'a = "#"\n',
        "a = 'x'\n",
        'a = """x"""\n',
        'a = "x\ny"\n',
        'a = "\\u0041"\n',
        'a = ["x", "y",]\n',
        'a = [\n  "x", # y\n]\n',
        'a = { b = "x" }\n',
        'a = { b = "x", }\n',
        "a = { , }\n",
        "a = {}\n",
        "a = { b = { c = [{ d = true }] } }\n",
        "a = null\n",
        "a = NaN\n",
        "a = nan\n",
        "a = 1 b = 2\n",
        "a = 1\na = 2\n",
        "a = 1979-05-27\n",
        "a = 1_000\n",
        "a = 012\n",
        "a.b = 1\n",
        "a=1\n",
        "[a]\n[a]\n",
        "[a]\nb = 1\n[a.b]\n",
        "[a.b]\nc = 1\n[a]\nd = 2\n",
        "[a.b]\nx = 1\n[a.c]\nx = 1\n",
        "[[a]]\n",
        "[a]x = 1\n",
        "a = [1, [2]]\n",
        "[a",
        '"a" = 1\n',
        "/ = 1\n",
        "a = True\n",
        "a = -0\n",
        "a =\n",
        "a = ,\n",
        ",\n",
        "\x00\n",
        "a = 1\r\nb = 2\r\n",
        "\ufeffa = 1\n",
    ],
)
def test_what_is_read_quickly_is_what_is_read_slowly(text: str) -> None:
    """An odd text gives the same tables or is left to the real parser."""
    found = read_plain(text)
    assert found is None or found == real(text)


LINES = st.sampled_from(
    [
        "[a]",
        "[a.b]",
        "[c]",
        "x = 1",
        'y = "z"',
        'x = ["u", "v"]',
        "# q",
        "",
        'k = { i = "j" }',
        "]",
        "  1,",
    ]
)


@given(st.lists(LINES, max_size=8))
def test_any_mixture_of_lines_is_read_the_same(lines: list[str]) -> None:
    """In any order, with repetitions: never other tables than the real parser's."""
    text = "\n".join(lines)
    found = read_plain(text)
    assert found is None or found == real(text)


@given(st.text(st.sampled_from('ab =[]{}",#\n1.'), max_size=25))
def test_any_text_is_read_the_same(text: str) -> None:
    """Scribbles too."""
    found = read_plain(text)
    assert found is None or found == real(text)
