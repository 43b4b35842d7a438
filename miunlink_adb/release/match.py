"""Which MIUI or HyperOS release a phone runs, from its properties.

Pure. It must not know which releases have a pack. Every answer says in one sentence which
property decided. The order of the rules, and why: HyperOS keeps MIUI's properties and never
moves them (V816 on HyperOS 1, 2 and 3), so its own are asked first; the version name is believed
before the version code, which other systems copy carelessly; the build number comes last.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from miunlink_adb.release.build_number import REGIONS, BuildNumber, read_build_number
from miunlink_adb.release.foreign_system import android_one, foreign_system, go_edition
from miunlink_adb.release.maker import Maker, is_nobody, maker
from miunlink_adb.release.names import HYPEROS_AS_MIUI, Standing, miui_release, standing, title
from miunlink_adb.release.tablet import is_tablet

Props = Mapping[str, str]
Kind = Literal["stable", "dev", "xiaomi.eu", "other-system", "other-maker"]

HYPEROS_NAME = "ro.mi.os.version.name"
MIUI_NAME = "ro.miui.ui.version.name"
MIUI_CODE = "ro.miui.ui.version.code"
MOD_DEVICE = "ro.product.mod_device"
BUILD_NUMBER_KEYS = (
    "ro.mi.os.version.incremental",
    "ro.build.version.incremental",
    "ro.system.build.version.incremental",
    "ro.product.build.version.incremental",
)

# Read in real dumps; 12.5 has been seen with 11 and with 12.
_BY_CODE = {
    "4": "miui-6", "5": "miui-7", "6": "miui-8", "7": "miui-9", "8": "miui-10", "9": "miui-11",
    "10": "miui-12", "11": "miui-12.5", "12": "miui-12.5", "13": "miui-13", "14": "miui-14",
    str(HYPEROS_AS_MIUI): "hyperos-1",
}  # fmt: skip
_MOD_REGIONS = {f"_{code}": region for code, region in [
    ("eea", "EU"), ("in", "IN"), ("ru", "RU"), ("tr", "TR"), ("id", "ID"), ("tw", "TW"),
    ("jp", "JP"), ("kr", "KR"), ("in_rf", "IN"), ("in_fk", "IN"),
]}  # fmt: skip


class ReleaseMatch(NamedTuple):
    """What a phone's properties say about its system.

    Attributes:
        release: `miui-8` … `hyperos-4` and beyond (`hyperos-5` is returned as such); None if the
            phone runs neither MIUI nor HyperOS.
        region: of the build: CN MI EU IN RU TR ID TW JP KR; None if it does not say.
        is_xiaomi: speaks of the hardware, whatever runs on it.
        kind: stable or dev build, xiaomi.eu, another system, another maker.
        standing: whether our facts cover the release; `newer` and `older` ones they do not.
        international: Xiaomi's own rule (`_global` in ro.product.mod_device): it decides which
            account row the Settings home shows.
        tablet: true for tablets.
        android: Android version as the phone writes it ("13").
        sdk: Android API level.
        brand, model, marketname, device: as the phone writes them; empty if it does not.
        incremental: the build number, HyperOS's own first; empty if there is none.
        why: one sentence for people that names the property that decided.
    """

    release: str | None
    region: str | None
    is_xiaomi: bool
    kind: Kind
    standing: Standing
    international: bool
    tablet: bool
    android: str | None
    sdk: int | None
    brand: str
    model: str
    marketname: str
    device: str
    incremental: str
    why: str


class _Verdict(NamedTuple):
    release: str | None
    kind: Kind
    is_xiaomi: bool
    why: str


def match_release(props: Props) -> ReleaseMatch:
    """Tell the release, the region and the hardware from properties. Never fails."""
    incremental = _first(props, BUILD_NUMBER_KEYS)
    number = read_build_number(incremental)
    verdict = _verdict(props, number)
    sdk = props.get("ro.build.version.sdk", "") or props.get("ro.system.build.version.sdk", "")
    return ReleaseMatch(
        release=verdict.release,
        region=_region(props, number) if verdict.release else None,
        is_xiaomi=verdict.is_xiaomi,
        kind=verdict.kind,
        standing=standing(verdict.release),
        international=is_international(props),
        tablet=is_tablet(props),
        android=_first(props, ("ro.build.version.release", "ro.system.build.version.release"))
        or None,
        sdk=int(sdk) if re.fullmatch(r"\d{1,4}", sdk, re.ASCII) else None,
        brand=_named(props, "brand"),
        model=_named(props, "model"),
        marketname=_named(props, "marketname"),
        device=_named(props, "device"),
        incremental=incremental,
        why=verdict.why,
    )


def is_international(props: Props) -> bool:
    """Xiaomi's own test for an international build (PackageManagerServiceImpl of HyperOS)."""
    return "_global" in props.get(MOD_DEVICE, "")


