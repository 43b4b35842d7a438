"""`twrp`: the command line of TWRP, as far as a reset needs it; and `ls`, `id` of its root shell.

Words and behaviour are facts: the command always ends with exit code 0, whatever became of it;
what it prints is all that tells, in the language of the recovery, and lines of it may be lost.
`wipe data` keeps /data/media, `format data` does not; older versions do not know `format`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from miunlink_adb.virtual import bootmode
from miunlink_adb.virtual.command import basic, file, listing, process, prop, text
from miunlink_adb.virtual.command.call import CommandRegistry
from miunlink_adb.virtual.file_node import Directory, FileError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from miunlink_adb.virtual.command.call import Call, CommandFunction

DONE = "Done processing script file"
_WIPES = ("cache", "dalvik", "data")
_PROCESS = ("ps", "pidof", "date", "uptime", "uname", "timeout", "time")


async def twrp(call: Call) -> int:
    """``twrp wipe|format|reboot|mount|unmount|print|version``."""
    if not call.args or call.args[0] in ("help", "version", "--version"):
        version = call.phone.props.get("ro.twrp.version", "")
        call.print(f"TWRP openrecoveryscript command line tool, TWRP version {version}\n")
        return 0
    verb = _VERBS.get(call.args[0])
    if verb is None or (call.args[0] == "format" and call.phone.recovery == "twrp_old"):
        call.print(f"Unrecognized script command: '{call.args[0]}'")
    else:
        await verb(call, " ".join(call.args[1:]))
    call.print(DONE)
    return 0


async def _wipe(call: Call, what: str) -> None:
    if what not in _WIPES:
        call.print(f"Error with wipe command value: '{what}'")
    elif what == "data":
        await _erase(call, "Wiping data without wiping /data/media ...", keep_media=True)
        call.print("Formatting Cache using make_ext4fs...")
    else:
        call.print(f"Formatting {what.capitalize()} using make_ext4fs...")


async def _format(call: Call, what: str) -> None:
    if what != "data":
        call.print(f"Error with format command value: '{what}'")
        return
    await _erase(call, "Formatting Data using make_f2fs...", keep_media=False)
    call.print("You may need to reboot recovery to be able to use /data again.")


async def _erase(call: Call, said: str, *, keep_media: bool) -> None:
    """What the recovery does, unless this phone's is one that fails or says what is not so."""
    phone = call.phone
    if phone.wipe_outcome == "fails":
        call.print("Failed to mount '/data' (Invalid argument)")
        call.print("Unable to wipe Data.")
        return
    await phone.latency.sleep(phone.latency.wipe)
    if phone.wipe_outcome != "lies":
        phone.wipe(keep_media=keep_media)
    if phone.wipe_outcome != "silent":
        call.print(said)
        call.print("Done.")


async def _reboot(call: Call, target: str) -> None:
    await call.flush()
    bootmode.restart(call.phone, target)


async def _mount(call: Call, what: str) -> None:
    call.print(f"{call.args[0].capitalize()}ed '/{what.strip('/')}'")


async def _print(call: Call, what: str) -> None:
    call.print(what)


_VERBS: dict[str, Callable[[Call, str], Awaitable[None]]] = {
    "wipe": _wipe,
    "format": _format,
    "reboot": _reboot,
    "mount": _mount,
    "unmount": _mount,
    "print": _print,
}


def ls(call: Call) -> int:
    """List a directory as root; whatever has options beyond ``-A`` as the shell user does."""
    names = [name for name in call.args if name not in ("-A", "-1", "-a")]
    if any(name.startswith("-") for name in names) or len(names) != 1:
        return listing.ls(call)
    try:
        node = call.phone.files.walk(call.path(names[0]))
    except FileError as error:
        call.complain(f"ls: {names[0]}: {error.text}")
        return 1
    for name in sorted(node.children) if isinstance(node, Directory) else [names[0]]:
        call.print(name)
    return 0


def identity(call: Call) -> int:
    """Root, as everything is in a recovery."""
    call.print("root" if call.name == "whoami" else "uid=0(root) gid=0(root) context=u:r:su:s0")
    return 0


def recovery_commands() -> CommandRegistry:
    """The commands of a custom recovery's shell: no am, pm, settings, dumpsys or input."""
    commands: dict[str, CommandFunction] = {}
    for module in (basic, file, listing, prop, text):
        commands |= module.COMMANDS
    commands |= {name: process.COMMANDS[name] for name in _PROCESS}
    commands |= {"twrp": twrp, "reboot": process.reboot, "ls": ls}
    return CommandRegistry(commands | {"id": identity, "whoami": identity})
