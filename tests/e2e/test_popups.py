"""Windows that lie over the account page: known ones are dismissed, and the walk goes on."""

import pytest

from tests.e2e.phones import Phones
from tests.e2e.program import Program

pytestmark = pytest.mark.adb_server

YES = ("signout", "--yes", "--data", "keep", "--json")
DISMISSED_BY = {
    "update": "popup.update.negative",
    "deduct": "popup.deduct.negative",
    "ad": "popup.close",
    "notification": "permission.permission_deny_button",
    "permission": "permission.permission_deny_button",
    "battery": "popup.battery.positive",
    "system_update": "popup.system_update.negative",
    "find_device": "popup.find_device.negative",
}


@pytest.mark.parametrize("popup", DISMISSED_BY)
@pytest.mark.parametrize("spec", ["miui-11:zh-CN:cn", "hyperos-1:de"])
def test_a_pop_up_is_dismissed(phones: Phones, program: Program, spec: str, popup: str) -> None:
    """By its own button, once; the run stays on its way and signs out."""
    phone = phones.attach(spec, f"popups={popup}")
    done = program.run(*YES, turn=phone.turn)
    assert (done.code, done.document["status"]) == (0, "signed_out"), done.said
    assert done.document["route"] == "settings"
    assert phone.tapped.count(DISMISSED_BY[popup]) == 1
    assert phone.tapped.count("sign_out") == 1
    assert "another way" not in done.stderr


def test_several_one_after_another(phones: Phones, program: Program) -> None:
    """Each is answered for itself, whatever lies beneath it."""
    phone = phones.attach("hyperos-2:ru", "popups=update,ad,notification,find_device")
    done = program.run(*YES, turn=phone.turn)
    assert (done.code, phone.accounts[0]) == (0, 0), done.said
    assert phone.tapped.count("sign_out") == 1


@pytest.mark.parametrize("popup", ["update", "battery"])
def test_a_dry_run_dismisses_and_does_no_more(phones: Phones, program: Program, popup: str) -> None:
    """What lies in the way is put aside, and nothing of the sign-out is touched."""
    phone = phones.attach("miui-11:en", f"popups={popup}")
    done = program.run("signout", "--dry-run", "--json")
    assert (done.code, done.document["status"]) == (0, "dry_run"), done.said
    assert phone.tapped == ["row.account", DISMISSED_BY[popup]]