def _verdict(props: Props, number: BuildNumber) -> _Verdict:
    if not props:
        return _Verdict(None, "other-system", is_xiaomi=False, why="There are no properties.")
    made = maker(props)
    if made.name and not made.is_xiaomi:
        return _other_maker(props, made)
    named = _by_names(props, number)
    foreign = _foreign(props, number, is_named=named is not None)
    if foreign:
        return _Verdict(None, "other-system", made.is_xiaomi, foreign)
    release, why = named or _by_number(props, number, made)
    if release is None:
        return _Verdict(None, "other-system", made.is_xiaomi, why)
    # A file of one partition may name no maker; MIUI's own properties then speak for Xiaomi.
    return _Verdict(release, _kind(props, number), is_xiaomi=True, why=why + _remark(release))


def _other_maker(props: Props, made: Maker) -> _Verdict:
    claim = next((key for key in (HYPEROS_NAME, MIUI_NAME) if props.get(key)), None)
    extra = f", although {claim} is {props[claim]}" if claim else ""
    why = f"{made.key} is {made.name}: not Xiaomi hardware{extra}."
    return _Verdict(None, "other-maker", is_xiaomi=False, why=why)


def _foreign(props: Props, number: BuildNumber, *, is_named: bool) -> str:
    """Why this is another system although MIUI's properties may be there; else empty."""
    sign = foreign_system(props) or go_edition(props)
    if sign:
        return f"{sign}: not MIUI or HyperOS."
    if number.shape == "foreign":
        key = _first_key(props, BUILD_NUMBER_KEYS)
        return f"{key} is {props[key]}, no build number of MIUI or HyperOS."
    if not is_named and (sign := android_one(props)):
        return f"{sign}, which is Android One: not MIUI or HyperOS."
    return ""


def _by_names(props: Props, number: BuildNumber) -> tuple[str, str] | None:
    """The release by the version properties: HyperOS's, then MIUI's name; None without them."""
    for rule in (_hyperos_props, _miui_name):
        if found := rule(props, number):
            return found
    return None


def _hyperos_props(props: Props, _number: BuildNumber) -> tuple[str, str] | None:
    readers: tuple[tuple[str, Callable[[str], str | None]], ...] = (
        (HYPEROS_NAME, _hyperos_number),
        ("ro.mi.os.version.incremental", _hyperos_number),
        ("ro.mi.os.version.code", _hyperos_number),
    )
    for key, read in readers:
        major = read(props.get(key, ""))
        if major:
            return f"hyperos-{major}", f"{key} is {props[key]}: HyperOS {major}."
    return None


def _hyperos_number(value: str) -> str | None:
    """The first number of `OS2.0`, and of the bare `2.0` or `2` that some builds write."""
    found = re.match(r"(?:OS)?([1-9]\d?)(?!\d)", value.strip(), re.IGNORECASE)
    return found[1] if found else None


def _miui_name(props: Props, number: BuildNumber) -> tuple[str, str] | None:
    name = props.get(MIUI_NAME, "").strip()
    found = re.fullmatch(r"V(\d{1,3})", name, re.IGNORECASE)
    if not found:
        return None
    value = int(found[1])
    if value >= HYPEROS_AS_MIUI:
        return _hyperos_as_miui(MIUI_NAME, name, number)
    major, tenths = (value, 0) if value < 100 else divmod(value, 10)
    release = miui_release(major, tenths)
    return release, f"{MIUI_NAME} is {name}: {title(release)}."


