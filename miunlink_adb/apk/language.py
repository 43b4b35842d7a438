"""Which of several texts Android shows for a language: scripts, parents of regions, old codes.

Pure; it must not know tables. The rules are those of AOSP's `ResourceTypes.cpp` (`match`,
`isLocaleBetterThan`) and `LocaleData.cpp`; the data are the parts of CLDR that they use.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from miunlink_adb.apk.config import Config

__all__ = ["Request", "best", "fits", "parse_tag", "request_for"]

_RENAMED = {"iw": "he", "in": "id", "ji": "yi", "tl": "fil", "no": "nb", "jw": "jv"}
_THREE = dict(
    pair.split(":")
    for pair in (
        "ara:ar ben:bn bul:bg cat:ca ces:cs dan:da deu:de ell:el eng:en est:et eus:eu fas:fa "
        "fin:fi fra:fr glg:gl guj:gu heb:he hin:hi hrv:hr hun:hu hye:hy ind:id isl:is ita:it "
        "jpn:ja kan:kn kat:ka kaz:kk khm:km kir:ky kor:ko lao:lo lav:lv lit:lt mal:ml mar:mr "
        "mkd:mk mon:mn msa:ms mya:my nep:ne nld:nl nob:nb pan:pa pol:pl por:pt ron:ro rus:ru "
        "sin:si slk:sk slv:sl spa:es sqi:sq srp:sr swa:sw swe:sv tam:ta tel:te tha:th tur:tr "
        "ukr:uk urd:ur uzb:uz vie:vi zho:zh zul:zu"
    ).split()
)
_SCRIPTS = {
    language: script
    for script, languages in {
        "Arab": "ar fa ur ug ps ckb sd",
        "Armn": "hy",
        "Beng": "bn as",
        "Cyrl": "ru uk be bg mk sr kk ky mn tg tt",
        "Deva": "hi mr ne bho mai sa kok doi brx",
        "Ethi": "am ti",
        "Geor": "ka",
        "Grek": "el",
        "Gujr": "gu",
        "Guru": "pa",
        "Hans": "zh",
        "Hant": "yue",
        "Hebr": "he yi",
        "Jpan": "ja",
        "Khmr": "km",
        "Knda": "kn",
        "Kore": "ko",
        "Laoo": "lo",
        "Mlym": "ml",
        "Mymr": "my",
        "Orya": "or",
        "Sinh": "si",
        "Taml": "ta",
        "Telu": "te",
        "Thai": "th",
        "Tibt": "bo dz",
    }.items()
    for language in languages.split()
}
_SCRIPTS_BY_REGION = {
    tuple(place.split("-")): script
    for script, places in {
        "Hant": "zh-TW zh-HK zh-MO zh-AU zh-GB zh-US zh-ID zh-MY zh-TH zh-VN zh-PH",
        "Hans": "yue-CN",
        "Latn": "sr-ME sr-RO sr-TR kk-TR ug-TR tg-TR",
        "Arab": "az-IR az-IQ uz-AF pa-PK kk-CN kk-AF kk-IR kk-MN ky-CN tg-PK ms-CC ku-IQ ku-IR",
        "Cyrl": "az-RU uz-CN ug-KZ ug-MN ku-GE",
        "Mong": "mn-CN",
        "Deva": "sd-IN",
    }.items()
    for place in places.split()
}
_PARENTS = {
    (language, region): parent
    for language, parent, regions in (
        (
            "en",
            "001",
            (
                "150 AG AI AU BB BM BS BW BZ CC CK CM CX CY DG DM ER FJ FK FM GB GD GG GH "
                "GI GM GY HK IE IL IM IN IO JE JM KE KI KN KY LC LR LS MG MO MS MT MU MV "
                "MW MY NA NF NG NR NU NZ PG PK PN PW RW SB SC SD SG SH SL SS SX SZ TC TK "
                "TO TT TV TZ UG VC VG VU WS ZA ZM ZW"
            ),
        ),
        ("en", "150", "AT BE CH DE DK FI NL SE SI"),
        ("es", "419", "AR BO BR BZ CL CO CR CU DO EC GT HN MX NI PA PE PR PY SV US UY VE"),
        ("pt", "PT", "AO CH CV FR GQ GW LU MO MZ ST TL"),
        ("ar", "015", "DZ EH LY MA TN"),
    )
    for region in regions.split()
} | {("zh", "MO"): "HK"}
# Where two regions are equally far, Android takes the one that the language is at home in.
_HOMES = {"en": "US", "es": "ES", "pt": "BR", "zh": "CN", "ar": "EG", "fr": "FR", "de": "DE"}
_HOMES |= {"nl": "NL", "it": "IT", "bn": "BD", "ne": "NP", "ur": "PK", "ms": "MY", "sr": "RS"}
_SPECIAL_SPANISH = ("US", "MX")


@dataclass(frozen=True, slots=True)
class Request:
    """The language that a phone shows: a tag's parts, old codes replaced, the script worked out."""

    language: str
    script: str
    region: str


