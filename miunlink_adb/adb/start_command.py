"""The shell command that opens a page by intent.

Pure. It must not know which pages there are.
"""

from __future__ import annotations

import shlex

from miunlink_adb.phone import Open

__all__ = ["intent_words", "start_command"]


def start_command(act: Open) -> str:
    """``am start`` for this act; every value is quoted."""
    words = ["am", "start", "-a", act.action]
    words += ["-c", act.category] if act.category else []
    words += ["--activity-clear-task"] if act.fresh else []
    words += ["-p", act.package] if act.package else []
    return shlex.join(words)


def intent_words(act: Open) -> str:
    """How the page is called in a message."""
    return f"{act.action} of {act.package}" if act.package else act.action
