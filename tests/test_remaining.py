"""What still binds a phone: every binding with its evidence, its way out, and one verdict."""

from dataclasses import replace

import pytest

from miunlink_adb.accounts import parse_accounts
from miunlink_adb.device_state.device_owner import DeviceOwner
from miunlink_adb.device_state.focus import Focus
from miunlink_adb.device_state.users import AndroidUser
from miunlink_adb.release import match_release
from miunlink_adb.remaining import Binding, is_ready, remaining_bindings, verdict
from miunlink_adb.surroundings import Surroundings
from miunlink_adb.survey import PhoneFacts

OWNER = AndroidUser(0, 0x13, running=True)
SECOND = AndroidUser(10, 0x10, running=True)
WORK = AndroidUser(11, 0x30, running=True)
DUAL = AndroidUser(999, 0x30, running=True)
MANAGED = DeviceOwner("org.x", answered=True)
COMPANY = DeviceOwner(None, answered=True, organization=True)
NOWHERE = Surroundings()


def accounts(*types: str, user: int = 0) -> str:
    """One user's block of `dumpsys account`."""
    entries = "".join(f"    Account {{name=a***b, type={kind}}}\n" for kind in types)
    return (
        f"User UserInfo{{{user}:X:13}}:\n  Accounts: {len(types)}\n{entries}\n"
        "  AccountId, Action_Type, timestamp, UID, TableName, Key\n  Accounts History\n\n"
    )


def facts(text: str = accounts(), **changes: object) -> PhoneFacts:
    """A phone without anything that binds it, but for what is given."""
    plain = PhoneFacts({}, match_release({}), "en", parse_accounts(text), users=(OWNER,))
    return replace(plain, **changes)  # type: ignore[arg-type]


def what(bindings: list[Binding]) -> list[str]:
    """Their names."""
    return [binding.what for binding in bindings]


def test_an_empty_phone_is_ready() -> None:
    """Nothing is left: nothing is listed, and the verdict says so."""
    left = remaining_bindings(facts(), {"0": 0}, Surroundings())
    assert left == []
    assert verdict(left) == "Ready to hand over."


@pytest.mark.parametrize(
    ("phone", "counts", "name"),
    [
        (facts(accounts("com.xiaomi")), {"0": 1}, "mi_account"),
        (facts(), {"0": 0, "10": 1}, "mi_account"),
        (facts(), {"0": 1}, "find_device"),
        (facts(front=Focus("com.xiaomi.finddevice", ".Lock")), {"0": 0}, "find_device_lock"),
        (facts(frp=True), {"0": 0}, "google_lock"),
        (facts(accounts("com.google")), {"0": 0}, "google_account"),
        (facts(accounts("org.other")), {"0": 0}, "other_accounts"),
        (facts(accounts() + accounts(user=10), users=(OWNER, SECOND)), {}, "second_space"),
        (facts(accounts() + accounts(user=11), users=(OWNER, WORK)), {}, "work_profile"),
        (facts(accounts() + accounts(user=999), users=(OWNER, DUAL)), {}, "dual_apps"),
        (facts(device_owner=MANAGED), {}, "device_owner"),
        (facts(device_owner=COMPANY), {}, "organization"),
        (facts("nonsense"), {}, "accounts_unread"),
        (facts(users=(OWNER, SECOND)), {}, "accounts_unread"),
    ],
)
def test_what_blocks(phone: PhoneFacts, counts: dict[str, int], name: str) -> None:
    """Each of these is named, keeps the phone from being ready, and says how it is cleared."""
    left = remaining_bindings(phone, counts, NOWHERE)
    assert name in what(left)
    assert not is_ready(left)
    assert name.replace("_", " ") in verdict(left)
    assert all(b.detail and b.evidence and b.clear for b in left)


@pytest.mark.parametrize(
    ("props", "around", "name"),
    [
        ({"ro.secureboot.lockstate": "unlocked"}, Surroundings(), "bootloader"),
        ({"ro.boot.verifiedbootstate": "orange"}, Surroundings(), "bootloader"),
        ({"sys.oem_unlock_allowed": "1"}, Surroundings(), "oem_unlock"),
        ({}, Surroundings(recoveries=("TWRP",)), "custom_recovery"),
        ({"gsm.sim.state": "LOADED,ABSENT"}, Surroundings(), "sim_card"),
        ({}, Surroundings(memory_cards=1), "sd_card"),
        ({"persist.security.adbinput": "1"}, Surroundings(), "tap_switch"),
    ],
)
def test_what_is_only_to_be_remembered(
    props: dict[str, str], around: Surroundings, name: str
) -> None:
    """What locks nobody out is told, with evidence and way, and does not change the verdict."""
    left = remaining_bindings(facts(props=props), {"0": 0}, around)
    assert what(left) == [name]
    assert is_ready(left)
    assert left[0].evidence
    assert left[0].clear


def test_a_screen_lock_stands_with_the_google_account() -> None:
    """What a reset will ask for depends on both, so both are told in one place."""
    around = Surroundings(screen_locks={0: "pin"})
    left = remaining_bindings(facts(accounts("com.google")), {"0": 0}, around)
    assert "screen lock: pin" in left[0].detail


def test_a_removed_find_device_binds_nobody() -> None:
    """Without the app there is nothing that could be on."""
    phone = facts(packages=frozenset({"com.xiaomi.account"}))
    assert "find_device" not in what(remaining_bindings(phone, {"0": 1}))


def test_signout_prints_three_fields() -> None:
    """The sign-out's document keeps what it promises; status tells everything."""
    binding = Binding("mi_account", 0, "d", "e", "c")
    assert binding.to_json() == {"what": "mi_account", "user": 0, "detail": "d"}
    assert binding.to_full_json() == {
        "what": "mi_account", "user": 0, "detail": "d", "evidence": "e", "clear": "c",
        "blocks": True,
    }  # fmt: skip
