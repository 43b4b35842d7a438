"""A phone is told as the release it runs on the hardware it is, and never as another."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.props import parse_props
from miunlink_adb.release import match_release, standing, title
from miunlink_adb.release.build_number import read_build_number
from miunlink_adb.release.maker import maker

DATA = Path(__file__).parent / "data" / "props"
REAL = Path(__file__).resolve().parents[2] / "shared" / "real" / "props"
CASES: dict[str, dict[str, Any]] = tomllib.loads((DATA / "cases.toml").read_text("utf-8"))

XIAOMI = {"ro.product.manufacturer": "Xiaomi"}
RUNNING = {"init.svc.adbd": "running"}
NAME = "ro.miui.ui.version.name"
CODE = "ro.miui.ui.version.code"
OS_NAME = "ro.mi.os.version.name"
NUMBER = "ro.build.version.incremental"
MOD = "ro.product.mod_device"

texts = st.text(max_size=25)
keys = st.sampled_from(
    [NAME, CODE, OS_NAME, NUMBER, MOD, "ro.product.manufacturer", "ro.product.vendor.brand",
     "ro.build.version.sdk", "ro.build.flavor", "ro.build.characteristics", "ro.modversion"]
)  # fmt: skip
likely = st.sampled_from(["V816", "V14", "V125", "OS2.0", "Xiaomi", "oneplus", "tablet", "9.9.3"])
any_props = st.dictionaries(keys, texts | likely, max_size=8)


@pytest.mark.parametrize("name", sorted(CASES))
def test_carried_extracts(name: str) -> None:
    """Each carried extract is told as its table says, hardware, release, region and all."""
    expected = CASES[name]
    found = match_release(parse_props((DATA / f"{name}.prop").read_bytes()))
    assert found.is_xiaomi == expected["is_xiaomi"]
    assert found.release == expected.get("release")
    assert found.region == expected.get("region")
    assert found.kind == expected.get("kind", "stable")
    assert found.tablet == expected.get("tablet", False)
    if found.release:
        assert found.international == expected.get("international", False)


@pytest.mark.skipif(not REAL.is_dir(), reason="the collection of real property lists is not here")
def test_real_files() -> None:
    """All real property lists are told as their index says, each with a reason."""
    wrong = []
    lines = (REAL / "index.jsonl").read_text("utf-8").splitlines()
    for row in map(json.loads, lines):
        found = match_release(parse_props((REAL / row["file"]).read_bytes()))
        if (found.is_xiaomi, found.release, found.region) != (
            row["is_xiaomi"], row["release"], row["region"],
        ):  # fmt: skip
            wrong.append((row["file"], found))
        assert found.why.endswith("."), row["file"]
        if row["is_xiaomi"]:
            assert found.incremental == row["incremental"], row["file"]
    assert (len(lines), wrong) == (119, [])


@pytest.mark.parametrize(
    ("name", "release"),
    [
        ("V6", "miui-6"), ("V8", "miui-8"), ("V9", "miui-9"), ("V10", "miui-10"),
        ("V11", "miui-11"), ("V12", "miui-12"), ("V125", "miui-12.5"), ("V130", "miui-13"),
        ("V140", "miui-14"), ("V150", "miui-15"), ("V816", "hyperos-1"), ("v11", "miui-11"),
    ],
)  # fmt: skip
def test_version_names(name: str, release: str) -> None:
    """MIUI's version name tells the release, and the reason names the property."""
    found = match_release(XIAOMI | {NAME: name})
    assert found.release == release
    assert f"{NAME} is {name}" in found.why


@pytest.mark.parametrize(
    ("value", "release"),
    [
        ("OS1.0", "hyperos-1"), ("OS2.0", "hyperos-2"), ("OS3.0", "hyperos-3"),
        ("OS4.0", "hyperos-4"), ("OS5.0", "hyperos-5"), ("OS10.0", "hyperos-10"),
        ("1.0.8.0", "hyperos-1"), ("OS3.1.0.0", "hyperos-3"), ("2", "hyperos-2"),
    ],
)  # fmt: skip
def test_hyperos_comes_before_miui(value: str, release: str) -> None:
    """HyperOS keeps MIUI's properties: its own decide, whatever V816 says."""
    found = match_release(XIAOMI | {OS_NAME: value, NAME: "V816", CODE: "816"})
    assert found.release == release
    assert OS_NAME in found.why


