"""Coaching: the owner taps, told what and where; nothing is injected, and the end is proved."""

import os
import pty
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from miunlink_adb.virtual import AdbServer
from miunlink_adb.virtual.phone import Phone
from tests.e2e.phones import TOOL, Attached, Phones
from tests.e2e.program import COMMAND, ROOT, Program

pytestmark = pytest.mark.adb_server

COACH = ("signout", "--coach", "--yes", "--data", "keep", "--json")
TAPPED = {
    "account_page": "sign_out",
    "settings_home": "row.account",
    "wipe_data_confirm": "wipe.keep",
    "bank_card_dialog": "bank_card_dialog.positive",
    "popup.update": "popup.update.negative",
}


def obedient(phone: Attached) -> Callable[[], None]:
    """An owner who does what he is told: scrolls if what is meant is out of view, taps it if not.

    On the screens that are his anyway he does what helps.
    """

    async def follow(device: Phone) -> bool:
        name = TAPPED.get(device.ui.shown().name)
        if name is None:
            return False
        if device.ui.find(name) is not None:
            return await device.ui.tap_on(name)
        for _ in range(12):
            await device.ui.swipe(540, 1700, 540, 500, 300, source="owner")
            if device.ui.find(name) is not None:
                break
        return True

    def turn() -> None:
        if not phone.virtual.run(follow):
            phone.turn()

    return turn


def injected(phone: Attached) -> list[str]:
    """Every input that did not come from the owner."""
    record = phone.virtual.record
    taps = [f"tap {tap.name}" for tap in record.taps if tap.source in TOOL]
    keys = [f"key {key.name}" for key in record.keys if key.source in TOOL]
    swipes = [f"swipe on {swipe.screen}" for swipe in record.swipes if swipe.source in TOOL]
    return [*taps, *keys, *swipes, *(kind for _, kind, _ in record.texts if kind in TOOL)]


@pytest.mark.parametrize("spec", ["miui-11:ru", "miui-11:cn", "hyperos-1:de", "hyperos-3:en"])
def test_the_owner_signs_out_and_nothing_is_injected(
    phones: Phones, program: Program, spec: str
) -> None:
    """With taps refused the account goes all the same; the phone saw no input but the owner's."""
    phone = phones.attach(spec, "taps=off")
    done = program.run(*COACH, turn=obedient(phone))
    document = done.document
    assert (done.code, document["status"], document["route"]) == (0, "signed_out", "intent")
    assert document["accounts"] == {"before": {"0": 1}, "after": {"0": 0}}
    assert injected(phone) == []
    assert phone.virtual.record.tapped("sign_out", source="owner")


def test_what_is_told_stands_on_the_phone(phones: Phones, program: Program) -> None:
    """The words are the phone's own, with the way to them; the warnings come before the tap."""
    phone = phones.attach("hyperos-1:de", "taps=off")
    done = program.run(*COACH, turn=obedient(phone))
    lines = done.stderr.splitlines()
    scroll = lines.index(">>> YOUR TURN: Scroll down until you see “Abmelden”. Do not tap it yet.")
    tap = lines.index(">>> YOUR TURN: Tap “Abmelden”, at the bottom of the screen.")
    notes = [number for number, line in enumerate(lines) if line.startswith("Note: ")]
    assert scroll < min(notes)
    assert max(notes) < tap


def test_through_settings_and_every_dialog(phones: Phones, program: Program) -> None:
    """By the route that was asked for, past pop-up and bank cards: all by the owner's hand."""
    phone = phones.attach("miui-11:en", "taps=off", "popups=update", "bank_cards=1")
    done = program.run(*COACH, "--route", "settings", turn=obedient(phone))
    assert (done.code, done.document["route"]) == (0, "settings"), done.said
    assert injected(phone) == []
    assert "Tap “Later”" in done.stderr


