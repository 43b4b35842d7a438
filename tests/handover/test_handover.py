"""The owner's document: complete, in order, and honest about what is open."""

import json
import os
from dataclasses import replace
from datetime import timedelta, timezone
from pathlib import Path

import pytest

from miunlink_adb.handover import hand_over
from miunlink_adb.handover_page import handover_lines, handover_page
from tests.handover.records import DONE, KEY, NOON, look, run

BERLIN = timezone(timedelta(hours=1))
SIGNED_OUT = {
    "status": "signed_out",
    "accounts": {"before": {"0": 1, "10": 1}, "after": {"0": 0, "10": 1}},
}
"""As a sign-out's journal ended before it had words of its own."""
TURN = {"event": "handoff_ended", "reason": "password", "outcome": "done", "seconds": 3.0}
FINAL = {"event": "act", "act": "tap", "element": "sign_out_button", "final": True}


def test_deeds_stand_in_the_order_in_which_they_were_done() -> None:
    """Whatever order the journals come in; times in the zone in which the document is made."""
    runs = [run("reset", later=2), run("backup"), run("signout", SIGNED_OUT, later=1)]
    made = hand_over("owner", runs, look(), NOON.astimezone(BERLIN))

    assert [deed.title for deed in made.deeds] == ["Backup", "Sign-out", "Factory reset"]
    assert made.deeds[0].began == "2026-01-31 13:00:05+01:00"
    assert made.phone == {
        "model": "Redmi Note 9 Pro", "serial": "7f3a9c21", "release": "miui-12.5", "region": "EU",
        "key": KEY,
    }  # fmt: skip


def test_deeds_of_one_second_stand_in_the_order_of_their_ends(tmp_path: Path) -> None:
    """Journals tell seconds: then whichever was written last was done last."""
    runs = []
    for number, command in enumerate(("reset", "backup", "signout")):
        file = tmp_path / f"{9 - number}.jsonl"
        file.touch()
        os.utime(file, (NOON.timestamp() + number, NOON.timestamp() + number))
        runs.append(replace(run(command), file=file, run=file.stem))
    made = hand_over("owner", reversed(runs), None, NOON)

    assert [deed.command for deed in made.deeds] == ["reset", "backup", "signout"]


def test_an_older_sign_out_gets_its_sentences() -> None:
    """From its status, its accounts and the owner's turns, as newer ones say them themselves."""
    older = run("signout", SIGNED_OUT, FINAL, TURN, {**TURN, "reason": "captcha", "outcome": "no"})
    (deed,) = hand_over("owner", [older], None, NOON).deeds

    assert deed.confirmed == [
        "The owner agreed to sign out.", "The owner typed the account's password on the phone.",
    ]  # fmt: skip
    assert deed.open == ["1 Mi / Xiaomi account(s) of Android user 10 are still on the phone."]
    assert ("accounts of Android user 10", "1 before, 1 after") in deed.evidence


def test_a_deeds_own_words_are_taken() -> None:
    """What a journal says itself stands as it is, with evidence in readable names."""
    ended = {
        **DONE,
        "did": ["Wiped data."],
        "confirmed": ["He typed the model's name."],
        "evidence": {"bytes": 1_000_000_000, "verified": True, "way": "twrp", "steps": {"all": 8}},
        "open": ["Reboot it once."],
    }
    (deed,) = hand_over("owner", [run("reset", ended)], None, NOON).deeds

    assert (deed.did, deed.confirmed) == (["Wiped data."], ["He typed the model's name."])
    assert deed.evidence == [
        ("bytes", "1,000,000,000"), ("verified", "yes"), ("way", "twrp"), ("steps all", "8"),
    ]  # fmt: skip
    assert deed.open == ["Reboot it once."]


