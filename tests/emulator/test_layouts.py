"""Every layout of the mock apps, read by androguard, against the virtual phone's own screen.

A second reader of the file format: what it finds is what Android will find.
"""

import warnings
from collections.abc import Iterator
from typing import Any

import pytest

from miunlink_adb.virtual.view import View
from tests.emulator.mock.build import Built
from tests.emulator.mock.screens import SCREENS, MockScreen
from tests.emulator.mock.stage import DEFAULT, LOCALES, scene

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of its own dependencies
    pytest.importorskip(
        "androguard", reason="androguard is not installed: pip install -e '.[emulator]'"
    )
    from androguard.core.apk import APK
    from androguard.core.axml import AXMLPrinter
    from loguru import logger

logger.disable("androguard")

ANDROID = "{http://schemas.android.com/apk/res/android}"
FRAMEWORK_IDS = {
    0x01020001: "checkbox",
    0x01020002: "content",
    0x01020006: "icon",
    0x0102000A: "list",
    0x0102000B: "message",
    0x0102000D: "progress",
    0x01020010: "summary",
    0x01020016: "title",
    0x01020018: "widget_frame",
    0x01020019: "button1",
    0x0102001A: "button2",
}
"""The numbers of android.R.id: the same in every Android."""
TAGS = {"mock.Rows": "android.widget.ListView", "View": "android.view.View"}

Told = tuple[int, str, str, str, str]
"""Depth, class, id, text, description."""


class Opened:
    """An APK as androguard reads it."""

    def __init__(self, app: Built) -> None:
        self.apk: Any = APK(str(app.signed))
        self.table = self.apk.get_android_resources()
        self.package = app.package

    def layout(self, screen: MockScreen, locale: str) -> list[Told]:
        """A layout's tree from the top, its strings in a language."""
        data = self.apk.get_file(f"res/layout/{screen.layout}.xml")
        return list(self._walk(AXMLPrinter(data).get_xml_obj(), 0, locale))

    def _walk(self, element: Any, depth: int, locale: str) -> Iterator[Told]:
        def given(name: str) -> str:
            return str(element.get(ANDROID + name, ""))

        kind, _, told = given("tag").partition("|")
        text = given("text") or given("hint")
        yield (
            depth,
            kind or TAGS.get(element.tag, f"android.widget.{element.tag}"),
            told or self._id(given("id")),
            self._text(text, locale),
            self._text(given("contentDescription"), locale),
        )
        for child in element:
            yield from self._walk(child, depth + 1, locale)

    def _id(self, reference: str) -> str:
        if not reference:
            return ""
        number = int(reference.rpartition(":")[2].lstrip("@"), 16)
        if number >> 24 == 1:
            return f"android:id/{FRAMEWORK_IDS[number]}"
        return f"{self.package}:id/{self.table.get_id(self.package, number)[1]}"

    def _text(self, word: str, locale: str) -> str:
        if not word.startswith("@"):
            return word
        number = int(word[1:], 16)
        texts = self.table.get_resolved_strings()[self.package]
        key = "DEFAULT" if locale == DEFAULT else locale.replace("-", "-r")
        return str(texts[key].get(number, texts["DEFAULT"][number]))


def world_tree(view: View, depth: int = 0) -> Iterator[Told]:
    """The same of the virtual phone's view."""
    yield depth, view.cls, view.id, view.text or view.hint, view.desc
    for child in view.children:
        yield from world_tree(child, depth + 1)


@pytest.fixture(scope="module")
def opened(mock_apps: list[Built]) -> dict[str, Opened]:
    """All apps."""
    return {app.package: Opened(app) for app in mock_apps}


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: str(screen.layout))
def test_layouts_are_the_worlds(screen: MockScreen, opened: dict[str, Opened]) -> None:
    """Same views in the same order with the same classes, ids and texts, in every language."""
    for locale in LOCALES:
        found = opened[screen.package].layout(screen, locale)

        assert found == list(world_tree(screen.view(scene(locale)))), locale


def test_every_activity_has_a_layout(opened: dict[str, Opened]) -> None:
    """No activity in a manifest that the comparison above leaves out."""
    for package, app in opened.items():
        compared = {screen.activity for screen in SCREENS if screen.package == package}

        assert set(app.apk.get_activities()) == compared
