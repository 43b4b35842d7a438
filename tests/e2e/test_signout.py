"""`signout` from Settings to the proof, on phones as they are met: each dialog, each ending."""

from dataclasses import replace

import pytest

from tests.e2e.phones import QUICK, SIGNING_OUT, Attached, Phones
from tests.e2e.program import Done, Program
from tests.e2e.shape import handoffs, in_order, screens
from tests.e2e.worlds import everywhere, on_both, pair, side_by_side

pytestmark = pytest.mark.adb_server

WALK = ["settings_home", "account_page", "wipe_data_confirm", "password_prompt", "signing_out"]
PASSWORD = ("password", "done")
KEEP = ("--yes", "--data", "keep")
REMOVE = ("--yes", "--data", "remove")


def assert_signed_out(phone: Attached, done: Done) -> None:
    """The phone has no account any more, and the document says so and nothing else."""
    document = done.document
    assert (done.code, document["status"]) == (0, "signed_out"), done.said
    assert document["accounts"] == {"before": {"0": 1}, "after": {"0": 0}}
    assert document["error"] is None
    assert document["route"] == "settings"
    assert phone.accounts[0] == 0
    assert phone.tapped.count("sign_out") == 1


def assert_still_there(phone: Attached, done: Done) -> None:
    """The account is on the phone, and the document says so."""
    assert done.document["accounts"] == {"before": {"0": 1}, "after": {"0": 1}}
    assert phone.accounts[0] == 1
    assert phone.tapped.count("sign_out") == 1


# -- the answers about data ----------------------------------------------------------------------


@pytest.mark.parametrize("number", [0, 1, 2])
def test_keeping_the_data(number: int, phones: Phones, program: Program) -> None:
    """`--yes --data keep` signs out: the phone's screens in order, one hand-off, the proof."""
    for spec, phone, done in everywhere(phones, program, number, *KEEP):
        assert_signed_out(phone, done)
        assert in_order(WALK, screens(done.document)), spec
        assert handoffs(done.document) == [PASSWORD]
        assert phone.tapped == ["row.account", "sign_out", "wipe.keep"]
        release, locale, _ = spec.split(":")
        assert done.document["release"] == release
        assert done.document["locale"].split("-")[0] == locale.split("-")[0]


@pytest.mark.parametrize("number", [3, 4, 5])
def test_removing_the_data(number: int, phones: Phones, program: Program) -> None:
    """`--data remove` taps Remove where it was Keep, in every language."""
    for spec, phone, done in on_both(phones, program, number, *REMOVE):
        assert_signed_out(phone, done)
        assert in_order(WALK, screens(done.document)), spec
        assert phone.tapped == ["row.account", "sign_out", "wipe.remove"]


@pytest.mark.parametrize(("choice", "number"), [("keep", 0), ("remove", 3)])
def test_asking_about_the_data(choice: str, number: int, phones: Phones, program: Program) -> None:
    """`--data ask` without a terminal: the owner answers on the phone; the program taps neither."""
    owner = (f"data={choice}", "password=right")
    arguments = ("--yes", "--data", "ask")
    for _, phone, done in on_both(phones, program, number, *arguments, owner=owner):
        assert_signed_out(phone, done)
        assert handoffs(done.document) == [("data_choice", "done"), PASSWORD]
        assert phone.tapped == ["row.account", "sign_out"]


# -- what the phone asks more, or less -----------------------------------------------------------


def test_bank_cards(phones: Phones, program: Program) -> None:
    """Cards in the secure element: the owner is told before, the dialog is confirmed."""
    for _, phone, done in on_both(phones, program, 1, *KEEP, switches=("bank_cards=2",)):
        assert_signed_out(phone, done)
        assert in_order(["account_page", "bank_card_dialog", *WALK[2:]], screens(done.document))
        assert "2 bank or transit card(s)" in done.stderr


def test_no_cloud_data(phones: Phones, program: Program) -> None:
    """Nothing synced: the question about data does not come, and is not missed."""
    for _, phone, done in on_both(phones, program, 2, *KEEP, switches=("cloud_synced=no",)):
        assert_signed_out(phone, done)
        assert "wipe_data_confirm" not in screens(done.document)
        assert phone.tapped == ["row.account", "sign_out"]


def test_a_slow_cloud(phones: Phones, program: Program) -> None:
    """While the phone asks the cloud nothing is tapped, and it is waited for."""
    for _, phone, done in on_both(phones, program, 3, *KEEP, switches=("cloud_query=2.5",)):
        assert_signed_out(phone, done)
        assert in_order(["account_page", "checking_cloud_data", *WALK[2:]], screens(done.document))


def test_unsynced_data(phones: Phones, program: Program) -> None:
    """Remove with data that are not in the cloud yet: the second question is answered, too."""
    for _, phone, done in on_both(phones, program, 4, *REMOVE, switches=("unsynced=yes",)):
        assert_signed_out(phone, done)
        shown = ["wipe_data_confirm", "unsynced_data_dialog", "password_prompt"]
        assert in_order(shown, screens(done.document))


