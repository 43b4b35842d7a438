"""One log file per run, and the terminal with ``-v``; names and numbers only.

Events carry no text of the phone's screen, and what a sentence of ours took over from outside is
masked here. It must not know what a run is for.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from miunlink_adb.errors import Interrupted, MiunlinkError
from miunlink_adb.event import Event, HandoffWaiting
from miunlink_adb.redact import masked

if TYPE_CHECKING:
    from loguru import Logger

__all__ = ["RunLog"]

KEPT = 50
"""How many log files of earlier runs stay."""
LINE = "{time:YYYY-MM-DD HH:mm:ss.SSS} {level: <7} {message}"


class _Sink:
    """The file; a full disk ends the log, not the run, and nothing is said a hundred times."""

    def __init__(self, handle: int) -> None:
        self._handle: int | None = handle

    def write(self, message: str) -> None:
        """Write one line at once."""
        if self._handle is None:
            return
        try:
            os.write(self._handle, message.encode("utf-8", "replace"))
        except OSError:
            self.close()

    def close(self) -> None:
        """Close the file; never raises."""
        handle, self._handle = self._handle, None
        if handle is not None:
            with suppress(OSError):
                os.close(handle)


class RunLog:
    """A context manager: the log of one run. Without a place to write, the run goes on without."""

    def __init__(self, command: str, *, verbose: int) -> None:
        """`verbose`: 1 shows the log on stderr, 2 with details."""
        self._command, self._verbose = command, verbose
        self._handlers: list[int] = []
        self._logger: Logger | None = None
        self._sink: _Sink | None = None
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
        if self._sink is not None:
            self._sink.close()

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

    @contextmanager
    def ending(self, fail: Callable[[MiunlinkError], object]) -> Iterator[None]:
        """Hand whatever ends the run to `fail`: the one document must come, whatever happens."""
        try:
            yield
        except MiunlinkError as error:
            fail(error)
        except KeyboardInterrupt:
            fail(Interrupted())
        except Exception as error:  # noqa: BLE001  also a fault of ours
            fail(self.unexpected(error))

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
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        except OSError:
            return None
        sink = _Sink(handle)
        self._handlers.append(logger.add(sink.write, level="DEBUG", format=LINE, diagnose=False))
        self._sink = sink
        return file


def _compact(fields: dict[str, Any]) -> str:
    return " ".join(
        f"{name}={round(value, 1) if isinstance(value, float) else value!r}"
        for name, value in fields.items()
        if value not in ("", (), False)
    )


def _remove_oldest(folder: Path) -> None:
    """Another run may remove them at the same time, and a file may not be ours to remove."""
    with suppress(OSError):
        logs = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)
        for file in logs[KEPT - 1 :]:
            file.unlink(missing_ok=True)
