"""Where runs are kept on this computer: journals, captures, and who is driving which phone now.

One folder of the user's, bounded in size. Nothing in it holds a serial or a text of a phone. It
must not know how a run works; why a run cannot be recorded is told, and never stops it.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from miunlink_adb.errors import DeviceBusy
from miunlink_adb.journal import Journal
from miunlink_adb.lock import FileLock, Holder
from miunlink_adb.phone_key import phone_key
from miunlink_adb.run_record import RunRecord, read_run

__all__ = ["Archive", "state_folder"]

KEPT_RUNS = 200
KEPT_CAPTURES = 20
UNGUARDED = (
    "No folder can be written to, so a second run on this phone would not be noticed: "
    "make sure that there is none."
)
Tell = Callable[[str], None]


def state_folder() -> Path:
    """The user's folder for what programs keep between runs."""
    from platformdirs import user_state_path

    return user_state_path("miunlink-adb", appauthor=False)


def _now() -> datetime:
    return datetime.now(UTC)


class Archive:
    """The folder. A context manager: at its end the phones that it claimed are free again."""

    def __init__(self, folder: Path, now: Callable[[], datetime] = _now) -> None:
        self.folder, self.now = folder, now
        self._runs = folder / "runs"
        self._locks: list[FileLock] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        while self._locks:
            self._locks.pop().release()

    # -- one run a phone -------------------------------------------------------------------

    def claim(self, *serials: str) -> str | None:
        """Make a phone ours until the end; returns what the person should know, if anything.

        `serials`: the phone's own, then adb's: the first that is one counts, so that a phone is
        the same over another cable or adb server.

        Raises:
            DeviceBusy: another run has it; names the process and since when.
        """
        places: tuple[Callable[[], Path], ...] = (lambda: self.folder, _spare_folder)
        for place in places:
            try:
                folder = place()
                lock = FileLock(_private(folder / "locks") / f"{phone_key(folder, *serials)}.lock")
                holder = lock.acquire(self.now())
            except OSError:
                continue
            if holder is not None:
                raise _busy(holder)
            self._locks.append(lock)
            return None
        return UNGUARDED

    # -- journals --------------------------------------------------------------------------

    def begin(
        self, serials: Sequence[str], about: Mapping[str, object], started: float, lost: Tell
    ) -> Journal:
        """Begin the journal of a run; `lost` is told why when it cannot be written."""
        moment = self.now()
        run = f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"
        journal = Journal(self._runs / f"{run}.jsonl", started, lost)
        try:
            _private(self._runs)
            key = phone_key(self.folder, *serials)
            self._forget_oldest()
        except OSError as error:
            lost(error.strerror or str(error))
            return journal
        began = moment.isoformat(timespec="seconds")
        journal.begin({"run": run, "began": began, "pid": os.getpid(), "phone": key, **about})
        return journal

    def runs(self) -> list[RunRecord]:
        """All runs, the newest first; what cannot be read is left out."""
        found = (read_run(file) for file in self._newest_first("*.jsonl"))
        return [run for run in found if run is not None]

    def last_run(self, *serials: str, command: str = "signout") -> RunRecord | None:
        """The newest run of a command on a phone."""
        return next((run for run in self.runs_on(*serials) if run.command == command), None)

    def runs_on(self, *serials: str) -> list[RunRecord]:
        """All runs on a phone, the newest first."""
        try:
            key = phone_key(self.folder, *serials)
        except OSError:
            return []
        return [run for run in self.runs() if run.phone == key]

    def going_on(self, run: RunRecord) -> bool:
        """Whether the process of this run still drives its phone."""
        if run.ended is not None:
            return False
        lock = FileLock(self.folder / "locks" / f"{run.phone}.lock")
        return lock.held and lock.holder().pid == run.pid

    # -- captures --------------------------------------------------------------------------

    def save_capture(self, journal: Journal, xml: str) -> Path | None:
        """Keep a scrubbed dump beside a run's journal; None where that is not possible."""
        file = journal.file.with_suffix(".xml")
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                stream.write(xml)
        except OSError:
            with contextlib.suppress(OSError):
                file.unlink()
            return None
        return file

    # -- bounds ----------------------------------------------------------------------------

    def _newest_first(self, pattern: str) -> list[Path]:
        """Names begin with the time in UTC."""
        return sorted(self._runs.glob(pattern), reverse=True)

    def _forget_oldest(self) -> None:
        old = [
            *self._newest_first("*.jsonl")[KEPT_RUNS - 1 :],
            *self._newest_first("*.xml")[KEPT_CAPTURES - 1 :],
        ]
        for file in old:
            with contextlib.suppress(OSError):
                file.unlink()


def _private(folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _spare_folder() -> Path:
    """A folder in the temporary one that nobody else can have a hand in.

    Raises:
        OSError: there is none, or what stands in its place is not ours alone.
    """
    user = str(os.getuid()) if hasattr(os, "getuid") else "user"
    folder = _private(Path(tempfile.gettempdir()) / f"miunlink-adb-{user}")
    found = folder.lstat()
    ours = not hasattr(os, "getuid") or (found.st_uid == os.getuid() and not found.st_mode & 0o077)
    if not (stat.S_ISDIR(found.st_mode) and ours):
        raise OSError(f"{folder} is somebody else's")
    return folder


def _busy(holder: Holder) -> DeviceBusy:
    if holder.pid is None or holder.since is None:
        return DeviceBusy()
    since = holder.since.astimezone()
    return DeviceBusy(
        f"Another run of this program (process {holder.pid}) has been driving this phone "
        f"since {since:%Y-%m-%d %H:%M:%S}."
    )
