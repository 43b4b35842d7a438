"""`cloud` by the real command: in a terminal, on a page, without either; the phone as witness."""

import http.client
import os
import re
import stat
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from miunlink_adb.guide.address import objection
from miunlink_adb.guide.shelf import GUIDES
from tests.e2e.phones import Attached, Phones
from tests.e2e.program import Done, Program, Running
from tests.e2e.terminal import CTRL_C, Terminal, terminal

pytestmark = pytest.mark.adb_server

REMOVE = ("cloud", "remove-device")
STEPS = ("understood", "online", "sign_in", "device_list", "right_device", "delete")
"""Of remove-device, up to and with the one after which the phone is signed out."""
PROMPT = "Your answer ("


def answer(screen: Terminal, number: int, word: str, count: int = 8) -> None:
    """Wait for a step and answer it."""
    screen.until(f"Step {number} of {count}")
    asked = screen.shown.rindex(f"Step {number} of {count}")
    screen.until_after(asked, PROMPT)
    screen.type(f"{word}\n")


def remove_up_to_the_site(screen: Terminal, phone: Attached) -> None:
    """Confirm the steps to *Delete device*, and really remove the phone on the site."""
    for number in range(1, len(STEPS)):
        answer(screen, number, "yes" if number == 1 else "done")
    screen.until("Delete the device")
    phone.virtual.remove_in_cloud()
    answer(screen, len(STEPS), "done")


def test_removed_in_a_terminal(phones: Phones, program: Program) -> None:
    """Step by step: the right phone is named, the account is gone afterwards; exit 0, recorded."""
    phone = phones.attach("hyperos-1:de:intl")
    with terminal(program, *REMOVE, "--no-browser") as screen:
        remove_up_to_the_site(screen, phone)
        answer(screen, 7, "done")
        answer(screen, 8, "done")
        assert screen.end() == 0

    assert phone.accounts == {0: 0}
    assert not phone.touched
    serial = phone.virtual.call(lambda device: device.props["ro.serialno"])
    assert f"Serial number ends in: {serial[-4:]}" in screen.shown
    assert serial not in screen.shown
    assert "user 0: 1 before, 0 now" in screen.shown
    assert "https://i.mi.com/" in screen.shown
    assert screen.shown.index("signs this phone out") < screen.shown.index("https://")
    listed = program.run("runs", "show", "--json").document
    assert listed["about"]["command"] == "cloud remove-device"
    assert listed["ended"]["status"] == "done"
    assert listed["ended"]["evidence"]["accounts"] == {"before": {"0": 1}, "after": {"0": 0}}
    assert len(listed["ended"]["confirmed"]) == 8
    assert "YOUR TURN" not in screen.shown
    assert serial not in str(listed)


def test_left_in_the_middle_and_gone_on_with(phones: Phones, program: Program) -> None:
    """Leave is exit 6, Ctrl-C is 130; the next call goes on, and the end is the same."""
    phone = phones.attach("miui-11:en:intl")
    with terminal(program, *REMOVE, "--no-browser") as screen:
        answer(screen, 1, "yes")
        answer(screen, 2, "skip")
        answer(screen, 3, "back")
        answer(screen, 2, "nonsense")
        screen.until("Please answer with one of")
        screen.type("d\n")
        answer(screen, 3, "leave")
        assert screen.end() == 6
    kept = [path for path in program.written() if path.parent.name == "guides"]
    assert [stat.S_IMODE(path.stat().st_mode) for path in kept] == [0o600]

    with terminal(program, *REMOVE, "--no-browser") as screen:
        answer(screen, 1, "yes")
        screen.until("Step 3 of 8")
        assert "Step 2 of 8" not in screen.shown
        assert "Going on where you left off." in screen.shown
        screen.type(CTRL_C)
        assert screen.end() == 130
    assert "Traceback" not in screen.shown
    assert phone.accounts == {0: 1}


def test_begun_anew(phones: Phones, program: Program) -> None:
    """`--restart` asks everything again; a step that was skipped stands open in the record."""
    phone = phones.attach("miui-11:en:intl")
    with terminal(program, *REMOVE, "--no-browser") as screen:
        answer(screen, 1, "yes")
        answer(screen, 2, "done")
        answer(screen, 3, "leave")
        assert screen.end() == 6
    with terminal(program, *REMOVE, "--no-browser", "--restart") as screen:
        remove_up_to_the_site(screen, phone)
        answer(screen, 7, "done")
        answer(screen, 8, "skip")
        assert screen.end() == 0
    assert phone.accounts == {0: 0}
    assert [path for path in program.written() if path.parent.name == "guides"] == []
    runs = program.run("runs", "list", "--json").document["runs"]
    done = next(run["run"] for run in runs if run["status"] == "done")
    told = program.run("runs", "show", done, "--json").document["ended"]
    assert any("activation lock" in text for text in told["open"])


