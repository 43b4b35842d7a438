"""Running the command again after a run that ended without success: what its hint promises.

It must not know which faults there were.
"""

from __future__ import annotations

from dataclasses import replace

from miunlink_adb.virtual.phone import Phone
from tests.faults.bench import SPEED, Run, helpful, run
from tests.faults.invariants import violations

__all__ = ["heal", "resumed"]

CLOSED = (
    "logout_failed",
    "find_device_failed",
    "too_many_attempts",
    "crash",
    "popup.battery",
    "popup.call",
    "popup.system_update",
)
"""Windows that whoever is told to run the command again closes before."""
PATIENT = 120.0


def resumed(first: Run) -> list[str]:
    """What is wrong with a second run on the healed phone: it must sign out, as cleanly."""
    virtual = first.virtual
    virtual.call(heal)
    virtual.hand_to(helpful(first.situation.options.data))
    if virtual.server.devices().get(virtual.serial) != "device":
        virtual.call(lambda phone: phone.plug())
        virtual.server.wait_for_state(virtual.serial, "device")
    options = replace(first.situation.options, handoff_timeout=PATIENT)
    speed = min(first.situation.speed, SPEED)  # the phone answers now: there is no wait to shorten
    patient, found = replace(first.situation, options=options, speed=speed), list[str]()
    for _ in range(1 + first.situation.scenario.token_expired):  # signing in again ends a run
        second = run(patient, virtual)
        found += [f"again: {text}" for text in violations(second)]
        if second.report.status in ("signed_out", "already_signed_out"):
            return found
    why = second.report.error.message if second.report.error else ""
    return [*found, f"not resumable: {second.report.status}: {why}"]


def heal(phone: Phone) -> None:
    """Everything that went wrong is over; what the phone says of it is read and closed."""
    phone.faults.plan.clear()
    phone.faults.input, phone.automation.holder, phone.network = None, "", True
    if not phone.boot_completed:
        phone.boot()
    phone.authorize(authorized=True)
    phone.unlock()
    while phone.ui.top().name in CLOSED:
        phone.ui.pop()
