"""Threads for one round of work, ended together: by its end, an error, or the person.

It must not know what they do.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from miunlink_adb.backup.patience import Tools
from miunlink_adb.errors import DeviceError

__all__ = ["Round", "Stopped"]

_LOOK_SECONDS, _END_SECONDS = 0.1, 5.0


class Stopped(Exception):
    """The round is ended for another thread's sake."""


class Round:
    """Runs some threads that bring, and one that goes on with what they bring."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._lock = threading.Lock()
        self._errors: list[BaseException] = []
        self._stop = threading.Event()
        self._copying = 0

    @property
    def copying(self) -> bool:
        """Whether something may still be brought."""
        return self._copying > 0

    def halt(self) -> None:
        """For threads to call often.

        Raises:
            Stopped: the round is to end now.
        """
        if self._stop.is_set():
            raise Stopped

    def run(self, bringing: Sequence[Callable[[], None]], going_on: Callable[[], None]) -> None:
        """Run all of them to their end.

        Raises the first error that ended one; an error of this computer before one of the phone.
        """
        self._errors, self._copying = [], len(bringing)
        acts = [*((act, True) for act in bringing), (going_on, False)]
        threads = [threading.Thread(target=self._guard, args=act, daemon=True) for act in acts]
        try:
            for thread in threads:
                thread.start()
            for thread in threads:
                while thread.is_alive():
                    thread.join(_LOOK_SECONDS)
                    self._tools.tick()
        except BaseException:
            self._end(threads)
            raise
        ours = [error for error in self._errors if not isinstance(error, DeviceError)]
        for error in ours or self._errors:
            raise error

    def _guard(self, act: Callable[[], None], bringing: bool) -> None:  # noqa: FBT001
        try:
            act()
        except Stopped:
            pass
        except BaseException as error:  # noqa: BLE001 - raised by `run`, in its thread
            with self._lock:
                self._errors.append(error)
            if not isinstance(error, DeviceError):
                self._stop.set()
                self._tools.storage.interrupt()
        finally:
            with self._lock:
                self._copying -= bringing

    def _end(self, threads: Sequence[threading.Thread]) -> None:
        self._stop.set()
        self._tools.storage.interrupt()
        for thread in threads:
            if thread.ident is not None:
                thread.join(_END_SECONDS)
