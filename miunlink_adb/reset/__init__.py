"""A factory reset, as the last step of an owner who gives the phone away.

What each kind removes is data, what stands in the way is decided from facts alone, and one runner
leads through it. It must not know the terminal, nor how a phone is reached.
"""

from __future__ import annotations

from miunlink_adb.reset.kinds import KINDS, THINGS, ResetKind, kind_of
from miunlink_adb.reset.obstacle import obstacles, reset_warnings
from miunlink_adb.reset.options import ResetOptions, Via, Wipe
from miunlink_adb.reset.outcome import ResetReport
from miunlink_adb.reset.plan import Step, plan
from miunlink_adb.reset.reset import reset_phone

__all__ = [
    "KINDS",
    "THINGS",
    "ResetKind",
    "ResetOptions",
    "ResetReport",
    "Step",
    "Via",
    "Wipe",
    "kind_of",
    "obstacles",
    "plan",
    "reset_phone",
    "reset_warnings",
]
