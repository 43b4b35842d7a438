"""Where the adb server listens: from the command line and the environment.

Pure. It must not open connections, and knows nothing of phones.
"""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass

from miunlink_adb.errors import UsageError

__all__ = ["ServerAddress", "drop_unreadable_port", "resolve_server"]

DEFAULT_HOST, DEFAULT_PORT = "127.0.0.1", 5037

_HOST = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,252}[A-Za-z0-9_.])?")
_TCP = re.compile(r"tcp:(?:(?P<host>\[[^\]]+\]|[^:\[\]]+):)?(?P<port>[^:]+)")


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """Host name or IP address, and TCP port, of an adb server."""

    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT

    @property
    def is_local(self) -> bool:
        """Whether it is on this computer, so that starting a server there is possible."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


def resolve_server(
    host: str | None = None,
    port: int | str | None = None,
    environ: Mapping[str, str] | None = None,
) -> ServerAddress:
    """The address that the user means; an option wins over every variable.

    Read in adb's order: ``ADB_SERVER_SOCKET`` (unless an option is given), then
    ``ANDROID_ADB_SERVER_ADDRESS`` (adb's name for the host) before ``ANDROID_ADB_SERVER_HOST``
    (adbutils'), and ``ANDROID_ADB_SERVER_PORT``. An empty variable is none.

    Raises:
        UsageError: a value is no address; the message names the option or the variable.
    """
    environ = os.environ if environ is None else environ
    socket_spec = environ.get("ADB_SERVER_SOCKET", "").strip()
    if socket_spec and host is None and port is None:
        return _from_socket_spec(socket_spec)
    hosts = [("--adb-host", host)] + [
        (name, environ.get(name) or None)
        for name in ("ANDROID_ADB_SERVER_ADDRESS", "ANDROID_ADB_SERVER_HOST")
    ]
    name = "ANDROID_ADB_SERVER_PORT"
    ports = [("--adb-port", port), (name, environ.get(name) or None)]
    where, text = next(((w, v) for w, v in hosts if v is not None), ("", DEFAULT_HOST))
    origin, number = next(((w, v) for w, v in ports if v is not None), ("", DEFAULT_PORT))
    return ServerAddress(_host(where, text), _port(origin, number))


def drop_unreadable_port(environ: MutableMapping[str, str]) -> None:
    """Take ``ANDROID_ADB_SERVER_PORT`` away if it is no number: importing adbutils fails on it.

    To be called when the address is known: then it was not needed.
    """
    name = "ANDROID_ADB_SERVER_PORT"
    if not re.fullmatch(r"\s*\d+\s*", environ.get(name, "0"), re.ASCII):
        del environ[name]


def _from_socket_spec(spec: str) -> ServerAddress:
    kind = spec.partition(":")[0]
    if kind != "tcp":
        raise UsageError(
            f"ADB_SERVER_SOCKET is {spec!r}: only tcp: is supported, not {kind}:.",
            hint="Set ADB_SERVER_SOCKET to tcp:HOST:PORT, or use --adb-host and --adb-port.",
        )
    found = _TCP.fullmatch(spec)
    if not found:
        raise _bad("ADB_SERVER_SOCKET", spec, "is not of the form tcp:HOST:PORT")
    host = found["host"] or DEFAULT_HOST
    return ServerAddress(_host("ADB_SERVER_SOCKET", host), _port("ADB_SERVER_SOCKET", found[2]))


def _host(where: str, value: str) -> str:
    bare = value.strip()
    bare = bare[1:-1] if bare.startswith("[") and bare.endswith("]") else bare
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        pass
    if not _HOST.fullmatch(bare):
        raise _bad(where, value, "is not a host name or an IP address")
    return bare


def _port(where: str, value: int | str) -> int:
    text = str(value).strip()
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    if not 1 <= number <= 65535:
        raise _bad(where, str(value), "is not a port (1 to 65535)")
    return number


def _bad(where: str, value: str, why: str) -> UsageError:
    return UsageError(f"{where} is {value!r}, which {why}.", hint=f"Correct or unset {where}.")
