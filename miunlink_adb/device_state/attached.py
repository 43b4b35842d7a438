"""The phones in the text of `adb devices -l`.

Pure. It must not know which state is good enough, or how to reach a phone.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_LINE_END = re.compile(r"\r*\n|\r+")
# Longest first. Everything else that adb may say is one word.
_STATES = (
    "no permissions", "unauthorized", "authorizing", "connecting", "bootloader", "recovery",
    "sideload", "rescue", "offline", "detached", "device", "host", "unknown",
)  # fmt: skip
_LINE = re.compile(rf"(\S.*?)\s+({'|'.join(_STATES)})(?![\w-])\s*(.*)")
_DETAIL = re.compile(r"(\w+):(\S+)")
# Lines of adb itself and of shells around it.
_NOISE = re.compile(r"\*|adb[: ]|adb server|error:|List of devices|\S*[>#$%❯] ?\S*adb\b")


class Attached(NamedTuple):
    """One line of `adb devices -l`.

    Attributes:
        serial: the serial, or `host:port` of a phone on the network.
        state: adb's own word: device, unauthorized, offline, no permissions, sideload, …
        cause: what adb adds to `no permissions`, without the brackets; empty otherwise.
        product, model, device: adb's words; empty if the line has none. A space is `_` there.
        usb: the path of the port; empty on a network and on Windows.
        transport_id: adb's number for this connection, or None.
    """

    serial: str
    state: str
    cause: str
    product: str
    model: str
    device: str
    usb: str
    transport_id: int | None


def parse_attached(text: str) -> tuple[Attached, ...]:
    """The attached phones, in adb's order; lines of the daemon are passed over."""
    lines = (line.strip() for line in _LINE_END.split(text))
    matches = (_LINE.fullmatch(line) for line in lines if line and not _NOISE.match(line))
    return tuple(_attached(match) for match in matches if match)


def _attached(match: re.Match[str]) -> Attached:
    serial, state, rest = match.groups()
    cause = ""
    if state == "no permissions":
        cause, rest = _cause(rest)
    details = dict(_DETAIL.findall(rest))
    transport = details.get("transport_id", "")
    return Attached(
        serial=serial,
        state=state,
        cause=cause,
        product=details.get("product", ""),
        model=details.get("model", ""),
        device=details.get("device", ""),
        usb=details.get("usb", ""),
        transport_id=int(transport) if transport.isascii() and transport.isdigit() else None,
    )


def _cause(rest: str) -> tuple[str, str]:
    """Split `(missing udev rules? …); see [http://…] usb:1-1 transport_id:2`."""
    found = re.match(r"(?:\((.*?)\))?(?:; see \[[^\]]*\])?\s*(.*)", rest)
    return (found[1] or "", found[2]) if found else ("", rest)
