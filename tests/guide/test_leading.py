"""Owners led through guides: what is asked, looked up, recorded, kept and said in the end."""

import json
import struct

import pytest

from miunlink_adb.archive import Archive
from miunlink_adb.errors import DeviceBusy, Interrupted, NoDevice, UnsupportedDevice
from miunlink_adb.guide.card import last_digits, phone_card
from miunlink_adb.guide.leading import Leading
from miunlink_adb.guide.result import GuideReport
from miunlink_adb.guide.shelf import load_guide
from miunlink_adb.release import match_release
from tests.guide.desk import REMOVE, Desk, Owner, removing


@pytest.fixture
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A computer that has kept nothing yet, with a signed-in phone."""
    return Desk(tmp_path_factory.mktemp("desk"))


# -- the way through -----------------------------------------------------------------------------


def test_removed_and_seen_on_the_phone(desk: Desk) -> None:
    """Everything confirmed, the account gone: done, with counts before and after."""
    report = desk.lead("remove-device", removing(desk))

    assert (report.status, report.exit_code, report.error) == ("done", 0, None)
    assert (report.before, report.after) == ({"0": 1}, {"0": 0})
    assert {r.name: r.outcome for r in report.results.values()} == {
        "online": "passed",
        "no_account": "passed",
    }
    assert report.signed_out
    assert report.open == []
    assert desk.kept == []


def test_the_phone_hears_of_it_late(desk: Desk) -> None:
    """It is waited for in the end, no longer than until it is signed out."""
    owner = Owner()
    owner.does["delete"] = lambda: desk.clock.after(12, lambda: desk.phone.accounts.update({0: 0}))
    began = desk.clock.now()
    report = desk.lead("remove-device", owner, wait=60)

    assert report.signed_out
    assert 12 <= desk.clock.now() - began < 30
    assert any("Waiting up to 60 s" in text for text in desk.told)


def test_a_phone_that_stays_signed_in_is_told_as_that(desk: Desk) -> None:
    """The owner says it is removed, the phone says no: done, but open, and never "signed out"."""
    report = desk.lead("remove-device", Owner(), wait=10)

    assert (report.status, report.before, report.after) == ("done", {"0": 1}, {"0": 1})
    assert not report.signed_out
    assert not any("signed out now" in text for text in report.did)
    assert any("Android user 0" in text for text in report.open)


def test_another_user_keeps_his_account(desk: Desk) -> None:
    """The second space has an account of its own: it is named as what is left."""
    desk.phone.accounts = {0: 1, 10: 1}
    report = desk.lead("remove-device", removing(desk), wait=4)

    assert report.after == {"0": 0, "10": 1}
    assert not report.signed_out
    assert any("Android user 10" in text for text in report.open)


@pytest.mark.parametrize("name", ["unlink-contact", "recover-password", "activation-lock"])
@pytest.mark.parametrize("phone", [True, False])
def test_the_other_guides_need_no_phone(name: str, phone: bool, desk: Desk) -> None:
    """With or without one they come to their end; nothing is waited for."""
    report = desk.lead(name, Owner(), phone=phone)

    assert (report.status, report.exit_code) == ("done", 0)
    assert (report.card is None, report.before is None) == (not phone, not phone)
    assert desk.phone.record.taps == []
    assert not any("Waiting" in text for text in desk.told)


# -- leaving and going on ------------------------------------------------------------------------


def test_left_and_gone_on_with(desk: Desk) -> None:
    """Exit 6; the next sitting asks the gate, goes on where it was, and knows the first counts."""
    first = Owner("", "", "skip", "leave")
    report = desk.lead("remove-device", first)
    assert (report.status, report.exit_code) == ("left", 6)
    assert "step 4 of 8" in str(report.error)
    assert len(desk.kept) == 1

    desk.phone.accounts = {0: 0}
    second = Owner()
    again = desk.lead("remove-device", second)
    assert second.asked[:2] == ["understood", "device_list"]
    assert second.sitting is not None
    assert (again.before, again.after) == ({"0": 1}, {"0": 0})
    assert again.walk.outcomes["sign_in"] == "skipped"
    assert any("I am signed in" in text for text in again.open)
    assert desk.kept == []


def test_the_end_is_looked_at_in_whichever_sitting_it_comes(desk: Desk) -> None:
    """What an earlier sitting looked up is looked up again when all is through."""
    first = Owner(*[""] * 7, "leave")
    desk.lead("remove-device", first)
    desk.clock.after(5, lambda: desk.phone.accounts.update({0: 0}))
    owner = Owner()
    report = desk.lead("remove-device", owner, wait=20)

    assert owner.asked == ["understood", "activation_lock"]
    assert report.results["phone_signed_out"].outcome == "passed"
    assert report.signed_out


def test_ctrl_c_while_the_phone_is_waited_for(desk: Desk) -> None:
    """Exit 130; but the guide was through, and is recorded as that."""

    def stop() -> None:
        raise KeyboardInterrupt

    owner = Owner()
    owner.does["activation_lock"] = lambda: desk.clock.after(7, stop)
    report = desk.lead("remove-device", owner, wait=60)

    assert (report.status, report.exit_code) == ("done", 130)
    assert (desk.archive.runs()[0].ended or {})["status"] == "done"
    assert not any("was left" in text for text in report.open)


def test_begun_anew_when_asked(desk: Desk) -> None:
    """`--restart` forgets the earlier sitting."""
    desk.lead("remove-device", Owner("", "", "leave"))
    owner = Owner()
    desk.lead("remove-device", owner, anew=True, wait=0)

    assert owner.asked[:2] == ["understood", "online"]


def test_ctrl_c_keeps_the_place(desk: Desk) -> None:
    """Exit 130, recorded as left; what was answered is not asked again."""
    report = desk.lead("remove-device", Owner(stops=3))
    assert (report.status, report.exit_code) == ("left", 130)
    owner = Owner()
    desk.lead("remove-device", owner, wait=0)
    assert owner.asked[:2] == ["understood", "device_list"]


def test_another_phone_begins_at_the_beginning(desk: Desk) -> None:
    """How far an owner is belongs to one phone."""
    desk.lead("unlink-contact", Owner("", "", "leave"))
    owner = Owner()
    desk.lead("unlink-contact", owner, phone=False)

    assert owner.asked[:2] == ["one_remains", "sign_in"]


def test_what_was_kept_and_is_damaged_is_told(desk: Desk) -> None:
    """The guide begins anew."""
    desk.lead("remove-device", Owner("", "", "leave"))
    desk.kept[0].write_text("{")
    owner = Owner("leave")
    desk.lead("remove-device", owner)

    assert owner.asked == ["understood"]
    assert any("cannot be read" in text for text in desk.told)


# -- the phone -----------------------------------------------------------------------------------


def test_without_a_phone_there_is_nothing_to_remove(desk: Desk) -> None:
    """Exit 3, nothing asked, nothing recorded."""
    owner = Owner()
    report = desk.lead("remove-device", owner, phone=False)

    assert (report.status, report.exit_code) == ("failed", 3)
    assert isinstance(report.error, NoDevice)
    assert (owner.asked, desk.journals) == ([], "")


def test_not_a_xiaomi_phone(desk: Desk) -> None:
    """Exit 3: it stands in no list of Xiaomi's."""
    desk.phone.answers["getprop"] = (
        "[ro.product.manufacturer]: [Example]\n[ro.product.brand]: [X]\n"
    )
    report = desk.lead("remove-device", Owner())

    assert isinstance(report.error, UnsupportedDevice)


