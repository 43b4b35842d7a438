"""One call of a command: what it gets, and the registry that finds it."""

from __future__ import annotations

import posixpath
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import asyncio

    from miunlink_adb.virtual.command.output import Sink
    from miunlink_adb.virtual.phone import Phone

CommandFunction: TypeAlias = "Callable[[Call], int | Awaitable[int]]"
"""Runs a command and returns its exit code."""


@dataclass
class Call:
    """A command's surroundings.

    ``shape`` is the fault that the phone wants this call to show (see ``Phone.meet``), or None.
    ``run`` starts another command in the same surroundings: for ``toybox``, ``sh -c`` and such.
    """

    phone: Phone
    name: str
    args: list[str]
    stdin: asyncio.StreamReader
    out: Sink
    err: Sink
    run: Callable[[Call, list[str]], Awaitable[int]]
    env: dict[str, str] = field(default_factory=dict)
    directory: str = "/"
    shape: str | None = None

    def print(self, text: str = "", *, end: str = "\n") -> None:
        """Write a line to standard output."""
        self.out.write((text + end).encode("utf-8", "surrogateescape"))

    def complain(self, text: str, *, end: str = "\n") -> None:
        """Write a line to standard error."""
        self.err.write((text + end).encode("utf-8", "surrogateescape"))

    def fail(self, text: str, code: int = 1) -> int:
        """Write ``NAME: text`` to standard error and return the exit code."""
        self.complain(f"{self.name}: {text}")
        return code

    def unknown(self, text: str, code: int = 1) -> int:
        """Say that this is not built: recorded, so that the test that asked for it fails."""
        self.phone.record.unknown.append(f"{self.name} {' '.join(self.args)}")
        self.complain(text)
        return code

    def path(self, name: str) -> str:
        """Return the absolute path of a name, without touching links or ``..``."""
        return name if name.startswith("/") else posixpath.join(self.directory, name)

    async def flush(self) -> None:
        """Wait until the output so far has been taken."""
        await self.out.flush()
        await self.err.flush()


class CommandRegistry:
    """Commands by name; the latest added wins, so that a test can override one."""

    def __init__(self, commands: Mapping[str, CommandFunction] | None = None) -> None:
        self._commands: dict[str, CommandFunction] = dict(commands or {})

    def add(self, name: str, command: CommandFunction) -> None:
        """Add or override a command."""
        self._commands[name] = command

    def find(self, name: str) -> CommandFunction | None:
        """Return the command of this name, also by its path in ``/system/bin``, or None."""
        for prefix in ("/system/bin/", "/system/xbin/", "/vendor/bin/"):
            name = name.removeprefix(prefix)
        return self._commands.get(name)

    def copy(self) -> CommandRegistry:
        """Return a registry with the same commands, for one phone or one test to change."""
        return CommandRegistry(self._commands)
