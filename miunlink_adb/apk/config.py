"""What a set of resources is for: language, script, region, and whether anything else is asked.

It must not know how Android chooses. Source: AOSP `ResourceTypes.h`, struct ResTable_config.
"""

from __future__ import annotations

from dataclasses import dataclass

from miunlink_adb.apk.fault import ApkFault

__all__ = ["MOST_BYTES", "Config", "parse_config"]

MOST_BYTES = 64
"""What of a config is read; newer Androids append to it."""
_LOCALE, _SCRIPT, _VARIANT = slice(8, 12), slice(36, 40), slice(40, 48)
_IMSI, _SDK = slice(4, 8), slice(24, 26)
# Everything else but the sdk version: screen, input, size, ui mode, colours.
_OTHERS = (slice(12, 24), slice(28, 36), slice(48, 52))


@dataclass(frozen=True, slots=True)
class Config:
    """One set's qualifiers.

    `language`, `script`, `region`, `variant` as in a language tag, empty when not given. `sdk`:
    the Android version that it is for at least. `plain`: nothing else is asked of the phone (its
    display, network, night mode).
    """

    language: str = ""
    script: str = ""
    region: str = ""
    variant: str = ""
    sdk: int = 0
    plain: bool = True

    @property
    def tag(self) -> str:
        """As a language tag; empty for the texts without a language."""
        parts = (self.language, self.script, self.region, self.variant)
        return "-".join(part for part in parts if part)


def parse_config(data: bytes) -> Config:
    """Read the bytes of a config, the four of its size first; what is missing counts as zero.

    Raises:
        ApkFault: not even the size is there.
    """
    if len(data) < 4:
        raise ApkFault("the resource table is cut off in a config")
    size = int.from_bytes(data[:4], "little")
    raw = data[: min(size, MOST_BYTES)].ljust(MOST_BYTES, b"\0")
    return Config(
        language=_unpacked(raw[8:10], ord("a")),
        script=_ascii(raw[_SCRIPT]).title(),
        region=_unpacked(raw[10:12], ord("0")).upper(),
        variant=_ascii(raw[_VARIANT]),
        sdk=int.from_bytes(raw[_SDK], "little"),
        plain=not any(raw[_IMSI]) and not any(byte for part in _OTHERS for byte in raw[part]),
    )


def _unpacked(code: bytes, base: int) -> str:
    """Two letters as they are, three letters (or digits) in fifteen bits."""
    if not code[0] & 0x80:
        return _ascii(code)
    first = code[1] & 0x1F
    second = (code[1] & 0xE0) >> 5 | (code[0] & 0x03) << 3
    third = (code[0] & 0x7C) >> 2
    return _ascii(bytes(base + part for part in (first, second, third)))


def _ascii(data: bytes) -> str:
    text = data.split(b"\0")[0].decode("ascii", "replace")
    return text if text.isalnum() else ""
