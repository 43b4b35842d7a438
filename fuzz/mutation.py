"""Changed inputs, as hypothesis strategies: real ones, cut, doubled, spliced and sprinkled.

Knows no target beyond its seeds and words.
"""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from fuzz.targets import Target

__all__ = ["inputs"]

LARGEST = 200_000
_NASTY = (b"\0", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\r", b"9" * 30, b"-1", b"A" * 300)

Edit = tuple[str, int, int, bytes]


def inputs(target: Target) -> st.SearchStrategy[bytes]:
    """Mostly a seed with up to a dozen edits; now and then plain garbage."""
    seeds = target.seeds()
    words = st.sampled_from([*target.words, *_NASTY]) | st.binary(max_size=8)
    edit = st.tuples(
        st.sampled_from(["insert", "delete", "replace", "repeat", "flip", "tail"]),
        st.integers(0, 1 << 16),
        st.integers(1, 64),
        words,
    )
    edited = st.builds(_edited, st.sampled_from(seeds), st.lists(edit, max_size=12))
    built = st.lists(words, max_size=30).map(b"".join)
    spliced = st.builds(_spliced, edited, st.sampled_from(seeds), st.integers(0, 1 << 16))
    return st.one_of(edited, edited, spliced, built, st.binary(max_size=400))


def _spliced(one: bytes, other: bytes, at: int) -> bytes:
    return one[: at % (len(one) + 1)] + other[at % (len(other) + 1) :]


def _edited(seed: bytes, edits: Sequence[Edit]) -> bytes:
    data = seed
    for kind, place, size, word in edits:
        at = place % (len(data) + 1)
        before, part, after = data[:at], data[at : at + size], data[at + size :]
        data = before + _changed(kind, part, size, word) + (b"" if kind == "tail" else after)
        if len(data) > LARGEST:
            return data[:LARGEST]
    return data


def _changed(kind: str, part: bytes, size: int, word: bytes) -> bytes:
    match kind:
        case "insert":
            return word + part
        case "replace":
            return word
        case "repeat":
            return part * size
        case "flip":
            return bytes(byte ^ size for byte in part)
        case _:
            return b""
