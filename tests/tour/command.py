"""`scripts/tour`: one phone, from what binds it to the document that it is handed over with.

Every stop is the real command in a process of its own, on one virtual phone: unlocked, with TWRP,
signed in. What its owner does on the phone he does there; what he answers at the computer is typed
into a terminal. It must not know how any command works.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from miunlink_adb.virtual import Latency, Owner, Scenario, VirtualPhone
from tests.e2e.program import Done, Program
from tests.e2e.terminal import terminal

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--lang=en"),
    *("--no-first-run", "--disable-background-networking", "--disable-sync"),
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
"""The page is a file: the browser itself must not ask anybody for anything either."""
QUICK = Latency(transition=0.05, server_start=0.1, hold=0.0, step=0.0, settle=0.0, boot=0.5)
OWNER = ("delay=0.2", "data=keep", "unsynced=ok", "hidden=ok", "photos=ok", "setup=ok")
"""On the phone: types his password, keeps his data, sets the phone up again in the end."""
PHONE = Scenario(bootloader="unlocked", recovery="twrp", google_account=False, hidden_photos=True)
CLOUD_STEPS = 8


class TourError(RuntimeError):
    """A stop did not end as it should; the text says which and how."""


@dataclass(frozen=True)
class Stop:
    """One command: `says` must be in what it prints.

    `answers`: words that are waited for in the terminal, and what is typed then; without any it
    runs without a terminal.
    """

    title: str
    arguments: tuple[str, ...]
    says: str
    answers: tuple[tuple[str, str], ...] = ()


def stops(model: str) -> tuple[Stop, ...]:
    """The way; `model`: the name that its owner types to have the phone erased."""
    cloud = [(f"Step {number} of {CLOUD_STEPS}", "done\n") for number in range(2, CLOUD_STEPS + 1)]
    return (
        Stop("What binds the phone", ("status",), "Not yet: mi account"),
        Stop("Save what is on it", ("backup", "saved"), ""),
        Stop("Sign it out", ("signout", "--yes", "--data", "keep"), "Signed out"),
        Stop(
            "Take it off the account's devices",
            ("cloud", "remove-device", "--no-browser"),
            "",
            ((f"Step 1 of {CLOUD_STEPS}", "yes\n"), *cloud),
        ),
        Stop(
            "Erase it",
            ("reset", "--via", "twrp"),
            "The phone is reset.",
            (("Type its model name", f"{model}\n"),),
        ),
        Stop("What binds it now", ("status",), "Ready to hand over."),
        Stop("The document", ("report", "--html", "handover.html"), ""),
        Stop("The same for a buyer", ("report", "--for", "buyer", "--html", "buyer.html"), ""),
    )


def make_stop(program: Program, stop: Stop) -> Done:
    """Run one command, typing where it asks.

    Raises:
        TourError: it did not end with 0, or did not say what it should.
    """
    if stop.answers:
        with terminal(program, *stop.arguments) as shown:
            for words, keys in stop.answers:
                shown.until(words)
                shown.type(keys)
            done = Done(shown.end(), shown.shown.replace("\r\n", "\n"), "")
    else:
        done = program.run(*stop.arguments)
    if done.code != 0 or stop.says not in done.stdout:
        wanted = f" and {stop.says!r}" if stop.says else ""
        raise TourError(
            f"{' '.join(stop.arguments)} ended with {done.code}, not with 0{wanted}:\n{done.said}"
        )
    return done


def take_screenshot(page: Path, picture: Path, profile: Path) -> None:
    """Open the page in a headless Chromium and keep what it shows.

    Raises:
        TourError: there is no Chromium, or it takes no picture.
    """
    browser = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if browser is None:
        raise TourError("There is no Chromium: apt install chromium")
    command = [browser, *SWITCHES, f"--user-data-dir={profile}", "--window-size=1000,2200"]
    command += [f"--screenshot={picture.resolve()}", page.resolve().as_uri()]
    done = subprocess.run(command, capture_output=True, timeout=90, check=False)
    if done.returncode != 0 or not picture.is_file():
        raise TourError(f"Chromium took no picture: {done.stderr.decode(errors='replace')[-500:]}")


def tour(folder: Path, phone: VirtualPhone) -> list[Done]:
    """Make all stops on a phone that runs; everything is written below `folder`."""
    program = Program(folder, {**phone.environment(), **_home(folder), "NO_COLOR": "1"})
    model = phone.call(lambda p: p.props["ro.product.model"])
    ended = []
    for number, stop in enumerate(stops(model), 1):
        sys.stdout.write(
            f"\n== {number}. {stop.title}\n$ miunlink-adb {' '.join(stop.arguments)}\n"
        )
        done = make_stop(program, stop)
        sys.stdout.write(f"{done.stdout.rstrip()}\n-> exit {done.code}\n")
        sys.stdout.flush()
        ended.append(done)
    return ended


def _home(folder: Path) -> dict[str, str]:
    """A home of its own, so that nothing of an earlier tour is on record."""
    places = {"HOME": "", "XDG_STATE_HOME": "state", "XDG_CACHE_HOME": "cache"}
    places |= {"XDG_CONFIG_HOME": "config", "XDG_DATA_HOME": "data"}
    return {name: str(folder / "home" / place) for name, place in places.items()}


def main(argv: list[str] | None = None) -> int:
    """0 when every stop ended as it should, else 1."""
    parser = argparse.ArgumentParser(prog="tour", description=__doc__)
    parser.add_argument("--screenshot", type=Path, help="keep a picture of the document here")
    parser.add_argument("--folder", type=Path, help="keep everything that is written here")
    options = parser.parse_args(argv)
    with ExitStack() as stack:
        folder = options.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        owner = Owner.parse(OWNER)
        phone = VirtualPhone("hyperos-1", scenario=PHONE, owner=owner, latency=replace(QUICK))
        try:
            stack.enter_context(phone)
            tour(folder, phone)
            if options.screenshot:
                take_screenshot(folder / "handover.html", options.screenshot, folder / "chromium")
                sys.stdout.write(f"\nThe document as Chromium shows it: {options.screenshot}\n")
        except TourError as error:
            sys.stderr.write(f"{error}\n")
            return 1
    return 0
