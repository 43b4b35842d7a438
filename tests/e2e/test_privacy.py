"""What is the owner's stays on the phone: no secret and no name gets anywhere, whatever happens."""

import os
import re
from contextlib import ExitStack
from pathlib import Path

import pytest

from miunlink_adb.virtual import Scenario, When
from miunlink_adb.virtual.apps.dialog import AlertDialog, Button
from miunlink_adb.virtual.owner import WRONG_SECRET
from miunlink_adb.virtual.phone import Phone
from tests.e2e.phones import Attached, Phones
from tests.e2e.program import Done, Program

pytestmark = pytest.mark.adb_server

WORLD = Scenario()
MAIL = "tilda.morgenroth@gmail.com"
PRIVATE = {
    "password": WORLD.password,
    "wrong password": WRONG_SECRET,
    "code": WORLD.code,
    "captcha": WORLD.captcha,
    "account id": WORLD.account_id,
    "nickname": WORLD.nickname,
    "first name": WORLD.nickname.split()[0],
    "e-mail": MAIL,
}
YES = ("signout", "--yes", "--data", "remove")
HARDEST = ("captcha_after=1", "second_step=yes", "unsynced=yes", "bank_cards=1")
OWNER = ["password=wrong", "captcha=right", "code=wrong", "code=right"]


class Bystander:
    """Reads the command line and environment of every process of a run, again and again.

    He looks whenever the phone is asked something: then the program surely runs.
    """

    def __init__(self, phone: Attached, program: Program) -> None:
        self.mark = program.mark.encode()
        self.seen: dict[str, str] = {}
        for request in ("http", "shell"):
            phone.when(When(request=request), self.look, times=100_000)

    def look(self, _: Phone) -> None:
        """Look once around."""
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                environment = (entry / "environ").read_bytes()
                if self.mark in environment:
                    line = (entry / "cmdline").read_bytes()
                    name = f"process {entry.name} {len(self.seen)}"
                    text = (line + b"\n" + environment).decode("utf-8", "replace")
                    if text not in self.seen.values():
                        self.seen[name] = text
            except OSError:  # it has ended, or is somebody else's
                continue


def everything(done: Done, program: Program, bystander: Bystander) -> dict[str, str]:
    """All texts that a run left or showed, by where."""
    files = {str(path): text for path, text in program.written().items()}
    names = {"names of files": "\n".join(files)}
    said = {"stdout": done.stdout, "stderr": done.stderr}
    return {**said, **names, **files, **bystander.seen}


def assert_private(texts: dict[str, str]) -> None:
    """None of the owner's own words stands in any of them, in whatever case or spacing."""
    found = [
        f"{what} in {where}"
        for where, text in texts.items()
        for what, secret in PRIVATE.items()
        if secret.lower() in text.lower() or re.sub(r"\W", "", secret) in re.sub(r"\W", "", text)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("spec", "how"),
    [
        ("miui-11:en:intl", ("--json", "-v", "-v")),
        ("hyperos-1:zh-CN:cn", ("-v", "-v")),
        ("hyperos-1:ar:intl", ()),
    ],
)
def test_a_run_with_every_secret(
    spec: str, how: tuple[str, ...], phones: Phones, program: Program
) -> None:
    """Passwords, captcha, code, account and names: not shown, logged, kept, nor in a process."""
    phone = phones.attach(spec, *HARDEST, owner=list(OWNER))
    bystander = Bystander(phone, program)
    done = program.run(*YES, *how, turn=phone.turn)

    assert (done.code, phone.accounts[0]) == (0, 0), done.said
    assert len(program.written()) >= 1, "a log is written"
    assert bystander.seen, "the program was seen"
    assert_private(everything(done, program, bystander))


