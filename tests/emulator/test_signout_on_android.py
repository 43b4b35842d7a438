"""The whole sign-out on a real Android with the mock apps, and the same on the virtual phone.

`pytest -m emulator` runs them on the virtual phone, `pytest -m emulator --phone SERIAL` on a device
that has the mock apps (docs/emulator.md).
"""

from typing import Any

import pytest

from tests.e2e.shape import handoffs, in_order, screens
from tests.emulator.run import Bench

pytestmark = [pytest.mark.emulator, pytest.mark.adb_server]

both_languages = pytest.mark.parametrize("locale", ["en", "ru"])
KEEP = ("--yes", "--data", "keep")
RIGHT = ("password=right",)
PASSWORD = ("password", "done")
WALK = ["settings_home", "account_page", "wipe_data_confirm", "password_prompt", "signing_out"]


def assert_signed_out(bench: Bench, document: dict[str, Any]) -> None:
    """The phone has no account any more, and the document says so."""
    assert document["status"] == "signed_out", document["error"]
    assert document["accounts"] == {"before": {"0": 1}, "after": {"0": 0}}
    assert document["route"] == "settings"
    assert bench.handset.accounts() == 0


@both_languages
def test_dry_run(locale: str, bench: Bench) -> None:
    """A dry run finds the way to the button, and the account stays."""
    document = bench.sign_out(locale, "--dry-run", turns=[])

    assert document["status"] == "dry_run", document["error"]
    assert in_order(["settings_home", "account_page"], screens(document))
    assert "wipe_data_confirm" not in screens(document)
    assert bench.handset.accounts() == 1


@both_languages
def test_signing_out(locale: str, bench: Bench) -> None:
    """From Settings to the proof: the screens in their order, one hand-off, no account left."""
    document = bench.sign_out(locale, *KEEP, turns=[RIGHT])

    assert_signed_out(bench, document)
    assert in_order(WALK, screens(document))
    assert handoffs(document) == [PASSWORD]


@both_languages
def test_the_intent_leads_there_too(locale: str, bench: Bench) -> None:
    """The account page opens by the intent of Settings' own row; data are removed."""
    arguments = ("--yes", "--data", "remove", "--route", "intent")
    document = bench.sign_out(locale, *arguments, turns=[RIGHT])

    assert document["status"] == "signed_out", document["error"]
    assert (document["route"], bench.handset.accounts()) == ("intent", 0)
    assert "settings_home" not in screens(document)[:1]


@both_languages
def test_a_wrong_password(locale: str, bench: Bench) -> None:
    """A wrong password is noticed; the right one after it goes on."""
    document = bench.sign_out(locale, *KEEP, turns=[("password=wrong",), RIGHT])

    assert_signed_out(bench, document)
    assert handoffs(document) == [("password", "wrong_password"), PASSWORD]


@both_languages
def test_captcha_and_code(locale: str, bench: Bench) -> None:
    """A captcha after a wrong password, then a code: each is a turn of its own."""
    switches = ("captcha_after=1", "second_step=yes")
    turns = [("password=wrong",), ("captcha=right",), ("code=right",)]
    document = bench.sign_out(locale, *KEEP, switches=switches, turns=turns)

    assert_signed_out(bench, document)
    assert [reason for reason, _ in handoffs(document)] == ["password", "captcha", "code"]


@both_languages
def test_a_popup(locale: str, bench: Bench) -> None:
    """An offer of an update over the account page is put off, and the way goes on."""
    document = bench.sign_out(locale, *KEEP, switches=("popups=update",), turns=[RIGHT])

    assert_signed_out(bench, document)
    assert in_order(["account_update_dialog", "account_page"], screens(document))


@both_languages
def test_rotation(locale: str, bench: Bench) -> None:
    """The owner turns the phone on its side while he types: nothing is lost."""
    document = bench.sign_out(locale, *KEEP, turns=[("rotate", *RIGHT)])

    assert_signed_out(bench, document)
    assert handoffs(document) == [PASSWORD]


@both_languages
def test_the_server_on_the_phone_is_killed(locale: str, bench: Bench) -> None:
    """Android ends the uiautomator2 server during the owner's turn: it is started again."""
    document = bench.sign_out(locale, *KEEP, turns=[("kill_u2", *RIGHT)])

    assert_signed_out(bench, document)
    assert handoffs(document) == [PASSWORD]