def test_a_cable_that_was_out_in_between(desk: Desk) -> None:
    """The phone is found again for the next look; if it is not, nothing is claimed."""
    owner = removing(desk)
    owner.does["right_device"] = lambda: desk.phone.faults.at("shell", 1, "lost")
    report = desk.lead("remove-device", owner)
    assert report.signed_out

    desk.phone.accounts, desk.phone.replug = {0: 1}, None
    owner = removing(desk)
    owner.does["right_device"] = lambda: desk.phone.faults.from_now("shell", "lost")
    report = desk.lead("remove-device", owner)
    assert (report.status, report.after, report.signed_out) == ("done", None, False)
    assert report.results["phone_signed_out"].outcome == "unknown"


def test_a_phone_that_does_not_answer_is_left_out_where_it_may(desk: Desk) -> None:
    """A guide for the account goes on without it, and says so."""
    desk.phone.faults.from_now("shell", "timeout")
    report = desk.lead("unlink-contact", Owner())
    assert (report.status, report.card) == ("done", None)
    assert any("left out" in text for text in desk.told)
    assert desk.lead("remove-device", Owner()).exit_code == 3


def test_one_run_a_phone(desk: Desk) -> None:
    """The phone is claimed while a guide may sign it out; another guide asks for no claim."""
    other = Archive(desk.archive.folder)
    busy: list[str] = []

    def second_run() -> None:
        report = GuideReport.unopened(load_guide("remove-device"), load_guide("remove-device"))
        Leading(other, desk.clock, busy.append).lead(report, desk.phone, Owner())
        busy.append(type(report.error).__name__)

    owner = Owner()
    owner.does["online"] = second_run
    desk.lead("remove-device", owner, wait=0)
    assert busy == [DeviceBusy.__name__]
    owner = Owner()
    owner.does["sign_in"] = second_run
    desk.lead("unlink-contact", owner)
    assert DeviceBusy.__name__ not in busy[1:]


