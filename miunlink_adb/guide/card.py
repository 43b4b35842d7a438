"""How an owner tells one of his phones from the others on a site: model and last digits.

Pure. Never more of a number than its last four digits. It must not know how a phone is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from miunlink_adb.dossier.imei import imei_of_parcel, imeis_of_props
from miunlink_adb.release import ReleaseMatch

__all__ = ["IMEI_QUESTION", "PhoneCard", "phone_card"]

IMEI_QUESTION = "service call iphonesubinfo 1 s16 com.android.shell"
SHOWN = 4
_SHORTEST = 8
"""Of a shorter number its last digits would be half of it."""
_SERIALS = ("ro.serialno", "ro.boot.serialno")


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


def phone_card(match: ReleaseMatch, props: Mapping[str, str], parcel: str = "") -> PhoneCard:
    """The card of a phone, from its properties and what they say of its release.

    `parcel`: what the phone answered when it was asked for its IMEI; most phones refuse.
    """
    numbers = imeis_of_props(props) or tuple(filter(None, [imei_of_parcel(parcel)]))
    said = (" ".join(name.split()) for name in (match.marketname, match.model))
    names = dict.fromkeys(name for name in said if name)
    ends = (last_digits(props.get(name, "")) for name in _SERIALS)
    return PhoneCard(
        model=" / ".join(names) or None,
        release=match.release,
        region=match.region,
        serial_end=next((end for end in ends if end), None),
        imei_ends=tuple(number[-SHOWN:] for number in numbers),
    )


def last_digits(number: str) -> str | None:
    """The last four characters of a number that is long enough to have more."""
    stripped = number.strip()
    fit = len(stripped) >= _SHORTEST and stripped.isascii() and stripped.isalnum()
    return stripped[-SHOWN:] if fit else None
