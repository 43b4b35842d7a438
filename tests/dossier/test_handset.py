"""What an attached phone says for a dossier: only what it says, and only by asking."""

import pytest

from miunlink_adb.dossier.handset import read_handset
from tests.dossier.samples import IMEI, SECOND
from tests.dossier.test_imei import parcel
from tests.handover.records import PROPS


class Handset:
    """A phone that answers two questions, and keeps what it was asked."""

    def __init__(self, props: dict[str, str], parcel: str) -> None:
        self.answers = {
            "getprop": "\n".join(f"[{key}]: [{value}]" for key, value in props.items()),
            "service call iphonesubinfo 1 s16 com.android.shell": parcel,
        }
        self.asked: list[str] = []

    def shell(self, command: str, timeout: float = 10.0) -> str:
        """One at a time; a joint question is not understood, as by some shells."""
        self.asked.append(command)
        return self.answers.get(command, "sh: syntax error")


REFUSED = parcel("getDeviceId: not allowed", -1)


@pytest.mark.parametrize(
    ("props", "answer", "imeis"),
    [
        ({}, REFUSED, (None, None)),
        ({}, parcel(IMEI), (IMEI, None)),
        ({"ro.ril.miui.imei0": SECOND, "ro.ril.miui.imei1": IMEI}, REFUSED, (SECOND, IMEI)),
        ({"ro.ril.miui.imei0": "XXXXXXXXXXXXXXX"}, REFUSED, (None, None)),
        ({"ro.ril.oem.imei1": SECOND}, parcel(IMEI), (SECOND, None)),
    ],
)
def test_the_imei_where_the_phone_tells_it(
    props: dict[str, str], answer: str, imeis: tuple[str | None, str | None]
) -> None:
    """From properties, else from the telephone service; most phones keep it to themselves."""
    phone = Handset({**PROPS, **props}, answer)
    found = read_handset(phone)  # type: ignore[arg-type]

    assert (found.get("imei"), found.get("imei2")) == imeis
    assert set(phone.asked[1:]) == set(phone.answers)


def test_what_else_it_says() -> None:
    """Model, serial, release and region in words; what it does not say is left out."""
    found = read_handset(Handset(PROPS, REFUSED))  # type: ignore[arg-type]

    assert found == {
        "model": "Redmi Note 9 Pro M2003J6B2G", "serial": "7f3a9c21", "release": "MIUI 12.5",
        "region": "EU",
    }  # fmt: skip
    assert read_handset(Handset({"a.b": "c"}, "")) == {}  # type: ignore[arg-type]
