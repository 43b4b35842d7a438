"""Phones that are not to be signed out: exit 6 with the reason, the way, and nothing touched."""

import pytest

from tests.e2e.phones import Phones
from tests.e2e.program import Program

pytestmark = pytest.mark.adb_server

YES = ("signout", "--yes", "--data", "keep", "--json")


@pytest.mark.parametrize(
    ("switches", "reason", "way"),
    [
        ("lost_mode=yes", "locked as lost", "i.mi.com"),
        ("lost_mode=yes account=no", "locked as lost", "i.mi.com"),
        ("finance_lock=yes", "lender", "Only the lender"),
        ("activation_lock=yes account=no", "asks for that account", "i.mi.com"),
        ("device_owner=org.x/.A", "managed by org.x", "release it"),
        ("device_owner=org.x/.A financed=yes", "lender (org.x)", "Only the lender"),
        ("frp=yes account=no", "Google account", "phone's own screen"),
        ("provisioned=no account=no", "first-start assistant", "activation lock"),
        ("second_space=yes second_space_in_front=yes", "user 10 is in front", "first space"),
        ("updating=yes", "system update", "Let the update finish"),
        ("battery=9 charging=no", "9 % and not charging", "Charge"),
        ("missing_packages=com.xiaomi.account", "missing or disabled", "install-existing"),
        ("disabled_packages=com.xiaomi.account", "missing or disabled", "pm enable"),
    ],
)
def test_a_phone_is_refused(
    phones: Phones, program: Program, switches: str, reason: str, way: str
) -> None:
    """Whether its account can be seen or not, the phone is refused before anything is touched."""
    phone = phones.attach("hyperos-1:de", *switches.split())
    done = program.run(*YES)
    found = done.document["error"]
    assert (done.code, done.document["status"], found["code"]) == (6, "refused", "refused")
    assert reason in found["message"]
    assert way in found["hint"]
    assert not phone.touched


def test_a_childs_account_is_refused_when_the_phone_says_so(
    phones: Phones, program: Program
) -> None:
    """Only the phone knows: its dialog ends the run as a refusal, with the family's way."""
    phone = phones.attach("miui-11:en", "child_account=yes")
    done = program.run(*YES, turn=phone.turn)
    assert (done.code, done.document["status"]) == (6, "refused"), done.said
    assert "child's account" in done.document["error"]["message"]
    assert phone.accounts[0] == 1


@pytest.mark.parametrize(
    "switches",
    [
        "battery=9 charging=yes", "battery=10 charging=no", "second_space=yes", "work_profile=yes",
        "disabled_packages=com.miui.cloudservice", "private_dns=dns.example",
    ],
)  # fmt: skip
def test_nothing_is_refused_without_need(phones: Phones, program: Program, switches: str) -> None:
    """Other users' accounts, a charging battery and the like do not keep the owner from it."""
    phone = phones.attach("miui-11:en", *switches.split())
    done = program.run(*YES, turn=phone.turn)
    assert (done.code, phone.accounts[0]) == (0, 0), done.said


def test_the_owner_hears_what_will_be_lost(phones: Phones, program: Program) -> None:
    """Before the point of no return everything that applies is told, and only that."""
    phone = phones.attach("hyperos-2:en", "bank_cards=2")
    done = program.run(*YES, turn=phone.turn)
    told = [line for line in done.stderr.splitlines() if line.startswith("Note: ")]
    words = " ".join(told)
    assert "2 bank or transit card(s)" in words
    for word in ("not yet in the cloud", "end-to-end", "App lock", "password was changed"):
        assert word in words
    assert "Security settings" in words
    assert "missing or disabled" not in words
