"""Parts of a file on the phone, as bytes, without pulling the file.

By `dd` in whole blocks: every Android has it, and seeks instead of reading up to the place. Over
`exec:`, which carries bytes unchanged; Android 4.4 has only `shell:`, whose terminal puts a CR
before every LF. It must not know what the files are.
"""

from __future__ import annotations

import shlex

from miunlink_adb.adb import smart_socket
from miunlink_adb.adb.session import ServiceRefused, Session

__all__ = ["BLOCK", "read_part"]

BLOCK = 256 * 1024


def read_part(session: Session, path: str, offset: int, length: int, seconds: float) -> bytes:
    """`length` bytes from `offset`; fewer where the file ends, none where it may not be read.

    Raises what `Session` raises.
    """
    first = offset // BLOCK
    count = -(-(offset + length) // BLOCK) - first
    command = f"dd if={shlex.quote(path)} bs={BLOCK} skip={first} count={count} 2>/dev/null"
    try:
        data = _output(session, f"exec:{command}", seconds, count * BLOCK)
    except ServiceRefused:
        printed = _output(session, f"shell:{command}", seconds, 2 * count * BLOCK)
        data = printed.replace(b"\r\n", b"\n")
    start = offset - first * BLOCK
    return data[start : start + length]


def _output(session: Session, service: str, seconds: float, limit: int) -> bytes:
    with session.open_service(service, seconds) as connection:
        return smart_socket.read_all(connection.socket, connection.deadline, limit)
