"""Before the point of no return the owner hears what applies to this phone, and nothing else."""

from dataclasses import replace

import pytest

from miunlink_adb.accounts import parse_accounts
from miunlink_adb.preflight import REQUIRED_APPS
from miunlink_adb.release import match_release
from miunlink_adb.release.names import is_since
from miunlink_adb.survey import PhoneFacts
from miunlink_adb.warning import WARNINGS, warnings

MIUI = {"ro.miui.ui.version.name": "V11", "ro.product.manufacturer": "Xiaomi"}
HYPEROS = {
    "ro.mi.os.version.name": "OS2.0",
    "ro.mi.os.version.code": "2",
    "ro.miui.ui.version.name": "V816",
    "ro.product.manufacturer": "Xiaomi",
}
PLAIN = PhoneFacts(
    {**MIUI, "persist.security.adbinput": "0"},
    match_release(MIUI),
    "en",
    parse_accounts(""),
    packages=frozenset(REQUIRED_APPS),
    disabled=frozenset(),
)


def phone(**changes: object) -> PhoneFacts:
    """A plain phone but for what is given."""
    return replace(PLAIN, **changes)  # type: ignore[arg-type]


def without(package: str) -> PhoneFacts:
    """A phone that a debloater took an app from."""
    return phone(packages=frozenset(REQUIRED_APPS) - {package})


GIVEN = {
    "bank_cards": phone(bank_cards=2),
    "no_find_device": without("com.xiaomi.finddevice"),
    "no_cloud": without("com.miui.cloudservice"),
    "unsynced_data": PLAIN,
    "e2ee": phone(release=match_release(HYPEROS)),
    "locked_places": phone(packages=frozenset({*REQUIRED_APPS, "com.miui.gallery"})),
    "new_password": PLAIN,
    "tap_switch": phone(props={**MIUI, "persist.security.adbinput": "1"}),
}
NOT_GIVEN = {
    "bank_cards": phone(bank_cards=0),
    "no_find_device": PLAIN,
    "no_cloud": PLAIN,
    "unsynced_data": without("com.miui.cloudservice"),
    "e2ee": PLAIN,
    "locked_places": PLAIN,
    "new_password": without("com.xiaomi.finddevice"),
    "tap_switch": PLAIN,
}


@pytest.mark.parametrize("name", WARNINGS)
def test_a_warning_is_given_where_it_applies(name: str) -> None:
    """It applies to one phone and not to the other, and its sentence reaches the owner."""
    rule = WARNINGS[name]
    given, other = GIVEN[name], NOT_GIVEN[name]
    assert (rule.applies(given), rule.applies(other)) == (True, False)
    assert rule.text(given) in warnings(given)


def test_the_number_of_cards_and_the_command_are_told() -> None:
    """What can be counted is counted, what can be done is written out."""
    assert warnings(phone(bank_cards=2))[0].startswith("2 bank or transit card(s)")
    said = " ".join(warnings(without("com.xiaomi.finddevice")))
    assert "adb shell cmd package install-existing com.xiaomi.finddevice" in said


@pytest.mark.parametrize(
    ("release", "first", "answer"),
    [
        ("miui-12.5", "miui-12", True), ("miui-12", "miui-12.5", False),
        ("hyperos-1", "miui-14", True), ("miui-14", "hyperos-1", False),
        ("hyperos-10", "hyperos-2", True), ("hyperos-2", "hyperos-2", True),
    ],
)  # fmt: skip
def test_order_of_releases(release: str, first: str, answer: bool) -> None:
    """Releases are ordered by age, not by their letters."""
    assert is_since(release, first) is answer