def unknown_dialog(phone: Attached) -> None:
    """A window that no pack knows comes up over the account page, full of private things."""
    scene = phone.virtual.scene

    def make() -> AlertDialog:
        return AlertDialog(
            scene,
            "com.xiaomi.account",
            "unknown",
            title=f"{WORLD.nickname}, {WORLD.account_id}",
            message=" ".join(PRIVATE.values()),
            buttons=(Button("positive", MAIL),),
        )

    def plan(device: Phone) -> None:
        device.faults.add("surprise", When(screen="account_page"), times=100, make=make)

    phone.virtual.call(plan)


def test_a_run_that_fails_on_an_unknown_screen(phones: Phones, program: Program) -> None:
    """What is kept of a screen that nobody knows, has none of its private words; exit 5."""
    ways = (("--json", "-v", "-v"), ("-v", "-v"))
    attached = [phones.attach(spec) for spec in ("miui-11:en:intl", "hyperos-1:zh-CN:cn")]
    bystanders = [Bystander(phone, program) for phone in attached]
    with ExitStack() as stack:
        runs = []
        for phone, how in zip(attached, ways, strict=True):
            unknown_dialog(phone)
            runs.append(stack.enter_context(program.started(*YES, "-s", phone.serial, *how)))
        ended = [run.wait() for run in runs]

    for phone, done, bystander in zip(attached, ended, bystanders, strict=True):
        assert (done.code, phone.accounts[0]) == (5, 1), done.said
        assert "not known" in done.stderr
        assert_private(everything(done, program, bystander))


def test_a_run_that_ends_in_a_fault_of_ours(phones: Phones, program: Program) -> None:
    """A broken pack, a full disk, a crash: the account is not told either."""
    phone = phones.attach("hyperos-1:de:intl")
    bystander = Bystander(phone, program)
    phone.virtual.call(
        lambda device: device.faults.add("server_not_json", When(request="rpc"), times=1000)
    )
    done = program.run(*YES, "--json", "-v", "-v")

    assert (done.code, phone.accounts[0]) == (3, 1), done.said
    assert "Traceback" not in done.said
    assert_private(everything(done, program, bystander))


@pytest.mark.parametrize("command", ["screens", "devices", "status"])
def test_commands_that_only_look(command: str, phones: Phones, program: Program) -> None:
    """What is on the screen is named, never quoted, on the page that shows the owner's name."""
    phone = phones.attach("miui-11:zh-CN:cn", "front=account")
    bystander = Bystander(phone, program)
    for how in ((), ("--json",)):
        done = program.run(command, *how, "-v", "-v")
        assert done.code == 0, done.said
        assert_private(everything(done, program, bystander))


def test_the_owner_types_while_it_waits(phones: Phones, program: Program) -> None:
    """A code that is being typed, in an ordinary field that shows it, is not read into anything."""
    phone = phones.attach("miui-11:de:intl", "second_step=yes", owner=["password=right"])
    bystander = Bystander(phone, program)
    code = "code_prompt: hand over"

    async def type_half(device: Phone) -> None:
        await device.ui.tap_on(phone.virtual.scene.world.ids.account("step2_code"))
        await device.ui.text(WORLD.code, source="owner")

    phone.acts.append("code=wait")
    with program.started(*YES, "-v", "-v", "--handoff-timeout", "3", turn=phone.turn) as run:
        run.until_said(code)
        phone.virtual.run(type_half)
        done = run.wait()

    assert done.code == 7
    assert_private(everything(done, program, bystander))


def test_the_test_can_fail(program: Program) -> None:
    """A secret in a file below the home folder, also in a file's name, would be found."""
    (program.folder / f"{WORLD.nickname}.txt").write_text(f"x {WORLD.password.upper()} x")
    texts = {"a": "clean", **{str(p): t for p, t in program.written().items()}}
    with pytest.raises(AssertionError, match="password in"):
        assert_private(texts)
    with pytest.raises(AssertionError, match="account id in env"):
        assert_private({"env": f"A=28-071-45558{os.sep}"})