@pytest.mark.parametrize(
    ("props", "release", "region"),
    [
        ({NAME: "V816", NUMBER: "OS2.0.5.0.VNCCNXM"}, "hyperos-2", "CN"),
        ({NAME: "V816", NUMBER: "OS3.0.302.0.WOPTRXM"}, "hyperos-3", "TR"),
        ({NAME: "V816", NUMBER: "V816.0.5.0.UMAEUXM"}, "hyperos-1", "EU"),
        ({NAME: "V816", NUMBER: "24.1.29"}, "hyperos-1", None),
        ({CODE: "816"}, "hyperos-1", None),
        ({NUMBER: "OS2.0.209.0.VGQCNXM"}, "hyperos-2", "CN"),
        ({"ro.mi.os.version.code": "4"}, "hyperos-4", None),
        ({"ro.mi.os.version.incremental": "OS4.0.18.0.XFRCNXM"}, "hyperos-4", "CN"),
        ({OS_NAME: "V14.0.23", NAME: "V140"}, "miui-14", None),
        ({NAME: "V140", CODE: "13"}, "miui-14", None),
        ({NAME: "", CODE: "12"}, "miui-12.5", None),
        ({NUMBER: "V816.0.4.0.UGRINXM"}, "hyperos-1", "IN"),
        ({NUMBER: "V12.5.3.0.RCRIDXM"}, "miui-12.5", "ID"),
        ({NUMBER: "V12.0.8.0.QCRINRF"}, "miui-12", "IN"),
        ({NUMBER: "V13.1.22.10.25.DEV"}, "miui-13", None),
        ({NAME: "V140", NUMBER: "V14.0.23.9.19.DEV"}, "miui-14", None),
    ],
)
def test_what_decides(props: dict[str, str], release: str, region: str | None) -> None:
    """The order of the rules holds for every combination that has been seen."""
    found = match_release(XIAOMI | props)
    assert (found.release, found.region) == (release, region)


@pytest.mark.parametrize(
    ("number", "region", "channel"),
    [
        ("V14.0.8.0.TKHCNXM", "CN", "stable"), ("V14.0.4.0.SJDMIXM", "MI", "stable"),
        ("V14.0.3.0.SJDEUXM", "EU", "stable"), ("OS2.0.208.0.VGQINXM", "IN", "stable"),
        ("V14.0.6.0.SJWINRF", "IN", "stable"), ("V13.0.2.0.SKTINFK", "IN", "stable"),
        ("V14.0.1.0.SJDRUXM", "RU", "stable"), ("V12.5.6.0.RJCTRXM", "TR", "stable"),
        ("V13.0.1.0.SCVIDXM", "ID", "stable"), ("V12.5.6.0.RCZTWXM", "TW", "stable"),
        ("V14.0.34.0.TKNJPXM", "JP", "stable"), ("OS2.0.5.0.UMOKRXM", "KR", "stable"),
        ("V13.0.4.0.SGICMXM", "CN", "stable"), ("V9.2.2.0.KHFCNEK", "CN", "stable"),
        ("V8.2.1.0.KHJMIDL", "MI", "stable"), ("V9.6.3.0.NEGRUFD", "RU", "stable"),
        ("7.11.16", None, "dev"), ("21.12.8", None, "dev"), ("OS1.0.24.1.8.DEV", None, "dev"),
        ("V11.0.0.0.SPROSCN", None, "stable"),
    ],
)  # fmt: skip
def test_build_numbers(number: str, region: str | None, channel: str) -> None:
    """The letters of a build number tell the region, carriers and older two-letter codes too."""
    found = read_build_number(number)
    assert (found.region, found.channel) == (region, channel)


@pytest.mark.parametrize(
    ("mod_device", "region"),
    [
        ("nabu_eea_global", "EU"),
        ("curtana_in_rf_global", "IN"),
        ("alioth_in_global", "IN"),
        ("apollo_tw_global", "TW"),
        ("nabu_global", "MI"),
        ("nabu", None),
        ("nabu_xiaomieu_global", None),
    ],
)
def test_region_of_a_build_without_letters(mod_device: str, region: str | None) -> None:
    """Where the number is a date, mod_device may tell the region; xiaomi.eu's does not."""
    found = match_release(XIAOMI | {NAME: "V130", NUMBER: "22.3.24", MOD: mod_device})
    assert found.region == region
    assert found.international == ("_global" in mod_device)


