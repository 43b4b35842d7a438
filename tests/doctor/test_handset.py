"""The phone itself: each check speaks where something is wrong, and is content otherwise."""

from dataclasses import replace

import pytest

from miunlink_adb.accounts import parse_accounts
from miunlink_adb.device_state.battery import Battery
from miunlink_adb.device_state.device_owner import DeviceOwner
from miunlink_adb.device_state.focus import Focus
from miunlink_adb.device_state.network import Network
from miunlink_adb.doctor import Finding, Handset, examine_handset, exit_code
from miunlink_adb.doctor.handset import CHECKS
from miunlink_adb.errors import UnknownLocale, UnknownRelease
from miunlink_adb.pack import load_bound
from miunlink_adb.packing import LabelSources
from miunlink_adb.preflight import GUARDS, REQUIRED_APPS
from miunlink_adb.release import match_release
from miunlink_adb.surroundings import Surroundings
from miunlink_adb.survey import PhoneFacts
from miunlink_adb.words import path_words, words

PROPS = {
    "ro.miui.ui.version.name": "V11",
    "ro.product.manufacturer": "Xiaomi",
    "sys.boot_completed": "1",
    "persist.security.adbinput": "1",
}
ACCOUNTS = parse_accounts(
    "User UserInfo{0:X:13}:\n  Accounts: 1\n    Account {name=a***b, type=com.xiaomi}\n\n"
    "  AccountId, Action_Type, timestamp, UID, TableName, Key\n"
)
FACTS = PhoneFacts(
    PROPS,
    match_release(PROPS),
    "de-DE",
    ACCOUNTS,
    current_user=0,
    set_up=True,
    packages=frozenset(REQUIRED_APPS),
    disabled=frozenset(),
    device_owner=DeviceOwner(None, answered=True),
    battery=Battery(80, plugged=True),
    screen_on=True,
    keyguard=False,
)
NOW = 1_700_000_000
ONLINE = Network(connected=True, validated=True, vpn=False)
AROUND = Surroundings(clock=NOW, network=ONLINE, dns="", space=9_000_000_000)
PACK = load_bound("miui-11", "de-DE")
SOURCES = LabelSources(
    phone=("account.a",),
    packs=("account.b",),
    missing=(),
    lacking=(),
    present=("com.xiaomi.account:id/logout_btn",),
    absent=("com.xiaomi.account:id/old",),
    unread=(),
    cached=False,
    bytes_read=0,
)
HEALTHY = Handset(FACTS, AROUND, "allowed", PACK, now=NOW, sources=SOURCES)


def sources(**changes: object) -> Handset:
    """A healthy phone whose labels come from elsewhere."""
    return replace(HEALTHY, sources=replace(SOURCES, **changes))  # type: ignore[arg-type]


def facts(**changes: object) -> Handset:
    """A healthy phone whose facts differ so."""
    return replace(HEALTHY, facts=replace(FACTS, **changes))  # type: ignore[arg-type]


def around(**changes: object) -> Handset:
    """A healthy phone whose surroundings differ so."""
    return replace(HEALTHY, around=replace(AROUND, **changes))  # type: ignore[arg-type]


def without_selectors(element: str) -> Handset:
    """A healthy phone on which one element cannot be told by anything."""
    blind = replace(PACK.elements[element], selectors=())
    return replace(HEALTHY, pack=replace(PACK, elements={**PACK.elements, element: blind}))


def trouble(phone: Handset) -> list[Finding]:
    """What is not in order."""
    return [finding for finding in examine_handset(phone) if finding.state != "ok"]


def test_a_healthy_phone_passes() -> None:
    """Nothing is found, and every check that always speaks has spoken."""
    findings = examine_handset(HEALTHY)
    assert {finding.state for finding in findings} == {"ok"}
    assert exit_code(findings) == 0
    assert len(findings) >= len(CHECKS) - 3


FIND_DEVICE, CLOUD = "com.xiaomi.finddevice", "com.miui.cloudservice"
ALL = frozenset(REQUIRED_APPS)
NO_RELEASE = match_release({"ro.build.version.sdk": "34"})
LENDER = DeviceOwner("org.x", answered=True, financed=True)
CASES = [
    (facts(release=NO_RELEASE), "release", "fail", 3),
    (replace(HEALTHY, pack=None, pack_problem=UnknownRelease()), "pack", "fail", 4),
    (replace(HEALTHY, pack=None, pack_problem=UnknownLocale()), "pack", "fail", 4),
    (replace(HEALTHY, pack=load_bound("miui-11", "xx-XX")), "pack", "warn", 0),
    (without_selectors("keep_button"), "pack_labels", "warn", 0),
    (sources(unread=(("com.xiaomi.account", "no table"),)), "own_words", "warn", 0),
    (replace(HEALTHY, taps="blocked"), "taps", "fail", 3),
    (replace(HEALTHY, taps="unknown"), "taps", "warn", 0),
    (facts(packages=ALL - {"com.xiaomi.account"}), "app_account", "fail", 6),
    (facts(packages=ALL - {FIND_DEVICE}), "app_finddevice", "fail", 3),
    (facts(disabled=frozenset({CLOUD})), "app_cloudservice", "warn", 0),
    (facts(accounts=parse_accounts("")), "account", "fail", 3),
    (around(network=Network(connected=False, validated=False, vpn=False)), "network", "fail", 3),
    (around(network=Network(connected=True, validated=False, vpn=False)), "network", "warn", 0),
    (around(network=Network(connected=True, validated=True, vpn=True)), "vpn", "warn", 0),
    (around(clock=NOW + 400), "clock", "warn", 0),
    (around(clock=NOW - 90_000), "clock", "fail", 3),
    (around(dns="dns.example"), "private_dns", "warn", 0),
    (replace(HEALTHY, holder="Appium", holder_pid=7), "automation", "fail", 3),
    (replace(HEALTHY, holder="uiautomator2", holder_pid=7), "automation", "warn", 0),
    (around(space=10_000_000), "storage", "fail", 3),
    (around(space=100_000_000), "storage", "warn", 0),
    (facts(battery=Battery(15, plugged=False)), "low_battery", "warn", 0),
    (facts(keyguard=True), "keyguard", "warn", 0),
    (facts(screen_on=False), "keyguard", "warn", 0),
    (facts(front=Focus(FIND_DEVICE, "x")), "find_device_window", "fail", 6),
    (facts(frp=True), "frp", "fail", 6),
    (facts(set_up=False), "not_set_up", "fail", 6),
    (facts(device_owner=LENDER), "finance_lock", "fail", 6),
    (facts(device_owner=DeviceOwner("org.x", answered=True)), "device_owner", "fail", 6),
    (facts(current_user=10), "other_user", "fail", 6),
    (facts(props={**PROPS, "init.svc.uncrypt": "running"}), "system_update", "fail", 6),
    (facts(battery=Battery(4, plugged=False)), "battery", "fail", 6),
]