def test_hidden_photos(phones: Phones, program: Program) -> None:
    """Hidden photos would be lost for good: the owner decides that on the phone."""
    owner = ("hidden=ok", "password=right")
    switches = ("hidden_photos=yes",)
    for _, phone, done in on_both(phones, program, 5, *REMOVE, switches=switches, owner=owner):
        assert_signed_out(phone, done)
        assert in_order(["wipe_data_confirm", "hidden_photos_dialog"], screens(done.document))
        assert handoffs(done.document) == [("data_choice", "done"), PASSWORD]


def test_photos_in_low_quality(phones: Phones, program: Program) -> None:
    """HyperOS warns of small copies before it keeps the data; MIUI 11 does not know that."""
    switches = ("high_quality_photos=yes",)
    for spec, phone, done in on_both(phones, program, 0, *KEEP, switches=switches):
        assert_signed_out(phone, done)
        assert ("photo_quality_dialog" in screens(done.document)) is spec.startswith("hyperos")


def test_find_device_off(phones: Phones, program: Program) -> None:
    """With Find device off MIUI 11 asks for no password: one tap is enough. HyperOS asks."""
    for spec, phone, done in on_both(phones, program, 1, *KEEP, switches=("find_device=no",)):
        assert_signed_out(phone, done)
        asked = [] if spec.startswith("miui-11") else [PASSWORD]
        assert handoffs(done.document) == asked


# -- the owner's turns ---------------------------------------------------------------------------


@pytest.mark.parametrize(("wrong", "number"), [(1, 2), (3, 5)])
def test_wrong_passwords(wrong: int, number: int, phones: Phones, program: Program) -> None:
    """Each wrong password is noticed, said and counted; the right one goes on."""
    owner, usual = ("password=wrong",) * wrong, replace(QUICK, network=0.6)
    for _, phone, done in on_both(phones, program, number, *KEEP, owner=owner, latency=usual):
        assert_signed_out(phone, done)
        assert handoffs(done.document) == [("password", "wrong_password")] * wrong + [PASSWORD]
        assert done.stderr.count("did not accept the password") == wrong


def test_a_captcha_after_a_wrong_password(phones: Phones, program: Program) -> None:
    """A captcha that comes up in the sheet is a turn of its own."""
    owner = ("password=wrong", "captcha=right")
    for _, phone, done in on_both(
        phones, program, 3, *KEEP, switches=("captcha_after=1",), owner=owner
    ):
        assert_signed_out(phone, done)
        assert in_order(["password_prompt", "captcha_prompt"], screens(done.document))
        assert handoffs(done.document) == [("password", "wrong_password"), ("captcha", "done")]


def test_a_code_as_second_step(phones: Phones, program: Program) -> None:
    """A verification code, wrong at first, is asked of the owner after the password."""
    owner = ("password=right", "code=wrong", "code=right")
    for _, phone, done in on_both(
        phones, program, 4, *KEEP, switches=("second_step=yes",), owner=owner
    ):
        assert_signed_out(phone, done)
        assert in_order(["password_prompt", "code_prompt"], screens(done.document))
        assert handoffs(done.document) == [PASSWORD, ("code", "wrong_code"), ("code", "done")]


def test_verification_in_a_web_page(phones: Phones, program: Program) -> None:
    """A page of Xiaomi's in a web view is the owner's, whatever stands on it."""
    owner = ("password=right", "web=right")
    for _, phone, done in on_both(
        phones, program, 5, *KEEP, switches=("web_verification=yes",), owner=owner
    ):
        assert_signed_out(phone, done)
        assert in_order(["password_prompt", "web_verification"], screens(done.document))
        assert handoffs(done.document) == [PASSWORD, ("web_verification", "done")]


def test_an_account_without_a_password(phones: Phones, program: Program) -> None:
    """The owner sets one on the phone, and signing out goes on."""
    for _, phone, done in on_both(phones, program, 0, *KEEP, switches=("has_password=no",)):
        assert_signed_out(phone, done)
        assert handoffs(done.document) == [("set_password", "done")]


def test_an_expired_session(phones: Phones, program: Program) -> None:
    """Signing in again ends the attempt: sign-out is not tapped twice; the next run finishes."""
    switches, owner = ("token_expired=yes",), ("token=ok", "password=right")
    for _, phone, done in on_both(phones, program, 1, *KEEP, switches=switches, owner=owner):
        assert (done.code, done.document["status"]) == (6, "cancelled"), done.said
        assert handoffs(done.document)[0] == ("token_expired", "done")
        assert_still_there(phone, done)
        assert "Run the command again" in done.document["error"]["hint"]

    for phone in phones.attached:
        phone.acts.clear()
    again = side_by_side(phones.attached, program, *KEEP)
    assert {(done.code, done.document["status"]) for done in again} == {(0, "signed_out")}
    assert [phone.accounts[0] for phone in phones.attached] == [0, 0]


