"""The shell itself: runs parsed programs with the commands of a registry.

Knows the phone only to hand it to commands and to record what nobody knows.
"""

from __future__ import annotations

import asyncio
import inspect
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from miunlink_adb.virtual.command.call import Call, CommandRegistry
from miunlink_adb.virtual.command.expansion import Expansion
from miunlink_adb.virtual.command.grammar import Group, Pipeline, Redirection, Simple, parse
from miunlink_adb.virtual.command.output import Collect, Discard, Pipe, PipeBroken, Sink, no_input
from miunlink_adb.virtual.command.words import NotBuilt, SyntaxFault, Word
from miunlink_adb.virtual.file_node import FileError

if TYPE_CHECKING:
    from miunlink_adb.virtual.command.grammar import Program
    from miunlink_adb.virtual.phone import Phone

NOT_FOUND = 127
BROKEN_PIPE = 141
KILLED = 137


@dataclass
class Streams:
    """The three standard streams of a command."""

    stdin: asyncio.StreamReader
    out: Sink
    err: Sink


class _Exit(Exception):
    """``exit`` was called."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass
class Shell:
    """One shell process; copies of it run pipelines and groups."""

    phone: Phone
    commands: CommandRegistry
    env: dict[str, str] = field(default_factory=dict)
    directory: str = "/"
    status: int = 0

    async def run(self, text: str, streams: Streams) -> int:
        """Run a command line and return its exit code; never raises for what the line says."""
        try:
            await self.program(parse(text), streams)
        except _Exit as left:
            self.status = left.status
        except SyntaxFault as fault:
            self._say(streams, f"/system/bin/sh: {fault}")
            self.status = 1
        except NotBuilt as missing:
            self.phone.record.unknown.append(f"shell {text}")
            self._say(streams, f"/system/bin/sh: {missing} is not built into this phone")
            self.status = 2
        return self.status

    def copy(self) -> Shell:
        """Return a subshell: what it changes of variables and directory stays its own."""
        return replace(self, env=dict(self.env))

    @staticmethod
    def _say(streams: Streams, text: str) -> None:
        streams.err.write(f"{text}\n".encode())

    # Programs and pipelines

    async def program(self, program: Program, streams: Streams) -> None:
        """Run the pipelines of a program as their connectors say."""
        for connector, pipeline in program.steps:
            if connector == "&&" and self.status != 0:
                continue
            if connector == "||" and self.status == 0:
                continue
            self.status = await self._pipeline(pipeline, streams)

    async def _pipeline(self, pipeline: Pipeline, streams: Streams) -> int:
        if len(pipeline) == 1:
            return await self._command(pipeline[0], streams)
        pipes = [Pipe() for _ in pipeline[1:]]
        outputs: list[Sink] = [*pipes, streams.out]
        inputs = [streams.stdin, *(pipe.reader for pipe in pipes)]
        running = []
        for index, command in enumerate(pipeline):
            own = Streams(inputs[index], outputs[index], streams.err)
            before = pipes[index - 1] if index else None
            after = pipes[index] if index < len(pipes) else None
            running.append(self.copy().piped(command, own, before, after))
        return (await asyncio.gather(*running))[-1]

    async def piped(
        self, command: Simple | Group, streams: Streams, before: Pipe | None, after: Pipe | None
    ) -> int:
        """Run one command of a pipeline, which must be a copy's, and end its pipes."""
        try:
            return await self._command(command, streams)
        except _Exit as left:
            return left.status
        except PipeBroken:
            return BROKEN_PIPE
        finally:
            if after is not None:
                after.end()
            if before is not None:
                before.stop_reading()

    async def _command(self, command: Simple | Group, streams: Streams) -> int:
        try:
            streams, files = await self._redirect(command.redirections, streams)
        except FileError as error:
            self._say(streams, f"/system/bin/sh: can't create {error.path}: {error.text}")
            return 1
        try:
            if isinstance(command, Group):
                return await self._group(command, streams)
            return await self._simple(command, streams)
        finally:
            for path, kept in files:
                self.phone.files.write(path, bytes(kept.data))

    async def _group(self, group: Group, streams: Streams) -> int:
        inner = self.copy()
        try:
            await inner.program(group.program, streams)
        except _Exit as left:
            return left.status
        return inner.status

    async def _simple(self, simple: Simple, streams: Streams) -> int:
        words = [text for word in simple.words for text in await self._fields(word)]
        given = {name: await self._text(word) for name, word in simple.assignments}
        if not words:
            self.env.update(given)
            return 0
        call = Call(
            phone=self.phone,
            name=words[0],
            args=words[1:],
            stdin=streams.stdin,
            out=streams.out,
            err=streams.err,
            run=self._execute,
            env={**self.env, **given},
            directory=self.directory,
        )
        status = await self._builtin(call)
        return await self._execute(call, words) if status is None else status

    # Builtins: they change the shell

    async def _builtin(self, call: Call) -> int | None:
        """Run a builtin and return its exit code, or None when it is none."""
        if call.name == "exit":
            raise _Exit(int(call.args[0]) if call.args else self.status)
        if call.name == "cd":
            return self._change_directory(call)
        if call.name == "export":
            pairs = (argument.partition("=") for argument in call.args)
            self.env.update({name: value for name, equals, value in pairs if equals})
            return 0
        if call.name == "exec" and call.args:
            raise _Exit(await self._execute(call, call.args))
        return None

    def _change_directory(self, call: Call) -> int:
        target = call.path(call.args[0] if call.args else "/")
        try:
            call.phone.files.entries(target)
        except FileError as error:
            call.complain(f"/system/bin/sh: cd: {target}: {error.text}")
            return 2
        self.directory = target
        return 0

    # Commands

    async def _execute(self, call: Call, words: list[str]) -> int:
        """Run a command by its words, in the surroundings of a call."""
        call = replace(call, name=words[0], args=words[1:])
        if call.name in ("sh", "/system/bin/sh") and call.args[:1] == ["-c"]:
            streams = Streams(call.stdin, call.out, call.err)
            return await self.copy().run(call.args[1] if len(call.args) > 1 else "", streams)
        command = self.commands.find(call.name)
        if command is None:
            self.phone.record.unknown.append(" ".join(["command", *words]))
            call.complain(f"/system/bin/sh: {call.name}: inaccessible or not found")
            return NOT_FOUND
        call.shape = self.phone.meet(f"shell:{call.name}")
        if call.shape == "server_hung":
            await asyncio.Event().wait()
        if call.shape in ("server_drop", "server_quits"):
            call.complain("Killed")
            return KILLED
        result = command(call)
        status = await result if inspect.isawaitable(result) else result
        await call.flush()
        return status

    # Words

    def _expansion(self) -> Expansion:
        return Expansion(
            self.phone.files, self.directory, {**self.env, "?": str(self.status)}, self._substitute
        )

    async def _fields(self, word: Word) -> list[str]:
        return await self._expansion().fields(word)

    async def _text(self, word: Word) -> str:
        return await self._expansion().text(word)

    async def _substitute(self, text: str) -> str:
        """Run ``$(text)`` and return its output; its exit code becomes ours."""
        kept = Collect()
        inner = self.copy()
        self.status = await inner.run(text, Streams(no_input(), kept, Discard()))
        return kept.data.decode("utf-8", "surrogateescape")

    # Redirections

    async def _redirect(
        self, redirections: list[Redirection], streams: Streams
    ) -> tuple[Streams, list[tuple[str, Collect]]]:
        """Return the streams as redirected, and the files to write when the command ends."""
        streams = replace(streams)
        files: list[tuple[str, Collect]] = []
        for redirection in redirections:
            path = await self._text(redirection.target) if redirection.target else ""
            path = path if path.startswith("/") or not path else f"{self.directory}/{path}"
            operator = redirection.operator
            if operator == "2>&1":
                streams.err = streams.out
            elif operator in ("1>&2", ">&2"):
                streams.out = streams.err
            elif operator == "<":
                streams.stdin = asyncio.StreamReader()
                streams.stdin.feed_data(self.phone.files.read(path))
                streams.stdin.feed_eof()
            else:
                self._open(operator, path, streams, files)
        return streams, files

    def _open(
        self, operator: str, path: str, streams: Streams, files: list[tuple[str, Collect]]
    ) -> None:
        sink: Sink = Discard()
        if path != "/dev/null":
            kept = Collect()
            if operator.endswith(">>") and self.phone.files.exists(path):
                kept.write(self.phone.files.read(path))
            self.phone.files.write(path, bytes(kept.data))
            files.append((path, kept))
            sink = kept
        if operator in ("2>", "2>>", "&>"):
            streams.err = sink
        if operator in (">", ">>", "&>"):
            streams.out = sink
