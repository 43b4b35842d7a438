"""IMEI numbers: as people write them, checked, and found in what a phone prints.

Pure; it must not know how a phone is asked. Source of the properties: `getprop` of phones with
HyperOS 1; of the Parcel: `service call iphonesubinfo 1`, a String16 in 32-bit words.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Mapping

__all__ = ["WrongImei", "checked_imei", "imei_of_parcel", "imeis_of_props"]

_FIRST = ("ro.ril.miui.imei0", "ro.ril.oem.imei1", "persist.radio.imei1", "ro.ril.oem.imei")
_SECOND = ("ro.ril.miui.imei1", "ro.ril.oem.imei2", "persist.radio.imei2")
_ALSO_FIRST = ("persist.radio.imei", "ro.gsm.imei", "gsm.imei")
_LABEL = re.compile(r"(?i)^\s*imei\s*[12]?\s*[:=]?\s*(?=\d)")
_VERSION = re.compile(r"\s*/\s*\d{1,2}\s*\Z")
"""The software version that the dialer shows behind it: ``86…/01``."""
_BETWEEN = re.compile(r"[\s\-./()]+")
_DIGITS = 15
_ROW = re.compile(r"^\s*0x[0-9a-f]{8}:((?:\s[0-9a-f]{8})+)", re.MULTILINE)
_ONLY = re.compile(r"Parcel\(((?:\s*[0-9a-f]{8})+)\s+'")


class WrongImei(ValueError):
    """What was written is no IMEI; the message says why."""


def checked_imei(text: str) -> str:
    """The 15 digits of an IMEI as a person wrote it: with spaces, hyphens, ``/01``, ``IMEI1:``.

    Raises:
        WrongImei: it has another number of digits, or its check digit does not fit.
    """
    from stdnum import luhn

    digits = _digits(text)
    if not digits.isdecimal():
        raise WrongImei("An IMEI has digits only. Dial *#06# to see it.")
    if len(digits) != _DIGITS:
        raise WrongImei(_wrong_length(len(digits)))
    if not digits.strip(digits[0]):
        raise WrongImei("All digits are the same: this is no phone's IMEI.")
    if not luhn.is_valid(digits):
        raise WrongImei(
            "The check digit (the last of the 15) does not fit the others: at least one digit is "
            "wrong or two have changed places. Which one cannot be known: compare all with *#06#."
        )
    return digits


def _digits(text: str) -> str:
    """ASCII digits of whatever script's, and what else is left between separators."""
    plain = unicodedata.normalize("NFKC", text)
    plain = "".join(str(unicodedata.digit(c, c)) for c in plain)
    plain = _LABEL.sub("", plain)
    return _BETWEEN.sub("", _VERSION.sub("", plain))


def _wrong_length(count: int) -> str:
    if count == _DIGITS - 1:
        return "These are 14 digits: the 15th, the check digit, is missing. Dial *#06# to see it."
    if count == _DIGITS + 1:
        return (
            "These are 16 digits: an IMEI has 15. One with the software's version (IMEISV) ends "
            "with two other digits and cannot be used: dial *#06#."
        )
    return f"An IMEI has 15 digits; these are {count}."


def imeis_of_props(props: Mapping[str, str]) -> tuple[str, ...]:
    """The IMEIs among a phone's properties, none to two, the first SIM slot's first."""
    first = _first_valid(props, (*_FIRST, *_ALSO_FIRST))
    second = _first_valid(props, _SECOND)
    return tuple(dict.fromkeys(number for number in (first, second) if number))


def _first_valid(props: Mapping[str, str], keys: tuple[str, ...]) -> str:
    return next((number for key in keys if (number := _valid(props.get(key, "")))), "")


def _valid(text: str) -> str:
    try:
        return checked_imei(text.split(",")[0]) if text.strip() else ""
    except WrongImei:
        return ""


def imei_of_parcel(text: str) -> str:
    """The IMEI in what ``service call iphonesubinfo 1`` printed; "" for a refusal or nonsense."""
    words = "".join(_ROW.findall(text)) or "".join(_ONLY.findall(text))
    data = b"".join(struct.pack("<I", int(word, 16)) for word in words.split())
    if len(data) < 8:
        return ""
    status, length = struct.unpack_from("<ii", data)
    if status != 0 or not 0 < length <= 40:
        return ""
    return _valid(data[8 : 8 + 2 * length].decode("utf-16-le", "replace"))
