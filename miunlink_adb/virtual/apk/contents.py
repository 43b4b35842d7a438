"""What the virtual phone's APKs hold: every text that its apps show, in all languages, and the ids.

The texts are the world's own, so that an app shows what its file says. Must not know screens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from miunlink_adb.virtual.apk.archive import Part, archive
from miunlink_adb.virtual.apk.table import Content, Resource, table
from miunlink_adb.virtual.worlds import World
from miunlink_adb.virtual.worlds.ids import ACCOUNT, CLOUD
from miunlink_adb.virtual.worlds.releases import Release
from miunlink_adb.virtual.worlds.texts import Renamed, known_names, strings_locales, texts_of

FRAMEWORK = "android"
PREFIXES = {
    FRAMEWORK: "android",
    "com.android.settings": "settings",
    "com.miui.securitycenter": "security",
    ACCOUNT: "account",
    CLOUD: "cloud",
    "com.xiaomi.finddevice": "find",
}
"""Package -> how its strings are named in the world's files."""
_LIBRARY = (
    *("action_bar", "action_bar_collapse_container", "action_bar_container", "action_bar_title"),
    *("action_bar_overlay_layout", "action_bar_title_expand", "alertTitle", "arrow_right"),
    *("buttonPanel", "contentPanel", "main_content", "message", "nestedheaderlayout"),
    *("parentPanel", "recycler_view", "search_result_ll", "springbacklayout", "text_right"),
    *("topPanel", "up"),
)
_OWN_IDS = {
    "com.android.settings": ("scroll_headers", "button", "main_content"),
    "com.miui.securitycenter": ("accept", "reject", "title", "warning_info"),
    CLOUD: ("ad_popup_close_iv", "ad_popup_iv"),
    "com.xiaomi.finddevice": (
        *("status_view", "password_input", "captcha_code_input", "login_button"),
    ),
    FRAMEWORK: (
        *("alertTitle", "button1", "button2", "button3", "checkbox", "content", "icon", "list"),
        *("message", "parentPanel", "progress", "statusBarBackground", "summary", "title"),
        *("widget_frame", "action_bar_title", "inputArea", "navigationBarBackground"),
    ),
}
Files = dict[str, Callable[[], bytes]]


@dataclass(frozen=True)
class App:
    """What one package's files are made of."""

    package: str
    release: Release
    locale: str
    renamed: Renamed
    ids: tuple[str, ...]


def apps_of(world: World, *, split: bool = False) -> dict[str, Files]:
    """Package -> the names of its APK files beside the base, whose name is empty, and their makers.

    With `split` the languages are in files of their own (`split_config.hi.apk`), and the base
    holds English alone, as app stores deliver apps.
    """
    apps = [App(p, world.release, world.locale, world.renamed, _ids(world, p)) for p in PREFIXES]
    return {
        app.package: _split(app) if split and app.package != FRAMEWORK else {"": _maker(app, None)}
        for app in apps
    }


def _split(app: App) -> Files:
    languages = {tag.split("-")[0] for tag in (*strings_locales(), app.locale)} - {"en"}
    parts = {f"split_config.{name}.apk": _maker(app, name) for name in sorted(languages)}
    return {"": _maker(app, "en"), **parts}


def _maker(app: App, language: str | None) -> Callable[[], bytes]:
    return lambda: apk(app, language)


@lru_cache(maxsize=64)
def apk(app: App, language: str | None) -> bytes:
    """One file: all languages and the ids; or only one language, the ids with English."""
    resources = list(_strings(app, language))
    if language in (None, "en"):
        resources += [Resource("id", name, {"": None}) for name in app.ids]
    number = 0x01 if app.package == FRAMEWORK else 0x7F
    data = table(app.package, resources, package_id=number)
    code = Part("classes.dex", b"dex\n035\0" + bytes(4096), deflated=True)
    return archive([code, Part("resources.arsc", data), Part("res/raw/a.txt", b"a" * 999)])


def _strings(app: App, language: str | None) -> Iterator[Resource]:
    for full in known_names():
        prefix, _, name = full.partition(".")
        if prefix == PREFIXES[app.package]:
            values: dict[str, Content] = dict(_columns(app, full, language))
            if values:
                yield Resource("string", name, values)


def _columns(app: App, name: str, language: str | None) -> Iterator[tuple[str, str]]:
    """A text per locale; English stands where no language is named."""
    for tag in dict.fromkeys(("en", *strings_locales(), app.locale)):
        if language in (None, tag.split("-")[0]):
            text = texts_of(app.release, tag, app.renamed).template(name, english=tag == "en")
            if text is not None:
                yield "" if tag == "en" else tag, text


def _ids(world: World, package: str) -> tuple[str, ...]:
    names = [*_OWN_IDS.get(package, ()), *world.ids.entries(package)]
    if package != FRAMEWORK and world.release.since("miui-12"):
        names.append("recycler_view")
    if package != FRAMEWORK and world.release.dialogs == "miuix":
        names += _LIBRARY
    return tuple(dict.fromkeys(names))
