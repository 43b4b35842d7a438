"""A buyer's document holds nothing that is the owner's, whatever stands in what it is made from."""

import json
import re
from dataclasses import asdict, dataclass
from datetime import timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.handover import hand_over
from miunlink_adb.handover_page import handover_lines, handover_page
from miunlink_adb.handover_words import public
from miunlink_adb.run_record import RunRecord
from tests.handover.records import DONE, NOON, PROPS, look, run

names = st.sampled_from(["Tilda Morgenroth", "小明的手机", "Überraschung", "Anna's", "محمد"])
serials = st.from_regex(r"[a-f0-9]{4}[a-f][0-9][a-z0-9]{4,10}", fullmatch=True)
imeis = st.from_regex(r"86[0-9]{13}", fullmatch=True)
mails = st.from_regex(r"[a-z]{4,9}\.[a-z]{4,9}@[a-z]{4,8}\.(?:com|de)", fullmatch=True)
wifis = st.sampled_from(["FRITZ!Box 7590 XY", "TP-LINK_8C2F", "HomeSweetHome"])
paths = st.from_regex(
    r"(?:/media/|/sdcard/DCIM/|D:\\Data\\|~/)[A-Z][a-z]{5,9}[/\\][a-z]{5,9}\.(?:jpg|pdf|zip)",
    fullmatch=True,
)
files = st.from_regex(r"IMG_[0-9]{8}_[0-9]{4}\.jpg", fullmatch=True)
times = st.from_regex(r"2[0-3]:[0-5][0-9]:[0-5][0-9] (?:UTC|GMT)?\+0[2-9]:[03]0", fullmatch=True)
places = st.sampled_from(["Europe/Berlin", "Asia/Kolkata"])


@dataclass(frozen=True)
class World:
    """What is private in a world."""

    serial: str
    imei: str
    mail: str
    name: str
    wifi: str
    path: str
    place: str
    file: str
    time: str

    @property
    def private(self) -> list[str]:
        """Every one of them, and parts that tell as much."""
        whole = [str(value) for value in asdict(self).values()]
        names = re.split(r"[/\\]", self.path)[-2:]
        parts = [self.serial[:-4], self.imei[:6], self.mail.split("@")[0], self.wifi.split()[0]]
        when = self.time.split()[0]
        return [*whole, *names, *parts, self.place.split("/")[1], when, when[:5], "192.168"]

    @property
    def props(self) -> dict[str, str]:
        """Properties with all that phones put there."""
        return {
            **PROPS,
            "ro.serialno": self.serial,
            "ro.boot.serialno": self.serial,
            "ro.ril.oem.imei1": self.imei,
            "persist.radio.imei": self.imei,
            "persist.sys.timezone": self.place,
            "persist.sys.device_name": self.name,
            "net.hostname": f"{self.name}-{self.wifi}",
            "wifi.ssid": self.wifi,
            "ro.ril.oem.sno": f"21136F{self.imei[:6]}",
        }

    @property
    def accounts(self) -> str:
        """What `dumpsys account` prints."""
        kind = f"org.{self.wifi.split()[0].lower()}.{self.name[:3]}"
        return (
            f"User UserInfo{{0:{self.name}:13}}:\n  Accounts: 3\n"
            f"    Account {{name={self.mail}, type=com.google}}\n"
            f"    Account {{name={self.imei}, type=com.xiaomi}}\n"
            f"    Account {{name={self.name}, type={kind}}}\n\n"
        )

    def ended(self) -> dict[str, Any]:
        """An end that tells far more than it should."""
        said = [
            f"Copied 12 files to {self.path} at {self.time}.",
            f"Told {self.mail} about {self.serial} and {self.imei}.",
            f"Left {self.file} in '{self.wifi}' and “{self.name}” ({self.place}); {self.place}.",
            f"Serial {self.serial}; IMEI {self.imei[:2]} {self.imei[2:8]} {self.imei[8:]}",
        ]
        found = {
            "files": 12, "where": self.path, "ok": True, self.mail: 1, self.path: 2,
            self.name: 3, "account": self.mail, "number": int(self.imei),
            "inner": {"name": self.name, self.serial: True, "of": [self.wifi, self.path]},
        }  # fmt: skip
        return {**DONE, "did": said, "confirmed": said, "open": said, "evidence": found}

    def runs(self) -> list[RunRecord]:
        """Runs of several commands, the names of some not ours."""
        ended, options = self.ended(), {"to": self.path, "wifi": self.wifi}
        return [
            run("backup", ended, options=options, locale="de-DE"),
            run("cloud remove-device", ended, {"event": "step", "text": self.name}, later=1),
            run("signout", {**ended, "status": "signed_out"}, later=2, release="miui-12.5"),
            run(f"reset {self.path}", ended, later=3, release=self.name, region=self.wifi),
        ]

    def forms(self, adb_serial: str) -> str:
        """Every form that a buyer's document of it has, attached or not."""
        users = f"\tUserInfo{{0:{self.name}:13}}\n\tUserInfo{{10:{self.name} {self.wifi}:410}}"
        attached = look(self.accounts, users, self.props, adb_serial)
        at_home = NOON.astimezone(timezone(timedelta(hours=5, minutes=30)))
        forms: list[str] = []
        for seen in (attached, None):
            made = hand_over("buyer", self.runs(), seen, at_home)
            forms += [handover_page(made), json.dumps(made.to_json(), ensure_ascii=False)]
            forms += handover_lines(made)
        return re.sub(r"<style>.*?</style>", "", "\n".join(forms), flags=re.DOTALL)


