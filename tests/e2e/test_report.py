"""`report` by the real command: from journals and a look, for the owner and for a buyer."""

import json
from pathlib import Path

import pytest

from miunlink_adb.virtual import Scenario
from tests.e2e.phones import Phones
from tests.e2e.program import Program

pytestmark = pytest.mark.adb_server

WORLD = Scenario()


def test_one_phone_from_sign_out_to_the_buyers_page(
    phones: Phones, program: Program, tmp_path: Path
) -> None:
    """Nothing done, signed out, detached: each time the document says what is true then."""
    phone = phones.attach("hyperos-1:de", "second_space=yes")
    before = program.run("report", "--json").document
    assert (before["ready"], before["deeds"]) == (False, [])
    assert program.run("signout", "--yes", "--data", "keep", turn=phone.turn).code == 0

    page = tmp_path / "owner.html"
    owner = program.run("report", "--json", "--html", str(page)).document
    (deed,) = owner["deeds"]
    assert json.loads(page.with_suffix(".json").read_text()) == owner
    assert owner["phone"]["serial"] == phone.virtual.call(lambda p: p.props["ro.serialno"])
    assert deed["evidence"]["accounts of Android user 0"] == "1 before, 0 after"
    assert "The owner typed the account's password on the phone." in deed["confirmed"]
    assert "mi account (Android user 10)" in [row["what"] for row in owner["open"]]

    page = tmp_path / "buyer.html"
    words = program.run("report", "--for", "buyer", "--html", str(page)).said
    texts = words + page.read_text("utf-8") + page.with_suffix(".json").read_text("utf-8")
    private = (owner["phone"]["serial"], owner["phone"]["key"], WORLD.account_id, WORLD.nickname)
    assert [secret for secret in private if secret in texts] == []
    assert owner["made"][:10] in texts
    assert owner["made"][10:] not in texts
    assert phone.virtual.record.unknown == []

    phones.put_away()
    later = program.run("report", "--json", "--phone", owner["phone"]["key"][:6]).document
    assert (later["ready"], later["deeds"]) == (None, [deed])
    assert later["open"][0]["detail"] == deed["open"][0]
    alone = program.run("report", "--json")
    assert (alone.code, alone.document) == (0, {**later, "made": alone.document["made"]})
    assert owner["phone"]["key"] in alone.stderr


def test_what_is_meant_must_be_clear(program: Program, tmp_path: Path) -> None:
    """No phone and no run, a key of none, a page that cannot be written: told, no page made."""
    nothing = program.run("report", "--json")
    assert (nothing.code, nothing.document["error"]["code"]) == (3, "no_device")
    unknown = program.run("report", "--phone", "abc")
    assert (unknown.code, "abc" in unknown.stderr) == (2, True)
