"""Letting an adb server take a phone again whose cable was put back.

Over TCP nothing tells the server, and it may still hold the dead connection. Must not know phones.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable

from miunlink_adb.virtual.adb_server import AdbServer, AdbServerError

ATTEMPTS, PAUSE = 20, 0.1
"""How often it is tried, and the seconds in between: the phone's daemon may not listen yet."""
ANEW = 4
"""After how many attempts the server's own connection is given up again."""


def attach_again(server: AdbServer, serial: str, given_up: Callable[[], bool]) -> None:
    """Connect until the server lists the phone as reachable; never raises."""
    for attempt in range(ATTEMPTS):
        if attempt % ANEW == 0:
            with contextlib.suppress(AdbServerError):
                server.request(f"host:disconnect:{serial}")
        with contextlib.suppress(AdbServerError):
            server.request(f"host:connect:{serial}")
            if server.devices().get(serial, "offline") != "offline":
                return
        if given_up():
            return
        time.sleep(PAUSE)
