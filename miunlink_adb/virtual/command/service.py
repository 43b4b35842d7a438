"""Commands that hand on to others or to system services: cmd, toybox, ime, content, service."""

from __future__ import annotations

import asyncio
import struct
from typing import TYPE_CHECKING

from miunlink_adb.virtual.command.denial import deny, shell_is_trusted
from miunlink_adb.virtual.command.dumpsys import SERVICES
from miunlink_adb.virtual.command.options import flags, value

if TYPE_CHECKING:
    from miunlink_adb.virtual.command.call import Call, CommandFunction

_CMD = {"package": "pm", "activity": "am", "settings": "settings", "input": "input"}
_CMD |= {"window": "wm", "content": "content", "lock_settings": "locksettings"}
_TOYBOX = (
    *("cat", "chmod", "cp", "date", "dd", "df", "echo", "false", "grep", "head", "id", "kill"),
    *("ls", "md5sum", "mkdir", "mv", "pidof", "ps", "readlink", "rm", "rmdir", "sha1sum"),
    *("sha256sum", "sleep", "sort", "stat", "tail", "test", "timeout", "touch", "tr", "true"),
    *("uname", "uptime", "wc", "whoami"),
)
_SECURE = "android.permission.WRITE_SECURE_SETTINGS"
_NO_SERVICE = 20


async def cmd(call: Call) -> int:
    """``cmd SERVICE ARGUMENTS``: the services that have commands of their own here."""
    if call.args[:1] == ["-l"]:
        call.print("Currently running services:")
        call.print("\n".join(f"  {name}" for name in SERVICES))
        return 0
    name = _CMD.get(call.args[0]) if call.args else None
    if name is None:
        shown = call.args[0] if call.args else ""
        return call.unknown(f"cmd: Can't find service: {shown}", _NO_SERVICE)
    return await call.run(call, [name, *call.args[1:]])


async def toybox(call: Call) -> int:
    """``toybox COMMAND ARGUMENTS``."""
    if not call.args:
        call.print(" ".join(sorted(_TOYBOX)))
        return 0
    if call.args[0] not in _TOYBOX:
        return call.unknown(f"toybox: Unknown command {call.args[0]}", 127)
    return await call.run(call, call.args)


def service(call: Call) -> int:
    """``service check NAME``, ``service list``; of calls, the one that asks for the IMEI."""
    if call.args[:3] == ["call", "iphonesubinfo", "1"]:
        call.print(_device_id(call.phone.props.get("ro.ril.oem.imei1", "")))
        return 0
    if call.args[:1] == ["check"] and len(call.args) == 2:
        found = call.args[1] in SERVICES and call.phone.boot_completed
        call.print(f"Service {call.args[1]}: {'found' if found else 'not found'}")
        return 0
    if call.args == ["list"]:
        call.print(f"Found {len(SERVICES)} services:")
        for number, name in enumerate(SERVICES):
            call.print(f"{number}\t{name}: []")
        return 0
    return call.unknown("service: only check and list are built")


_EX_SECURITY = -1


def _device_id(imei: str) -> str:
    """A Parcel as `service` prints it: the number, or the refusal of phones that keep it."""
    refusal = "getDeviceId: The user 2000 does not meet the requirements to access identifiers."
    text, status = (imei, 0) if imei else (refusal, _EX_SECURITY)
    data = struct.pack("<ii", status, len(text)) + text.encode("utf-16-le") + b"\0\0"
    data += b"\0" * (-len(data) % 4)
    rows = [
        f"  0x{at:08x}: {_words(data[at : at + 16]):<35} '{_letters(data[at : at + 16])}'"
        for at in range(0, len(data), 16)
    ]
    return "Result: Parcel(\n" + "\n".join(rows) + ")"


def _words(data: bytes) -> str:
    return " ".join(f"{word:08x}" for (word,) in struct.iter_unpack("<I", data))


def _letters(data: bytes) -> str:
    return "".join(chr(byte) if 0x20 <= byte < 0x7F else "." for byte in data)


def ime(call: Call) -> int:
    """``ime list [-s] [-a]``, ``ime enable|disable|set|reset ID``."""
    verb, args = (call.args[0], call.args[1:]) if call.args else ("", [])
    secure = call.phone.settings["secure"]
    known = [name for name in secure.get("enabled_input_methods", "").split(":") if name]
    if verb == "list":
        options, _ = flags(args, "sa")
        for name in known:
            call.print(name if "s" in options else f"{name}:\n  mId={name}")
        return 0
    if verb not in ("enable", "disable", "set", "reset"):
        return call.unknown(f"Unknown command: {verb}", 255)
    if not shell_is_trusted(call.phone):
        return deny(call, verb, f"Requires permission {_SECURE}")
    if verb == "reset":
        return 0
    if not args or args[0] not in known:
        call.complain(f"Unknown input method {args[0] if args else ''} cannot be {verb}d")
        return 255
    if verb == "set":
        secure["default_input_method"] = args[0]
        call.print(f"Input method {args[0]} selected for user #{call.phone.current_user}")
    else:
        call.print(f"Input method {args[0]}: already enabled for user #0")
    return 0


# Content providers: which there are, and the permission that the shell lacks.
_PING = "com.xiaomi.finddevice.ping.provider"
_PROVIDERS = {
    "com.xiaomi.finddevice.provider": (
        "com.xiaomi.finddevice.v2.FindDeviceStatusManagerProvider",
        "miui.cloud.finddevice.AccessFindDevice",
    ),
    "com.miui.micloud": (
        "com.miui.cloudservice.provider.MiCloudProvider",
        "com.xiaomi.permission.CLOUD_MANAGER",
    ),
}