CUSTOM = {
    "camera port on LineageOS": {
        OS_NAME: "OS2.0", NAME: "V816", CODE: "816", MOD: "malachite_global",
        "ro.build.flavor": "lineage_malachite-user", NUMBER: "eng.builder.20250101.000000",
    },
    "camera port, flavour hidden": {NAME: "V140", CODE: "13", NUMBER: "1699620267"},
    "crDroid with a stock build number": {
        NAME: "V125", NUMBER: "V12.5.1.0.RJOMIXM", "ro.crdroid.version": "11.4",
    },
    "LineageOS with a stock build number": {
        NUMBER: "V12.5.1.0.RJOMIXM", "ro.lineage.version": "21.0-NIGHTLY",
    },
    "HorizonDroid": {
        NUMBER: "1699620267", "ro.build.flavor": "aosp_stone-userdebug",
        "ro.modversion": "HorizonDroid_stone-14.0",
    },
    "GSI": {
        "ro.product.manufacturer": "unknown", "ro.product.vendor.manufacturer": "Xiaomi",
        "ro.build.flavor": "gsi_arm64-user", NUMBER: "11451917",
    },
    "Pixel ROM that calls itself Google": {
        "ro.product.manufacturer": "Google", "ro.product.brand": "google",
        "ro.product.odm.manufacturer": "Xiaomi", "ro.build.flavor": "aosp_veux-user",
    },
    "Mi A1, Android 9": {
        "ro.product.model": "Mi A1", "ro.product.device": "tissot_sprout",
        NUMBER: "V10.0.4.0.PDHMIXM", "ro.fota.oem": "Xiaomi",
    },
    "Mi A3, system partition": {
        "ro.product.name": "laurel_sprout", "ro.product.system.manufacturer": "QUALCOMM",
        "ro.product.system.brand": "Xiaomi", NUMBER: "V11.0.23.0.QFQMIXM",
        "ro.build.flavor": "qssi-user",
    },
    "Redmi A2": {
        MOD: "water_in_global", NAME: "V130", CODE: "13", NUMBER: "V14.0.23.0.TGOINXM",
    },
    "running phone that no MIUI property names": RUNNING | {NUMBER: "V13.0.1.0.SGMINXM"},
    "a date alone": {NUMBER: "9.8.29"},
}  # fmt: skip


@pytest.mark.parametrize("case", sorted(CUSTOM))
def test_other_systems_on_xiaomi_hardware(case: str) -> None:
    """Another system on a Xiaomi phone is no MIUI, however many of its properties it carries."""
    found = match_release(XIAOMI | CUSTOM[case])
    assert (found.release, found.region, found.is_xiaomi) == (None, None, True), found.why
    assert found.kind == "other-system"
    assert "not MIUI or HyperOS" in found.why or "no build number" in found.why


OTHERS = {
    "Pixel with copied properties": {"ro.product.manufacturer": "Google", NAME: "V140"},
    "MIUI port on a OnePlus": {
        "ro.product.manufacturer": "Xiaomi", "ro.product.brand": "Xiaomi",
        "ro.product.vendor.manufacturer": "OnePlus", OS_NAME: "OS2.0", NAME: "V816",
        NUMBER: "OS2.0.5.0.VNCCNXM",
    },
    "phone that calls itself Xiaomi in one place": {
        "ro.product.odm.manufacturer": "OPPO", "ro.product.manufacturer": "Xiaomi",
    },
    "Black Shark": {
        "ro.product.manufacturer": "blackshark", "ro.product.system.brand": "qti",
        NAME: "V130", NUMBER: "V11.0.0.0.SPROSCN", "ro.fota.oem": "Xiaomi",
    },
    "fingerprint only": {"ro.build.fingerprint": "samsung/a52q/a52q:13/TP1A/A525:user/x"},
}  # fmt: skip


@pytest.mark.parametrize("case", sorted(OTHERS))
def test_hardware_of_other_makers(case: str) -> None:
    """A phone of another maker is refused, and the reason names maker and the false claim."""
    found = match_release(OTHERS[case])
    assert (found.release, found.is_xiaomi, found.kind) == (None, False, "other-maker")
    assert maker(OTHERS[case]).name in found.why
    if NAME in OTHERS[case]:
        assert "although" in found.why


@pytest.mark.parametrize(
    "props",
    [
        {MOD: "nezha", OS_NAME: "OS3.0", "ro.mi.os.version.incremental": "OS3.0.15.0.WPACNXM"},
        {
            "ro.product.system.manufacturer": "Xiaomi", "ro.product.system.brand": "Android",
            NUMBER: "OS3.0.15.0.WPACNXM",
        },
        {
            "ro.product.product.manufacturer": "QUALCOMM", "ro.product.product.brand": "Xiaomi",
            NAME: "V816", "ro.product.build.version.incremental": "OS3.0.7.0.WPACNXM",
        },
    ],
)  # fmt: skip
def test_files_of_one_partition(props: dict[str, str]) -> None:
    """HyperOS spreads its properties: mi_ext, system and product tell the release each alone."""
    found = match_release(props)
    assert (found.release, found.region, found.is_xiaomi) == ("hyperos-3", "CN", True)