@pytest.mark.parametrize(
    ("phone", "check", "state", "code"), CASES, ids=[f"{case[1]}-{case[2]}" for case in CASES]
)
def test_a_cause_is_found(phone: Handset, check: str, state: str, code: int) -> None:
    """This cause alone is found, with a sentence, a remedy and the exit code of its kind."""
    (found,) = trouble(phone)
    assert (found.check, found.state, found.code) == (check, state, code)
    assert found.what.endswith(".")
    assert found.remedy
    assert exit_code(examine_handset(phone)) == code


def test_every_guard_has_a_cause_here() -> None:
    """No guard of sign-out is left out by the doctor."""
    told = {case[1] for case in CASES} | {"account_app"}  # that one is told as a missing app
    assert set(GUARDS) <= told


def test_the_exit_code_is_that_of_the_first_to_be_put_right() -> None:
    """Several causes: the order of the checks decides what comes first."""
    phone = replace(around(network=Network(connected=False, validated=False, vpn=False)))
    phone = replace(phone, facts=replace(FACTS, frp=True))
    assert [finding.check for finding in trouble(phone)] == ["network", "frp"]
    assert exit_code(examine_handset(phone)) == 3


def test_what_can_be_mended_says_how() -> None:
    """Missing and disabled apps and a holder come with the very command; nothing else does."""
    fixes = {case[1]: finding.fix for case in CASES for finding in trouble(case[0]) if finding.fix}
    assert fixes == {
        "app_account": "cmd package install-existing com.xiaomi.account",
        "app_finddevice": "cmd package install-existing com.xiaomi.finddevice",
        "app_cloudservice": "pm enable com.miui.cloudservice",
        "automation": "kill 7",
    }


def test_the_steps_to_allow_taps_are_in_the_phones_own_words() -> None:
    """A German phone is told of in German words, a Chinese one in Chinese."""
    (german,) = trouble(replace(HEALTHY, taps="blocked"))
    assert "“USB-Debugging (Sicherheitseinstellungen)”" in german.remedy
    chinese = replace(HEALTHY, taps="blocked", pack=load_bound("hyperos-1", "zh-CN"))
    assert "“USB调试（安全设置）”" in trouble(chinese)[0].remedy
    without = replace(HEALTHY, taps="blocked", pack=None)
    assert "USB debugging (Security settings)" in trouble(without)[0].remedy


@pytest.mark.parametrize("release", ["miui-8", "miui-11", "miui-12.5", "hyperos-1", "hyperos-3"])
@pytest.mark.parametrize("locale", ["en", "de-DE", "zh-CN", "ru-RU"])
def test_words_of_what_matters(release: str, locale: str) -> None:
    """The sign-out button has words in every release, though old packs know it by id alone."""
    pack = load_bound(release, locale)
    assert words(pack, "sign_out_button")
    assert words(pack, "tap_switch_row")
    assert words(pack, "no_such_element") is None
    assert path_words(pack, "no_such_element", "tap_switch_row").startswith("“")


def test_what_the_packs_lack_is_named() -> None:
    """Every label and id that the packs lack for this phone stands there by name."""
    lacking = ("account.a", "cloud.b", "settings.c")
    phone = sources(lacking=lacking, missing=("cloud.b",))
    said = {found.check: found.what for found in examine_handset(phone)}

    assert all(name in said["pack_labels"] for name in lacking)
    assert "do not tell 1 label (cloud.b)" in said["pack_labels"]
    assert "com.xiaomi.account:id/old" in said["pack_ids"]


def test_an_element_that_nothing_tells_is_trouble() -> None:
    """It is named, and so is the way to mend the packs."""
    (found,) = trouble(without_selectors("keep_button"))

    assert "keep_button" in found.what
    assert "selectors learn" in found.remedy


def test_what_the_phone_tells_itself_is_no_trouble() -> None:
    """A language without label files is none when the phone's own apps say every word."""
    phone = sources(lacking=("account.a", "account.b"))
    (found,) = [found for found in examine_handset(phone) if found.check == "pack_labels"]

    assert found.state == "ok"
    assert "account.a, account.b" in found.what


def test_without_a_pack_nothing_is_said_of_its_labels() -> None:
    """There is nothing to compare."""
    checks = {found.check for found in examine_handset(replace(HEALTHY, sources=None))}

    assert not checks & {"pack_labels", "pack_ids", "own_words"}
