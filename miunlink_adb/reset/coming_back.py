"""Waiting for a phone after its reset, and proving what became of it.

After a reset USB debugging is off, so that a phone which stays away is the ordinary case: then
only what was proven before counts, and what its owner sees. It must not know how it was reset.
"""

from __future__ import annotations

from collections.abc import Callable

from miunlink_adb.clock import Deadline
from miunlink_adb.errors import DeviceError, PhoneFailure
from miunlink_adb.phone import Attachment
from miunlink_adb.reset.evidence import Finding, compare
from miunlink_adb.reset.work import PASSING, Before, Work
from miunlink_adb.survey import PhoneFacts, survey

__all__ = [
    "BY_EYE",
    "installation_of",
    "look_after",
    "patience",
    "stays_away",
    "wait_for_android",
]

BY_EYE = (
    "Look at the phone: it must show its first-start assistant and ask for no account of yours."
)
QUESTION = "Does the phone show its first-start assistant, without asking for an account?"
SETTLE = 30.0
"""Seconds that Android's services have to answer after it says that it has started."""
_AWAY = (
    "USB debugging is off after a reset, so the phone may stay away from adb. To have it checked "
    "here, go through its assistant without signing in, turn USB debugging on and allow this "
    "computer."
)
_ALLOW = "The phone asks whether this computer may debug it: allow it on the phone."


def installation_of(work: Work) -> str | None:
    """A name of the id that Android gave itself when it was installed; None when it is unread."""
    text = work.reading(lambda: work.shell("settings get secure android_id")).strip()
    return work.name_of(text) if text.isalnum() and text != "null" else None


def patience(
    work: Work, state: str, note: str, *, after: float = 60.0
) -> Callable[[Deadline, Attachment], None]:
    """For `Work.until`: tells `note`, once, when the phone was in `state` for so many seconds."""
    since, told = work.clock.now(), False

    def waiting(_left: Deadline, now: Attachment) -> None:
        nonlocal since, told
        if now.state != state:
            since = work.clock.now()
        elif not told and work.clock.now() - since >= after:
            told = True
            work.notice(note)

    return waiting


def wait_for_android(work: Work, *, recovery: bool = False) -> PhoneFacts | None:
    """The phone's facts once Android has started; None when it stayed away.

    `recovery`: the phone comes from its recovery, and must not start that again.

    Raises:
        PhoneFailure: it did.
    """
    work.step("back")
    deadline = Deadline(work.clock, work.options.restart_timeout)
    away, asks = patience(work, "", _AWAY), patience(work, "unauthorized", _ALLOW, after=0.0)

    def waiting(left: Deadline, now: Attachment) -> None:
        away(left, now)
        asks(left, now)

    seen = ("device", "recovery") if recovery else ("device",)
    while True:
        now = work.until(lambda a: a.state in seen, deadline.remaining, waiting)
        if now is None:
            work.step("back", "away")
            return None
        if now.state == "recovery":
            raise PhoneFailure(
                "The phone starts its recovery instead of Android.",
                hint="Choose Reboot > System on the phone. If it comes back to the recovery, the "
                "stock software of its own region must be installed: miunlink-adb reflash.",
            )
        if (facts := _facts(work, deadline)) is not None:
            work.step("back", "here")
            return facts
        if deadline.expired:
            work.step("back", "away")
            return None
        work.clock.sleep(deadline.slice(0.5))


def _facts(work: Work, deadline: Deadline) -> PhoneFacts | None:
    """The facts of a phone that has started; None while it has not."""
    try:
        if work.shell("getprop sys.boot_completed", 5.0).strip() != "1":
            return None
        settle = Deadline(work.clock, min(SETTLE, max(deadline.remaining, 1.0)))
        facts = survey(work.phone)
        while not facts.accounts.complete and not settle.expired:
            work.clock.sleep(settle.slice(1.0))
            facts = survey(work.phone)
    except PASSING:
        return None
    return facts


def look_after(work: Work, before: Before, facts: PhoneFacts) -> Finding:
    """Compare a phone that is back with what it was, and put what was found into the report."""
    work.step("verify")
    try:
        now = installation_of(work)
    except DeviceError:
        now = None
    known = now is not None and before.installation is not None
    finding = compare(facts, new_installation=now != before.installation if known else None)
    work.report.evidence |= finding.evidence | {"verified_over_adb": True}
    work.report.open = list(dict.fromkeys([*work.report.open, *finding.open]))
    work.step("verify", "proven" if finding.proven else "not proven")
    return finding


def stays_away(work: Work) -> bool:
    """The phone did not come back: ask the owner what he sees; whether he saw the assistant."""
    work.report.evidence |= {"verified_over_adb": False}
    if work.asks(QUESTION):
        work.report.confirmed.append(
            "The phone shows its first-start assistant and asks for no account."
        )
        return True
    work.report.open.append(f"Not checked over adb after the restart. {BY_EYE}")
    return False
