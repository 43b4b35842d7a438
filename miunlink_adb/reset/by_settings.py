"""The reset that Settings does itself: its page is opened, its owner confirms on the phone.

Nothing on the page is ever tapped. It must not know the terminal.
"""

from __future__ import annotations

from typing import NamedTuple

from miunlink_adb.clock import Deadline
from miunlink_adb.device_state.focus import parse_focus
from miunlink_adb.errors import HandoffTimeout, PhoneFailure, Timeout
from miunlink_adb.event import HandoffEnded, HandoffStarted, HandoffWaiting
from miunlink_adb.phone import Attachment
from miunlink_adb.reset.coming_back import BY_EYE, look_after, stays_away, wait_for_android
from miunlink_adb.reset.work import Before, Work

__all__ = ["reset_by_settings"]

SETTINGS = "com.android.settings"
REASON = "factory_reset"
ANDROID_12 = 31
_DID = "The owner reset the phone in its Settings."


class Page(NamedTuple):
    """A page of Settings: the intent that opens it, and the way on from there."""

    action: str
    way: str


_OWN = Page(
    "com.android.settings.action.FACTORY_RESET", "at its end, tap the button that erases all data"
)
_HUB = Page(
    "android.settings.PRIVACY_SETTINGS", "choose the factory reset, then the button that erases"
)
_HOME = Page("android.settings.SETTINGS", "open About phone > Factory reset > Erase all data")


def _pages(sdk: int | None) -> tuple[Page, ...]:
    """The nearest first: its own action came with Android 12, when the page above it moved."""
    return (_OWN, _HOME) if sdk is None or sdk >= ANDROID_12 else (_HUB, _HOME)


def reset_by_settings(work: Work, before: Before) -> None:
    """Open the page, wait while the owner confirms there, wait for the phone, prove it.

    Raises:
        HandoffTimeout: he did not confirm in time.
        MiunlinkError: the page does not open, or the phone does not come back.
    """
    page = _open_page(work, before)
    deadline = Deadline(work.clock, work.options.handoff_timeout)
    while True:
        _owners_turn(work, page, deadline)
        facts = wait_for_android(work)
        if facts is None:
            _end_unproven(
                work,
                "The phone restarted and did not come back over adb in "
                f"{work.options.restart_timeout:.0f} seconds: whether it was reset is not proven.",
            )
            return
        finding = look_after(work, before, facts)
        new = finding.evidence["new_installation"]
        if finding.proven or new:
            work.did(_DID)
            work.report.succeed("done")
            return
        if new is None:
            _end_unproven(work, "The phone is back; whether it was reset cannot be told from it.")
            return
        work.notice("The phone was away, but it was not reset: it is the same as before.")


def _open_page(work: Work, before: Before) -> Page:
    work.step("open_page")
    sdk = before.facts.release.sdk if before.facts else None
    work.stage = "page_open"
    for page in _pages(sdk):
        said = work.shell(f"am start -a {page.action} -p {SETTINGS}", 20.0)
        if not any(word in said for word in ("Error", "Exception", "Denial")) and _in_front(work):
            work.step("open_page", page.action.rpartition(".")[2].lower())
            work.did("Settings' factory reset page was opened on the phone.")
            return page
    raise PhoneFailure(
        "Settings did not open on the phone.",
        hint="Unlock the phone and run this again; or open Settings > About phone > Factory reset "
        "on it yourself.",
    )


def _in_front(work: Work) -> bool:
    """Whether Settings has the focus within a moment; a phone that tells nothing is believed."""
    focus = None
    for _ in range(10):
        focus = parse_focus(work.reading(lambda: work.shell("dumpsys window")))
        if focus is not None and focus.package == SETTINGS:
            return True
        work.clock.sleep(0.3)
    return focus is None


def _owners_turn(work: Work, page: Page, deadline: Deadline) -> None:
    """Wait until the phone goes away: the owner has confirmed."""
    was, clock = work.phone.attachment(), work.clock
    work.step("owner_confirms")
    began = clock.now()
    work.notice(f"On the phone: {page.way}; read both warnings and confirm them.")
    work.tell(HandoffStarted(began, REASON, deadline.remaining))

    def waiting(left: Deadline, _now: Attachment) -> None:
        now = clock.now()
        work.tell(HandoffWaiting(now, REASON, now - began, left.remaining))

    gone = work.until(lambda now: _is_gone(now, was), deadline.remaining, waiting)
    outcome = "timeout" if gone is None else "done"
    work.tell(HandoffEnded(clock.now(), REASON, clock.now() - began, outcome))
    work.step("owner_confirms", outcome)
    if gone is None:
        raise HandoffTimeout(
            "The reset was not confirmed on the phone in time; nothing was erased.",
            hint="Run it again, with a longer --handoff-timeout if needed.",
        )
    work.stage = "away"


def _is_gone(now: Attachment, was: Attachment) -> bool:
    return now.state != "device" or (now.id is not None and now.id != was.id)


def _end_unproven(work: Work, what: str) -> None:
    """The phone left after the page was opened; nothing read over adb says that it was reset."""
    if stays_away(work):
        work.did(_DID)
        work.report.succeed("done")
        return
    raise Timeout(
        what,
        hint=f"{BY_EYE} To have it proven, set it up without an account, turn USB debugging on "
        "and run this again: it only looks then.",
    )