# -- what is recorded ----------------------------------------------------------------------------


def test_the_deed_in_the_journal(desk: Desk) -> None:
    """Command, what the owner confirmed in English, counts; no serial, whatever the language."""
    desk.lead("remove-device", removing(desk), language="ru", wait=0)
    run = desk.archive.runs()[0]
    ended = run.ended or {}

    assert (run.about["command"], ended["status"]) == ("cloud remove-device", "done")
    assert len(ended["confirmed"]) == 8
    assert "I deleted the device, and it is gone from the list." in ended["confirmed"]
    assert ended["evidence"]["accounts"] == {"before": {"0": 1}, "after": {"0": 0}}
    assert ended["evidence"]["checks"] == {"online": True, "no_account": True}
    assert [e["step"] for e in run.events] == [s.id for s in load_guide("remove-device").steps]
    assert desk.journals.isascii()
    assert desk.phone.serial not in desk.journals


def test_a_left_guide_in_the_journal(desk: Desk) -> None:
    """Status left, and at which step."""
    desk.lead("recover-password", Owner("", "leave"))
    ended = desk.archive.runs()[0].ended or {}

    assert (ended["status"], ended["exit_code"], ended["error"]) == ("left", 6, "cancelled")
    assert ended["open"] == ["The guide was left at step 2 of 5."]


def test_a_fault_in_the_front_is_recorded_as_far_as_it_came(desk: Desk) -> None:
    """The journal gets its end, and the fault is not swallowed."""
    owner = Owner()
    owner.does["sign_in"] = lambda: 1 / 0
    with pytest.raises(ZeroDivisionError):
        desk.lead("unlink-contact", owner)
    assert desk.archive.runs()[0].ended is not None


# -- the document --------------------------------------------------------------------------------


def test_the_document_tells_no_address_behind_a_gate(desk: Desk) -> None:
    """Whoever does not accept the waiting days is not told where to reset the password."""
    before = desk.lead("recover-password", Owner("leave")).to_json()
    assert [step["address"] for step in before["steps"]] == [None] * 5
    after = desk.lead("recover-password", Owner("", "leave")).to_json()
    assert after["steps"][1]["address"] == "https://account.xiaomi.com/pass/forgetPassword"
    assert json.loads(json.dumps(after)) == after


def test_the_document(desk: Desk) -> None:
    """Guide, phone by its last digits, steps with outcomes, accounts, checks, status, error."""
    document = desk.lead("remove-device", Owner("", "skip", "leave")).to_json()

    assert (document["format"], document["command"]) == (1, "cloud remove-device")
    assert document["status"] == "left"
    assert document["guide"]["name"] == "remove-device"
    assert [step["outcome"] for step in document["steps"][:3]] == ["confirmed", "skipped", None]
    assert document["accounts"]["before"] == {"0": 1}
    assert document["error"]["code"] == "cancelled"
    assert set(document["phone"]) == {"model", "release", "region", "serial_end", "imei_ends"}
    assert len(document["steps"]) > REMOVE


# -- the card ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "end"),
    [
        ("7f3a9c21", "9c21"),
        ("1234567", None),
        ("", None),
        ("unknown!", None),
        ("192.168.1.7:5555", None),
    ],
)
def test_last_digits(number: str, end: str | None) -> None:
    """Four of a number that has at least as many more; nothing of what is no serial number."""
    assert last_digits(number) == end


def test_numbers_of_the_radio() -> None:
    """Where a build says them, or answers the question; of each four digits are shown."""
    props = {"ro.serialno": "7f3a9c21", "ro.ril.oem.imei1": "490154203237518"}
    card = phone_card(match_release(props), props)
    assert (card.serial_end, card.imei_ends) == ("9c21", ("7518",))
    assert "490154203" not in json.dumps(card.to_json())
    text = "356938035643809"
    data = struct.pack("<ii", 0, len(text)) + text.encode("utf-16-le") + b"\0\0"
    words = " ".join(f"{word:08x}" for (word,) in struct.iter_unpack("<I", data))
    asked = phone_card(match_release({}), {}, f"Result: Parcel({words} '....')")
    assert (asked.serial_end, asked.imei_ends) == (None, ("3809",))
    assert phone_card(match_release({}), {}, "Result: Parcel(Error)").imei_ends == ()


def test_interrupted_while_the_phone_is_asked(desk: Desk) -> None:
    """Ctrl-C before the first question is Ctrl-C."""

    def stop() -> None:
        raise KeyboardInterrupt

    desk.phone.on_command["getprop"] = stop
    report = desk.lead("remove-device", Owner())
    assert isinstance(report.error, Interrupted)
