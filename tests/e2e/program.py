"""The real command, run as a process of its own, and what it left behind.

Knows no phone: the adb server comes in as environment variables.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS = 60.0
COMMAND = (sys.executable, "-m", "miunlink_adb")
YOUR_TURN = b">>> YOUR TURN"
"""What the panel says when the owner is asked to go on on the phone."""


@dataclass(frozen=True)
class Done:
    """How a run of the command ended."""

    code: int
    stdout: str
    stderr: str

    @property
    def document(self) -> dict[str, Any]:
        """The one JSON document that stands on stdout, and nothing beside it."""
        document = json.loads(self.stdout)
        assert isinstance(document, dict)
        return document

    @property
    def said(self) -> str:
        """Everything that a person could read."""
        return self.stdout + self.stderr


class Program:
    """Runs `miunlink-adb` in a home folder, with a temporary folder, of its own."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        """`environment`: what leads to the adb server. `folder`: everything is written below."""
        self.folder = folder
        self.mark = f"{os.getpid()}:{folder}"
        (folder / "tmp").mkdir(parents=True, exist_ok=True)
        self.environment = {
            **os.environ,
            **environment,
            "PYTHONPATH": str(ROOT),
            "TMPDIR": str(folder / "tmp"),
            "E2E_MARK": self.mark,
        }

    def run(
        self,
        *arguments: str,
        turn: Callable[[], object] | None = None,
        pipes: Mapping[str, Any] | None = None,
        **variables: str,
    ) -> Done:
        """Run to the end, without a terminal; see `started`."""
        with self.started(*arguments, turn=turn, pipes=pipes, **variables) as running:
            return running.wait()

    @contextmanager
    def started(
        self,
        *arguments: str,
        turn: Callable[[], object] | None = None,
        pipes: Mapping[str, Any] | None = None,
        **variables: str,
    ) -> Iterator["Running"]:
        """Start it; it is killed at the end if it still runs.

        `turn` is called each time that it says that it is the owner's turn. `variables` are
        added to the environment. `pipes`: arguments of Popen in place of ours, such as stdout.
        """
        ours = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        with subprocess.Popen(
            [*COMMAND, *arguments],
            cwd=self.folder,
            env={**self.environment, **variables},
            start_new_session=True,
            **{**ours, **(pipes or {})},
        ) as process:
            running = Running(process, turn)
            try:
                yield running
            finally:
                process.kill()
                running.join()

    def written(self) -> dict[Path, str]:
        """Every file below the folder: logs, state, temporary files."""
        files = (path for path in self.folder.rglob("*") if path.is_file())
        return {path: path.read_text(encoding="utf-8", errors="replace") for path in files}

    def left_running(self) -> list[str]:
        """Command lines of processes that a run started and that still live (Linux)."""
        mark = f"E2E_MARK={self.mark}\0".encode()
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (entry / "environ").read_bytes() + b"\0":
                    found.append((entry / "cmdline").read_text().replace("\0", " "))
            except OSError:  # it ended, or it is somebody else's
                continue
        return [line for line in found if line]


class Running:
    """A run under way: its output is read as it comes."""

    def __init__(
        self, process: "subprocess.Popen[bytes]", turn: Callable[[], object] | None = None
    ) -> None:
        self.process = process
        self._turn, self._turns = turn, 0
        self.ended = False
        self._text = {"stdout": b"", "stderr": b""}
        self._news = threading.Condition()
        pipes: dict[str, IO[bytes] | None] = {"stdout": process.stdout, "stderr": process.stderr}
        self._readers = [
            threading.Thread(target=self._read, args=(name, pipe), daemon=True)
            for name, pipe in pipes.items()
            if pipe is not None
        ]
        for reader in self._readers:
            reader.start()

    def _read(self, name: str, pipe: IO[bytes]) -> None:
        while data := os.read(pipe.fileno(), 65536):
            with self._news:
                self._text[name] += data
                self._news.notify_all()
            self._tell_owner()
        with self._news:
            self.ended = self.ended or name == "stderr"
            self._news.notify_all()

    def _tell_owner(self) -> None:
        told = self._text["stderr"].count(YOUR_TURN)
        while self._turns < told and self._turn is not None:
            self._turns += 1
            self._turn()

    @property
    def said(self) -> str:
        """What is on stderr so far."""
        with self._news:
            return self._text["stderr"].decode("utf-8", "replace")

    def until_said(self, words: str) -> None:
        """Wait until stderr has these words."""
        with self._news:
            found = self._news.wait_for(
                lambda: words.encode() in self._text["stderr"] or self.ended, SECONDS
            )
            assert found, f"never said {words!r}"
        assert words.encode() in self._text["stderr"]

    def signal(self, number: int) -> None:
        """Send a signal to the command alone."""
        self.process.send_signal(number)

    def wait(self) -> Done:
        """Wait for the end."""
        try:
            code = self.process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"it does not end; it said {self._text}") from None
        self.join()
        out, err = (self._text[name].decode() for name in ("stdout", "stderr"))
        return Done(code, out, err)

    def join(self) -> None:
        """Wait until all output is read."""
        for reader in self._readers:
            reader.join(SECONDS)
