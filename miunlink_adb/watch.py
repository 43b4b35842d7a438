"""Looking at the phone: observe, identify, survive a lost connection, prove the accounts.

Reads only; acts are the runner's. It must not know flows or terminals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from miunlink_adb.accounts import AccountsReport, parse_accounts, xiaomi_counts
from miunlink_adb.clock import Clock, Deadline
from miunlink_adb.device_state.focus import parse_focus
from miunlink_adb.device_state.lock import screen_on
from miunlink_adb.errors import DeviceError, Timeout
from miunlink_adb.event import Emit, Noticed
from miunlink_adb.observation import Observation
from miunlink_adb.pack import BoundPack
from miunlink_adb.phone import Phone, WaitsForEnd
from miunlink_adb.recovery import PASSING, Recovery
from miunlink_adb.screen import Identification, identify
from miunlink_adb.selector import Selector
from miunlink_adb.survey import ask_all

__all__ = ["Front", "Look", "Watch", "read_accounts"]

READ_ATTEMPTS = 5
PAUSE, REST = 0.12, 0.04
"""Seconds from one look to the next when the phone could not tell us that something changed, and
how long it is left alone at least."""
HEAR, HEAR_SURE, HEAR_AGAIN = 0.45, 0.8, 0.2
"""Seconds that the phone waits by itself for an id, before a look: some screens have none. First
as long as a change of screens takes, or longer for ids that are known of this phone."""
ENDS = 1.0
"""Seconds that the phone waits by itself for a screen to go, before a look."""
ASK_AGAIN = 0.5
"""Seconds before an incomplete list of accounts is asked for again; longer each time."""
LASTING = 3.0
"""Seconds after which an unknown screen is one that stays, not a moment between two others."""
OWNER = 0
"""The Android user that every phone has: a list without it is not the whole list."""

FRONT = {"power": "dumpsys power", "window": "dumpsys window"}

Rebind = Callable[[], BoundPack | None]


def read_accounts(ask: Callable[[], str], clock: Clock) -> AccountsReport:
    """Ask for `dumpsys account` until the answer is complete and names the owner.

    Raises:
        Timeout: no complete answer could be had, so nothing is proved.
    """
    why = ""
    for attempt in range(READ_ATTEMPTS):
        if attempt:
            clock.sleep(ASK_AGAIN * attempt)
        report = parse_accounts(ask())
        if report.complete and OWNER in report.users:
            return report
        why = report.why or "The list does not name the phone's owner."
    raise Timeout(f"The phone's accounts could not be read: {why}")


class Front(NamedTuple):
    """What the window manager gives the focus (None when it does not say); whether it is dark."""

    package: str | None
    asleep: bool


@dataclass(frozen=True, slots=True)
class Look:
    """An observation and what it shows."""

    observation: Observation
    identification: Identification

    @property
    def screen(self) -> str | None:
        """The screen's name, or None when it is not known."""
        return self.identification.screen


