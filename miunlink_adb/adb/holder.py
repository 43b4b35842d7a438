"""Which process on the phone holds its only UiAutomation connection, from a process list.

Pure. It must not know how to end one: that is the business of whoever started it.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["U2_SERVER", "Holder", "find_holder", "find_holder_process", "find_processes"]

U2_SERVER = "com.wetest.uia2.Main"

_HOLDERS = {
    U2_SERVER: "uiautomator2",
    "com.github.uiautomator": "uiautomator2 (its older app)",
    "io.appium.uiautomator2.server": "Appium",
    "dev.mobile.maestro": "Maestro",
    "com.google.android.mobly.snippet": "Mobly",
    "com.alibaba.fastbot": "Fastbot",
    "com.android.commands.monkey": "monkey",
    "com.android.commands.uiautomator": "uiautomator",
    "uiautomator": "uiautomator",
    "monkey": "monkey",
}


class Holder(NamedTuple):
    """An automation program on the phone: what it is called, and its process id."""

    words: str
    pid: int


def find_holder(listing: str) -> str | None:
    """The best-known automation program in the output of ``ps``, in words; None if none is."""
    found = find_holder_process(listing)
    return f"{found.words} (process {found.pid} on the phone)" if found else None


def find_holder_process(listing: str) -> Holder | None:
    """The same with its process id apart."""
    for name, words in _HOLDERS.items():
        pids = find_processes(listing, name)
        if pids:
            return Holder(words, pids[0])
    return None


def find_processes(listing: str, name: str) -> list[int]:
    """Process ids of what is called `name`, or has it in its command line.

    Reads ``ps -A`` and old ``ps`` (USER PID … NAME) and ``ps -A -o PID,ARGS``.
    """
    found = []
    for line in listing.splitlines():
        words = line.split()
        numbers = [word for word in words[:2] if word.isdigit()]
        if numbers and any(_is_name(word, name) for word in words[1:]):
            found.append(int(numbers[-1] if not words[0].isdigit() else words[0]))
    return found


def _is_name(word: str, name: str) -> bool:
    bare = word.rpartition("/")[2] if word.startswith("/") else word
    return bare == name or bare.startswith((f"{name}:", f"{name}."))
