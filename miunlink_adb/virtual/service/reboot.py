"""Services that change the daemon or the phone's mode: reboot, and those a user build refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miunlink_adb.virtual.bootmode import TARGETS, restart
from miunlink_adb.virtual.stream import StreamClosed

if TYPE_CHECKING:
    from miunlink_adb.virtual.phone import Phone
    from miunlink_adb.virtual.stream import Stream


async def reboot(phone: Phone, stream: Stream, argument: str) -> None:
    """Serve ``reboot:MODE``: the stream closes and the link goes down."""
    if argument not in TARGETS:
        phone.record.unknown.append(f"reboot {argument}")
        return
    stream.accept()
    restart(phone, argument)


async def root(phone: Phone, stream: Stream, argument: str) -> None:
    """Serve ``root:``: refused, as on every user build."""
    del phone, argument
    await _say(stream, "adbd cannot run as root in production builds\n")


async def remount(phone: Phone, stream: Stream, argument: str) -> None:
    """Serve ``remount:``: refused without root."""
    del phone, argument
    await _say(stream, 'Not running as root. Try "adb root" first.\n')


async def reverse(phone: Phone, stream: Stream, argument: str) -> None:
    """Serve ``reverse:…``: the list is empty, everything else fails in the protocol's words."""
    if argument == "list-forward":
        await _say(stream, "OKAY0000")
        return
    phone.record.unknown.append(f"reverse {argument}")
    text = "reverse forwarding is not built into this phone"
    await _say(stream, f"FAIL{len(text):04x}{text}")


async def _say(stream: Stream, text: str) -> None:
    stream.accept()
    try:
        await stream.write(text.encode())
    except StreamClosed:
        return
