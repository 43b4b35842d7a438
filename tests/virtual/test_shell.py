"""The shell: quoting, lists, pipes, redirections, variables, exit codes."""

import asyncio
import shlex
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.virtual.command.call import Call
from miunlink_adb.virtual.command.interpreter import Shell, Streams
from miunlink_adb.virtual.command.output import Collect, no_input
from miunlink_adb.virtual.command.standard import standard_commands
from miunlink_adb.virtual.phone import Phone
from tests.virtual.bench import make_phone


class Done(NamedTuple):
    """What a line printed and returned."""

    out: str
    err: str
    status: int


async def shell(phone: Phone, line: str) -> Done:
    """Run a line in a new shell."""
    out, err = Collect(), Collect()
    process = Shell(phone, standard_commands())
    status = await process.run(line, Streams(no_input(), out, err))
    return Done(out.data.decode(), err.data.decode(), status)


def sh(line: str, phone: Phone | None = None) -> Done:
    """Run a line on a phone, a fresh one unless given."""

    async def run() -> Done:
        return await shell(phone or make_phone(), line)

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("line", "out"),
    [
        ("echo a  b", "a b\n"),
        ("echo 'a  b' \"c  d\" e\\ \\ f", "a  b c  d e  f\n"),
        ("echo -n x; echo y", "xy\n"),
        ("false && echo no || echo yes", "yes\n"),
        ("true && echo yes || echo no", "yes\n"),
        ("false; echo $?", "1\n"),
        ("nope 2>/dev/null; echo X4EXIT:$?", "X4EXIT:127\n"),
        ("A=1; B=\"$A 2\"; echo $B \"$B\" '$B' ${A}x", "1 2 1 2 $B 1x\n"),
        ("A='x  y'; echo $A; echo \"$A\"", "x y\nx  y\n"),
        ("echo $(echo in; false) $?", "in 1\n"),
        ("echo `echo back`", "back\n"),
        ("(cd /sdcard; echo $PWD); echo $PWD", "/sdcard\n/\n"),
        ("echo one > /sdcard/f; echo two >> /sdcard/f; cat < /sdcard/f", "one\ntwo\n"),
        ("ls /none 2>&1 | grep -c 'No such file'", "1\n"),
        ("ls /none > /dev/null 2>&1; echo $?", "1\n"),
        ("printf x || echo no printf; # comment", "no printf\n"),
        ("echo a#b # comment", "a#b\n"),
        ("echo a\necho b", "a\nb\n"),
        ("sh -c 'echo $1 in; exit 3'; echo $?", "in\n3\n"),
        ("exit 4; echo never", ""),
        ("touch /sdcard/a.xml /sdcard/b.xml; echo /sdcard/*.xml '*.xml'",
         "/sdcard/a.xml /sdcard/b.xml *.xml\n"),
        ("echo b; echo a | sort; (echo b; echo a) | sort", "b\na\na\nb\n"),
        ("echo 1 | grep -q 1 && echo found", "found\n"),
        ("logcat | head -n 1", "--------- beginning of main\n"),
        ("[ -d /sdcard ] && [ ! -f /sdcard ] && test a != b && echo yes", "yes\n"),
        ("timeout 5 echo in time", "in time\n"),
    ],
)  # fmt: skip
def test_lines_print_what_mksh_prints(line: str, out: str) -> None:
    """The parts of mksh that tools lean on behave as there."""
    assert sh(line).out == out


@pytest.mark.parametrize("line", ["'", '"', "echo $(", "a |", "| a", "a && ; b", ")", "echo >"])
def test_broken_lines_are_syntax_errors(line: str) -> None:
    """A line that is no program fails with a message and runs nothing."""
    done = sh(line)

    assert done.status != 0
    assert done.err.startswith("/system/bin/sh: ")
    assert done.out == ""


@pytest.mark.parametrize("line", ["for a in b; do echo $a; done", "sleep 1 &", "echo ${A:-b}"])
def test_parts_of_the_shell_that_are_not_built_are_recorded(line: str) -> None:
    """A line that needs more shell than there is fails, and the record tells the test."""
    phone = make_phone()

    assert sh(line, phone).status == 2
    assert phone.record.unknown == [f"shell {line}"]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=8)))
def test_quoted_words_arrive_unchanged(words: list[str]) -> None:
    """What ``shlex.quote`` protects on the computer is what the command gets on the phone."""
    phone = make_phone()
    got: list[list[str]] = []
    commands = standard_commands()

    def take(call: Call) -> int:
        got.append(call.args)
        return 0

    commands.add("take", take)
    line = " ".join(["take", *map(shlex.quote, words)])

    async def run() -> int:
        process = Shell(phone, commands)
        return await process.run(line, Streams(no_input(), Collect(), Collect()))

    assert asyncio.run(run()) == 0
    assert got == [words]


@given(st.text("ab $'\"\\|&;<>()`\n#*{}=", max_size=30))
def test_no_line_breaks_the_shell(line: str) -> None:
    """Any text runs or fails with an exit code; it never raises and never hangs."""
    done = sh(line)

    assert 0 <= done.status <= 255


def test_a_test_can_override_a_command() -> None:
    """The command added last wins, and others stay."""
    commands = standard_commands()
    other = commands.copy()
    other.add("getprop", lambda call: 42)

    assert other.find("getprop") is not commands.find("getprop")
    assert other.find("/system/bin/ls") is commands.find("ls")