class Watch:
    """A view of one phone through one pack, which may change with the phone's language."""

    def __init__(
        self, phone: Phone, pack: BoundPack, clock: Clock, emit: Emit, rebind: Rebind
    ) -> None:
        """`rebind`: reads the phone's language; a new pack if it changed, else None.

        `counted`: what `accounts` said last.
        """
        self._phone, self.pack, self.clock, self._emit = phone, pack, clock, emit
        self._rebind = rebind
        self._recovery = Recovery(phone, clock, emit)
        self._reading = self._recovery.reading
        self.counted: dict[str, int] | None = None

    def look(self) -> Look:
        """Observe and identify, once.

        Raises:
            DeviceError: the phone does not answer, also after waiting for it to come back.
        """
        return self._identify(self._reading(self._phone.observe))

    def _identify(self, observation: Observation) -> Look:
        return Look(observation, identify(observation, self.pack))

    def language_changed(self) -> bool:
        """Read the phone's language again and take the labels of the new one."""
        pack = self._reading(self._rebind)
        if pack is None:
            return False
        self.pack = pack
        self._emit(Noticed(self.clock.now(), f"The phone's language is {pack.locale} now."))
        return True

    def accounts(self) -> dict[str, int]:
        """Xiaomi accounts per Android user, as `dumpsys account` says.

        Raises:
            DeviceError: no complete answer could be had, so nothing is proved.
        """
        self.counted = xiaomi_counts(read_accounts(self._dump_accounts, self.clock))
        return self.counted

    def _dump_accounts(self) -> str:
        return self._reading(lambda: self._phone.shell("dumpsys account"))

    def front(self) -> Front:
        """What is in front, and whether the screen is off; in one question."""
        told = self._reading(lambda: ask_all(self._phone, FRONT))
        found = parse_focus(told["window"])
        return Front(found.package if found else None, screen_on(told["power"]) is False)

    def asleep(self) -> bool:
        """Whether the phone's screen is off: then it takes neither taps nor swipes."""
        return screen_on(self._reading(lambda: self._phone.shell("dumpsys power"))) is False

    def until_changed(
        self, old: Look, expected: Iterable[str], seconds: float, *, lasting: float = LASTING
    ) -> Look:
        """Wait until another screen is there; the last look when `seconds` are over.

        `expected`: the screens that can come; the phone itself waits for their ids. An unknown
        screen counts once it has stayed for `lasting` s: many are moments between two others.
        """
        deadline = Deadline(self.clock, seconds)
        expected = tuple(expected)
        ids = self._ids(expected, but=old.screen)
        unknown: Deadline | None = None
        latest, hear = old, HEAR_SURE if self._has_sure_ids(expected) else HEAR
        while not deadline.expired:
            before = self.clock.now()
            if self._hears(ids, latest, deadline.slice(hear)):
                ids = ()  # if this is not what was expected, they say nothing
            latest, hear = self.look(), HEAR_AGAIN
            if latest.screen is not None and latest.screen != old.screen:
                return latest
            unknown = (unknown or Deadline(self.clock, lasting)) if latest.screen is None else None
            if old.screen is not None and unknown is not None and unknown.expired:
                return latest
            self.rest(deadline, before)
        return latest

    def rest(self, deadline: Deadline, since: float) -> None:
        """Leave the phone alone for a moment before the next look; `since`: when this one began."""
        self.clock.sleep(deadline.slice(max(REST, PAUSE - (self.clock.now() - since))))

    def goes(self, look: Look, seconds: float) -> bool:
        """Whether what shows a screen goes in that time, if the phone can wait for that."""
        selectors = self.landmarks([look.screen or ""], but=None)
        if not (selectors and isinstance(self._phone, WaitsForEnd)):
            return False
        try:
            return self._phone.wait_gone(selectors, min(seconds, ENDS))
        except PASSING:
            return False

    def _ids(self, screens: Iterable[str], *, but: str | None) -> tuple[str, ...]:
        found = self.landmarks(screens, but=but)
        return tuple(dict.fromkeys(name for one in found for name in one.resource_ids))

    def _has_sure_ids(self, screens: Iterable[str]) -> bool:
        """Whether ids of these screens are more than assumed for this phone."""
        known = [name for name in screens if name in self.pack.screens]
        elements = [element for name in known for element in self.pack.shown_by(name)]
        each = [pair for element in elements for pair in element.selectors]
        return any(sure != "assumed" for selector, sure in each if selector.resource_ids)

    def _hears(self, ids: Iterable[str], latest: Look, seconds: float) -> bool:
        """Whether an id came up that is not in view yet: one question, which a look follows."""
        seen = {node.resource_id for node in latest.observation.index.nodes}
        new = tuple(name for name in ids if name not in seen)
        return bool(new) and self.wait((Selector("", new),), seconds)

    def wait(self, selectors: tuple[Selector, ...], seconds: float) -> bool:
        """Let the phone wait for any selector; a lost connection counts as nothing seen."""
        try:
            return self._phone.wait(selectors, seconds)
        except PASSING:
            return False

    def landmarks(self, screens: Iterable[str], *, but: str | None) -> tuple[Selector, ...]:
        """Landmarks of screens that the pack knows, without those of one screen."""
        known = [name for name in screens if name in self.pack.screens and name != but]
        return tuple(selector for name in known for selector in self.pack.landmarks(name))

    def recover(self, error: DeviceError) -> None:
        """Wait for a phone that is gone to come back; pause after anything else.

        Raises:
            DeviceError: it did not come back in time.
        """
        self._recovery.after(error)