def content(call: Call) -> int:
    """``content query --uri content://AUTHORITY/PATH``: mostly how the shell is refused."""
    uri, args = value(call.args, "--uri", "")
    _, args = value(args, "--user", "")
    authority, _, path = uri.removeprefix("content://").partition("/")
    if args[:1] != ["query"]:
        return call.unknown("content: only query is built")
    if authority == "settings" and path in call.phone.settings:
        for number, (key, text) in enumerate(sorted(call.phone.settings[path].items())):
            call.print(f"Row: {number} _id={number + 1}, name={key}, value={text}")
        return 0
    if authority == _PING and "com.xiaomi.finddevice" in call.phone.packages:
        call.print("Row: 0 pingResult=Ping! I'm alive!")
        return 0
    if authority in _PROVIDERS:
        return _refused(call, authority)
    if authority != _PING:
        call.phone.record.unknown.append(f"content query {uri}")
    call.complain(f"Error while accessing provider:{authority}")
    call.complain(f"java.lang.IllegalStateException: Could not find provider: {authority}")
    return 1


def _refused(call: Call, authority: str) -> int:
    provider, permission = _PROVIDERS[authority]
    call.complain(f"Error while accessing provider:{authority}")
    call.complain(
        f"java.lang.SecurityException: Permission Denial: opening provider {provider} from "
        f"(null) (pid=21904, uid=2000) requires {permission} or {permission}"
    )
    return 1


def svc(call: Call) -> int:
    """``svc power stayon VALUE``, ``svc wifi|data enable|disable``."""
    what, args = (call.args[0], call.args[1:]) if call.args else ("", [])
    if what == "power" and args[:1] == ["stayon"] and len(args) == 2:
        if not shell_is_trusted(call.phone):
            return deny(call, "stayon", "Requires android.permission.WRITE_SETTINGS")
        kept = {"true": "7", "false": "0", "usb": "2", "ac": "1", "wireless": "4"}
        call.phone.settings["global"]["stay_on_while_plugged_in"] = kept.get(args[1], "0")
        return 0
    if what in ("wifi", "data") and args in (["enable"], ["disable"]):
        if what == "wifi":
            call.phone.network = args == ["enable"]
        return 0
    return call.unknown("Available commands: power, data, wifi", 255)


def storage_manager(call: Call) -> int:
    """``sm list-volumes [public|private|emulated|all]``."""
    if call.args[:1] != ["list-volumes"]:
        return call.unknown("sm: only list-volumes is built")
    kind = (call.args[1:] or ["all"])[0]
    volumes = ["private mounted null", "emulated;0 mounted null"]
    volumes += ["public:179,65 mounted 3A4E-1C07"] if call.phone.sd_card else []
    for volume in volumes:
        if kind == "all" or volume.startswith(kind):
            call.print(volume)
    return 0


def locksettings(call: Call) -> int:
    """``locksettings get-disabled``: true when there is not even a swipe."""
    if call.args[:1] != ["get-disabled"]:
        return call.unknown("locksettings: only get-disabled is built")
    call.print("false")
    return 0


async def logcat(call: Call) -> int:
    """``logcat [-d] [-c]``: a short log and what the apps noted; without ``-d`` it stays open."""
    options, _ = flags(call.args, "dc")
    if "c" in options or "--clear" in call.args:
        return 0
    call.print("--------- beginning of main")
    call.print("11-02 10:24:01.123  3021  3021 I adbd    : adb client authorized")
    for line in call.phone.record.noted("logcat"):
        call.print(f"11-02 10:24:02.000  4207  4207 D {line}")
    await call.flush()
    if "d" not in options:
        await asyncio.Event().wait()
    return 0


def network(call: Call) -> int:
    """``ip addr show dev wlan0``, ``ip route``, ``ifconfig wlan0``: one Wi-Fi address, or none."""
    line = "    inet 192.168.31.20/24 brd 192.168.31.255 scope global wlan0"
    if call.name == "ip" and "route" in call.args:
        line = "192.168.31.0/24 dev wlan0 proto kernel scope link src 192.168.31.20"
    elif call.name == "ifconfig":
        line = "          inet addr:192.168.31.20  Bcast:192.168.31.255  Mask:255.255.255.0"
    if call.phone.network:
        call.print(line)
    return 0


def ping(call: Call) -> int:
    """``ping -c N HOST``: answered while the phone has a network."""
    count, args = value(call.args, "-c", "1")
    host = args[-1] if args else ""
    if not call.phone.network:
        call.complain(f"ping: unknown host {host}")
        return 2
    call.print(f"PING {host} (192.0.2.1) 56(84) bytes of data.")
    call.print(f"{count} packets transmitted, {count} received, 0% packet loss, time 0ms")
    return 0


def which(call: Call) -> int:
    """Print where commands lie: all in /system/bin."""
    for name in call.args:
        if name in _TOYBOX or name in ("am", "pm", "dumpsys", "input", "settings", "toybox"):
            call.print(f"/system/bin/{name}")
        else:
            return 1
    return 0


async def command(call: Call) -> int:
    """``command -v NAME`` and ``command NAME ARGUMENTS``."""
    if call.args[:1] == ["-v"]:
        call.args = call.args[1:]
        return which(call)
    return await call.run(call, call.args)


COMMANDS: dict[str, CommandFunction] = {
    "cmd": cmd,
    "toybox": toybox,
    "service": service,
    "ime": ime,
    "content": content,
    "svc": svc,
    "sm": storage_manager,
    "locksettings": locksettings,
    "logcat": logcat,
    "ip": network,
    "ifconfig": network,
    "ping": ping,
    "which": which,
    "command": command,
}
