"""`--virtual`: a virtual phone with a private adb server, for the time of one command.

It must not know the command.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from miunlink_adb.cli.context import Context
from miunlink_adb.errors import UsageError

__all__ = ["virtual_context"]


@contextmanager
def virtual_context(context: Context, wanted: str) -> Iterator[Context]:
    """Start `RELEASE[:LOCALE][:LAYOUT]`; the options then name it and its own adb server.

    Raises:
        UsageError: there is no such virtual phone.
    """
    from miunlink_adb.virtual import VirtualPhone, parse_phone_name

    try:
        name = parse_phone_name(wanted)
    except ValueError as error:
        raise UsageError(
            str(error), hint="Write for example --virtual hyperos-1:de:intl."
        ) from None
    with VirtualPhone(release=name.release, locale=name.locale, layout=name.layout) as phone:
        yield replace(context, serial=phone.serial, adb_host="127.0.0.1", adb_port=phone.adb_port)