def test_the_owner_is_believed_only_as_the_owner(phones: Phones, program: Program) -> None:
    """He says that it is done, the phone says no: both are told, and nothing is claimed."""
    phone = phones.attach("miui-11:en:intl")
    with terminal(program, *REMOVE, "--no-browser", "--wait", "1", "--json") as screen:
        for number in range(1, 9):
            answer(screen, number, "yes" if number == 1 else "done")
        assert screen.end() == 0
    assert phone.accounts == {0: 1}
    assert "The phone still lists a Mi / Xiaomi account." in screen.shown
    assert '"no_account"' in screen.shown
    assert "it is signed out now" not in screen.shown


# -- without a terminal --------------------------------------------------------------------------


@pytest.mark.parametrize("name", GUIDES)
def test_nobody_is_there(name: str, program: Program) -> None:
    """Neither terminal nor page: exit 6 at once, and what to do; one document."""
    done = program.run("cloud", name, "--json")
    document = done.document

    assert (done.code, document["status"], document["error"]["code"]) == (6, "refused", "refused")
    assert document["command"] == f"cloud {name}"
    assert all(word in document["error"]["hint"] for word in ("--web", "--print", "terminal"))
    assert document["steps"][0]["outcome"] is None


@pytest.mark.parametrize("name", GUIDES)
def test_printed(name: str, program: Program) -> None:
    """Steps and addresses, the warning first; no phone, no adb server, no browser."""
    done = program.run(
        "cloud", name, "--print", ADB_SERVER_SOCKET="tcp:127.0.0.1:1", BROWSER="false"
    )
    addresses = re.findall(r"\S+://\S+", done.stdout)

    assert done.code == 0
    assert addresses
    assert [objection(address) for address in addresses] == [""] * len(addresses)
    assert "Before you go on:" in done.stdout.partition("://")[0]
    document = program.run("cloud", name, "--print", "--json", "--language", "ru").document
    assert (document["status"], document["guide"]["language"]) == ("printed", "ru")
    assert [s["address"] for s in document["steps"] if s["address"]] == addresses


def test_printed_into_a_file_that_takes_no_cyrillic(program: Program) -> None:
    """What cannot be written is a question mark; the addresses stand."""
    arguments = ("cloud", "activation-lock", "--print", "--language", "ru")
    done = program.run(*arguments, PYTHONIOENCODING="ascii")
    assert done.code == 0
    assert "https://i.mi.com/find/device/activationlock?_locale=en#/status" in done.stdout


def test_a_language_that_there_is_not(program: Program) -> None:
    """Exit 2, with those that there are."""
    done = program.run("cloud", "activation-lock", "--print", "--language", "xx")
    assert done.code == 2
    assert "en, de, ru, zh" in done.stderr


def test_no_phone(phones: Phones, program: Program) -> None:
    """To remove one, there must be one: exit 3; the other guides go on without."""
    with terminal(program, *REMOVE, "--no-browser") as screen:
        assert screen.end() == 3
    assert "USB debugging" in screen.shown
    with terminal(program, "cloud", "activation-lock", "--no-browser") as screen:
        answer(screen, 1, "leave", 4)
        assert screen.end() == 6
    assert "No phone is attached" in screen.shown
    with terminal(program, "-s", "nobody", "cloud", "activation-lock", "--no-browser") as screen:
        assert screen.end() == 3


def test_several_phones(phones: Phones, program: Program) -> None:
    """None is guessed at: exit 3 where one is needed, else it is said and gone on without."""
    for _ in range(2):
        phones.attach("miui-11:en:intl")
    with terminal(program, *REMOVE, "--no-browser") as screen:
        assert screen.end() == 3
    with terminal(program, "cloud", "unlink-contact", "--no-browser") as screen:
        answer(screen, 1, "leave", 6)
        assert screen.end() == 6
    assert "Going on without a phone" in screen.shown


# -- the browser ---------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="the browser is a shell script")
def test_the_official_page_is_opened_after_the_yes(phones: Phones, program: Program) -> None:
    """In the browser that the owner chose, exactly the official address; in his language."""
    opened = program.folder / "opened"
    browser = program.folder / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" >>"{opened}"\necho noise\n')
    browser.chmod(0o755)
    program.environment |= {"BROWSER": f"{browser} %s", "NO_COLOR": "1"}
    arguments = ("cloud", "recover-password", "--language", "ru")
    with terminal(program, *arguments) as screen:
        screen.until("Ваш ответ (да, выйти)")
        assert not opened.exists()
        assert "forgetPassword" not in screen.shown
        screen.type("да\n")
        screen.until("Шаг 2 из 5")
        screen.until("Ваш ответ (готово, назад, пропустить, выйти)")
        screen.type("leave\n")
        assert screen.end() == 6
    assert opened.read_text() == "https://account.xiaomi.com/pass/forgetPassword\n"
    assert "\x1b[" not in screen.shown


