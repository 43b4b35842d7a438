"""am (and ``cmd activity``), monkey: activities, processes, users, broadcasts."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from miunlink_adb.virtual.command.denial import deny
from miunlink_adb.virtual.command.intent_args import BadIntent, IntentArgs, read_intent
from miunlink_adb.virtual.command.options import value
from miunlink_adb.virtual.intent import FLAG_ACTIVITY_NEW_TASK, Intent

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from miunlink_adb.virtual.command.call import Call, CommandFunction
    from miunlink_adb.virtual.intent import StartResult

_MAIN, _LAUNCHER = "android.intent.action.MAIN", "android.intent.category.LAUNCHER"
_ADB_KEYBOARD = "ADB_"


async def am(call: Call) -> int:
    """``am VERB ARGUMENTS``."""
    verb = _VERBS.get(call.args[0].replace("-activity", "")) if call.args else None
    if verb is None:
        shown = call.args[0] if call.args else ""
        return call.unknown(f"Error: unknown command '{shown}'", 255)
    try:
        result = verb(call, call.args[1:])
        return result if isinstance(result, int) else await result
    except BadIntent as error:
        call.complain(str(error))
        return 255


async def _start(call: Call, args: list[str]) -> int:
    read = read_intent(args)
    intent = read.intent(FLAG_ACTIVITY_NEW_TASK)
    if not (intent.action or intent.component or intent.package or intent.data):
        raise BadIntent("Error: Intent component or action expected")
    if intent.package and not (intent.action or intent.component or intent.data):
        intent = replace(intent, action=_MAIN, categories=(_LAUNCHER,))
    if read.user is not None and read.user not in call.phone.users:
        call.complain(f"Error: Activity not started, user {read.user} does not exist")
        return 1
    call.print(f"Starting: Intent {{ {replace(intent, flags=read.flags)} }}")
    await call.flush()
    began = time.monotonic()
    result = await call.phone.start_activity(intent, source="adb")
    return _report(call, read, result, time.monotonic() - began)


def _report(call: Call, read: IntentArgs, result: StartResult, seconds: float) -> int:
    """Print what became of a start: refusals and errors on standard error, as ``am`` does."""
    if result.outcome == "denied":
        return deny(call, "start", result.error.removeprefix("java.lang.SecurityException: "))
    if result.error:
        call.complain(result.error)
    if not result.ok:
        return 1
    if read.wait:
        ms = int(seconds * 1000)
        call.print("Status: ok")
        call.print(f"LaunchState: {'COLD' if result.outcome == 'started' else 'HOT'}")
        call.print(f"Activity: {result.component}")
        call.print(f"TotalTime: {ms}\nWaitTime: {ms}\nComplete")
    return 0


def _force_stop(call: Call, args: list[str]) -> int:
    _, names = value(args, "--user", "")
    if not names:
        raise BadIntent("Error: Argument expected after force-stop")
    call.phone.force_stop(names[0])
    return 0


def _kill(call: Call, args: list[str]) -> int:
    """End a package's process if it is in the background; the one in front is left alone."""
    _, names = value(args, "--user", "")
    focus = call.phone.ui.focus()
    for name in names:
        if focus is None or focus[0] != name:
            call.phone.pids.pop(name, None)
    return 0


def _broadcast(call: Call, args: list[str]) -> int:
    """Nobody on the phone answers broadcasts: result 0, as when no receiver is there."""
    intent = read_intent(args).intent()
    if not intent.action.startswith(_ADB_KEYBOARD):
        call.phone.record.unknown.append(f"am broadcast {intent}")
    call.print(f"Broadcasting: Intent {{ {replace(intent, flags=intent.flags | 0x400000)} }}")
    call.print("Broadcast completed: result=0")
    return 0


def _current_user(call: Call, args: list[str]) -> int:
    del args
    call.print(str(call.phone.current_user))
    return 0


def _switch_user(call: Call, args: list[str]) -> int:
    """Refused: the shell of MIUI may not leave the user in front (not seen: assumed)."""
    call.phone.record.unknown.append(f"am switch-user {' '.join(args)}")
    call.complain("Error: Failed to switch to user")
    return 1


async def monkey(call: Call) -> int:
    """``monkey -p PACKAGE -c android.intent.category.LAUNCHER 1``: start an app by its icon."""
    package, args = value(call.args, "-p", "")
    _, args = value(args, "-c", "")
    if not package or not args or args[-1] != "1":
        return call.unknown("monkey: only -p PACKAGE [-c CATEGORY] 1 is built")
    call.print(f"  bash arg: -p\n  bash arg: {package}")
    intent = Intent(_MAIN, package=package, categories=(_LAUNCHER,), flags=FLAG_ACTIVITY_NEW_TASK)
    result = await call.phone.start_activity(intent, source="adb")
    if not result.ok:
        call.print("** No activities found to run, monkey aborted.")
        return 252
    call.print("Events injected: 1")
    call.print("## Network stats: elapsed time=12ms (0ms mobile, 0ms wifi, 12ms not connected)")
    return 0


_VERBS: dict[str, Callable[[Call, list[str]], int | Awaitable[int]]] = {
    "start": _start,
    "force-stop": _force_stop,
    "kill": _kill,
    "broadcast": _broadcast,
    "get-current-user": _current_user,
    "switch-user": _switch_user,
}

COMMANDS: dict[str, CommandFunction] = {"am": am, "monkey": monkey}
