"""The hand-over page in a real browser: read, and on paper."""

import base64
from pathlib import Path
from typing import TYPE_CHECKING

from miunlink_adb.handover import hand_over
from miunlink_adb.handover_page import handover_page
from tests.handover.records import DONE, NOON, look, run

if TYPE_CHECKING:
    from selenium.webdriver.chrome.webdriver import WebDriver


def test_a_browser_shows_it_and_loads_nothing(browser: "WebDriver", tmp_path: Path) -> None:
    """The policy lets the style in and nothing else; what is for paper stays off the screen."""
    ended = {**DONE, "did": ["Wiped <data>."], "confirmed": ["Agreed."]}
    file = tmp_path / "page.html"
    made = hand_over("buyer", [run("reset", ended)], look(), NOON)
    file.write_text(handover_page(made), encoding="utf-8")
    browser.get(file.as_uri())
    by = "css selector"
    (verdict,) = browser.find_elements(by, ".verdict")
    (deed,) = browser.find_elements(by, ".deed.finished")
    seen = browser.find_element(by, "body").text

    assert verdict.value_of_css_property("border-top-width") == "2px"
    assert "Wiped <data>." in deed.text
    assert "signature" not in seen
    assert "…9c21" in seen


def test_it_prints_on_paper(browser: "WebDriver", tmp_path: Path) -> None:
    """A page of a usual hand-over is one or two sheets."""
    runs = [run(name, {**DONE, "did": ["Done."]}) for name in ("backup", "signout", "reset")]
    file = tmp_path / "page.html"
    file.write_text(handover_page(hand_over("buyer", runs, look(), NOON)), encoding="utf-8")
    browser.get(file.as_uri())
    printed = base64.b64decode(browser.print_page())

    assert printed.startswith(b"%PDF")
    assert 1 <= printed.count(b"/Type /Page\n") <= 2
