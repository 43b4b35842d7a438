"""A virtual Xiaomi phone: an adb daemon, shell, uiautomator2 server and the apps that matter.

Imports nothing of the rest of the project and knows nothing of it. `VirtualPhone` starts one::

    with VirtualPhone("miui-11", "ru", owner=Owner()) as phone:
        subprocess.run(["adb", "shell", "dumpsys", "account"], env=os.environ | phone.environment())
"""

from __future__ import annotations

from miunlink_adb.virtual.adb_server import AdbServer, AdbServerError
from miunlink_adb.virtual.faults import Fault, When
from miunlink_adb.virtual.latency import Latency
from miunlink_adb.virtual.owner import Owner
from miunlink_adb.virtual.running import VirtualPhone, VirtualPhoneError
from miunlink_adb.virtual.scenario import Scenario
from miunlink_adb.virtual.spec import Spec, known_releases, parse_spec
from miunlink_adb.virtual.worlds import WorldError

__all__ = [
    "AdbServer",
    "AdbServerError",
    "Fault",
    "Latency",
    "Owner",
    "Scenario",
    "Spec",
    "VirtualPhone",
    "VirtualPhoneError",
    "When",
    "WorldError",
    "known_releases",
    "parse_spec",
]
