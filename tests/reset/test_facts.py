"""What is decided from texts alone: TWRP's words, a recovery's properties, a phone's lock."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.props import parse_props
from miunlink_adb.reset import KINDS, THINGS, ResetOptions, plan
from miunlink_adb.reset.obstacle import bootloader_state
from miunlink_adb.reset.reflash import NEVER, reflash_advice
from miunlink_adb.reset.twrp import data_is_there, identify, read_wipe
from miunlink_adb.survey import PhoneFacts, survey
from tests.reset.handset import FakeHandset
from tests.runner.clock import FakeClock

MOUNTED = "/dev/block/dm-0 /data f2fs rw 0 0\n--\n"
SERIALS = ("7f3a9c21", "", "usb-1")
OURS = {"ro.twrp.version": "3.7.0_12-0", "ro.serialno": "7f3a9c21", "ro.product.device": "agate"}


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Wiping data without wiping /data/media ...\nDone.\nDone processing script file", "done"),
        ("Unrecognized script command: 'format'\nDone processing script file", "not_known"),
        ("E:Unrecognized script command: 'format'\r\nDone processing script file", "not_known"),
        ("Failed to mount '/data' (Invalid argument)\nDone processing script file", "failed"),
        ("Unable to wipe Data.\nDone processing script file", "failed"),
        ("/sbin/sh: twrp: not found", "failed"),
        ("Daten werden gelöscht ...\n", "silent"),
        ("", "silent"),
    ],
)
def test_twrps_words_are_read(text: str, answer: str) -> None:
    """Its exit code tells nothing, and its end is the same after a failure."""
    assert read_wipe(text) == answer


@pytest.mark.parametrize(
    ("text", "there"),
    [
        (f"{MOUNTED}/data/system\n", True),
        (f"{MOUNTED}ls: /data/system: No such file or directory\n", False),
        (f"{MOUNTED}ls: cannot access '/data/system': No such file or directory\n", False),
        ("--\nls: /data/system: No such file or directory\n", None),
        (f"{MOUNTED}ls: /data/system: Permission denied\n", None),
        (MOUNTED, None),
        ("", None),
    ],
)
def test_gone_is_only_what_is_missing_on_a_mounted_partition(text: str, there: bool | None) -> None:
    """An empty mount point, a refusal or silence prove nothing."""
    assert data_is_there(text) is there


@given(st.text())
def test_no_text_of_a_recovery_breaks_the_readers(text: str) -> None:
    """They answer with one of their words; whatever is not said proves nothing."""
    assert read_wipe(text) in ("done", "failed", "not_known", "silent")
    assert data_is_there(text) in (True, False, None)
    assert identify(parse_props(text), SERIALS, "agate").problem or "ro.twrp.version" in text


@pytest.mark.parametrize(
    ("changed", "problem", "note"),
    [
        ({}, "", ""),
        ({"ro.product.device": "miatoll"}, "", "This TWRP calls the phone miatoll, not agate."),
        ({"ro.twrp.version": ""}, "not TWRP", ""),
        ({"ro.serialno": "00000000"}, "Another phone", ""),
        ({"ro.serialno": "00000000", "ro.boot.serialno": "7f3a9c21"}, "", ""),
        ({"ro.serialno": ""}, "", ""),
        ({"ro.serialno": "", "ro.product.device": "miatoll"}, "does not say", ""),
        ({"ro.serialno": "", "ro.product.device": ""}, "does not say", ""),
    ],
)
def test_a_recovery_must_be_twrp_on_the_same_phone(
    changed: dict[str, str], problem: str, note: str
) -> None:
    """A serial that agrees proves the phone, another refutes it; without one the code name must."""
    found = identify(OURS | changed, SERIALS, "agate")

    assert problem in found.problem
    assert bool(problem) == bool(found.problem)
    assert found.note == note


def facts_of(**switches: Any) -> PhoneFacts:
    """The facts of a phone with these switches."""
    return survey(FakeHandset(FakeClock(), **switches))


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({}, "locked"),
        ({"ro.boot.flash.locked": "0"}, "unknown"),
        (dict.fromkeys(("ro.secureboot.lockstate", "ro.boot.vbmeta.device_state"), ""), "locked"),
    ],
)
def test_a_bootloader_that_contradicts_itself_is_not_known(
    changed: dict[str, str], state: str
) -> None:
    """Unlocked is only what nothing contradicts; a phone that says nothing is not known."""
    facts = facts_of()
    assert bootloader_state(replace(facts, props={**facts.props, **changed})) == state
    assert bootloader_state(replace(facts, props={})) == "unknown"
    assert bootloader_state(facts_of(bootloader="unlocked")) == "unlocked"


def test_every_kind_of_reset_says_something_of_everything() -> None:
    """The table has no holes, and no kind claims to remove a lock."""
    for kind in KINDS:
        assert kind.effects.keys() == THINGS.keys()
        assert kind.effects["activation_lock"] == "stays"
        assert kind.effects["frp"] == "may ask"


@pytest.mark.parametrize("options", [ResetOptions(), ResetOptions("twrp", "data")])
def test_a_plan_has_one_step_without_a_way_back(options: ResetOptions) -> None:
    """And everything that can stop it comes before."""
    final = [step.name for step in plan(options) if step.final]

    assert final == ["owner_confirms" if options.via == "settings" else "wipe"]
    assert plan(options)[0].name == "check"


def test_reflashing_is_explained_from_what_the_phone_says() -> None:
    """Code name, region and build decide the image; the index is unknown unless it is told."""
    advice = reflash_advice(facts_of())
    assert (advice.codename, advice.region, advice.bootloader) == ("agate_global", "MI", "locked")
    assert advice.anti_rollback is None
    assert "OS1.0.17.0.UKWMIXM" in advice.image
    assert not advice.to_json()["possible"]
    assert "does not unlink" in NEVER[0]
    assert [word in " ".join(advice.cautions) for word in ("locked", "anti-rollback", "account")]

    facts = facts_of(account=False, bootloader="unlocked")
    told = {**facts.props, "ro.boot.anti": "4", "ro.boot.hwc": "CN"}
    advice = reflash_advice(replace(facts, props=told))
    assert (advice.anti_rollback, advice.accounts, advice.to_json()["possible"]) == (4, 0, True)
    assert [c for c in advice.cautions if "never lock" in c]
