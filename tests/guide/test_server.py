"""The page on a real socket: loopback alone, ends when it should, and in a real browser."""

import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import pytest

from miunlink_adb.clock import Clock, SystemClock
from miunlink_adb.errors import Cancelled
from miunlink_adb.guide.card import PhoneCard
from miunlink_adb.guide.checks import PhoneChecks
from miunlink_adb.guide.server import lead_on_page
from miunlink_adb.guide.shelf import load_guide, load_words
from miunlink_adb.guide.sitting import Sitting
from tests.guide.desk import Desk
from tests.runner.clock import FakeClock

if TYPE_CHECKING:
    from selenium.webdriver.chrome.webdriver import WebDriver

SECONDS = 30.0


class Served:
    """A guide that is served in a thread, and how that ended."""

    def __init__(self, sitting: Sitting, language: str, clock: Clock, idle: float) -> None:
        self.sitting, self.ended = sitting, threading.Event()
        self.error: BaseException | None = None
        self.address = self.door = ""
        self._announced = threading.Event()

        def announce(address: str, door: str) -> None:
            self.address, self.door = address, door
            self._announced.set()

        def serve() -> None:
            try:
                lead_on_page(sitting, load_words(language), announce, clock, idle)
            except BaseException as error:  # noqa: BLE001  the test looks at it
                self.error = error
            finally:
                self._announced.set()
                self.ended.set()

        self._thread = threading.Thread(target=serve, daemon=True)
        self._thread.start()
        assert self._announced.wait(SECONDS)

    @property
    def port(self) -> int:
        """Where it listens."""
        return urlsplit(self.address).port or 0

    @property
    def path(self) -> str:
        """With the token."""
        return urlsplit(self.address).path

    def request(
        self, method: str, path: str, body: str | None = None, **headers: str
    ) -> http.client.HTTPResponse:
        """One request, its answer read."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            line.request(method, path, body, {k.replace("_", "-"): v for k, v in headers.items()})
            answer = line.getresponse()
            answer.read()
            return answer
        finally:
            line.close()

    def leave(self) -> None:
        """Press *leave*, fetch the last page, wait for the end."""
        step = self.sitting.walk.step
        if step is not None and not self.ended.is_set():
            token = self.path.strip("/")
            form = urlencode({"token": token, "step": step.id, "answer": "leave"})
            kind = "application/x-www-form-urlencoded"
            self.request("POST", f"{self.path}answer", form, Content_Type=kind)
            self.request("GET", self.path)
        assert self.ended.wait(SECONDS)


@contextmanager
def served(
    name: str = "unlink-contact",
    *,
    checks: PhoneChecks | None = None,
    language: str = "en",
    clock: Clock | None = None,
    idle: float = 600,
) -> Iterator[Served]:
    """A guide on a page; left at the end."""
    card = PhoneCard("Redmi Note 8", "miui-12", "EU", "9c21", ("7518",))
    looks = checks or PhoneChecks(None, SystemClock())
    guide = load_guide(name, language)
    sitting = Sitting(guide, card, looks, None, lambda _: None, SystemClock())
    sitting.start()
    page = Served(sitting, language, clock or SystemClock(), idle)
    try:
        yield page
    finally:
        page.leave()


def refused(port: int) -> bool:
    """Whether nobody listens there any more."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def test_served_to_this_computer_until_left() -> None:
    """Loopback with a free port; when the guide is left, nothing listens any more."""
    with served() as page:
        assert urlsplit(page.address).hostname == "127.0.0.1"
        assert len(page.path) > 40
        assert page.request("GET", page.path).status == 200
        assert page.request("HEAD", page.path).status == 200
        assert page.request("GET", "/").status == 404
        assert page.request("GET", page.path, Host="evil.example").status == 421
        port = page.port
    assert page.error is None
    assert page.sitting.walk.left
    assert refused(port)


