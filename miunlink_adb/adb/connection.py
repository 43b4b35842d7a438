"""One connection to the adb server, each of whose steps shares one deadline.

It must not know phones, adbutils or uiautomator2: asking a phone's shell imports nothing heavy.
"""

from __future__ import annotations

import socket
from typing import Self

from miunlink_adb.adb import smart_socket
from miunlink_adb.adb.address import ServerAddress
from miunlink_adb.clock import Deadline

__all__ = ["Connection"]


class Connection:
    """Open until `close`, which a `with` block ends with."""

    def __init__(self, address: ServerAddress, deadline: Deadline) -> None:
        """Connect; never starts a server.

        Raises:
            ServerGone: nothing answers there.
        """
        self.deadline = deadline
        self.socket: socket.socket = smart_socket.dial(address, deadline)

    def ask(self, request: str) -> None:
        """Send one request and read OKAY.

        Raises:
            AdbFail: with the adb server's reason, or because it hung up.
            TimeoutError: no answer in time.
        """
        try:
            smart_socket.ask(self.socket, request, self.deadline)
        except (smart_socket.NotAdb, EOFError) as error:
            raise smart_socket.AdbFail(str(error) or "connection closed") from error

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        return self.socket.fileno() < 0

    def close(self) -> None:
        """Close at once; never raises."""
        smart_socket.end(self.socket)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
