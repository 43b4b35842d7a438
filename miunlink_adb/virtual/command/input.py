"""input: taps, swipes, keys and text from the shell, and the ways in which MIUI refuses them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miunlink_adb.virtual.faults import InputRefused

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from miunlink_adb.virtual.command.call import Call, CommandFunction

_DEVICES = frozenset(
    {"touchscreen", "touchpad", "keyboard", "mouse", "dpad", "stylus", "gamepad", "trackball"}
)
_SOURCE = "adb"
_OLD_STACK = """\
\tat android.os.Parcel.createException(Parcel.java:2075)
\tat android.os.Parcel.readException(Parcel.java:2043)
\tat android.hardware.input.IInputManager$Stub$Proxy.injectInputEvent(IInputManager.java:925)
\tat android.hardware.input.InputManager.injectInputEvent(InputManager.java:886)
\tat com.android.commands.input.Input.main(Input.java:71)
\tat com.android.internal.os.RuntimeInit.main(RuntimeInit.java:380)"""


async def input_(call: Call) -> int:
    """``input [SOURCE] [-d DISPLAY] VERB ARGUMENTS``."""
    args = [argument for argument in call.args if argument not in _DEVICES]
    if args[:1] == ["-d"]:
        args = args[2:]
    verb = _VERBS.get(args[0]) if args else None
    if verb is None:
        return call.unknown(f"Error: Unknown command: {args[0]}" if args else "Usage: input", 255)
    try:
        return await verb(call, args[1:])
    except InputRefused as refused:
        return _refuse(call, args[0], str(refused))
    except (ValueError, IndexError):
        call.complain("Error: Invalid arguments for command: " + args[0])
        return 255


def _refuse(call: Call, verb: str, reason: str) -> int:
    """Print the refusal as this Android does: 11 and later exit with 255, 10 with 1, 9 with 0."""
    reason = reason.removeprefix("java.lang.SecurityException: ")
    if call.phone.sdk >= 30:
        call.complain(f"\nException occurred while executing '{verb}':")
    call.complain(f"java.lang.SecurityException: {reason}")
    call.complain(_OLD_STACK)
    return 255 if call.phone.sdk >= 30 else int(call.phone.sdk == 29)


async def _tap(call: Call, args: list[str]) -> int:
    await call.phone.ui.tap(float(args[0]), float(args[1]), source=_SOURCE)
    return 0


async def _swipe(call: Call, args: list[str]) -> int:
    x1, y1, x2, y2 = (float(argument) for argument in args[:4])
    ms = float(args[4]) if len(args) > 4 else 300.0
    if (x1, y1) == (x2, y2):  # the usual way to press long
        await call.phone.ui.tap(x1, y1, source=_SOURCE, hold=ms / 1000)
    else:
        await call.phone.ui.swipe(x1, y1, x2, y2, ms, source=_SOURCE)
    return 0


async def _key(call: Call, args: list[str]) -> int:
    keys = [argument for argument in args if not argument.startswith("--")]
    if not keys:
        raise IndexError
    for key in keys:
        known = await call.phone.ui.key(int(key) if key.isdecimal() else key, source=_SOURCE)
        if not known and not key.isdecimal():
            call.phone.record.unknown.append(f"input keyevent {key}")
    return 0


async def _text(call: Call, args: list[str]) -> int:
    text = " ".join(args[:1]).replace("%s", " ")
    if not text.isascii():
        call.complain("\nException occurred while executing 'text':")
        call.complain("java.lang.NullPointerException: Attempt to get length of null array")
        call.complain("\tat com.android.server.input.InputShellCommand.sendText")
        return 255
    await call.phone.ui.text(text, source=_SOURCE)
    return 0


_VERBS: dict[str, Callable[[Call, list[str]], Awaitable[int]]] = {
    "tap": _tap,
    "swipe": _swipe,
    "draganddrop": _swipe,
    "keyevent": _key,
    "text": _text,
}

COMMANDS: dict[str, CommandFunction] = {"input": input_}
