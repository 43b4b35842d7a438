"""Run a virtual phone until interrupted: `python -m miunlink_adb.virtual --release hyperos-1`.

Prints one line of JSON when the phone is attached. SIGUSR1 removes it from its account's devices,
as on Xiaomi's site. Must not know how phones work inside.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

from miunlink_adb.virtual import (
    AdbServer,
    AdbServerError,
    Owner,
    Scenario,
    VirtualPhone,
    VirtualPhoneError,
    WorldError,
    known_releases,
)
from miunlink_adb.virtual.auth import Authorization
from miunlink_adb.virtual.record import Record
from miunlink_adb.virtual.worlds.world import LAYOUTS

SHUTDOWN = (signal.SIGINT, signal.SIGTERM)
_LISTS = ("taps", "keys", "swipes", "starts", "events", "commands", "services", "rpc", "unknown")


def arguments() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m miunlink_adb.virtual", description=__doc__)
    parser.add_argument("--release", default="miui-11", help=", ".join(known_releases()))
    parser.add_argument("--locale", default=None, help="language of the phone, such as pt-BR")
    parser.add_argument("--layout", default="intl", choices=LAYOUTS)
    parser.add_argument("--region", default=None, help="CN, MI, EU, IN, RU, TR, ID, TW, JP or KR")
    parser.add_argument("--ids", default="kept", choices=("kept", "unknown"))
    parser.add_argument(
        "--adb-port", type=int, default=None, help="attach to the adb server there, start none"
    )
    parser.add_argument("--scenario", nargs="*", default=[], metavar="KEY=VALUE", action="extend")
    parser.add_argument(
        "--owner", nargs="*", default=None, metavar="ACT", action="extend", help="away, delay=S, …"
    )
    parser.add_argument("--unauthorized", action="store_true", help="the phone asks its owner")
    parser.add_argument(
        "--record", type=Path, default=None, help="write the record here at the end"
    )
    parser.add_argument(
        "--ready-file", type=Path, default=None, help="write the JSON line here too"
    )
    return parser


def build(options: argparse.Namespace) -> VirtualPhone:
    """The phone that the options describe; raises WorldError."""
    locale = options.locale or ("zh-CN" if options.layout == "cn" else "en")
    ask = Authorization.ASK if options.unauthorized else Authorization.OPEN
    return VirtualPhone(
        options.release,
        locale,
        options.layout,
        region=options.region,
        ids=options.ids,
        scenario=Scenario.parse(options.scenario),
        owner=None if options.owner is None else Owner.parse(options.owner),
        server=None if options.adb_port is None else _Foreign(options.adb_port),
        authorization=ask,
    )


class _Foreign(AdbServer):
    """Somebody else's adb server: asked to connect, never started nor stopped."""

    def __init__(self, port: int) -> None:
        super().__init__(port=port)

    @property
    def running(self) -> bool:
        """Taken for granted: a request tells."""
        return True

    def start(self) -> None:
        """Is not ours to start."""

    def stop(self) -> None:
        """Is not ours to stop."""


def write_record(record: Record, out: TextIO) -> None:
    """One JSON object a line: `{"kind": …}` and what happened; typed texts only by length."""
    for kind in _LISTS:
        for item in getattr(record, kind):
            entry = {"what": item} if isinstance(item, str) else asdict(item)
            out.write(json.dumps({"kind": kind, **entry}, ensure_ascii=False) + "\n")


def _ready(phone: VirtualPhone) -> str:
    return json.dumps(
        {
            "serial": phone.serial,
            "adb_port": phone.adb_port,
            "pid": os.getpid(),
            "environment": phone.environment(),
        }
    )


def _announce(phone: VirtualPhone, ready_file: Path | None) -> None:
    line = _ready(phone) + "\n"
    if ready_file is not None:
        part = ready_file.with_name(ready_file.name + ".part")
        part.write_text(line, encoding="utf-8")
        part.replace(ready_file)
    sys.stdout.write(line)
    sys.stdout.flush()


def _run(phone: VirtualPhone, options: argparse.Namespace, told: threading.Event) -> None:
    with phone:
        if hasattr(signal, "SIGUSR1"):
            signal.signal(signal.SIGUSR1, lambda *_: phone.remove_in_cloud())
        _announce(phone, options.ready_file)
        while not told.wait(3600):
            pass
        if options.record is not None:
            with options.record.open("w", encoding="utf-8") as out:
                write_record(phone.record, out)


def main(argv: list[str] | None = None) -> int:
    """Run until SIGINT or SIGTERM; 2 for a phone that does not exist, 3 when it cannot start."""
    options = arguments().parse_args(argv)
    told = threading.Event()
    for number in SHUTDOWN:
        signal.signal(number, lambda *_: told.set())
    try:
        _run(build(options), options, told)
    except WorldError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except (AdbServerError, VirtualPhoneError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
