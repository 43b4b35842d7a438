"""The one JSON document of a command that ended before it had anything to tell.

It must not know how commands work, only what their documents look like.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from miunlink_adb.errors import MiunlinkError

__all__ = ["COMMAND", "failure_document"]

FORMAT = 1
COMMAND: ContextVar[str] = ContextVar("command", default="")
"""The command that runs, as its own documents name it: `selectors match`; empty before any."""


def failure_document(command: str, error: MiunlinkError) -> dict[str, Any]:
    """What `--json` prints for this error: the command's whole document where that is known."""
    if command == "signout":
        from miunlink_adb.report import SignoutReport

        report = SignoutReport()
        report.fail(error)
        return report.to_json()
    named = {"command": command} if command else {}
    return {"format": FORMAT, **named, "error": error.to_json()}