def test_each_time_another_token() -> None:
    """Nobody knows it beforehand."""
    with served() as one, served() as two:
        assert one.path != two.path
        assert two.request("GET", one.path).status == 404


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET {path} HTTP/1.0\r\n\r\n", b"421"),
        (b"GET {path} HTTP/1.1\r\nHost: {host}\r\nHost: {host}\r\n\r\n", b"421"),
        (b"POST {path}answer HTTP/1.1\r\nHost: {host}\r\nContent-Length: 99999999\r\n\r\n", b"413"),
        (b"POST {path}answer HTTP/1.1\r\nHost: {host}\r\nContent-Length: -1\r\n\r\n", b"411"),
        (b"POST {path}answer HTTP/1.1\r\nHost: {host}\r\n\r\n", b"411"),
        (b"PUT {path} HTTP/1.1\r\nHost: {host}\r\n\r\n", b"501"),
        (b"GET {path} HTTP/9.9\r\nHost: {host}\r\n\r\n", b"505"),
        (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", b"400"),
        (b"GET " + b"x" * 70000 + b"\r\n\r\n", b"414"),
    ],
)
def test_raw_requests(sent: bytes, status: bytes, page: Served) -> None:
    """Broken, doubled, endless: an answer with our headers, and the page is still there."""
    host = f"127.0.0.1:{page.port}".encode()
    line = sent.replace(b"{path}", page.path.encode()).replace(b"{host}", host)
    with socket.create_connection(("127.0.0.1", page.port), SECONDS) as client:
        client.sendall(line)
        answer = b""
        while data := client.recv(65536):
            answer += data
    assert status in answer.split(b"\r\n")[0]
    assert b"no-store" in answer
    assert b"frame-ancestors 'none'" in answer
    assert b"Python" not in answer
    assert page.request("GET", page.path).status == 200


@pytest.fixture(scope="module")
def page() -> Iterator[Served]:
    """One page for requests that change nothing."""
    with served() as page:
        yield page


def test_a_browser_that_says_nothing_holds_nobody_up() -> None:
    """A connection without a request, as browsers keep them: others are answered meanwhile."""
    with served() as page, socket.create_connection(("127.0.0.1", page.port), SECONDS):
        assert page.request("GET", page.path).status == 200


def test_left_alone_it_ends() -> None:
    """Nobody asks for anything: after its time it ends, and says that one can go on."""

    class Hurrying(FakeClock):
        """A quarter of an hour passes between two looks."""

        def now(self) -> float:
            self.sleep(900)
            return super().now()

    with served(clock=Hurrying(), idle=1800) as page:
        assert page.ended.wait(SECONDS)
    assert isinstance(page.error, Cancelled)
    assert "30 minutes" in page.error.message
    assert page.error.exit_code == 6


def test_a_fault_of_ours_ends_it_and_comes_out() -> None:
    """It is not a page that hangs."""
    with served() as page:
        page.sitting.answer = broken  # type: ignore[assignment,method-assign]
        token = page.path.strip("/")
        form = urlencode({"token": token, "step": "one_remains", "answer": "yes"})
        with pytest.raises((http.client.HTTPException, OSError)):
            page.request(
                "POST",
                f"{page.path}answer",
                form,
                Content_Type="application/x-www-form-urlencoded",
            )
        assert page.ended.wait(SECONDS)
    assert isinstance(page.error, ZeroDivisionError)


def broken(*_: object) -> None:
    """A fault."""
    raise ZeroDivisionError


# -- in a browser --------------------------------------------------------------------------------


def press(browser: "WebDriver", answer: str) -> None:
    """Press a button of the page, and wait until the next page is there."""
    click(browser, f"button[value={answer}]")


def click(browser: "WebDriver", selector: str) -> None:
    """Click on something that leads to another page, and wait for that."""
    from selenium.common.exceptions import WebDriverException
    from selenium.webdriver.support.expected_conditions import staleness_of
    from selenium.webdriver.support.wait import WebDriverWait

    found = browser.find_element("css selector", selector)
    found.click()
    # Between two pages the driver does not know the element as stale, but as none of the document.
    waiting = WebDriverWait(browser, SECONDS, 0.02, ignored_exceptions=[WebDriverException])
    waiting.until(staleness_of(found))


