"""One log file per run, and the terminal with ``-v``; names and numbers only.

Events carry no text of the phone's screen, and what a sentence of ours took over from outside is
masked here. It must not know what a run is for.
"""

from __future__ import annotations

import os
import sys
import traceback
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from miunlink_adb.errors import MiunlinkError
from miunlink_adb.event import Event, HandoffWaiting
from miunlink_adb.redact import masked

if TYPE_CHECKING:
    from loguru import Logger

__all__ = ["RunLog"]

KEPT = 50
"""How many log files of earlier runs stay."""
LINE = "{time:YYYY-MM-DD HH:mm:ss.SSS} {level: <7} {message}"


class RunLog:
    """A context manager: the log of one run. Without a place to write, the run goes on without."""

    def __init__(self, command: str, *, verbose: int) -> None:
        """`verbose`: 1 shows the log on stderr, 2 with details."""
        self._command, self._verbose = command, verbose
        self._handlers: list[int] = []
        self._logger: Logger | None = None
        self.file: Path | None = None

    def __enter__(self) -> Self:
        from loguru import logger

        logger.remove()
        self._logger = logger
        self.file = self._open_file(logger)
        if self._verbose:
            level = "DEBUG" if self._verbose > 1 else "INFO"
            color = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
            self._handlers.append(
                logger.add(sys.stderr, level=level, format=LINE, colorize=color, diagnose=False)
            )
        logger.info("run begins")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._logger is not None:
            for handler in self._handlers:
                self._logger.remove(handler)
        self._handlers = []

    def event(self, event: Event) -> None:
        """Write one event."""
        if self._logger is None:
            return
        fields = {name: getattr(event, name) for name in event.__slots__ if name != "at"}
        level = "DEBUG" if isinstance(event, HandoffWaiting) else "INFO"
        text = masked(f"{type(event).__name__} {_compact(fields)}")
        self._logger.log(level, text)

    def result(self, status: str, error: MiunlinkError | None) -> None:
        """Write how it ended; not the message, which may name the phone."""
        if self._logger is None:
            return
        cause = f", {error.code}" if error else ""
        source = f" from {type(error.__cause__).__name__}" if error and error.__cause__ else ""
        text = f"run ends: {status}{cause}{source}"
        self._logger.info(text)

    def unexpected(self, error: BaseException) -> MiunlinkError:
        """Write where a fault of ours happened, without any value, and name it for the person."""
        for frame in traceback.extract_tb(error.__traceback__) if self._logger else []:
            text = f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
            self._logger.error(text) if self._logger else None
        place = f" Its log is {self.file}." if self.file else ""
        return MiunlinkError(
            f"A fault in this program stopped the run ({type(error).__name__}).",
            hint=f"Nothing more was done on the phone.{place} Please report it with that log.",
        )

    def _open_file(self, logger: Logger) -> Path | None:
        from platformdirs import user_state_path

        folder = user_state_path("miunlink-adb", appauthor=False) / "log"
        stamp = datetime.now().astimezone().strftime("%Y%m%dT%H%M%S")
        file = folder / f"{self._command}-{stamp}-{os.getpid()}.log"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _remove_oldest(folder)
            file.touch(mode=0o600)
            handler = logger.add(file, level="DEBUG", format=LINE, diagnose=False, catch=True)
        except OSError:
            return None
        self._handlers.append(handler)
        return file


def _compact(fields: dict[str, Any]) -> str:
    return " ".join(
        f"{name}={round(value, 1) if isinstance(value, float) else value!r}"
        for name, value in fields.items()
        if value not in ("", (), False)
    )


def _remove_oldest(folder: Path) -> None:
    logs = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in logs[KEPT - 1 :]:
        file.unlink(missing_ok=True)
