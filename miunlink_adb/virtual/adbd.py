"""The phone's adb daemon on a loopback TCP port.

Owns the listening socket and who may connect; the phone is only passed on to the services.
The cable is this object's business: unplugging cuts every connection, replugging listens again
on the same port, so that the computer finds the same serial on a new transport.
"""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING

from miunlink_adb.virtual import bootmode
from miunlink_adb.virtual.auth import Authorization, KeyStore
from miunlink_adb.virtual.connection import Connection
from miunlink_adb.virtual.service.recovery import recovery_services
from miunlink_adb.virtual.service.registry import ServiceRegistry
from miunlink_adb.virtual.service.standard import standard_services
from miunlink_adb.virtual.wire import MAX_PAYLOAD, VERSION_NO_CHECKSUM

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from miunlink_adb.virtual.phone import Phone

FEATURES: Sequence[str] = ("shell_v2", "cmd", "stat_v2", "ls_v2", "fixed_push_mkdir")
"""What this daemon really serves, in adb's words."""
_REBIND_ATTEMPTS, _REBIND_PAUSE = 50, 0.02
_BANNER_PROPS = ("ro.product.name", "ro.product.model", "ro.product.device")


class Adbd:
    """Serves one phone over TCP.

    Args:
        phone: What the services act on.
        services: Which service answers what; a copy of the standard ones unless given.
        authorization: What happens when a computer connects.
        version: Protocol version announced (0x01000000 or 0x01000001).
        max_payload: Largest payload announced, in bytes.
        features: Announced features; leave one out to be an older phone.
        state: First word of the banner: ``device``, ``recovery``, ``sideload``, ``bootloader``.
    """

    def __init__(
        self,
        phone: Phone,
        *,
        services: ServiceRegistry | None = None,
        authorization: Authorization = Authorization.OPEN,
        version: int = VERSION_NO_CHECKSUM,
        max_payload: int = MAX_PAYLOAD,
        features: Sequence[str] = FEATURES,
        state: str = "device",
    ) -> None:
        self.phone = phone
        self.services = services if services is not None else standard_services().copy()
        self.authorization = authorization
        self.keys = KeyStore()
        self.version = version
        self.max_payload = max_payload
        self.features = features
        self.state = state
        self._of_android: tuple[str, ServiceRegistry] | None = None
        self.mute = False
        self.errors: list[BaseException] = []
        self.port = 0
        self._server: asyncio.Server | None = None
        self._reserved: socket.socket | None = None
        self._connections: set[Connection] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Lock()

    @property
    def address(self) -> str:
        """Where to ``adb connect`` to; also the serial that the adb server gives the phone."""
        return f"127.0.0.1:{self.port}"

    @property
    def plugged(self) -> bool:
        """Whether computers can reach the daemon."""
        return self._server is not None

    @property
    def online(self) -> bool:
        """Whether a computer has completed the handshake."""
        return any(connection.online for connection in self._connections)

    async def start(self) -> int:
        """Listen on a free port of 127.0.0.1 and return it."""
        self._reserved = _bind(self.port)
        self.port = self._reserved.getsockname()[1]
        self.phone.on_link.append(self._follow)
        if self.phone.plugged:
            await self.replug()
        return self.port

    async def stop(self) -> None:
        """Stop listening, cut every connection, wait until every service has ended."""
        if self._follow in self.phone.on_link:
            self.phone.on_link.remove(self._follow)
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._cut()
        if self._reserved is not None:
            self._reserved.close()
            self._reserved = None

    async def unplug(self) -> None:
        """Pull the cable; the port stays reserved, connecting to it is refused."""
        if self._server is None:
            return
        server, self._server = self._server, None
        server.close()
        self._reserved = await _bind_again(self.port)
        await self._cut()

    async def _cut(self) -> None:
        """End everything that is connected, and listen no more."""
        server, self._server = self._server, None
        if server is not None:
            server.close()
        connections = list(self._connections)
        await asyncio.gather(*(connection.finish() for connection in connections))

    async def replug(self) -> None:
        """Listen again where the daemon listened before; computers must connect anew."""
        if self._server is None and self._reserved is not None:
            loop = asyncio.get_running_loop()
            sock, self._reserved = self._reserved, None
            self._server = await loop.create_server(lambda: Connection(self), sock=sock)

    async def _plug(self) -> None:
        """Be reachable again, whatever was before."""
        self.go_online()
        self._become()
        await self.replug()

    def _become(self) -> None:
        """Be the daemon of what runs on the phone now: Android's own, or its recovery's."""
        recovery = {
            bootmode.TWRP: recovery_services,
            bootmode.SIDELOAD: ServiceRegistry,
        }.get(self.phone.mode)
        if recovery is not None:
            self._of_android = self._of_android or (self.state, self.services)
            self.state, self.services = self.phone.mode, recovery()
        elif self._of_android is not None:
            (self.state, self.services), self._of_android = self._of_android, None

    async def go_offline(self) -> None:
        """Become a daemon that takes connections and never answers: adb shows *offline*."""
        self.mute = True
        await asyncio.gather(*(connection.finish() for connection in list(self._connections)))

    def go_online(self) -> None:
        """Answer computers that connect from now on."""
        self.mute = False

    def allow(self) -> bool:
        """The owner taps *Allow* on the phone; returns whether a computer was waiting for it."""
        waiting = [c for c in self._connections if c.offered_key is not None and not c.online]
        for connection in waiting:
            connection.allow()
        return bool(waiting)

    async def revoke(self) -> None:
        """Forget every allowed computer and cut them off: each must ask again."""
        self.keys.clear()
        await asyncio.gather(*(connection.finish() for connection in list(self._connections)))

    @property
    def asks(self) -> bool:
        """Whether a computer must prove its key."""
        return self.authorization is not Authorization.OPEN or not self.phone.authorized

    @property
    def allows_any(self) -> bool:
        """Whether an unknown key is allowed without the owner."""
        return self.authorization is Authorization.ACCEPT and self.phone.authorized

    def _follow(self, event: str) -> None:
        """Do what the phone's cable or owner did: see ``Phone.on_link``."""
        if event == "authorized":
            self.allow()
            return
        work = {
            "unplug": self.unplug,
            "reboot": self.unplug,
            "plug": self._plug,
            "unauthorized": self.revoke,
            "offline": self.go_offline,
        }.get(event)
        if work is not None:
            task = asyncio.get_running_loop().create_task(self._in_order(work))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _in_order(self, work: Callable[[], Awaitable[None]]) -> None:
        """One after the other: a cable that is back at once must not overtake its own pulling."""
        async with self._turn:
            await work()

    def check_errors(self) -> None:
        """Raise the first error that a service of this daemon met; tests call it at the end."""
        if self.errors:
            raise self.errors[0]

    def banner(self) -> str:
        """Return the identity that CNXN carries: state, properties, features."""
        props = "".join(f"{name}={self.phone.props.get(name, '')};" for name in _BANNER_PROPS)
        return f"{self.state}::{props}features={','.join(self.features)}"

    def joined(self, connection: Connection) -> None:
        """Note a computer that has connected."""
        self._connections.add(connection)

    def left(self, connection: Connection) -> None:
        """Note a computer that has gone."""
        self._connections.discard(connection)


def _bind(port: int) -> socket.socket:
    """Return a socket bound to the loopback port, not yet listening: connecting is refused."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(("127.0.0.1", port))
        sock.setblocking(False)  # noqa: FBT003 - the standard library's own signature
    except OSError:  # somebody has the port: nothing of ours stays open
        sock.close()
        raise
    return sock


async def _bind_again(port: int) -> socket.socket:
    """The same, of a port that was ours a moment ago and that somebody may have taken for a moment.

    A connection that leaves this computer, or a server that looks for a free port, gets any.
    """
    for _ in range(_REBIND_ATTEMPTS):
        try:
            return _bind(port)
        except OSError:
            await asyncio.sleep(_REBIND_PAUSE)
    return _bind(port)
