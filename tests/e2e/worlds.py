"""Runs on all four kinds of phone at once: MIUI 11 and HyperOS 1, China and international."""

from contextlib import ExitStack
from typing import Any

from tests.e2e.phones import Attached, Phones
from tests.e2e.program import Done, Program
from tests.e2e.shape import assert_shape

ABROAD = ("en", "ru", "es", "de", "ar", "zh-CN")
CHINA = ("zh-CN", "en")


def specs(number: int) -> list[str]:
    """The four kinds; each number has other languages, and six numbers have them all."""
    return [
        f"miui-11:{ABROAD[number % 6]}:intl",
        f"miui-11:{CHINA[number % 2]}:cn",
        f"hyperos-1:{ABROAD[(number + 3) % 6]}:intl",
        f"hyperos-1:{CHINA[(number + 1) % 2]}:cn",
    ]


def pair(number: int) -> list[str]:
    """One phone of each release, one of the two for China.

    The builds differ in where Settings has the row, not in the dialogs that follow.
    """
    kinds = specs(number)
    return kinds[1:3] if number % 2 else [kinds[0], kinds[3]]


def signed_out_on(
    kinds: list[str],
    phones: Phones,
    program: Program,
    *arguments: str,
    switches: tuple[str, ...] = (),
    owner: tuple[str, ...] = (),
    **options: Any,
) -> list[tuple[str, Attached, Done]]:
    """`signout --json …` on a phone of each kind, side by side; each document is well-formed."""
    attached = [phones.attach(kind, *switches, owner=list(owner), **options) for kind in kinds]
    ended = side_by_side(attached, program, *arguments)
    return list(zip(kinds, attached, ended, strict=True))


def everywhere(
    phones: Phones, program: Program, number: int, *arguments: str, **options: Any
) -> list[tuple[str, Attached, Done]]:
    """On all four kinds; see `signed_out_on`."""
    return signed_out_on(specs(number), phones, program, *arguments, **options)


def on_both(
    phones: Phones, program: Program, number: int, *arguments: str, **options: Any
) -> list[tuple[str, Attached, Done]]:
    """On one phone of each release; see `pair` and `signed_out_on`."""
    return signed_out_on(pair(number), phones, program, *arguments, **options)


def side_by_side(attached: list[Attached], program: Program, *arguments: str) -> list[Done]:
    """`signout --json …` on each of these phones at the same time."""
    with ExitStack() as stack:
        runs = [
            stack.enter_context(
                program.started(
                    "-s", phone.serial, "signout", "--json", *arguments, turn=phone.turn
                )
            )
            for phone in attached
        ]
        ended = [run.wait() for run in runs]
    for phone, done in zip(attached, ended, strict=True):
        assert_shape(done.document, done.code)
        assert done.document["serial"] == phone.serial
    return ended
