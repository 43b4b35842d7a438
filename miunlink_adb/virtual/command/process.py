"""Commands about processes and users: ps, pidof, kill, id, app_process, reboot and their like."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from miunlink_adb.virtual.bootmode import TARGETS, restart
from miunlink_adb.virtual.command.options import flags

if TYPE_CHECKING:
    from collections.abc import Iterator

    from miunlink_adb.virtual.command.call import Call, CommandFunction
    from miunlink_adb.virtual.phone import Phone

U2_MAIN = "com.wetest.uia2.Main"
_ABORTED = 134
_SYSTEM = (
    ("root", 1, 0, "init"),
    ("root", 712, 1, "zygote64"),
    ("shell", 3021, 1, "adbd"),
    ("system", 1403, 712, "system_server"),
    ("system", 2011, 712, "com.android.settings:remote"),
)
_AUTOMATION_PID = 21904
_HOLDER_PID = 20017
_HOLDERS = {"appium": "io.appium.uiautomator2.server", "maestro": "dev.mobile.maestro"}
_IDENTITY = (
    "uid=2000(shell) gid=2000(shell) groups=2000(shell),1004(input),1007(log),1011(adb),"
    "1015(sdcard_rw),1028(sdcard_r),1078(ext_data_rw),1079(ext_obb_rw),3001(net_bt_admin),"
    "3002(net_bt),3003(inet),3006(net_bw_stats),3009(readproc),3011(uhid) context=u:r:shell:s0"
)


def _processes(phone: Phone) -> Iterator[tuple[str, int, int, str]]:
    """Yield owner, process id, parent's id and name of everything that runs."""
    yield from _SYSTEM
    for name, pid in phone.pids.items():
        package = phone.packages.get(name)
        uid = package.uid if package is not None else 1000
        yield (f"u0_a{uid - 10000}" if uid >= 10000 else "system"), pid, 712, name
    if phone.automation.alive:
        yield "shell", _AUTOMATION_PID, 3021, "app_process"
    holder = phone.automation.holder
    if holder not in ("", "u2", "uiautomator"):
        yield "shell", _HOLDER_PID, 3021, _HOLDERS.get(holder, holder)


def ps(call: Call) -> int:
    """``ps [-A] [-e] [-f]``; without an option only the shell's own processes."""
    options, _ = flags(call.args, "Aefw")
    shown = list(_processes(call.phone))
    if not options & {"A", "e"} and call.phone.sdk >= 26:
        shown = [process for process in shown if process[0] == "shell"]
    if "f" in options:
        call.print("UID            PID  PPID C STIME TTY          TIME CMD")
        for owner, pid, parent, name in shown:
            call.print(f"{owner:<12} {pid:5d} {parent:5d} 0 10:24:01 ?     00:00:01 {name}")
        return 0
    call.print("USER           PID  PPID     VSZ    RSS WCHAN            ADDR S NAME")
    for owner, pid, parent, name in shown:
        call.print(f"{owner:<12} {pid:5d} {parent:5d} 1405960 92436 0                   0 S {name}")
    return 0


def pidof(call: Call) -> int:
    """Print the process ids of the names; exit code 1 when none runs."""
    found = [str(pid) for _, pid, _, name in _processes(call.phone) if name in call.args]
    if found:
        call.print(" ".join(found))
    return int(not found)


def kill(call: Call) -> int:
    """End one of the shell's own processes; others' are not the shell's to end."""
    status = 0
    for text in [argument for argument in call.args if argument.isdecimal()]:
        owner = next((o for o, pid, _, _ in _processes(call.phone) if pid == int(text)), None)
        if owner is None:
            status = call.fail(f"bad pid '{text}'")
        elif owner == "shell" and int(text) == _HOLDER_PID:
            call.phone.automation.holder = ""
        elif owner != "shell" or int(text) != _AUTOMATION_PID:
            status = call.fail(f"{text}: Operation not permitted")
        else:
            call.phone.automation.stop()
    return status


def identity(call: Call) -> int:
    """``id`` and ``whoami``."""
    if call.name == "whoami" or "-un" in call.args:
        call.print("shell")
    elif "-u" in call.args:
        call.print("2000")
    else:
        call.print(_IDENTITY)
    return 0


def date(call: Call) -> int:
    """``date [+FORMAT]``, in UTC."""
    now = datetime.fromtimestamp(call.phone.files.clock(), UTC)
    form = next((a[1:] for a in call.args if a.startswith("+")), "%a %b %e %H:%M:%S UTC %Y")
    form = form.replace("%s", str(int(now.timestamp())))
    call.print(now.strftime(form))
    return 0


def uptime(call: Call) -> int:
    """How long the phone's record has been kept."""
    seconds = int(call.phone.record.now())
    call.print(f" 10:24:00 up {seconds // 60} min,  0 users,  load average: 4.12, 3.98, 3.90")
    return 0


def uname(call: Call) -> int:
    """The kernel's name."""
    if "-m" in call.args:
        call.print("aarch64")
    elif "-r" in call.args:
        call.print("4.14.180-perf-g1234567")
    elif call.args in ([], ["-s"]):
        call.print("Linux")
    else:
        call.print("Linux localhost 4.14.180-perf-g1234567 #1 SMP PREEMPT aarch64")
    return 0


async def app_process(call: Call) -> int:
    """``CLASSPATH=JAR app_process / MAIN-CLASS ARGUMENTS``: uiautomator2's server, no other."""
    words = [argument for argument in call.args if not argument.startswith("-")]
    jar = call.env.get("CLASSPATH", "")
    if not jar or not call.phone.files.exists(jar):
        call.complain("Aborted")
        return _ABORTED
    if words[1:2] != [U2_MAIN]:
        return call.unknown("Aborted", _ABORTED)
    port = int(words[2]) if len(words) > 2 else 9008
    printed = asyncio.Event()

    def write(data: bytes) -> None:
        call.out.write(data)
        printed.set()

    printing = asyncio.create_task(_print(call, printed))
    try:
        return await call.phone.automation.start(write, port)
    finally:
        printing.cancel()
        await asyncio.gather(printing, return_exceptions=True)


async def _print(call: Call, printed: asyncio.Event) -> None:
    """Send what the server prints as it prints it."""
    while True:
        await printed.wait()
        printed.clear()
        await call.flush()


def reboot(call: Call) -> int:
    """Restart the phone, into its recovery or bootloader too; this shell ends with the link."""
    target = call.args[0] if call.args else ""
    if target not in TARGETS:
        return call.unknown(f"reboot {target} is not built")
    restart(call.phone, target)
    return 0


async def timeout(call: Call) -> int:
    """``timeout SECONDS COMMAND``: end a command that takes longer, with exit code 124."""
    seconds, words = float(call.args[0].removesuffix("s")), call.args[1:]
    try:
        async with asyncio.timeout(seconds):
            return await call.run(call, words)
    except TimeoutError:
        return 124


async def measure(call: Call) -> int:
    """``time COMMAND``."""
    began = time.monotonic()
    status = await call.run(call, call.args)
    call.complain(f"    {time.monotonic() - began:.2f}s real     0.00s user     0.00s system")
    return status


COMMANDS: dict[str, CommandFunction] = {
    "ps": ps,
    "pidof": pidof,
    "kill": kill,
    "id": identity,
    "whoami": identity,
    "date": date,
    "uptime": uptime,
    "uname": uname,
    "app_process": app_process,
    "app_process64": app_process,
    "reboot": reboot,
    "timeout": timeout,
    "time": measure,
}
