"""The program is killed at any moment: the next run finishes the job; nothing is left behind."""

import os
import random
import signal
from contextlib import ExitStack
from pathlib import Path

import pytest

from miunlink_adb.virtual import When
from tests.e2e.phones import Attached, Phones
from tests.e2e.program import Done, Program, Running

pytestmark = pytest.mark.adb_server

SIGNOUT = ("signout", "--json", "--yes", "--data", "keep")
SEED = 20
GROUPS, AT_ONCE = 5, 4
SPECS = ("miui-11:en:intl", "miui-11:zh-CN:cn", "hyperos-1:de:intl", "hyperos-1:zh-CN:cn")


def moments(group: int) -> list[When]:
    """Four of twenty moments: the n-th call of the phone's automation, or the n-th command.

    Of either a run makes more than these numbers, however quick its owner is.
    """
    chance = random.Random(SEED + group)  # noqa: S311  which moments does not have to be secret
    every = [When(request="rpc", nth=chance.randint(1, 15)) for _ in range(AT_ONCE - 1)]
    return [*every, When(request="shell", nth=chance.randint(1, 4))]


def start(phone: Attached, program: Program, stack: ExitStack) -> Running:
    """A run on this phone; the owner does his part each time he is asked."""
    arguments = ("-s", phone.serial, *SIGNOUT)
    return stack.enter_context(program.started(*arguments, turn=phone.turn))


def kill_at(phone: Attached, moment: When, processes: dict[str, int]) -> None:
    """Plan to kill the phone's run while the phone answers it."""
    phone.when(moment, lambda _: os.kill(processes.pop(phone.serial), signal.SIGKILL))


def killed_runs(phones: Phones, program: Program, group: int) -> list[tuple[Attached, Done]]:
    """Runs on four phones, each killed at a moment of its own."""
    processes: dict[str, int] = {}
    attached = [phones.attach(spec) for spec in SPECS]
    for phone, moment in zip(attached, moments(group), strict=True):
        kill_at(phone, moment, processes)
    with ExitStack() as stack:
        runs = [start(phone, program, stack) for phone in attached]
        for phone, run in zip(attached, runs, strict=True):
            processes[phone.serial] = run.process.pid
        return [(phone, run.wait()) for phone, run in zip(attached, runs, strict=True)]


def state(program: Program) -> Path:
    """Where the program keeps what it keeps."""
    return Path(program.environment["XDG_STATE_HOME"]) / "miunlink-adb"


@pytest.mark.parametrize("group", range(GROUPS))
def test_after_kill_9_the_next_run_finishes(group: int, phones: Phones, program: Program) -> None:
    """The account is gone in the end, said and true; sign-out was tapped once a run at most."""
    killed = killed_runs(phones, program, group)
    assert {done.code for _, done in killed} == {-signal.SIGKILL}
    with ExitStack() as stack:
        runs = [start(phone, program, stack) for phone, _ in killed]
        again = [run.wait() for run in runs]

    for (phone, _), done in zip(killed, again, strict=True):
        assert done.document["status"] in ("signed_out", "already_signed_out"), done.said
        assert (done.code, phone.accounts[0]) == (0, 0)
        assert phone.tapped.count("sign_out") <= 2
        assert phones.adb(phone, "-s", phone.serial, "forward", "--list") == ""
    assert list((state(program) / "locks").iterdir()) == []
    assert list((program.folder / "tmp").iterdir()) == []
    assert program.left_running() == []


def test_the_next_run_says_where_the_last_one_stopped(phones: Phones, program: Program) -> None:
    """Killed in the owner's turn: the next run names the screen, and that the account is there."""
    phone = phones.attach("miui-11:de:intl")
    with program.started("-s", phone.serial, *SIGNOUT) as run:
        run.until_said("YOUR TURN")
        run.signal(signal.SIGKILL)
        run.wait()
    done = program.run("-s", phone.serial, *SIGNOUT, turn=phone.turn)

    assert done.code == 0, done.said
    told = "The last run on this phone stopped at password_prompt"
    assert any(note.startswith(told) for note in done.document["notes"]), done.document["notes"]
    assert done.document["notes"][0].endswith("the account is still there.")
    listed = program.run("runs", "list", "--json").document["runs"]
    assert [run["status"] for run in listed] == ["signed_out", "cut_off"]
    assert [run["last_screen"] for run in listed][1] == "password_prompt"
    assert len({run["phone"] for run in listed}) == 1


def test_a_phone_is_one_runs(phones: Phones, program: Program) -> None:
    """While one run drives a phone, others are refused, with process and time; then it is free."""
    phone = phones.attach("miui-11:de:intl")
    with program.started("-s", phone.serial, *SIGNOUT) as first:
        first.until_said("YOUR TURN")
        second = program.run("-s", phone.serial, *SIGNOUT)
        looked = program.run("-s", phone.serial, "screens", "--json")
        first.signal(signal.SIGINT)
        first.wait()

    for done in (second, looked):
        assert (done.code, done.document["error"]["code"]) == (3, "device_busy")
        assert f"process {first.process.pid})" in done.document["error"]["message"]
    assert phone.tapped.count("sign_out") == 1
    assert program.run("-s", phone.serial, *SIGNOUT, turn=phone.turn).code == 0


def test_a_run_without_a_place_to_write_goes_on(phones: Phones, program: Program) -> None:
    """No journal, no log: that is said once, and the account is gone all the same."""
    phone = phones.attach("miui-11:en:intl")
    blocked = program.folder / "blocked"
    blocked.write_text("")
    done = program.run("-s", phone.serial, *SIGNOUT, turn=phone.turn, XDG_STATE_HOME=str(blocked))

    assert (done.code, done.document["status"]) == (0, "signed_out"), done.said
    told = [note for note in done.document["notes"] if "not recorded" in note]
    assert len(told) == 1
