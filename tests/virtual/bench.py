"""A bench with one event loop, on which phones lie; judges reach them through a real adb server."""

import asyncio
import os
import subprocess
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

from miunlink_adb.virtual.adb_server import AdbServer, find_adb
from miunlink_adb.virtual.adbd import Adbd
from miunlink_adb.virtual.file_layout import phone_files
from miunlink_adb.virtual.latency import Latency
from miunlink_adb.virtual.phone import Account, Package, Phone

T = TypeVar("T")
DEADLINE = 20.0
PROPS = {
    "ro.product.name": "ginkgo",
    "ro.product.model": "Redmi Note 8",
    "ro.product.device": "ginkgo",
    "ro.build.version.sdk": "29",
    "ro.miui.ui.version.name": "V11",
    "ro.miui.ui.version.code": "9",
    "persist.security.adbinput": "1",
    "ro.product.locale": "en-GB",
    "sys.boot_completed": "1",
}


def make_phone(serial: str = "f00dfeed", sdk: int = 29, **props: str) -> Phone:
    """A MIUI phone with a few packages on which nothing takes time."""
    phone = Phone(serial, latency=Latency.none(), files=phone_files())
    phone.props |= {**PROPS, "ro.serialno": serial, "ro.build.version.sdk": str(sdk), **props}
    phone.packages = {
        "com.xiaomi.account": Package("com.xiaomi.account", "11.0", 110, uid=10123),
        "com.android.settings": Package("com.android.settings", uid=1000),
        "com.android.shell": Package("com.android.shell", uid=2000),
        "org.example": Package("org.example", "2.1", 21, system=False, uid=10200),
    }
    phone.users[0].accounts.append(Account("2807145558", "com.xiaomi"))
    return phone


class Plugged:
    """A phone that the adb server sees, and the hands of a judge."""

    def __init__(self, bench: "Bench", phone: Phone, adbd: Adbd) -> None:
        self.bench = bench
        self.phone = phone
        self.adbd = adbd
        self.expected_unknown: list[str] = []

    @property
    def serial(self) -> str:
        """What adb calls the phone."""
        return self.adbd.address

    def adb(self, *args: str, text: str | None = None) -> "subprocess.CompletedProcess[str]":
        """Run the real adb on this phone."""
        return self.bench.adb("-s", self.serial, *args, text=text)

    def shell(self, line: str) -> str:
        """Run a shell line through the real adb; return its output, errors included."""
        done = self.adb("shell", line)
        return done.stdout + done.stderr

    def run(self, act: Callable[[Adbd], Coroutine[Any, Any, T]]) -> T:
        """Do something in the phone's loop."""
        return self.bench.run(act(self.adbd))


class Bench:
    """Phones in one loop, in a thread of its own."""

    def __init__(self, server: AdbServer) -> None:
        self.server = server
        self.plugged: list[Plugged] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine in the loop and return its result."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(DEADLINE)

    def lay(self, phone: Phone, **options: Any) -> Plugged:
        """Start a phone's daemon without telling the adb server."""

        async def start() -> Adbd:
            adbd = Adbd(phone, **options)
            await adbd.start()
            return adbd

        plugged = Plugged(self, phone, self.run(start()))
        self.plugged.append(plugged)
        return plugged

    def plug(self, phone: Phone | None = None, **options: Any) -> Plugged:
        """Start a phone's daemon and let the adb server connect to it."""
        plugged = self.lay(phone or make_phone(), **options)
        self.server.connect(plugged.serial)
        return plugged

    def adb(self, *args: str, text: str | None = None) -> "subprocess.CompletedProcess[str]":
        """Run the real adb with our server."""
        done = self.adb_raw(*args, data=(text or "").encode())
        out, err = (raw.decode("utf-8", "replace") for raw in (done.stdout, done.stderr))
        return subprocess.CompletedProcess(done.args, done.returncode, out, err)

    def adb_raw(self, *args: str, data: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
        """Run the real adb with our server; bytes in, bytes out."""
        return subprocess.run(
            [str(find_adb()), *args],
            env={**os.environ, **self.server.environment()},
            input=data,
            capture_output=True,
            timeout=DEADLINE,
            check=False,
        )

    def clear(self) -> None:
        """Put every phone away; then look whether one met something that it did not know."""
        plugged, self.plugged = self.plugged, []
        for one in plugged:
            if one.serial in self.server.devices():
                self.server.disconnect(one.serial)
            self.run(one.adbd.stop())
        for one in plugged:
            one.adbd.check_errors()
            assert one.phone.record.unknown == one.expected_unknown

    def close(self) -> None:
        """End the loop."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(DEADLINE)
        self._loop.close()


def listening(port: int, folder: Path = Path("/proc/net")) -> bool:
    """Whether something on this computer listens on a TCP port (Linux)."""
    lines = (folder / "tcp").read_text(encoding="ascii").splitlines()[1:]
    return any(int(f[1].split(":")[1], 16) == port and f[3] == "0A" for f in map(str.split, lines))
