"""System properties of a phone of a given build, as `getprop` lists them.

Keys, forms and traps (HyperOS keeps `ro.miui.ui.version.*`, which no longer moves; the region
property is the user's country, not the build's) from published property dumps.
Must not know texts, ids or screens.
"""

from __future__ import annotations

from miunlink_adb.virtual.worlds.builds import Build
from miunlink_adb.virtual.worlds.releases import Release

_BUILD_IDS = {
    19: "KTU84P",
    21: "LRX22G",
    22: "LMY47V",
    23: "MRA58K",
    24: "NRD90M",
    25: "NJH47F",
    26: "OPR1.170623.032",
    27: "OPM1.171019.011",
    28: "PPR1.180610.011",
    29: "QP1A.190711.020",
    30: "RKQ1.200826.002",
    31: "SKQ1.211006.001",
    33: "TKQ1.220829.002",
    34: "UKQ1.230917.001",
    35: "AP3A.240905.015.A2",
    36: "BP2A.250605.031.A3",
    37: "CP1A.260405.005",
}
_COUNTRY = {
    "CN": "CN",
    "MI": "HK",
    "EU": "DE",
    "IN": "IN",
    "RU": "RU",
    "TR": "TR",
    "ID": "ID",
    "TW": "TW",
    "JP": "JP",
    "KR": "KR",
}
_BUILD_REGION = {"CN": "cn", "MI": "global", "EU": "eea"}


def properties(release: Release, build: Build, locale: str, serial: str) -> dict[str, str]:
    """All properties of one phone. `locale` is a tag such as `pt-BR`."""
    return {
        **_product(build),
        **_version(release, build),
        **_miui(release, build),
        **_hyperos(release, build),
        **_boot(build, serial),
        **_user(build, locale),
    }


def _product(build: Build) -> dict[str, str]:
    brand, model, trade_name = build.identity
    name = build.mod_device if build.sdk >= 30 and build.international else build.device
    props = {
        "ro.product.brand": brand,
        "ro.product.manufacturer": "Xiaomi",
        "ro.product.model": model,
        "ro.product.name": name,
        "ro.product.device": build.device,
        "ro.product.board": build.device,
        "ro.product.locale": "en-GB" if build.international else "zh-CN",
        "ro.product.cpu.abi": "arm64-v8a" if build.sdk > 19 else "armeabi-v7a",
        "ro.product.cpu.abilist": "arm64-v8a,armeabi-v7a,armeabi",
        "ro.build.product": build.device,
        "ro.build.characteristics": "tablet" if build.tablet else "nosdcard",
    }
    if build.international:
        props["ro.product.mod_device"] = build.mod_device
    elif build.sdk >= 29:
        props["ro.product.mod_device"] = build.device
    if build.sdk >= 30:
        props["ro.product.marketname"] = trade_name
        props["ro.product.odm.marketname"] = trade_name
    return props


def _version(release: Release, build: Build) -> dict[str, str]:
    brand = build.identity[0]
    build_id = _BUILD_IDS[build.sdk]
    product = build.mod_device if build.international else build.device
    tail = f"{build.android}/{build_id}/{build.incremental}:user/release-keys"
    return {
        "ro.build.id": build_id,
        "ro.build.display.id": build_id,
        "ro.build.type": "user",
        "ro.build.tags": "release-keys",
        "ro.build.user": "builder",
        "ro.build.host": "c3-miui-ota-bd114.bj" if not release.is_hyperos else "pangu-build-1",
        "ro.build.fingerprint": f"{brand}/{product}/{build.device}:{tail}",
        "ro.build.description": (
            f"{product}-user {build.android} {build_id} {build.incremental} release-keys"
        ),
        "ro.build.version.incremental": build.incremental,
        "ro.build.version.release": build.android,
        "ro.build.version.sdk": str(build.sdk),
        "ro.build.version.codename": "REL",
        "ro.build.version.security_patch": _patch(build.sdk),
        "ro.debuggable": "0",
        "ro.secure": "1",
        "ro.adb.secure": "1",
    }


def _patch(sdk: int) -> str:
    return f"{2013 + max(0, (sdk - 18) * 13 // 18)}-05-01"


def _miui(release: Release, build: Build) -> dict[str, str]:
    props = {
        "ro.miui.ui.version.name": release.ui_name,
        "ro.miui.ui.version.code": release.ui_code,
        "ro.miui.version.code_time": "1569859200",
        "ro.miui.has_real_blur": "1",
        "ro.fota.oem": "Xiaomi",
        "ro.carrier": "unknown",
        "ro.com.google.clientidbase": "android-xiaomi",
    }
    if build.sdk >= 29:
        props["ro.miui.build.region"] = _BUILD_REGION.get(build.region, build.region.lower())
        props["ro.miui.region"] = _COUNTRY[build.region]
    else:
        props["ro.rom.zone"] = "2" if build.international else "1"
    if not build.international:
        props["ro.miui.has_security_keyboard"] = "1"
    return props


def _hyperos(release: Release, build: Build) -> dict[str, str]:
    if not release.is_hyperos:
        return {}
    return {
        "ro.mi.os.version.name": release.os_name,
        "ro.mi.os.version.code": release.os_name[2],
        "ro.mi.os.version.incremental": build.incremental,
        "ro.mi.os.version.publish": "true",
        "ro.mi.os.flavor": "pad" if build.tablet else "phone",
    }


def _boot(build: Build, serial: str) -> dict[str, str]:
    return {
        "ro.serialno": serial,
        "ro.boot.serialno": serial,
        "ro.bootmode": "unknown",
        "ro.boot.hardware": "qcom",
        "ro.hardware": "qcom",
        "ro.boot.hwc": "GLOBAL" if build.international else "CN",
        "ro.boot.flash.locked": "1",
        "ro.boot.verifiedbootstate": "green",
        "ro.boot.vbmeta.device_state": "locked",
        "ro.secureboot.lockstate": "locked",
        "ro.secureboot.devicelock": "1",
        "ro.oem_unlock_supported": "1",
        "ro.crypto.state": "encrypted",
        "sys.boot_completed": "1",
        "dev.bootcomplete": "1",
        "init.svc.bootanim": "stopped",
        "init.svc.adbd": "running",
        "sys.usb.state": "adb",
        "sys.usb.config": "adb",
        "service.adb.tcp.port": "",
    }


def _user(build: Build, locale: str) -> dict[str, str]:
    language, _, country = locale.partition("-")
    props = {
        "persist.sys.locale": locale,
        "persist.sys.timezone": "Europe/Berlin" if build.international else "Asia/Shanghai",
        "persist.sys.usb.config": "adb",
        "persist.security.adbinput": "1",
        "persist.security.adbinstall": "1",
        "gsm.sim.state": "READY,ABSENT",
        "gsm.operator.iso-country": _COUNTRY[build.region].lower(),
        "DEVICE_PROVISIONED": "1",
    }
    if build.sdk < 23:
        props |= {"persist.sys.language": language, "persist.sys.country": country}
    return props