@pytest.mark.skipif(sys.platform == "win32", reason="the browser is a shell script")
def test_a_browser_is_started_at_a_door_that_opens_once(program: Program) -> None:
    """What other users of the computer can see of it is not the address of the page."""
    browser = program.folder / "browser"
    browser.write_text('#!/bin/sh\necho "started at $1 so far" >&2\n')
    browser.chmod(0o755)
    arguments = ("cloud", "unlink-contact", "--web", "--json")
    with program.started(*arguments, BROWSER=f"{browser} %s") as run:
        address = web(run)
        run.until_said("so far")
        assert "Step 1 of 6" in ask(address)
        run.signal(2)
        done = run.wait()
    door = re.search(r"started at (\S+) so far", done.stderr)
    assert door
    assert urlsplit(door[1]).netloc == urlsplit(address).netloc
    assert door[1] != address
    assert done.code == 130


class Form(HTMLParser):
    """The one form of a page: where it is sent, what is in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.answers: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "input":
            self.fields[given["name"]] = given["value"]
        elif tag == "button":
            self.answers.append(given["value"])


def ask(address: str, fields: dict[str, str] | None = None) -> str:
    """Fetch the page, or send its form and follow to the page."""
    parts = urlsplit(address)
    line = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    try:
        if fields is None:
            line.request("GET", parts.path)
        else:
            kind = {"Content-Type": "application/x-www-form-urlencoded"}
            line.request("POST", f"{parts.path}answer", urlencode(fields), kind)
        found = line.getresponse()
        text = found.read().decode()
        assert found.status == (200 if fields is None else 303)
    finally:
        line.close()
    return text if fields is None else ask(address)


def web(run: Running) -> str:
    """The address that the command tells."""
    run.until_said("(Ctrl-C ends it)")
    found = re.search(r"http://127\.0\.0\.1:\d+/[\w-]+/", run.said)
    assert found, run.said
    return found[0]


def press_all(address: str, phone: Attached) -> None:
    """Answer every step on the page with the way on; the phone is removed on the site."""
    page = ask(address)
    while (form := Form(page)).answers:
        if form.fields["step"] == "delete":
            phone.virtual.remove_in_cloud()
        page = ask(address, {**form.fields, "answer": form.answers[0]})


def test_removed_on_the_page(phones: Phones, program: Program) -> None:
    """No terminal is needed: the owner answers on the page; one document on stdout; exit 0."""
    phone = phones.attach("hyperos-2:en:intl")
    with program.started(*REMOVE, "--web", "--no-browser", "--json") as run:
        press_all(web(run), phone)
        done: Done = run.wait()
    document = done.document

    assert (done.code, document["status"], document["error"]) == (0, "done", None)
    assert document["accounts"] == {"before": {"0": 1}, "after": {"0": 0}}
    assert {check["name"]: check["outcome"] for check in document["checks"]} == {
        "online": "passed",
        "no_account": "passed",
    }
    assert {step["outcome"] for step in document["steps"]} == {"confirmed"}
    assert phone.accounts == {0: 0}
    assert not phone.touched


@pytest.mark.skipif(not hasattr(os, "kill"), reason="signals")
def test_the_page_ends_with_ctrl_c_and_by_itself(phones: Phones, program: Program) -> None:
    """Ctrl-C is exit 130; nobody asking for its time is exit 6; nothing listens afterwards."""
    phone = phones.attach("miui-11:en:intl")
    with program.started(*REMOVE, "--web", "--no-browser", "--json") as run:
        address = web(run)
        run.signal(2)
        done = run.wait()
    assert (done.code, done.document["error"]["code"]) == (130, "interrupted")
    with pytest.raises(OSError, match="refused"):
        ask(address)
    alone = program.run("cloud", "unlink-contact", "--web", "--no-browser", "--idle", "1", "--json")
    assert (alone.code, alone.document["status"]) == (6, "left")
    assert phone.accounts == {0: 1}


def test_nothing_of_the_phone_or_the_page_is_written(phones: Phones, program: Program) -> None:
    """Neither serial nor token stand in a file of ours."""
    phone = phones.attach("hyperos-1:en:intl")
    with program.started(*REMOVE, "--web", "--no-browser", "-v", "-v") as run:
        address = web(run)
        press_all(address, phone)
        assert run.wait().code == 0
    token = urlsplit(address).path.strip("/")
    serial = phone.virtual.call(lambda device: device.props["ro.serialno"])
    texts = {str(path): text for path, text in program.written().items()}
    assert [path for path, text in texts.items() if token in text or serial in text] == []
    assert any(Path(path).suffix == ".jsonl" for path in texts)