def text(browser: "WebDriver") -> str:
    """What a person reads."""
    return browser.find_element("tag name", "main").text


def test_a_guide_in_a_browser_without_scripts(browser: "WebDriver", tmp_path: Path) -> None:
    """Read, confirmed, gone back, skipped, to the end, with what the phone says in between."""
    desk = Desk(tmp_path)
    checks = PhoneChecks(desk.phone, desk.clock)
    with served("remove-device", checks=checks) as page:
        browser.get(page.door)
        assert browser.current_url == page.address
        assert "9c21" in text(browser)
        assert "Step 1 of 8" in text(browser)
        assert browser.find_elements("tag name", "a") == []
        press(browser, "yes")
        press(browser, "done")
        assert "The phone says that it is online." in text(browser)
        assert "Step 3 of 8" in text(browser)
        press(browser, "back")
        assert "Step 2 of 8" in text(browser)
        press(browser, "skip")
        link = browser.find_element("tag name", "a")
        assert link.get_attribute("href") == "https://i.mi.com/"
        assert "noreferrer" in (link.get_attribute("rel") or "")
        browser.refresh()
        assert "Step 3 of 8" in text(browser)
        for _ in range(4):
            press(browser, "done")
        desk.phone.accounts = {0: 0}
        press(browser, "done")
        assert "The phone lists no Mi / Xiaomi account." in text(browser)
        press(browser, "done")
        assert "All steps are through." in text(browser)
        assert page.ended.wait(SECONDS)
    assert page.sitting.walk.outcomes["online"] == "skipped"
    assert page.sitting.walk.finished


def test_the_browser_shows_a_page_that_loads_nothing(browser: "WebDriver") -> None:
    """Style by its hash is taken, in another language, too; nothing is complained about."""
    with served("activation-lock", language="ru") as page:
        browser.get(page.address)
        button = browser.find_element("css selector", "button.on")
        assert button.value_of_css_property("font-weight") == "700"
        assert button.text == "готово"
        assert browser.find_element("tag name", "html").get_attribute("lang") == "ru"
        complaints = [entry["message"] for entry in browser.get_log("browser")]  # type: ignore[no-untyped-call]
        assert [line for line in complaints if "Content Security" in line] == []


def test_another_site_cannot_answer(browser: "WebDriver", tmp_path: Path) -> None:
    """A form of somebody else's page, even with the right token, is refused by its origin."""
    with served() as page:
        token = page.path.strip("/")
        fields = {"token": token, "step": "one_remains", "answer": "yes"}
        inputs = "".join(f'<input name="{n}" value="{v}">' for n, v in fields.items())
        file = tmp_path / "evil.html"
        file.write_text(
            f'<form method="post" action="{page.address}answer">{inputs}<button>x</button></form>'
        )
        browser.get(file.as_uri())
        click(browser, "button")
        assert "Another site may not ask here" in browser.page_source
        assert page.sitting.walk.outcomes == {}


def test_the_tests_of_the_browser_can_fail(browser: "WebDriver", tmp_path: Path) -> None:
    """Scripts really do not run in it."""
    file = tmp_path / "script.html"
    file.write_text("<main>no</main><script>document.body.textContent = 'yes'</script>")
    browser.get(file.as_uri())
    assert text(browser) == "no"


def test_ctrl_c_ends_it() -> None:
    """The server ends with the wait for it, wherever that is broken off."""
    ports: list[int] = []

    def stop(address: str, _: str) -> None:
        ports.append(urlsplit(address).port or 0)
        raise KeyboardInterrupt

    guide = load_guide("unlink-contact")
    checks = PhoneChecks(None, SystemClock())
    sitting = Sitting(guide, None, checks, None, lambda _: None, SystemClock())
    with pytest.raises(KeyboardInterrupt):
        lead_on_page(sitting, load_words(), stop, SystemClock())
    assert refused(ports[0])
