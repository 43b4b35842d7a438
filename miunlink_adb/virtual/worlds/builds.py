"""Which builds there are: firmware, device and Android of each release and region.

Firmware numbers are those of published builds; the few in brackets (`made_up`) have the published
form but no known original: no such build is in the tables, none was ever made, or the published
one is of an Android Go phone, which runs no MIUI.
Must not know texts, ids or screens.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from miunlink_adb.virtual.worlds.releases import WorldError

Layout = Literal["cn", "intl", "tablet"]
REGIONS = ("CN", "MI", "EU", "IN", "RU", "TR", "ID", "TW", "JP", "KR")
SDKS = {
    "4.4": 19,
    "5.0": 21,
    "5.1": 22,
    "6.0": 23,
    "7.0": 24,
    "7.1": 25,
    "8.0": 26,
    "8.1": 27,
    "9": 28,
    "10": 29,
    "11": 30,
    "12": 31,
    "13": 33,
    "14": 34,
    "15": 35,
    "16": 36,
    "17": 37,
}
# release: region incremental mod_device android; a region in brackets is made up; TAB = tablet
_TABLE = """
miui-8: CN V8.5.3.0.MAACNED gemini 6.0
miui-8: MI V8.5.2.0.KHKMIED gucci_global 4.4
miui-8: (TAB) V8.5.1.0.LACCNED latte 5.1
miui-9: CN V9.6.1.0.LHNCNFD hennessy 5.0
miui-9: MI V9.6.3.0.LHMMIFD hermes_global 5.0
miui-9: RU V9.6.3.0.NEGRUFD vince_ru_global 7.1
miui-9: IN V9.6.4.0.ODMMIFD sakura_india_global 8.1
miui-9: (TAB) V9.6.1.0.NCICNFD cappu 7.0
miui-10: CN V10.3.18.0.PEMCNXM andromeda 9
miui-10: MI V10.2.3.0.OAGMIXM capricorn_global 8.0
miui-10: (EU) V10.2.3.0.OAGEUXM capricorn_eea_global 8.0
miui-10: (IN) V10.2.3.0.OAGINXM capricorn_in_global 8.0
miui-10: (RU) V10.2.3.0.OAGRUXM capricorn_ru_global 8.0
miui-10: TAB V10.3.2.0.ODJCNXM clover 8.1
miui-11: CN V11.0.5.0.PCBCNXM cactus 9
miui-11: MI V11.0.9.0.PCBMIXM cactus_global 9
miui-11: EU V11.0.5.0.QJCEUXM lancelot_eea_global 10
miui-11: IN V11.0.6.0.QFFINXM onc_in_global 10
miui-11: RU V11.0.4.0.PCBRUXM cactus_ru_global 9
miui-11: TR V11.0.4.0.QFNTRXM toco_tr_global 10
miui-11: (TAB) V11.0.1.0.ODJCNXM clover 8.1
miui-12: CN V12.0.2.0.PCBCNXM cactus 9
miui-12: MI V12.0.1.0.QJFMIXM citrus_global 10
miui-12: EU V12.0.5.0.PEMEUXM andromeda_eea_global 9
miui-12: IN V12.0.2.0.QCRINXM angelicain_in_global 10
miui-12: RU V12.0.3.0.QEJRUXM beryllium_ru_global 10
miui-12: TR V12.0.13.0.QCRTRXM angelica_tr_global 10
miui-12: ID V12.0.14.0.QCRIDXM angelica_id_global 10
miui-12: TW V12.0.1.0.RJQTWXM lime_tw_global 11
miui-12: (TAB) V12.0.1.0.PDJCNXM clover 9
miui-12.5: CN V12.5.3.0.RJDCNXM apollo 11
miui-12.5: MI V12.5.1.0.RKWMIXM agate_global 11
miui-12.5: EU V12.5.2.0.RKWEUXM agate_eea_global 11
miui-12.5: IN V12.5.4.0.RKHINXM alioth_in_global 11
miui-12.5: RU V12.5.3.0.RCSRUXM angelican_ru_global 11
miui-12.5: TR V12.5.6.0.RJCTRXM lancelot_tr_global 11
miui-12.5: ID V12.5.3.0.RCRIDXM angelica_id_global 11
miui-12.5: TW V12.5.6.0.RCZTWXM dandelion_c3l2_tw_global 11
miui-12.5: TAB V12.5.1.0.RKXEUXM nabu_eea_global 11
miui-13: CN V13.0.3.0.SJHCNXM atom 12
miui-13: MI V13.0.4.0.TLCMIXM cupid_global 13
miui-13: EU V13.0.7.0.SJDEUXM apollo_eea_global 12
miui-13: (IN) V13.0.3.0.SCVINXM earth_in_global 12
miui-13: RU V13.0.3.0.SCVRUXM earth_ru_global 12
miui-13: TR V13.0.20.0.RGFTRXM frost_tr_global 11
miui-13: ID V13.0.1.0.SCVIDXM earth_id_global 12
miui-13: TW V13.0.7.0.RGFTWXM frost_tw_global 11
miui-13: TAB V13.1.1.0.SKXMIXM nabu_global 12
miui-14: CN V14.0.8.0.TKHCNXM alioth 13
miui-14: MI V14.0.4.0.SJDMIXM apollo_global 12
miui-14: EU V14.0.3.0.SJDEUXM apollo_eea_global 12
miui-14: IN V14.0.1.0.SJDINXM apollo_in_global 12
miui-14: RU V14.0.1.0.SJDRUXM apollo_ru_global 12
miui-14: TR V14.0.4.0.TKWTRXM agate_tr_global 13
miui-14: ID V14.0.4.0.TKHIDXM alioth_id_global 13
miui-14: TW V14.0.1.0.SJDTWXM apollo_tw_global 12
miui-14: JP V14.0.34.0.TKNJPXM lilac_jp_global 13
miui-14: KR V14.0.4.0.TMOKRXM ruby_kr_global 13
miui-14: TAB V14.0.6.0.TMZINXM pipa_in_global 13
hyperos-1: CN OS1.0.10.0.TKHCNXM alioth 13
hyperos-1: MI OS1.0.17.0.UKWMIXM agate_global 14
hyperos-1: EU OS1.0.19.0.UKWEUXM agate_eea_global 14
hyperos-1: IN OS1.0.2.0.TKHINXM alioth_in_global 13
hyperos-1: RU OS1.0.15.0.UKWRUXM agate_ru_global 14
hyperos-1: TR OS1.0.16.0.UKWTRXM agate_tr_global 14
hyperos-1: ID OS1.0.14.0.UKWIDXM agate_id_global 14
hyperos-1: TW OS1.0.15.0.UKWTWXM agate_tw_global 14
hyperos-1: JP OS1.0.27.0.ULFJPXM diting_jp_global 14
hyperos-1: (KR) OS1.0.4.0.UMOKRXM ruby_kr_global 14
hyperos-1: TAB OS1.0.6.0.TKXMIXM nabu_global 13
hyperos-2: CN OS2.0.209.0.VGQCNXM air 15
hyperos-2: MI OS2.0.208.0.VGQMIXM air_global 15
hyperos-2: EU OS2.0.212.0.VGQEUXM air_eea_global 15
hyperos-2: IN OS2.0.208.0.VGQINXM air_in_global 15
hyperos-2: RU OS2.0.209.0.VMFRUXM aristotle_ru_global 15
hyperos-2: TR OS2.0.209.0.VMFTRXM aristotle_tr_global 15
hyperos-2: ID OS2.0.3.0.VNEIDXM degas_id_global 15
hyperos-2: TW OS2.0.205.0.VGQTWXM air_tw_global 15
hyperos-2: JP OS2.0.210.0.VMLJPXM corot_jp_global 15
hyperos-2: KR OS2.0.5.0.UMOKRXM ruby_kr_global 14
hyperos-2: TAB OS2.0.14.0.UMZEUXM pipa_eea_global 14
hyperos-3: CN OS3.0.305.0.WOPCNXM amethyst 16
hyperos-3: MI OS3.0.305.0.WOPMIXM amethyst_global 16
hyperos-3: EU OS3.0.304.0.WOPEUXM amethyst_eea_global 16
hyperos-3: IN OS3.0.303.0.WOPINXM amethyst_in_global 16
hyperos-3: RU OS3.0.302.0.WOPRUXM amethyst_ru_global 16
hyperos-3: TR OS3.0.302.0.WOPTRXM amethyst_tr_global 16
hyperos-3: ID OS3.0.302.0.WOPIDXM amethyst_id_global 16
hyperos-3: TW OS3.0.302.0.WOPTWXM amethyst_tw_global 16
hyperos-3: JP OS3.0.302.0.WOSJPXM klimt_jp_global 16
hyperos-3: (KR) OS3.0.3.0.WMOKRXM ruby_kr_global 16
hyperos-3: TAB OS3.0.303.0.WOZEUXM uke_eea_global 16
hyperos-4: CN OS4.0.18.0.XFRCNXM fuxi 17
hyperos-4: (MI) OS4.0.2.0.XOPMIXM amethyst_global 17
hyperos-4: (EU) OS4.0.2.0.XOPEUXM amethyst_eea_global 17
hyperos-4: (TAB) OS4.0.2.0.XOZMIXM uke_global 17
"""
# code name: brand, model, trade name
_DEVICES = {
    "gemini": ("Xiaomi", "MI 5", "MI 5"),
    "gucci": ("Xiaomi", "HM NOTE 1S", "HM NOTE 1S"),
    "latte": ("Xiaomi", "MI PAD 2", "MI PAD 2"),
    "hennessy": ("Xiaomi", "Redmi Note 3", "Redmi Note 3"),
    "hermes": ("Xiaomi", "Redmi Note 2", "Redmi Note 2"),
    "vince": ("xiaomi", "Redmi 5 Plus", "Redmi 5 Plus"),
    "sakura": ("xiaomi", "Redmi 6 Pro", "Redmi 6 Pro"),
    "cappu": ("Xiaomi", "MI PAD 3", "MI PAD 3"),
    "andromeda": ("Xiaomi", "Mi MIX 3 5G", "Mi MIX 3 5G"),
    "capricorn": ("Xiaomi", "MI 5s", "MI 5s"),
    "clover": ("Xiaomi", "MI PAD 4", "MI PAD 4"),
    "cactus": ("xiaomi", "Redmi 6A", "Redmi 6A"),
    "lancelot": ("Redmi", "M2004J19C", "Redmi 9"),
    "onc": ("Redmi", "Redmi Y3", "Redmi Y3"),
    "toco": ("Xiaomi", "Mi Note 10 Lite", "Mi Note 10 Lite"),
    "citrus": ("POCO", "M2010J19CG", "POCO M3"),
    "angelicain": ("POCO", "M2006C3MII", "POCO C3"),
    "beryllium": ("Xiaomi", "POCOPHONE F1", "POCOPHONE F1"),
    "angelica": ("Redmi", "M2006C3MG", "Redmi 9C"),
    "angelican": ("Redmi", "M2006C3MNG", "Redmi 9C NFC"),
    "lime": ("Redmi", "M2010J19SG", "Redmi 9T"),
    "apollo": ("Xiaomi", "M2007J3SG", "Mi 10T"),
    "agate": ("Xiaomi", "21081111RG", "Xiaomi 11T"),
    "alioth": ("Redmi", "M2012K11AC", "Redmi K40"),
    "dandelion": ("Redmi", "M2006C3LG", "Redmi 9A"),
    "nabu": ("Xiaomi", "21051182G", "Xiaomi Pad 5"),
    "atom": ("Redmi", "22041211AC", "Redmi K50"),
    "cupid": ("Xiaomi", "2201123G", "Xiaomi 12"),
    "earth": ("Redmi", "22120RN86G", "Redmi 12C"),
    "frost": ("Redmi", "220233L2G", "Redmi 10C"),
    "lilac": ("Redmi", "22101320G", "Redmi 12 5G"),
    "ruby": ("Redmi", "22101316G", "Redmi Note 12 Pro 5G"),
    "pipa": ("Xiaomi", "23043RP34G", "Xiaomi Pad 6"),
    "diting": ("Xiaomi", "22081212UG", "Xiaomi 12T Pro"),
    "air": ("Redmi", "23124RN87G", "Redmi 13C 5G"),
    "aristotle": ("Xiaomi", "2306EPN60G", "Xiaomi 13T"),
    "degas": ("Xiaomi", "2406APNFAG", "Xiaomi 14T"),
    "corot": ("Xiaomi", "23078PND5G", "Xiaomi 13T Pro"),
    "amethyst": ("Redmi", "24115RA8EG", "Redmi Note 14 Pro+ 5G"),
    "klimt": ("Xiaomi", "2506BPN68G", "Xiaomi 15T Pro"),
    "uke": ("Xiaomi", "2410CRP4CG", "Xiaomi Pad 7"),
    "fuxi": ("Xiaomi", "2211133C", "Xiaomi 13"),
}


@dataclass(frozen=True)
class Build:
    """One firmware on one device."""

    incremental: str
    mod_device: str
    android: str
    region: str
    tablet: bool
    made_up: bool

    @property
    def sdk(self) -> int:
        """Android API level."""
        return SDKS[self.android]

    @property
    def device(self) -> str:
        """Code name of the hardware."""
        return self.mod_device.split("_")[0]

    @property
    def identity(self) -> tuple[str, str, str]:
        """Brand, model, trade name."""
        return _DEVICES[self.device]

    @property
    def international(self) -> bool:
        """The test that Xiaomi's own code makes."""
        return "_global" in self.mod_device


def _parse(line: str) -> tuple[str, str, Build]:
    release, rest = line.split(": ")
    place, incremental, mod_device, android = rest.split()
    key = place.strip("()")
    region = incremental.split(".")[-1][-4:-2] if key == "TAB" else key
    build = Build(incremental, mod_device, android, region, key == "TAB", place.startswith("("))
    return release, key, build


def builds_of(release: str) -> dict[str, Build]:
    """The release's builds by region; the tablet's under `TAB`."""
    rows = (_parse(line) for line in _TABLE.strip().splitlines())
    return {key: build for name, key, build in rows if name == release}


def find_build(release: str, layout: Layout, region: str | None = None) -> Build:
    """The build for a layout; a region narrows it down. WorldError lists what there is."""
    builds = builds_of(release)
    if layout == "tablet":
        return builds["TAB"]
    wanted = region or ("CN" if layout == "cn" else "MI")
    if wanted not in builds or (layout == "cn") != (wanted == "CN"):
        fitting = [r for r in builds if r != "TAB" and (r == "CN") == (layout == "cn")]
        raise WorldError(
            f"{release} has no {layout} build for region {wanted!r}; known: {', '.join(fitting)}"
        )
    return builds[wanted]