def parse_tag(tag: str) -> Request | None:
    """Read `hi-IN`, `zh-Hant-TW`, `iw_IL`, `es-419`; None if it names no language."""
    parts = [part for part in tag.strip().replace("_", "-").split("-") if part]
    if not parts or not parts[0].isalpha() or not 2 <= len(parts[0]) <= 3:
        return None
    rest = parts[1:]
    script = next((part.title() for part in rest[:2] if len(part) == 4 and part.isalpha()), "")
    region = next((part.upper() for part in rest[:2] if _is_region(part)), "")
    language = _language(parts[0].lower())
    return Request(language, script or _script(language, region), region)


def _is_region(part: str) -> bool:
    return (len(part) == 2 and part.isalpha()) or (len(part) == 3 and part.isdigit())


def _language(code: str) -> str:
    code = _THREE.get(code, code)
    return _RENAMED.get(code, code)


def _script(language: str, region: str) -> str:
    """The script that a language is written in there; Latin unless it is known otherwise."""
    return _SCRIPTS_BY_REGION.get((language, region)) or _SCRIPTS.get(language, "Latn")


def _script_of(config: Config) -> str:
    return config.script or _script(_language(config.language), config.region)


def fits(config: Config, request: Request) -> bool:
    """Whether Android may show texts of this config for a language: same language and script."""
    if not config.language:
        return True
    return _language(config.language) == request.language and _script_of(config) == request.script


def best(configs: Iterable[Config], request: Request) -> Config | None:
    """The config whose texts Android shows, as far as the language decides."""
    found: Config | None = None
    for config in configs:
        if fits(config, request) and (found is None or _is_better(config, found, request)):
            found = config
    return found


def request_for(tags: Sequence[str], offered: Iterable[Config]) -> Request | None:
    """The first of the phone's languages that an app has; English counts as always there.

    If there is none, the first of the phone's languages.
    """
    wanted = [request for tag in tags if (request := parse_tag(tag))]
    known = [config for config in offered if config.language]
    for request in wanted:
        if request.language == "en" or any(fits(config, request) for config in known):
            return request
    return wanted[0] if wanted else None


def _is_better(one: Config, other: Config, request: Request) -> bool:
    """Whether `one` is nearer to the request; both fit it."""
    if bool(one.language) is not bool(other.language):
        return _beats_default(one, other, request)
    if not one.language:
        return False
    compared = _compare_regions(one.region, other.region, request)
    if compared:
        return compared > 0
    if bool(one.variant) is not bool(other.variant):
        return not one.variant
    return bool(other.language != request.language and one.language == request.language)


def _beats_default(one: Config, other: Config, request: Request) -> bool:
    """One has a language, the other none. Apps keep American English where no language stands."""
    if request.language == "en" and (request.region == "US" or _is_like_american(request.region)):
        named = one if one.language else other
        near = named.region in ("", "US") or (
            request.region != "US" and _is_like_american(named.region)
        )
        return near is bool(one.language)
    return bool(one.language)


def _is_like_american(region: str) -> bool:
    """Whether English there does not come from international English."""
    return region != "001" and "001" not in _line("en", region)


def _line(language: str, region: str) -> list[str]:
    """A region, its parents, and the language without a region."""
    line = [region]
    while line[-1]:
        line.append(_PARENTS.get((language, line[-1]), ""))
    return line


def _compare_regions(left: str, right: str, request: Request) -> int:
    if left == right:
        return 0
    if request.language == "es":
        left, right = _plain_spanish(left, right), _plain_spanish(right, left)
    line = _line(request.language, request.region)
    places = [line.index(region) if region in line else len(line) for region in (left, right)]
    if places[0] != places[1]:
        return places[1] - places[0]
    far = [_distance(region, request.language, line) for region in (left, right)]
    if far[0] != far[1]:
        return far[1] - far[0]
    home = _HOMES.get(request.language, request.language.upper())
    if (left == home) is not (right == home):
        return 1 if left == home else -1
    return 1 if (len(left), left) < (len(right), right) else -1


def _plain_spanish(region: str, other: str) -> str:
    """American and Mexican Spanish stand for that of all Latin America, if nothing better does."""
    special = region in _SPECIAL_SPANISH and other not in (*_SPECIAL_SPANISH, "419")
    return "419" if special else region


def _distance(region: str, language: str, line: Sequence[str]) -> int:
    """Steps up from a region to the request's line, and from there down to the request."""
    up = _line(language, region)
    meeting = next((step for step, place in enumerate(up) if place in line), len(up))
    return meeting + (line.index(up[meeting]) if meeting < len(up) else len(line))