def test_an_owner_who_goes_astray_is_led_back(phones: Phones, program: Program) -> None:
    """On a page that does not belong here he is told to go back, and then told again."""
    phone = phones.attach("miui-11:en", "taps=off")
    obey, turns = obedient(phone), [0]

    async def astray(device: Phone) -> None:
        device.ui.push(device.surprises["call"]())

    async def back(device: Phone) -> None:
        await device.ui.tap_on("call.decline")

    def turn() -> None:
        turns[0] += 1
        if turns[0] == 1:
            phone.virtual.run(astray)
        elif turns[0] == 2:
            phone.virtual.run(back)
        else:
            obey()

    done = program.run(*COACH, turn=turn)
    assert (done.code, phone.accounts[0]) == (0, 0), done.said
    assert "go back" in done.stderr
    assert done.stderr.count("Scroll down until you see") == 2


def test_an_owner_who_is_away(phones: Phones, program: Program) -> None:
    """Each instruction has its deadline: exit 7, and the account is where it was."""
    phone = phones.attach("miui-11:en", "taps=off")
    done = program.run(*COACH, "--handoff-timeout", "2")
    assert (done.code, done.document["status"]) == (7, "handoff_timeout")
    assert phone.accounts[0] == 1
    assert injected(phone) == []


def test_an_owner_who_leaves_instead(phones: Phones, program: Program) -> None:
    """Told to sign out, he cancels in the dialog: cancelled, and the account is still there."""
    phone = phones.attach("miui-11:en", "taps=off", "bank_cards=1")
    obey = obedient(phone)

    async def cancel(device: Phone) -> bool:
        return await device.ui.tap_on("bank_card_dialog.negative")

    def turn() -> None:
        if phone.shown == "bank_card_dialog":
            phone.virtual.run(cancel)
        else:
            obey()

    done = program.run(*COACH, turn=turn)
    assert (done.code, done.document["status"]) == (6, "cancelled"), done.said
    assert phone.accounts[0] == 1


def test_a_dry_run_is_coached_as_far_as_the_button(phones: Phones, program: Program) -> None:
    """He scrolls, is told not to tap, and the run ends there."""
    phone = phones.attach("hyperos-1:en", "taps=off")
    done = program.run("signout", "--coach", "--dry-run", "--json", turn=obedient(phone))
    assert (done.code, done.document["status"]) == (0, "dry_run"), done.said
    assert "Do not tap it yet." in done.stderr
    assert phone.accounts[0] == 1
    assert injected(phone) == []


def test_without_a_terminal_refused_taps_end_with_the_hint(
    phones: Phones, program: Program
) -> None:
    """Nobody is there to be told: exit 3, nothing touched, and the hint names --coach."""
    phone = phones.attach("miui-11:en", "taps=off")
    done = program.run("signout", "--yes", "--json")
    assert (done.code, done.document["error"]["code"]) == (3, "input_blocked")
    assert "--coach" in done.document["error"]["hint"]
    assert not phone.touched


@pytest.mark.parametrize("told", ["switch", "refusal"])
def test_in_a_terminal_it_coaches_by_itself(
    phones: Phones, server: AdbServer, tmp_path: Path, told: str
) -> None:
    """Refused by its switch or only when tapped: the phone is coached, and signed out."""
    phone = phones.attach("miui-11:en", "taps=off")
    if told == "refusal":
        phone.virtual.call(lambda device: device.props.pop("persist.security.adbinput"))
    said = in_a_terminal(server, tmp_path, obedient(phone), "signout", "--yes", "--data", "keep")
    assert "You will be told what to tap." in said
    assert phone.accounts[0] == 0
    effects = [tap.effect for tap in phone.taps]
    assert set(effects) <= {"lost"}


def in_a_terminal(server: AdbServer, home: Path, turn: Callable[[], None], *arguments: str) -> str:
    """Run the command in a terminal to its end; `turn` at each turn of the owner."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, **server.environment(), "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [*COMMAND, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, env=environment,
        cwd=home, start_new_session=True,
    ) as process:  # fmt: skip
        os.close(theirs)
        killer = threading.Timer(90, process.kill)
        killer.start()
        said, answered = b"", 0
        try:
            while data := os.read(ours, 65536):
                said += data
                while said.count(b">>> YOUR TURN") > answered:
                    answered += 1
                    turn()
        except OSError:  # the terminal's other side was closed
            pass
        finally:
            killer.cancel()
            os.close(ours)
        process.wait(60)
    return said.decode()