@pytest.mark.parametrize(
    ("ended", "going_on", "ending"),
    [
        (None, False, "cut off"),
        (None, True, "going on now"),
        ({"status": "left"}, False, "left, can be resumed"),
        ({"status": "whatever <b>"}, False, "how it ended is not known"),
        ({"error": None}, False, "how it ended is not known"),
    ],
)
def test_every_end_has_words(
    ended: dict[str, str | None] | None, going_on: bool, ending: str
) -> None:
    """A run that was cut off, that goes on, or whose end nobody knows is told as that."""
    record = run("signout", ended)
    names = frozenset({record.run} if going_on else ())
    (deed,) = hand_over("owner", [record], None, NOON, going_on=names).deeds

    assert deed.ending == ending


def test_an_attached_phone_says_what_is_open() -> None:
    """A fresh look counts, not what a deed thought; each row with the way to clear it."""
    accounts = "User UserInfo{0:X:13}:\n  Accounts: 1\n    Account {name=a, type=com.xiaomi}\n"
    ended = {**DONE, "open": ["Something old."]}
    made = hand_over("owner", [run("backup", ended)], look(accounts), NOON)

    assert made.ready is False
    assert made.verdict == "Not yet: mi account, find device."
    assert made.open[0] == (
        "mi account (Android user 0)", "1 account in owner", "miunlink-adb signout",
    )  # fmt: skip
    assert "Something old." not in str(made.open)


def test_without_the_phone_the_last_deeds_say_what_is_open() -> None:
    """The last run of each command since the last reset; an old look at the phone is no proof."""
    runs = [
        run("signout", {**DONE, "open": ["Before the reset."]}),
        run("reset", {**DONE, "open": ["Boot it once."]}, later=1),
        run("cloud remove-device", {"status": "left", "open": ["An attempt."]}, later=2),
        run("status", {**DONE, "open": ["mi account"]}, later=3),
        run("cloud remove-device", {"status": "left", "open": ["Step 4."]}, later=4),
    ]
    made = hand_over("owner", runs, None, NOON)

    assert [row[:2] for row in made.open] == [
        ("Factory reset", "Boot it once."), ("Removal from Mi Cloud", "Step 4."),
    ]  # fmt: skip
    assert made.ready is None
    assert "not attached" in made.verdict
    assert made.phone["serial"] is None


def test_nothing_at_all_is_said_plainly() -> None:
    """A phone that nothing was done with still has a document."""
    made = hand_over("owner", [], look(), NOON)

    assert made.ready is True
    assert "did nothing on this phone" in handover_page(made)
    assert any("did nothing" in line for line in handover_lines(made))


@pytest.mark.parametrize("junk", [7, "text", None, [1, None, {}], {"did": 3}, [["a"]]])
def test_damaged_journals_cost_only_themselves(junk: object) -> None:
    """Fields of another shape than ours are left out; the rest is told."""
    ended = {"status": "done", "did": junk, "confirmed": junk, "evidence": junk, "open": junk}
    older = {"status": "signed_out", "accounts": junk}
    runs = [run("reset", ended, {"event": "x", "final": junk}), run("signout", older, later=1)]
    for attached in (look(), None):
        made = hand_over("owner", runs, attached, NOON)
        assert len(made.deeds) == 2
        assert json.dumps(made.to_json())


def test_all_forms_say_the_same() -> None:
    """Page, JSON and lines have every sentence; text from journals is no markup."""
    sentence = "Copied <b>& more</b>."
    ended = {**DONE, "did": [sentence], "confirmed": ["Agreed."], "open": ["Later."]}
    made = hand_over("owner", [run("backup", ended)], look(), NOON)
    page, lines = handover_page(made), "\n".join(handover_lines(made))
    document = made.to_json()

    assert "Copied &lt;b&gt;&amp; more&lt;/b&gt;." in page
    assert sentence in lines
    assert document["deeds"][0]["did"] == [sentence]
    assert [key for key in document if key in ("format", "command", "for")] == [
        "format", "command", "for",
    ]  # fmt: skip
    for said in ("Agreed.", "Later.", "Ready to hand over.", "7f3a9c21"):
        assert said in page
        assert said in lines or said == "Ready to hand over."
