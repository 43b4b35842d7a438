"""The journal of one run: what was seen, decided and done, one line each, appended as it happens.

Names and numbers only: no text of a screen, no serial; whatever a sentence of ours took over from
outside is masked. What has to survive a crash is written through to the disk. Nothing is ever read
from it to decide where a run goes on: that is observed. It must not know where journals are kept.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from miunlink_adb.event import (
    Acted,
    Coached,
    Event,
    HandoffEnded,
    HandoffStarted,
    Noticed,
    ScreenSeen,
    StepTaken,
    WayTaken,
)
from miunlink_adb.redact import masked, package_name

__all__ = ["FORMAT", "MOST_BYTES", "Journal", "read_lines"]

FORMAT = 1
MOST_BYTES = 256 * 1024
"""A journal that is longer than this takes nothing more but its end."""

Entry = dict[str, Any]
Lost = Callable[[str], None]


class Journal:
    """Writes one journal. Whatever goes wrong with the file, the run is not disturbed.

    When something cannot be written, `lost` is told why, once, and nothing more is tried.
    """

    def __init__(self, file: Path, started: float, lost: Lost) -> None:
        """`file`: must not exist yet. `started`: seconds on the clock of the run's events."""
        self.file = file
        self._started, self._tell = started, lost
        self._handle: int | None = None
        self._written = 0
        self._last: Entry = {}

    def begin(self, about: Mapping[str, object]) -> None:
        """Make the file, for its owner's eyes only, and write what the run is about."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND
        try:
            self._handle = os.open(self.file, flags, 0o600)
        except OSError as error:
            self._give_up(error)
            return
        self._write({"event": "began", "format": FORMAT, **about}, through=True)

    def event(self, event: Event) -> None:
        """Write one event, if it belongs here."""
        entry = _entry(event)
        if entry is None or entry == self._last or self._written > MOST_BYTES:
            return
        self._last = entry
        at_ms = round((event.at - self._started) * 1000)
        self._write({"at_ms": at_ms, **entry}, through=_must_survive(event))

    def end(self, result: Mapping[str, object]) -> None:
        """Write how it ended, and close the file."""
        self._write({"event": "ended", **result}, through=True)
        self.close()

    def close(self) -> None:
        """Close the file as it is; never raises."""
        handle, self._handle = self._handle, None
        if handle is not None:
            with contextlib.suppress(OSError):
                os.close(handle)

    def _write(self, entry: Entry, *, through: bool) -> None:
        if self._handle is None:
            return
        data = json.dumps(entry, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"
        try:
            while data:  # a full disk takes a part first
                count = os.write(self._handle, data)
                self._written += count
                data = data[count:]
            if through:
                os.fsync(self._handle)
        except OSError as error:
            self.close()
            self._give_up(error)

    def _give_up(self, error: OSError) -> None:
        self._tell(error.strerror or type(error).__name__)


def _must_survive(event: Event) -> bool:
    return isinstance(event, StepTaken) or (isinstance(event, Acted) and event.final)


def _entry(event: Event) -> Entry | None:
    """What is kept of an event; None for what happens many times a second."""
    match event:
        case ScreenSeen():
            known = {"screen": event.screen, "reaction": event.reaction}
            unknown = {"screen": None, "package": package_name(event.package)}
            return {"event": "screen", **(known if event.screen else unknown)}
        case Acted():
            final = {"final": True} if event.final else {}
            return {"event": "act", "act": event.act, "element": event.element, **final}
        case Coached():
            return {"event": "coached", "screen": event.screen, "element": event.element}
        case WayTaken() | StepTaken():
            return _moved(event)
        case HandoffStarted():
            return {"event": "handoff", "reason": event.reason, "attempt": event.attempt}
        case HandoffEnded():
            seconds = round(event.seconds, 1)
            outcome = {"outcome": event.outcome, "seconds": seconds}
            return {"event": "handoff_ended", "reason": event.reason, **outcome}
        case Noticed():
            return {"event": "notice", "message": masked(event.message)}
        case _:
            return None


def _moved(event: WayTaken | StepTaken) -> Entry:
    if isinstance(event, WayTaken):
        return {"event": "way", "way": event.way}
    return {"event": "step", "step": event.step, "outcome": event.outcome}


def read_lines(file: Path) -> list[Entry]:
    """The entries of a journal; a line that a crash or a full disk tore is left out.

    Raises:
        OSError: the file cannot be read.
    """
    with file.open("rb") as stream:
        data = stream.read(2 * MOST_BYTES)
    return [entry for line in data.split(b"\n") if (entry := _parsed(line)) is not None]


def _parsed(line: bytes) -> Entry | None:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return entry if isinstance(entry, dict) and isinstance(entry.get("event"), str) else None
