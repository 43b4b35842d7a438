"""What an attached phone says of itself for a dossier: only reads, in one question.

It must not know how a phone is reached, nor what becomes of the answers.
"""

from __future__ import annotations

from collections.abc import Mapping

from miunlink_adb.dossier.imei import imei_of_parcel, imeis_of_props
from miunlink_adb.phone import Phone
from miunlink_adb.props import parse_props
from miunlink_adb.release import match_release, title
from miunlink_adb.survey import ask_all

__all__ = ["read_handset"]

_COMMANDS: Mapping[str, str] = {
    "props": "getprop",
    # 1 is getDeviceId on every Android; other numbers differ, and may be somebody's number.
    "imei": "service call iphonesubinfo 1 s16 com.android.shell",
}


def read_handset(phone: Phone) -> dict[str, str]:
    """Answers by the question's name; what the phone does not say is left out.

    Most phones keep their IMEI from adb: then it is left out, too.

    Raises:
        DeviceError: the phone does not answer.
    """
    told = ask_all(phone, _COMMANDS)
    props = parse_props(told["props"])
    match = match_release(props)
    numbers = list(imeis_of_props(props)) or [imei_of_parcel(told["imei"])]
    build = match.incremental
    release = title(match.release) if match.release else ""
    found = {
        "model": " ".join(dict.fromkeys(n for n in (match.marketname, match.model) if n)),
        "serial": props.get("ro.serialno") or props.get("ro.boot.serialno", ""),
        "imei": numbers[0],
        "imei2": numbers[1] if len(numbers) > 1 else "",
        "release": f"{release} ({build})" if release and build else release or build,
        "region": match.region or "",
    }
    return {name: text.strip() for name, text in found.items() if text.strip()}
