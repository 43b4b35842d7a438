"""`--virtual`: a virtual phone with a private adb server, for the time of one command.

It must not know the command.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from miunlink_adb.cli.context import Context
from miunlink_adb.errors import NoAdb, UsageError

__all__ = ["virtual_context"]

OWNER = ["delay=1", "data=keep", "unsynced=ok", "hidden=ok", "photos=ok"]
"""What the virtual phone's owner does: types the secrets, keeps the data, takes his time."""


def _own_serial() -> str:
    """Every virtual phone is another phone: several can be tried at the same time."""
    return secrets.token_hex(4)


@contextmanager
def virtual_context(context: Context, wanted: str) -> Iterator[Context]:
    """Start `RELEASE[:LOCALE][:LAYOUT]`; the options then name it and its own adb server.

    Raises:
        UsageError: there is no such virtual phone.
    """
    from miunlink_adb.virtual import Owner, VirtualPhone, VirtualPhoneError, WorldError, parse_spec

    try:
        spec = parse_spec(wanted)
    except WorldError as error:
        raise UsageError(
            str(error), hint="Write for example --virtual hyperos-1:de:intl."
        ) from None
    owner = Owner.parse(OWNER)
    phone = VirtualPhone(
        spec.release, spec.locale, spec.layout, owner=owner, hardware_serial=_own_serial()
    )
    try:
        phone.start()
    except VirtualPhoneError as error:
        raise NoAdb(f"The virtual phone does not start: {error}") from None
    try:
        yield replace(context, serial=phone.serial, adb_host="127.0.0.1", adb_port=phone.adb_port)
    finally:
        phone.stop()
