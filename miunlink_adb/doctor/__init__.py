"""What stands between this computer and a signed-out phone: one small check per cause.

Pure: facts in, findings out. It must not ask the phone, the computer or the owner.
"""

from __future__ import annotations

from miunlink_adb.doctor.computer import Computer, UsbPhone, examine_computer
from miunlink_adb.doctor.finding import Finding, exit_code
from miunlink_adb.doctor.handset import Handset, examine_handset

__all__ = [
    "Computer",
    "Finding",
    "Handset",
    "UsbPhone",
    "examine_computer",
    "examine_handset",
    "exit_code",
]
