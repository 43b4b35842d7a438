"""What all commands share: the options that may stand before and after the command.

It must not know any command.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import click

from miunlink_adb.cli.failure import COMMAND

__all__ = ["Context", "command_of", "keep_shared", "pass_shared", "shared_options"]

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Context:
    """The shared options of one call.

    `serial`, `adb_host`, `adb_port`: None when not given; the environment is asked then.
    """

    serial: str | None = None
    adb_host: str | None = None
    adb_port: int | None = None
    json: bool = False
    verbose: int = 0

    def with_options(self, options: dict[str, Any]) -> Context:
        """The options as given after what was given before; the later one wins."""
        given = {name: value for name, value in options.items() if value}
        return replace(self, **given)


def command_of(ctx: click.Context | None) -> str:
    """The command of a click context as its documents name it; empty for the program itself."""
    return ctx.command_path.removeprefix(ctx.find_root().command_path).strip() if ctx else ""


def shared_options(command: F) -> F:
    """Add the options that every command takes."""
    options = [
        click.option(
            "-s", "--serial", metavar="SERIAL", help="The phone, if several are attached."
        ),
        click.option("--adb-host", metavar="HOST", help="Where the adb server runs."),
        click.option("--adb-port", type=click.IntRange(1, 65535), metavar="PORT", help="Its port."),
        click.option("--json", is_flag=True, help="Print one JSON document on stdout."),
        click.option("-v", "--verbose", count=True, help="Log to the terminal, too."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def keep_shared(options: dict[str, Any]) -> Context:
    """Lay shared options over those given before, for whatever stands behind them."""
    ctx = click.get_current_context()
    context = (ctx.find_object(Context) or Context()).with_options(options)
    ctx.obj = context
    return context


def pass_shared(command: Callable[..., None]) -> Callable[..., None]:
    """Take the shared options after the command, too, and pass all of them as a Context."""
    names = ("serial", "adb_host", "adb_port", "json", "verbose")

    @shared_options
    @functools.wraps(command)
    def wrapped(**options: Any) -> None:
        context = keep_shared({name: options.pop(name) for name in names})
        COMMAND.set(command_of(click.get_current_context()))
        command(context, **options)

    return wrapped
