"""The language of a phone as a BCP 47 tag: `de-DE`, `zh-CN`, `zh-Hant-TW`.

Pure. It must not know which languages there are labels for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

# Codes that Java wrote before they were changed.
_RENAMED = {"in": "id", "iw": "he", "ji": "yi", "tl": "fil"}
_SPLIT = re.compile(r"[-_]+")
_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*",
    re.ASCII,
)


def phone_locale(props: Mapping[str, str], system_locales: str = "") -> str | None:
    """The locale that the phone shows, or None if nothing names one.

    Asked in order: what the owner chose (`persist.sys.locale`, on old Android
    `persist.sys.language` and `.country`, then the answer of `settings get system
    system_locales`), then what the build began with (`ro.product.locale`).
    """
    chosen = (
        props.get("persist.sys.locale", ""),
        _pair(props, "persist.sys.language", "persist.sys.country"),
        system_locales,
        props.get("ro.product.locale", ""),
        _pair(props, "ro.product.locale.language", "ro.product.locale.region"),
    )
    return next((tag for raw in chosen if (tag := locale_tag(raw))), None)


def locale_tag(raw: str) -> str | None:
    """A locale as Android or Java writes it as a tag; of a list of them, the first.

    `zh_TW_#Hant` and `zh-Hant-TW` are one, `in_ID` is `id-ID`, and what Android 14 adds for
    numbers and week days (`-u-fw-mon`) is left out. None if it is no locale (`null`, empty).
    """
    first = raw.strip().split(",")[0].strip()
    plain = re.split(r"-[a-z0-9]-", first.lower() + "-", maxsplit=1)[0]
    parts = [part for part in _SPLIT.split(plain.replace("#", "")) if part]
    scripts = [part for part in parts[1:] if re.fullmatch(r"[a-z]{4}", part)]
    ordered = parts[:1] + scripts + [part for part in parts[1:] if part not in scripts]
    found = _TAG.fullmatch("-".join(ordered))
    return _joined(found) if found else None


def _joined(found: re.Match[str]) -> str:
    language = _RENAMED.get(found["language"], found["language"])
    script, region = found["script"] or "", found["region"] or ""
    return "-".join(part for part in (language, script.title(), region.upper()) if part)


def _pair(props: Mapping[str, str], language: str, country: str) -> str:
    return f"{props.get(language, '')}-{props.get(country, '')}" if props.get(language) else ""
