"""The program is ended in the middle: nothing of it stays on the phone."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from miunlink_adb.virtual import VirtualPhone

PROGRAM = """
import sys, time
from miunlink_adb.adb import ServerAddress, connect
phone = connect(ServerAddress("127.0.0.1", int(sys.argv[1])), sys.argv[2])
phone.observe()
print("ready", flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_no_server_stays_when_we_are_ended(virtual: VirtualPhone, how: signal.Signals) -> None:
    """Ctrl-C, a closed terminal, kill and kill -9: the server ends with its shell."""
    root = Path(__file__).parents[2]
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(virtual.adb_port), virtual.serial],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    with program:
        assert program.stdout is not None
        assert program.stdout.readline() == b"ready\n"
        assert virtual.call(lambda phone: phone.automation.alive)
        program.send_signal(how)
        program.wait(30)

    virtual.run(lambda phone: asyncio.wait_for(phone.automation._ended.wait(), 20))
    assert not virtual.call(lambda phone: phone.automation.alive)
