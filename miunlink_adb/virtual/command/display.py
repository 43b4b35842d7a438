"""Commands about the display: wm, screencap, uiautomator."""

from __future__ import annotations

import re
import struct
import zlib
from typing import TYPE_CHECKING

from miunlink_adb.virtual.command.denial import deny, is_miui, shell_is_trusted
from miunlink_adb.virtual.command.options import flags, value
from miunlink_adb.virtual.file_node import FileError

if TYPE_CHECKING:
    from miunlink_adb.virtual.command.call import Call, CommandFunction

_THEME_FILE = "/data/system/theme_config/theme_compatibility.xml"
_THEME_STACK = f"""\
java.io.FileNotFoundException: {_THEME_FILE}: open failed: ENOENT (No such file or directory)
\tat libcore.io.IoBridge.open(IoBridge.java:492)
\tat java.io.FileInputStream.<init>(FileInputStream.java:160)
\tat java.io.FileReader.<init>(FileReader.java:58)
\tat miui.content.res.ThemeCompatibilityLoader.getVersion(ThemeCompatibilityLoader.java:108)
\tat miui.content.res.ThemeCompatibilityLoader.loadConfig(ThemeCompatibilityLoader.java:59)
\tat miui.content.res.ThemeCompatibility.<clinit>(ThemeCompatibility.java:31)
\tat android.content.res.MiuiResourcesImpl.<clinit>(MiuiResourcesImpl.java:41)
\tat android.content.res.Resources.getSystem(Resources.java:233)"""
_DEFAULT_DUMP = "/sdcard/window_dump.xml"
_KILLED = 137
_ERRORS = {
    "dump_idle": "ERROR: could not get idle state.",
    "dump_null_root": "ERROR: null root node returned by UiTestAutomationBridge.",
}
_SECURE = "android.permission.WRITE_SECURE_SETTINGS"


def wm(call: Call) -> int:
    """``wm size|density [VALUE|reset]``."""
    verb, args = (call.args[0], call.args[1:]) if call.args else ("", [])
    if verb not in ("size", "density"):
        return call.unknown(f"Unknown command: {verb}", 255)
    if not args:
        return _show(call, verb)
    if not shell_is_trusted(call.phone):
        return deny(call, verb, f"Must hold permission {_SECURE}")
    return _set(call, verb, args[0])


def _show(call: Call, verb: str) -> int:
    phone = call.phone
    if verb == "density":
        call.print(f"Physical density: {phone.density}")
        if phone.density_override:
            call.print(f"Override density: {phone.density_override}")
        return 0
    call.print(f"Physical size: {phone.width}x{phone.height}")
    if phone.size_override:
        call.print("Override size: {}x{}".format(*phone.size_override))
    return 0


def _set(call: Call, verb: str, text: str) -> int:
    size = re.fullmatch(r"(\d+)x(\d+)", text)
    if verb == "size" and (size or text == "reset"):
        call.phone.size_override = (int(size[1]), int(size[2])) if size else None
    elif verb == "density" and (text.isdecimal() or text == "reset"):
        call.phone.density_override = int(text) if text.isdecimal() else None
    else:
        call.complain(f"Error: bad {verb} {text}")
        return 255
    call.phone.ui.touch()
    return 0


def screencap(call: Call) -> int:
    """``screencap -p [-d ID] [FILE]``: an empty picture of the display's size."""
    _, args = value(call.args, "-d", "")
    options, names = flags(args, "p")
    if "p" not in options and not (names and names[0].endswith(".png")):
        return call.unknown("screencap: only PNG is built")
    picture = _png(*call.phone.size(), white=not call.phone.ui.shown().secure)
    if not names:
        call.out.write(picture)
        return 0
    try:
        call.phone.files.write(call.path(names[0]), picture)
    except FileError as error:
        return call.fail(f"Error opening file: {names[0]} ({error.text})")
    return 0


def _png(width: int, height: int, *, white: bool) -> bytes:
    """Return a picture of one colour, one bit per pixel."""
    row = b"\0" + (b"\xff" if white else b"\0") * ((width + 7) // 8)
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(row * height, 1)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def uiautomator(call: Call) -> int:
    """``uiautomator dump [--compressed] [FILE]``: the active window; killed while u2 runs."""
    args = [argument for argument in call.args if argument != "--compressed"]
    if args[:1] != ["dump"]:
        return call.unknown("Usage: uiautomator <subcommand> [options]")
    shape = call.phone.meet("shell_dump")
    if call.phone.automation.holder or shape == "dump_killed":
        call.complain("Killed")
        return _KILLED
    odd = is_miui(call.phone) and not call.phone.files.exists(_THEME_FILE)
    if odd:
        call.complain(_THEME_STACK)
    if shape in _ERRORS:
        call.complain(_ERRORS[shape])
        return 0
    compressed = "--compressed" in call.args
    text = call.phone.ui.dump(active_only=True, compressed=compressed, form="shell")
    status = _keep(call, args[1] if len(args) > 1 else _DEFAULT_DUMP, text)
    return int(odd) or status


def _keep(call: Call, name: str, text: str) -> int:
    if name.startswith("/dev/"):
        call.print(text, end="")
    else:
        try:
            call.phone.files.write(call.path(name), text.encode("utf-8", "surrogatepass"))
        except FileError as error:
            call.complain(f"java.io.FileNotFoundException: {name}: open failed: {error.text}")
            return 1
    call.print(f"UI hierchary dumped to: {name}")
    return 0


COMMANDS: dict[str, CommandFunction] = {
    "wm": wm,
    "screencap": screencap,
    "uiautomator": uiautomator,
}
