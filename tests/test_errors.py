"""Every way a command can end that is not success: its code, its sentence, its hint."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

import pytest

from miunlink_adb import errors
from miunlink_adb.errors import DeviceError, MiunlinkError, PackError, Refused, ScreenError

CODES = {
    "MiunlinkError": 1,
    "UsageError": 2,
    "DeviceError": 3,
    "PackError": 4,
    "ScreenError": 5,
    "BackupIncomplete": 5,
    "Refused": 6,
    "Cancelled": 6,
    "HandoffTimeout": 7,
    "Interrupted": 130,
}
"""The exit code of each branch of the tree, as the command line promises it."""


def tree(root: type[MiunlinkError]) -> Iterator[type[MiunlinkError]]:
    """A class and all below it that this package defines."""
    yield root
    for cls in root.__subclasses__():
        if cls.__module__.startswith("miunlink_adb"):
            yield from tree(cls)


EVERY = sorted(set(tree(MiunlinkError)), key=lambda cls: cls.__name__)


@pytest.mark.parametrize("cls", EVERY, ids=lambda cls: cls.__name__)
def test_every_error_says_what_happened_and_what_to_do(cls: type[MiunlinkError]) -> None:
    """Its own docstring is one sentence, which is its message; it has a hint, and a code."""
    error = cls()

    assert re.fullmatch(r"[A-Z][^.\n]+\.", inspect.cleandoc(cls.__dict__["__doc__"]))
    assert error.message == str(error)
    assert error.message.endswith(".")
    assert re.fullmatch(r"[A-Z'].+\.", error.hint, re.DOTALL)
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", error.code)
    assert error.to_json() == {"code": error.code, "message": error.message, "hint": error.hint}


@pytest.mark.parametrize("cls", EVERY, ids=lambda cls: cls.__name__)
def test_every_error_has_its_branchs_exit_code(cls: type[MiunlinkError]) -> None:
    """The exit code is that of the nearest branch of the command line's table."""
    branch = next(base.__name__ for base in cls.__mro__ if base.__name__ in CODES)

    assert cls.exit_code == CODES[branch]


def test_codes_are_unique() -> None:
    """A machine can tell every error by its code alone."""
    codes = [cls().code for cls in EVERY]

    assert len(set(codes)) == len(codes)
    assert {"no_device", "input_blocked", "unknown_screen", "handoff_timeout"} <= set(codes)


def test_the_modules_picture_of_the_tree_is_true() -> None:
    """The docstring of the module names every class of it, each under its parent."""
    own = {cls.__name__ for cls in EVERY if cls.__module__ == errors.__name__}
    drawn = re.findall(r"^ {4}( *)([A-Z]\w+)\b", errors.__doc__ or "", re.MULTILINE)

    assert own == {name for _, name in drawn}
    parents: list[str] = []
    for indent, name in drawn:
        parents = [*parents[: len(indent) // 2], name]
        if len(parents) > 1:
            assert issubclass(getattr(errors, name), getattr(errors, parents[-2]))


def test_a_message_and_a_hint_of_its_own_win() -> None:
    """What is given replaces the class's words; the code stays."""
    error = DeviceError("It rains.", hint="Wait.")

    assert error.to_json() == {"code": "device_error", "message": "It rains.", "hint": "Wait."}


@pytest.mark.parametrize(
    ("error", "begins"),
    [
        (PackError("is odd", file="a.toml", line=3, key="x.y"), "a.toml:3: x.y: is odd"),
        (PackError("is odd", file="a.toml"), "a.toml: is odd"),
        (PackError("is odd", key="x"), "x: is odd"),
        (PackError("is odd"), "is odd"),
    ],
)
def test_an_error_in_a_pack_says_where(error: PackError, begins: str) -> None:
    """File, line and key stand first, as far as they are known."""
    assert error.message == begins


def test_errors_carry_what_belongs_to_them() -> None:
    """A screen error keeps its observation, a refusal the name of its guard."""
    assert ScreenError(observation="look").observation == "look"
    assert Refused("No.", guard="battery").guard == "battery"
