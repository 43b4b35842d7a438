"""A headless Chromium for the pages that the program makes: no scripts, no network but loopback.

One for all tests of a process: see the fixture `browser` in conftest. It must not know any page.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from selenium.webdriver.chrome.webdriver import WebDriver

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
DRIVER = "chromedriver"
_SWITCHES = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--lang=en",
    "--window-size=1000,1400",
    # Whatever a page or the browser itself wants from elsewhere does not exist.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
_NO_SCRIPTS = {"profile.managed_default_content_settings.javascript": 2}


@contextmanager
def chromium(profile: Path) -> Iterator[WebDriver]:
    """A browser with a profile of its own; where there is none, the test is skipped and says so."""
    pytest.importorskip("selenium", reason="selenium is not installed: pip install selenium")
    binary = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    driver = shutil.which(DRIVER)
    if binary is None or driver is None:
        pytest.skip("there is no Chromium with its driver: apt install chromium chromium-driver")
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.chrome.webdriver import WebDriver

    options = Options()
    options.binary_location = binary
    for switch in (*_SWITCHES, f"--user-data-dir={profile}"):
        options.add_argument(switch)
    options.add_experimental_option("prefs", _NO_SCRIPTS)
    browser = WebDriver(options, Service(driver))
    try:
        browser.set_page_load_timeout(20)
        yield browser
    finally:
        browser.quit()
