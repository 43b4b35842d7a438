"""How Android names its objects in dumps: by type, a hash and what they are."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from miunlink_adb.virtual.command.denial import is_miui
from miunlink_adb.virtual.intent import short

if TYPE_CHECKING:
    from miunlink_adb.virtual.phone import Phone
    from miunlink_adb.virtual.screen import Screen


def object_hash(text: str) -> str:
    """Return a stable hexadecimal number such as stands for an object in dumps."""
    return f"{zlib.crc32(text.encode()) & 0xFFFFFFF:x}"


def component(screen: Screen) -> str:
    """Return ``pkg/.Class`` of an activity's screen, as records name it."""
    package, _, activity = screen.component.partition("/")
    return short(package, activity)


def window(phone: Phone, title: str) -> str:
    """Return ``Window{…}``; Xiaomi's Android 12 and 13 put two more words into it."""
    more = "mode=0 rootTaskId=1 " if is_miui(phone) and 31 <= phone.sdk <= 33 else ""
    return f"Window{{{object_hash(title)} {more}u{phone.current_user} {title}}}"


def activity(phone: Phone, screen: Screen, task: int) -> str:
    """Return ``ActivityRecord{…}`` of a screen in a task."""
    name = component(screen)
    record = object_hash(name + str(id(screen)))
    return f"ActivityRecord{{{record} u{phone.current_user} {name} t{task}}}"