# -- other endings -------------------------------------------------------------------------------


def test_a_password_that_was_changed_lately(phones: Phones, program: Program) -> None:
    """Xiaomi's waiting time is a refusal, not a failure: exit 6, and nothing is repeated."""
    for _, phone, done in on_both(phones, program, 2, *KEEP, switches=("cooldown_days=3",)):
        assert (done.code, done.document["status"]) == (6, "refused")
        assert screens(done.document)[-1] == "password_cooldown"
        assert_still_there(phone, done)


@pytest.mark.parametrize(
    ("switch", "screen", "number"),
    [
        ("logout_failed=no_response", "logout_failed", 3),
        ("find_device_error=io", "find_device_failed", 5),
        ("find_device_error=password_not_confirmed", "find_device_failed", 1),
        ("finddevice_installed=no", "find_device_failed", 2),
    ],
)
def test_a_failure_that_the_phone_reports(
    switch: str, screen: str, number: int, phones: Phones, program: Program
) -> None:
    """The phone's own failure dialog ends the run with exit 5; it is left for the owner to read."""
    for _, phone, done in on_both(phones, program, number, *KEEP, switches=(switch,)):
        assert (done.code, done.document["status"]) == (5, "failed"), done.said
        assert done.document["error"]["code"] == "phone_failure"
        assert screens(done.document)[-1] == screen
        assert phone.shown == screen
        assert_still_there(phone, done)


def test_the_owner_cancels(phones: Phones, program: Program) -> None:
    """Cancel on the sheet or at the data is his word: exit 6, sign-out is not tapped again."""
    cancels = {"password": ("data=keep", "password=cancel"), "data_choice": ("data=cancel",)}
    attached = {
        phones.attach(spec, owner=list(acts)).serial: reason
        for reason, acts in cancels.items()
        for spec in pair(3)
    }
    ended = side_by_side(phones.attached, program, "--yes", "--data", "ask")

    for phone, done in zip(phones.attached, ended, strict=True):
        assert (done.code, done.document["status"]) == (6, "cancelled")
        assert handoffs(done.document)[-1] == (attached[phone.serial], "cancelled")
        assert_still_there(phone, done)


def test_the_owner_is_away(phones: Phones, program: Program) -> None:
    """After `--handoff-timeout` seconds: exit 7, and the sheet is left open."""
    arguments, owner = (*KEEP, "--handoff-timeout", "2"), ("password=wait",)
    for _, phone, done in on_both(phones, program, 5, *arguments, owner=owner):
        assert (done.code, done.document["status"]) == (7, "handoff_timeout")
        assert handoffs(done.document) == [("password", "timeout")]
        assert done.document["handoffs"][0]["seconds"] >= 2
        assert phone.shown == "password_prompt"
        assert_still_there(phone, done)


def test_too_many_attempts(phones: Phones, program: Program) -> None:
    """Xiaomi takes no more passwords: the run ends at once with exit 5 instead of waiting."""
    owner = ("password=wrong", "password=right")
    for _, phone, done in on_both(
        phones, program, 0, *KEEP, switches=("too_many_after=1",), owner=owner
    ):
        assert (done.code, done.document["status"]) == (5, "failed")
        turns = [("password", "wrong_password"), ("password", "too_many_attempts")]
        assert handoffs(done.document) == turns
        assert_still_there(phone, done)


@pytest.mark.parametrize(("error", "number"), [("network", 1), ("server", 2)])
def test_a_password_that_could_not_be_checked(
    error: str, number: int, phones: Phones, program: Program
) -> None:
    """An error on the way to Xiaomi is no wrong password, and is not counted as one."""
    arguments, owner = (*KEEP, "--handoff-timeout", "3"), ("password=right",)
    switches = (f"password_error={error}",)
    for _, phone, done in on_both(
        phones, program, number, *arguments, switches=switches, owner=owner
    ):
        assert (done.code, done.document["status"]) == (7, "handoff_timeout")
        assert handoffs(done.document) == [("password", "timeout")]
        assert_still_there(phone, done)


def test_nothing_but_the_way_is_tapped(phones: Phones, program: Program) -> None:
    """With everything on at once, each tap has its effect on a view that the table names."""
    switches = ("bank_cards=1", "unsynced=yes", "second_step=yes", "google_account=yes")
    for _, phone, done in on_both(phones, program, 3, *REMOVE, switches=switches):
        assert_signed_out(phone, done)
        assert [tap.effect for tap in phone.taps] == ["tap"] * len(phone.taps)
        assert {"sign_out", "wipe.remove"} == SIGNING_OUT & set(phone.tapped)
