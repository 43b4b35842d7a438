"""The owner's own browser: told an address, never asked what is shown there.

It must not know guides.
"""

from __future__ import annotations

import os
import sys
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from miunlink_adb.guide.address import official

__all__ = ["open_local", "open_official"]


def open_official(address: str) -> bool:
    """Open one of Xiaomi's pages; whether a browser took it.

    Raises:
        Refused: the address is not on the list.
    """
    return _open(official(address))


def open_local(address: str) -> bool:
    """Open a page that this program serves itself; whether a browser took it."""
    return address.startswith("http://127.0.0.1:") and _open(address)


def _open(address: str) -> bool:
    with _quiet_stdout():
        try:
            return webbrowser.open(address, new=2)
        except (webbrowser.Error, OSError, ValueError):
            return False


@contextmanager
def _quiet_stdout() -> Iterator[None]:
    """A browser inherits stdout; where that is a file or a pipe, it is for the result alone."""
    if sys.stdout is None or sys.stdout.isatty():
        yield
        return
    saved = None
    with suppress(OSError, ValueError):
        sys.stdout.flush()
        saved = os.dup(1)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.close(nowhere)
    try:
        yield
    finally:
        if saved is not None:
            os.dup2(saved, 1)
            os.close(saved)
