"""How a virtual phone is named in one word: RELEASE[:LOCALE][:cn|intl|tablet].

Must not know how a phone is built.
"""

from __future__ import annotations

from dataclasses import dataclass

from miunlink_adb.virtual.worlds import RELEASES, WorldError, release_named
from miunlink_adb.virtual.worlds.builds import Layout
from miunlink_adb.virtual.worlds.texts import lookup_order
from miunlink_adb.virtual.worlds.world import LAYOUTS


@dataclass(frozen=True)
class Spec:
    """Which phone: release, language, kind of build."""

    release: str
    locale: str = "en"
    layout: Layout = "intl"


def parse_spec(text: str) -> Spec:
    """`hyperos-1:ar:tablet` as data. Raises WorldError, a ValueError, that says what is wrong.

    The language may be left out (`miui-11:cn`): English, or Chinese for a China build.
    """
    release, *rest = text.strip().split(":")
    release_named(release)
    layouts: list[Layout] = [layout for layout in LAYOUTS if layout in rest]
    locales = [part for part in rest if part not in LAYOUTS]
    if len(layouts) > 1 or len(locales) > 1 or len(rest) != len(layouts) + len(locales):
        raise WorldError(f"{text!r}: write RELEASE[:LOCALE][:cn|intl|tablet], such as miui-11:ru")
    layout = layouts[0] if layouts else "intl"
    locale = locales[0] if locales else ("zh-CN" if layout == "cn" else "en")
    lookup_order(locale)
    return Spec(release, locale, layout)


def known_releases() -> tuple[str, ...]:
    """Names of the releases, oldest first."""
    return tuple(RELEASES)
