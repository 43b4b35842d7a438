"""From the shared options to an adb server's address and a phone.

It must not know what is done with the phone.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from miunlink_adb.cli.context import Context

if TYPE_CHECKING:
    from miunlink_adb.adb import AdbPhone, ServerAddress

__all__ = ["attached_phone", "server_address", "wanted_serial"]


def server_address(context: Context) -> ServerAddress:
    """The adb server that the options or the environment name; started if it is a local one.

    Raises:
        UsageError: the environment's address cannot be read.
        NoAdb: nothing answers there.
    """
    from miunlink_adb.adb import ensure_server, resolve_server

    address = resolve_server(context.adb_host, context.adb_port)
    ensure_server(address)
    return address


def wanted_serial(context: Context) -> str | None:
    """``-s``, else ``ANDROID_SERIAL``."""
    return context.serial or os.environ.get("ANDROID_SERIAL") or None


@contextmanager
def attached_phone(context: Context) -> Iterator[AdbPhone]:
    """The one phone that is meant, closed at the end.

    Raises:
        DeviceError: there is none, there are several, or it is not ready.
    """
    from miunlink_adb.adb import choose_device, connect, list_devices

    address = server_address(context)
    device = choose_device(list_devices(address), wanted_serial(context))
    phone = connect(address, device)
    try:
        yield phone
    finally:
        phone.close()