worlds = st.builds(World, serials, imeis, mails, names, wifis, paths, places, files, times)


@given(worlds, st.booleans())
def test_nothing_personal_reaches_a_buyer(world: World, over_wifi: bool) -> None:
    """No serial, IMEI, account, name, network, path, file, place or time of day in any form."""
    text = world.forms("192.168.178.23:5555" if over_wifi else world.serial)

    assert [secret for secret in world.private if secret.lower() in text.lower()] == []
    assert not re.search(r"\d{1,2}:\d{2}", text)
    assert not re.search(r"[+-]\d{2}:?\d{2}\b(?!-)", re.sub(r"\d{4}-\d{2}-\d{2}", "", text))


@given(serials)
def test_a_buyer_sees_the_end_of_the_serial(serial: str) -> None:
    """Four characters, to compare with the phone; none where they would be half of it."""
    own = look(props={**PROPS, "ro.serialno": serial})
    made = hand_over("buyer", [], own, NOON)
    short = hand_over("buyer", [], look(props={**PROPS, "ro.serialno": serial[:6]}), NOON)

    assert made.phone["serial"] == f"…{serial[-4:]}"
    assert short.phone["serial"] is None


def test_what_a_buyer_needs_is_there() -> None:
    """Model, release, the day, what was done, proof in numbers, what binds and what to know."""
    accounts = "User UserInfo{0:X:13}:\n  Accounts: 1\n    Account {name=a, type=com.google}\n"
    ended = {"status": "signed_out", "accounts": {"before": {"0": 1}, "after": {"0": 0}}}
    made = hand_over("buyer", [run("signout", ended)], look(accounts), NOON)
    deed = made.deeds[0]

    assert (made.phone["model"], made.phone["release"]) == ("Redmi Note 9 Pro", "miui-12.5")
    assert (deed.title, deed.began, deed.ending) == (
        "Sign-out", "2026-01-31", "done: signed out",
    )  # fmt: skip
    assert deed.did == [
        "Signed out of the Mi / Xiaomi account; the phone's own account list shows it."
    ]
    assert deed.evidence == [("accounts of Android user 0", "1 before, 0 after")]
    assert made.verdict == "Not yet: google account."
    assert [what for what, _, _ in made.open] == ["google account"]
    assert [what for what, _, _ in made.remember] == ["sim card"]


def test_what_failed_on_the_way_is_not_a_buyers() -> None:
    """He reads what was done; the owner reads of the attempts, too."""
    runs = [run("signout", {"status": "failed"}), run("signout", {"status": "signed_out"}, later=1)]

    assert len(hand_over("buyer", runs, look(), NOON).deeds) == 1
    assert len(hand_over("owner", runs, look(), NOON).deeds) == 2


@pytest.mark.parametrize(
    "sentence",
    [
        "Signed out of the Mi / Xiaomi account; the phone's own account list shows it.",
        "The owner deleted this device on i.mi.com on 2026-11-24.",
        "Wiped data in TWRP and rebooted; 2 of 2 checks passed.",
        "The owner confirmed: the device isn't in the list and its state can't be read.",
    ],
)
def test_sentences_of_ours_stay_readable(sentence: str) -> None:
    """What is no path, name or number of anybody's is not masked."""
    assert public(sentence) == sentence


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("On 2026-11-24T15:30:12+01:00 it ended.", "On 2026-11-24 it ended."),
        ("Done at 3:05 PM.", "Done at ‹time›"),
        ("Kept in D:\\Anna\\phone.", "Kept in ‹path›"),
        ("Kept as a.zip", "Kept as ‹file›"),
        ("See https://i.mi.com/device/7f3a", "See ‹path›"),
    ],
)
def test_what_is_somebodys_is_masked(sentence: str, shown: str) -> None:
    """Times of day, zones, paths, files and addresses go; days stay."""
    assert public(sentence).startswith(shown)