def test_miui_ported_to_android_one() -> None:
    """A Mi A1 that names a MIUI version does run it."""
    found = match_release(XIAOMI | {"ro.product.device": "tissot", NAME: "V11"})
    assert found.release == "miui-11"


def test_nothing_to_go_by() -> None:
    """No properties, or none that matters, is told as nothing known and said so."""
    for props in ({}, {"dalvik.vm.heapsize": "512m"}):
        found = match_release(props)
        assert (found.release, found.is_xiaomi) == (None, False)
        assert "propert" in found.why


@pytest.mark.parametrize(
    ("release", "expected", "words"),
    [
        ("miui-7", "older", "MIUI 7"), ("miui-8", "known", "MIUI 8"),
        ("miui-12.5", "known", "MIUI 12.5"), ("miui-15", "newer", "MIUI 15"),
        ("hyperos-1", "known", "HyperOS 1"), ("hyperos-4", "known", "HyperOS 4"),
        ("hyperos-99", "newer", "HyperOS 99"),
    ],
)  # fmt: skip
def test_standing(release: str, expected: str, words: str) -> None:
    """Releases outside of what we know are named as such, not forced into a known one."""
    assert standing(release) == expected
    assert title(release) == words


def test_unsupported_releases_say_so() -> None:
    """MIUI 7 is too old and HyperOS 99 is too new, and the reason tells the owner."""
    assert "too old" in match_release(XIAOMI | {NAME: "V7"}).why
    assert "newer" in match_release(XIAOMI | {OS_NAME: "OS99.0"}).why


@pytest.mark.parametrize(
    "props",
    [
        {"ro.build.characteristics": "tablet"},
        {"ro.build.characteristics": "nosdcard,tablet"},
        {"ro.product.marketname": "Redmi Pad SE"},
        {"ro.product.model": "MI PAD 4"},
        {MOD: "pipa_eea_global"},
        {"ro.product.device": "xun"},
    ],
)
def test_tablets(props: dict[str, str]) -> None:
    """A tablet is known by what the build, its name or its code name says."""
    assert match_release(XIAOMI | props).tablet


@pytest.mark.parametrize("name", ["Xiaomi 14", "Redmi Note 13", "Launchpad", "M2012K11AC"])
def test_phones_are_no_tablets(name: str) -> None:
    """A phone is not told as a tablet because of letters in its name."""
    assert not match_release(XIAOMI | {"ro.product.marketname": name, MOD: "alioth"}).tablet


@pytest.mark.parametrize(
    ("props", "expected"),
    [
        ({"ro.product.brand": "POCO"}, True),
        ({"ro.product.brand": "Redmi"}, True),
        ({"ro.product.manufacturer": "xiaomi"}, True),
        ({"ro.product.vendor.manufacturer": "QUALCOMM", "ro.product.manufacturer": "Xiaomi"}, True),
        ({"ro.product.vendor.manufacturer": "alps", "ro.product.vendor.brand": "Redmi"}, True),
        ({"ro.product.brand": "Pocophoneish"}, False),
        ({"ro.product.manufacturer": "HUAWEI", "ro.product.brand": "HONOR"}, False),
    ],
)
def test_makers(props: dict[str, str], expected: bool) -> None:
    """Makers of chips are nobody, Redmi and POCO are Xiaomi, and likenesses are not."""
    assert maker(props).is_xiaomi == expected


@given(any_props)
def test_always_an_answer_that_agrees_with_itself(props: dict[str, str]) -> None:
    """Any properties get one sentence; a release implies Xiaomi hardware, a region a release."""
    found = match_release(props)
    assert found.why.endswith(".")
    assert found.release is None or found.is_xiaomi
    assert found.region is None or found.release is not None
    assert (standing(found.release) == "none") == (found.release is None)


@given(any_props)
def test_another_maker_in_the_hardware_always_decides(props: dict[str, str]) -> None:
    """Whatever a ROM writes elsewhere, hardware of another maker is never told as Xiaomi."""
    found = match_release(props | {"ro.product.odm.manufacturer": "samsung"})
    assert (found.release, found.is_xiaomi) == (None, False)
