"""Each guard says no where it must, with the reason and the legitimate way, and only there."""

from dataclasses import replace

import pytest

from miunlink_adb.accounts import parse_accounts
from miunlink_adb.device_state.battery import Battery
from miunlink_adb.device_state.device_owner import DeviceOwner
from miunlink_adb.errors import InputBlocked, Refused, UnsupportedDevice
from miunlink_adb.preflight import (
    GUARDS,
    REQUIRED_APPS,
    absent_apps,
    check_phone,
    check_supported,
    check_taps,
    obstacles,
)
from miunlink_adb.release import match_release
from miunlink_adb.survey import PhoneFacts

PROPS = {
    "ro.miui.ui.version.name": "V11",
    "ro.miui.ui.version.code": "9",
    "ro.product.manufacturer": "Xiaomi",
    "sys.boot_completed": "1",
}
HEALTHY = PhoneFacts(
    PROPS,
    match_release(PROPS),
    "en-GB",
    parse_accounts(""),
    current_user=0,
    set_up=True,
    packages=frozenset(REQUIRED_APPS),
    disabled=frozenset(),
    device_owner=DeviceOwner(None, answered=True),
    battery=Battery(80, plugged=False),
)
SILENT = PhoneFacts(PROPS, HEALTHY.release, None, parse_accounts(""))


def phone(**changes: object) -> PhoneFacts:
    """A healthy phone but for what is given."""
    return replace(HEALTHY, **changes)  # type: ignore[arg-type]


BAD = {
    "frp": [phone(frp=True)],
    "not_set_up": [phone(set_up=False)],
    "finance_lock": [phone(device_owner=DeviceOwner("org.x", answered=True, financed=True))],
    "device_owner": [
        phone(device_owner=DeviceOwner("org.x", answered=True)),
        phone(device_owner=DeviceOwner(None, answered=True, organization=True)),
    ],
    "other_user": [phone(current_user=10)],
    "system_update": [phone(props={**PROPS, "init.svc.uncrypt": "running"})],
    "battery": [phone(battery=Battery(9, plugged=False)), phone(battery=Battery(0, plugged=False))],
    "account_app": [
        phone(packages=frozenset({"com.xiaomi.finddevice"})),
        phone(disabled=frozenset({"com.xiaomi.account"})),
    ],
}


@pytest.mark.parametrize("name", GUARDS)
def test_a_guard_says_no(name: str) -> None:
    """The guard names itself, says why, and what the legitimate way is; no other guard speaks."""
    assert BAD[name]
    for facts in BAD[name]:
        (found,) = obstacles(facts)
        assert found.guard == name
        assert found.message.endswith(".")
        assert found.hint
        with pytest.raises(Refused) as refusal:
            check_phone(facts)
        assert (refusal.value.guard, refusal.value.exit_code) == (name, 6)


@pytest.mark.parametrize(
    "facts",
    [
        HEALTHY, SILENT, phone(battery=Battery(9, plugged=True)),
        phone(battery=Battery(10, plugged=False)), phone(battery=Battery(3, plugged=None)),
        phone(props={**PROPS, "init.svc.uncrypt": "stopped"}),
        phone(disabled=frozenset({"com.miui.cloudservice"})),
    ],
)  # fmt: skip
def test_nothing_is_refused_without_need(facts: PhoneFacts) -> None:
    """A healthy phone passes, and so does one that does not say: screens are looked at later."""
    assert obstacles(facts) == []
    check_phone(facts)


def test_the_first_reason_is_the_one_that_matters() -> None:
    """A phone with several reasons is refused for the first to be cleared; all can be listed."""
    facts = phone(set_up=False, frp=True, battery=Battery(2, plugged=False))
    assert [found.guard for found in obstacles(facts)] == ["frp", "not_set_up", "battery"]
    with pytest.raises(Refused) as refusal:
        check_phone(facts)
    assert refusal.value.guard == "frp"


def test_absent_apps_come_with_the_command_that_restores_them() -> None:
    """A removed app is installed again from the system, a disabled one enabled."""
    facts = phone(
        packages=frozenset({"com.xiaomi.account", "com.miui.cloudservice"}),
        disabled=frozenset({"com.miui.cloudservice"}),
    )
    assert absent_apps(facts) == {
        "com.xiaomi.finddevice": "cmd package install-existing com.xiaomi.finddevice",
        "com.miui.cloudservice": "pm enable com.miui.cloudservice",
    }
    assert absent_apps(SILENT) == {}


def test_other_systems_are_not_ours() -> None:
    """What is neither MIUI nor HyperOS is a device that cannot be used."""
    check_supported(HEALTHY)
    with pytest.raises(UnsupportedDevice, match="neither MIUI nor HyperOS"):
        check_supported(phone(release=match_release({"ro.build.version.sdk": "34"})))


def test_taps_that_are_off_are_told_before_anything_is_touched() -> None:
    """Only a switch that says so stops the run: a phone that says nothing is tried."""
    check_taps(HEALTHY)
    check_taps(phone(props={**PROPS, "persist.security.adbinput": "1"}))
    with pytest.raises(InputBlocked):
        check_taps(phone(props={**PROPS, "persist.security.adbinput": "0"}))
