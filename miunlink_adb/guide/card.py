"""How an owner tells one of his phones from the others on a site: model and last digits.

Pure. Never more of a number than its last four digits. It must not know how a phone is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from miunlink_adb.release import ReleaseMatch

__all__ = ["PhoneCard", "imeis", "phone_card"]

SHOWN = 4
_SHORTEST = 8
"""Of a shorter number its last digits would be half of it."""
_SERIALS = ("ro.serialno", "ro.boot.serialno")
_IMEI_PROPS = (
    *("ro.ril.oem.imei1", "ro.ril.oem.imei2", "ro.ril.miui.imei0", "ro.ril.miui.imei1"),
    *("ro.ril.oem.imei", "persist.radio.imei1", "persist.radio.imei2", "persist.radio.imei"),
    *("ro.vendor.oem.imei1", "ro.vendor.oem.imei2", "ro.vendor.oem.imei"),
)
"""Where MIUI builds of many years say it to the shell; new ones do not."""


@dataclass(frozen=True, slots=True)
class PhoneCard:
    """A phone in a few words. None and () mean that it does not say."""

    model: str | None
    release: str | None
    region: str | None
    serial_end: str | None
    imei_ends: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """All fields, by their names."""
        return {
            "model": self.model,
            "release": self.release,
            "region": self.region,
            "serial_end": self.serial_end,
            "imei_ends": list(self.imei_ends),
        }


def phone_card(match: ReleaseMatch, props: Mapping[str, str]) -> PhoneCard:
    """The card of a phone, from its properties and what they say of its release."""
    said = (" ".join(name.split()) for name in (match.marketname, match.model))
    names = dict.fromkeys(name for name in said if name)
    ends = (last_digits(props.get(name, "")) for name in _SERIALS)
    return PhoneCard(
        model=" / ".join(names) or None,
        release=match.release,
        region=match.region,
        serial_end=next((end for end in ends if end), None),
        imei_ends=tuple(number[-SHOWN:] for number in imeis(props)),
    )


def last_digits(number: str) -> str | None:
    """The last four characters of a number that is long enough to have more."""
    stripped = number.strip()
    fit = len(stripped) >= _SHORTEST and stripped.isascii() and stripped.isalnum()
    return stripped[-SHOWN:] if fit else None


def imeis(props: Mapping[str, str]) -> tuple[str, ...]:
    """The IMEIs that properties name: fifteen digits with a right check digit, each once."""
    values = (part.strip() for name in _IMEI_PROPS for part in props.get(name, "").split(","))
    return tuple(dict.fromkeys(value for value in values if _is_imei(value)))


def _is_imei(text: str) -> bool:
    """Luhn's rule (3GPP TS 23.003, annex B); all zeros are nobody's."""
    if len(text) != 15 or not (text.isascii() and text.isdecimal()) or not int(text):
        return False
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(text))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0
