"""Frames: what is written is read back, however it is cut; nonsense is named."""

import contextlib
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.virtual.wire import Command, Decoder, Frame, WireError, checksum, encode

WORDS = st.integers(0, 2**32 - 1)
FRAMES = st.builds(Frame, st.sampled_from(Command), WORDS, WORDS, st.binary(max_size=300))


@given(st.lists(FRAMES, max_size=6), st.booleans(), st.lists(st.integers(1, 60), min_size=1))
def test_frames_survive_any_cutting(frames: list[Frame], check: bool, cuts: list[int]) -> None:
    """Frames written one after the other come out the same, wherever the stream is cut."""
    raw = b"".join(encode(frame, with_checksum=check) for frame in frames)
    decoder = Decoder(check=check)
    read: list[Frame] = []
    at = 0
    while at < len(raw):
        size = cuts[at % len(cuts)]
        read += decoder.feed(raw[at : at + size])
        at += size

    assert read == frames
    assert decoder.pending == 0


@given(FRAMES, st.data())
def test_a_changed_payload_is_noticed_with_checksums_only(
    frame: Frame, data: st.DataObject
) -> None:
    """One changed byte of a payload breaks version 0x01000000; 0x01000001 does not look."""
    raw = bytearray(encode(frame))
    if not any(frame.data):  # a sum of zero is none
        return
    at = data.draw(st.integers(24, len(raw) - 1))
    raw[at] ^= 0xFF

    with pytest.raises(WireError, match="payload sum"):
        list(Decoder(check=True).feed(bytes(raw)))
    assert [f.data for f in Decoder(check=False).feed(bytes(raw))] != [frame.data]


@given(st.binary(min_size=24, max_size=80))
def test_random_bytes_are_frames_or_a_wire_error(raw: bytes) -> None:
    """Whatever arrives, the decoder gives frames, waits for more, or raises WireError."""
    frames: list[Frame] = []
    with contextlib.suppress(WireError):
        frames += Decoder(check=True).feed(raw)

    assert sum(24 + len(frame.data) for frame in frames) <= len(raw)


def test_a_frame_is_what_the_protocol_says() -> None:
    """Header words stand in the documented order, little-endian, with sum and magic."""
    raw = encode(Frame(Command.WRTE, 7, 9, b"ab"))

    assert raw[:4] == b"WRTE"
    assert struct.unpack("<6I", raw[:24]) == (
        *(0x45545257, 7, 9, 2, ord("a") + ord("b")),
        0x45545257 ^ 0xFFFFFFFF,
    )
    assert raw[24:] == b"ab"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (struct.pack("<6I", 0x1, 0, 0, 0, 0, 0x1 ^ 0xFFFFFFFF), "unknown frame command"),
        (struct.pack("<6I", Command.OKAY, 0, 0, 0, 0, 1), "magic"),
        (
            struct.pack("<6I", Command.WRTE, 0, 0, 2**31, 0, Command.WRTE ^ 0xFFFFFFFF),
            "payload of 2147483648 bytes",
        ),
    ],
)
def test_nonsense_is_named(raw: bytes, words: str) -> None:
    """An unknown command, a wrong magic and a giant payload are refused in plain words."""
    with pytest.raises(WireError, match=words):
        list(Decoder().feed(raw))


@given(st.binary(max_size=2000))
def test_the_checksum_is_the_sum_of_the_bytes(data: bytes) -> None:
    """What the protocol calls a crc is a sum modulo 2**32."""
    assert checksum(data) == sum(data) % 2**32
