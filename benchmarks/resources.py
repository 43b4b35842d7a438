#!/usr/bin/env python3
"""What the phone's own words cost: time, bytes over the line, memory; cold and from the cache.

    python benchmarks/resources.py [--megabytes 60] [--table 10] [--runs 5]

A virtual phone behind the real adb server serves an account app of 60 MB whose resource table has
10 MB (one hundred languages). Each run asks what a sign-out asks: the labels and ids that the pack
of HyperOS 3 wants of that app. Memory is the peak of the process that reads, measured in a process
of its own. Exits with 1 when a bound of the project is broken.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from miunlink_adb.adb import ServerAddress, connect  # noqa: E402
from miunlink_adb.clock import SystemClock  # noqa: E402
from miunlink_adb.own_words import Setting, WordCache, read_own_words  # noqa: E402
from miunlink_adb.pack import load_pack, wanted_of  # noqa: E402
from miunlink_adb.virtual import Latency, VirtualPhone  # noqa: E402
from miunlink_adb.virtual.apk import Part, Resource, archive, table  # noqa: E402
from miunlink_adb.virtual.file_node import File  # noqa: E402
from miunlink_adb.virtual.worlds.texts import strings_locales  # noqa: E402

PACKAGE = "com.xiaomi.account"
PATH = "/system/app/XiaomiAccount/XiaomiAccount.apk"
COLD_SECONDS, COLD_BYTES, CACHED_SECONDS, PEAK_MB = 2.0, 12_000_000, 0.005, 150


def big_apk(size: int, table_size: int) -> tuple[bytes, int]:
    """An APK of about `size` bytes with a table of about `table_size`, which is returned, too."""
    tags = ["", *(tag for tag in strings_locales() if tag != "en")]
    names = ["logout_account", "app_name", *(f"name_of_a_string_{n}" for n in range(60_000))]
    made: list[Resource] = []
    left = table_size
    for number, name in enumerate(names):
        if left <= 0:
            break
        values = {tag: f"{tag} text of an interface {number}" for tag in tags}
        made.append(Resource("string", name, {tag: text for tag, text in values.items()}))  # noqa: C416
        left -= sum(len(text) + 28 for text in values.values())
    made += [Resource("id", name, {"": None}) for name in ("logout_btn", "cancel")]
    data = table(PACKAGE, made)
    film = Part("res/raw/film.mp4", bytes(max(0, size - len(data))))
    return archive([film, Part("resources.arsc", data)]), len(data)


def read_once(port: int, serial: str, folder: Path) -> dict[str, object]:
    """Ask as a run does; seconds, bytes and what was found."""
    wanted = [item for item in wanted_of(load_pack("hyperos-3")) if item.package == PACKAGE]
    setting = Setting.of({"ro.build.version.sdk": "36"}, ["hi-IN", "en-US"])
    phone = connect(ServerAddress("127.0.0.1", port), serial)
    phone.shell("pm list packages")  # as the survey of a run does before
    began = time.perf_counter()
    own = read_own_words(phone, wanted, setting, WordCache(folder), SystemClock())
    seconds = time.perf_counter() - began
    phone.close()
    return {
        "seconds": seconds,
        "bytes": own.bytes_read,
        "cached": bool(own.cached),
        "text": own.texts(PACKAGE, "logout_account"),
        "failures": dict(own.failures),
        "peak_mb": peak_megabytes(),
    }


def peak_megabytes() -> float:
    """The most memory that this process ever had; on Linux without that of its parent."""
    status = Path("/proc/self/status")
    if status.is_file():
        line = next(x for x in status.read_text("ascii").splitlines() if x.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def runs(phone: VirtualPhone, count: int, *, cold: bool) -> Iterator[dict[str, object]]:
    """So many readings, each in a process of its own; cold ones with an empty cache."""
    with tempfile.TemporaryDirectory() as kept:
        if not cold:
            _in_process(phone, Path(kept))
        for _ in range(count):
            with tempfile.TemporaryDirectory() as empty:
                yield _in_process(phone, Path(empty if cold else kept))


def _in_process(phone: VirtualPhone, folder: Path) -> dict[str, object]:
    command = [sys.executable, __file__, "--read", str(phone.adb_port), phone.serial, str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, object] = json.loads(done.stdout)
    return found


def show(name: str, found: list[dict[str, object]]) -> tuple[float, float, float]:
    """Print the median; returns seconds, bytes and megabytes of memory."""
    medians = [statistics.median(float(str(f[k])) for f in found) for k in ("seconds", "bytes")]
    peak = max(float(str(f["peak_mb"])) for f in found)
    print(
        f"{name:<8} {1000 * medians[0]:8.1f} ms {medians[1] / 1e6:8.2f} MB read "
        f"{peak:6.0f} MB peak   {found[0]['text']} {found[0]['failures'] or ''}"
    )
    return medians[0], medians[1], peak


def main() -> int:
    """Measure and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=60)
    parser.add_argument("--table", type=int, default=10)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--read", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        port, serial, folder = options.read
        print(json.dumps(read_once(int(port), serial, Path(folder))))
        return 0
    data, size = big_apk(options.megabytes * 1_000_000, options.table * 1_000_000)
    print(f"APK of {len(data) / 1e6:.1f} MB, table of {size / 1e6:.1f} MB")
    with VirtualPhone("hyperos-3", "hi", latency=Latency.none()) as phone:
        phone.call(lambda p: p.files.place(PATH, File(0o644, 0, 0, 0, data)))
        cold = show("cold", list(runs(phone, options.runs, cold=True)))
        cached = show("cached", list(runs(phone, options.runs, cold=False)))
    kept = cold[0] <= COLD_SECONDS and cold[1] <= COLD_BYTES and cold[2] <= PEAK_MB
    return 0 if kept and cached[0] <= CACHED_SECONDS and cached[1] == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