def _hyperos_as_miui(key: str, value: str, number: BuildNumber) -> tuple[str, str]:
    if number.shape == "hyperos" and number.release:
        why = f"{key} is {value} and the build number begins with that of {title(number.release)}."
        return number.release, why
    return "hyperos-1", f"{key} is {value} and nothing names a later HyperOS: HyperOS 1."


def _by_number(props: Props, number: BuildNumber, made: Maker) -> tuple[str | None, str]:
    """The release by build number, then by MIUI's version code, where no name is set."""
    key = _first_key(props, BUILD_NUMBER_KEYS)
    # A running MIUI always names itself; HyperOS's numbers are on nothing else.
    if number.release and (number.shape == "hyperos" or not is_running(props)):
        return number.release, f"{key} is {props[key]}: {title(number.release)}."
    code = props.get(MIUI_CODE, "").strip()
    if code in _BY_CODE:
        release = _BY_CODE[code]
        return release, f"{MIUI_CODE} is {code}: {title(release)} (no version name is set)."
    return None, _nothing(number, made)


def _nothing(number: BuildNumber, made: Maker) -> str:
    if not made.name:
        return "No property names a maker, a MIUI or a HyperOS version."
    missing = f"{MIUI_NAME} and {HYPEROS_NAME} are not set"
    if number.shape == "date":
        missing += ", and a build number that is only a date does not tell the release"
    return f"{made.key} is {made.name}, but {missing}: not MIUI or HyperOS."


def is_running(props: Props) -> bool:
    """True for the properties of a running phone, not those of a file: init has left its marks."""
    marks = ("init.svc.", "ro.boottime.", "sys.boot_completed", "dev.bootcomplete")
    return any(key.startswith(marks) for key in props)


def _kind(props: Props, number: BuildNumber) -> Kind:
    if is_xiaomi_eu(props):
        return "xiaomi.eu"
    return number.channel


def is_xiaomi_eu(props: Props) -> bool:
    """True for xiaomi.eu, a China build made international by its community."""
    marks = [props.get(key, "") for key in (MOD_DEVICE, "ro.build.host", "ro.modversion")]
    named = any(re.search(r"xiaomi\.?eu", mark, re.IGNORECASE) for mark in marks)
    return named or any(key.startswith("ro.xiaomi.eu.") for key in props)


def _region(props: Props, number: BuildNumber) -> str | None:
    """The region of the build number; where it has none, the one that mod_device ends with."""
    if number.region or is_xiaomi_eu(props):
        return number.region
    device, sep, _ = props.get(MOD_DEVICE, "").partition("_global")
    if not sep:
        return None
    ends = [region for end, region in _MOD_REGIONS.items() if device.endswith(end)]
    return ends[0] if ends else REGIONS["MI"]


def _remark(release: str) -> str:
    remarks = {
        "newer": f" {title(release)} is newer than what this program knows.",
        "older": f" {title(release)} is too old: MIUI 8 is the first that is supported.",
    }
    return remarks.get(standing(release), "")


def _named(props: Props, what: str) -> str:
    """A product property, looked up where Android itself looks: its own, then per partition.

    The system partition is built for many phones: its model and device are not this phone's.
    """
    places = ["", "odm.", "vendor.", "product.", "system_ext."]
    places += ["system."] if what in {"brand", "marketname"} else []
    values = (props.get(f"ro.product.{place}{what}", "").strip() for place in places)
    return next((value for value in values if not is_nobody(value)), "")


def _first_key(props: Props, keys: tuple[str, ...]) -> str:
    return next((key for key in keys if props.get(key, "").strip()), keys[0])


def _first(props: Props, keys: tuple[str, ...]) -> str:
    return props.get(_first_key(props, keys), "").strip()
