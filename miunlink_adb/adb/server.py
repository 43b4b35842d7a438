"""The adb server: answering, or started by us where that is our business.

A server that answers is used as it is, whatever its version, and never killed. It must not know
phones.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from miunlink_adb.adb.address import ServerAddress, resolve_server
from miunlink_adb.adb.smart_socket import AdbFail, NotAdb, ServerGone, request
from miunlink_adb.clock import Clock, Deadline, SystemClock
from miunlink_adb.errors import NoAdb

if TYPE_CHECKING:  # what only a start needs is imported by it: mostly a server runs
    import subprocess

__all__ = ["ServerAddress", "ensure_server", "find_adb", "resolve_server"]

ANSWER_SECONDS = 5.0
START_SECONDS = 30.0
"""A cold start with USB takes 3 s on a quick computer."""
_POLL = 0.05
_CLIENT_VARIABLES = (
    "ADB_SERVER_SOCKET",
    "ANDROID_ADB_SERVER_ADDRESS",
    "ANDROID_ADB_SERVER_PORT",
    "ANDROID_SERIAL",
)


def ensure_server(
    address: ServerAddress,
    *,
    environ: Mapping[str, str] | None = None,
    clock: Clock | None = None,
    seconds: float = START_SECONDS,
) -> int:
    """Return the version of the server that answers (41 since 2018), starting one if needed.

    One is started only on this computer, on exactly that port, and only if nothing listens
    there; it stays, as adb's own does.

    Raises:
        NoAdb: nothing that answers, and why.
    """
    clock = clock or SystemClock()
    try:
        return server_version(address, clock)
    except ServerGone as gone:
        if not address.is_local:
            raise NoAdb(
                f"No adb server answers at {address}.",
                hint="Start adb there so that it takes connections from outside "
                "('adb -a nodaemon server'), and check host, port and firewall.",
            ) from gone
    return _start(address, os.environ if environ is None else environ, clock, seconds)


def server_version(address: ServerAddress, clock: Clock) -> int:
    """The server's own version number.

    Raises:
        ServerGone: nothing listens.
        NoAdb: something listens, but does not answer as an adb server does.
    """
    try:
        return int(request(address, "host:version", Deadline(clock, ANSWER_SECONDS)), 16)
    except TimeoutError as error:
        raise NoAdb(
            f"The adb server at {address} takes connections but does not answer.",
            hint="Restart it with 'adb kill-server' and 'adb start-server' when no other program "
            "is using it.",
        ) from error
    except (AdbFail, NotAdb, EOFError, OSError, ValueError) as error:
        raise NoAdb(
            f"What listens at {address} is not an adb server.",
            hint="Name the adb server's port with --adb-port, or end the program on that port.",
        ) from error


def find_adb(environ: Mapping[str, str]) -> str:
    """The adb to start: ``$ADBUTILS_ADB_PATH``, the one on the PATH, or the one in adbutils.

    Raises:
        NoAdb: there is none.
    """
    import shutil

    given = environ.get("ADBUTILS_ADB_PATH")
    found = given or shutil.which("adb", path=environ.get("PATH")) or _bundled()
    if not found:
        raise NoAdb("No adb server is running, and adb is not installed.")
    return found


def _bundled() -> str | None:
    import importlib.util

    spec = importlib.util.find_spec("adbutils")
    name = "adb.exe" if sys.platform == "win32" else "adb"
    folders = (spec.submodule_search_locations or []) if spec else []
    files = (Path(folder, "binaries", name) for folder in folders)
    return next((str(file) for file in files if file.is_file()), None)


def _start(address: ServerAddress, environ: Mapping[str, str], clock: Clock, seconds: float) -> int:
    adb, deadline = find_adb(environ), Deadline(clock, seconds)
    process = _spawn(adb, address.port, environ)
    try:
        while not deadline.expired:
            ended = process.poll() is not None
            try:
                return server_version(address, clock)
            except ServerGone:
                if ended:
                    break
            clock.sleep(deadline.slice(_POLL))
    finally:
        _leave(process)
    raise NoAdb(
        f"{adb} did not start an adb server at {address}.",
        hint=f"Run '{adb} -P {address.port} start-server' in a terminal and read what it says.",
    )


def _spawn(adb: str, port: int, environ: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Run ``adb start-server``; the daemon must not inherit our terminal, pipes or Ctrl-C."""
    import subprocess

    kept = {name: value for name, value in environ.items() if name not in _CLIENT_VARIABLES}
    quiet = subprocess.DEVNULL
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # on Windows: no console pops up
    try:
        return subprocess.Popen(  # noqa: S603  the user's own adb, without a shell
            [adb, "-P", str(port), "start-server"],
            stdin=quiet,
            stdout=quiet,
            stderr=quiet,
            env=kept,
            start_new_session=True,
            creationflags=flags,
        )
    except OSError as error:
        raise NoAdb(f"adb could not be run: {error.strerror}.") from error


def _leave(process: subprocess.Popen[bytes]) -> None:
    """End the starter (not the server, which is a process of its own) if it still runs."""
    import subprocess

    try:
        process.wait(1.0)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
