"""The ways to the flow's first page: opening them, and taking the next one when one fails.

It must not know what happens on the page that a way leads to.
"""

from __future__ import annotations

from miunlink_adb.actor import SETTLE, Actor
from miunlink_adb.errors import ElementNotFound, ScreenError, UnexpectedScreen, UnknownScreen
from miunlink_adb.event import Emit, WayTaken
from miunlink_adb.flow import Flow, Way
from miunlink_adb.phone import Open
from miunlink_adb.redact import package_name
from miunlink_adb.watch import Look, Watch

__all__ = ["SETTLE", "Route", "unknown_screen"]

PATIENCE = 6.0
"""Seconds that an unknown screen may stay before it counts: transitions and splash screens pass."""
FOREIGN_PATIENCE = 20.0
"""Seconds that the owner has to close another app's window that lies over ours."""
MOST_REOPENED = 3
"""How often one way is begun again because something else had come in front of it."""
HOME = Open("android.intent.action.MAIN", category="android.intent.category.HOME")


class Route:
    """Which way the run is on."""

    def __init__(self, flow: Flow, watch: Watch, actor: Actor, emit: Emit) -> None:
        """Starts on the flow's first way, not opened yet."""
        self._flow, self._watch, self._actor, self._emit = flow, watch, actor, emit
        self._number = 0
        self._reopened = 0
        self.opened = self._ahead = False
        self._missing = ""

    @property
    def way(self) -> Way:
        """The way that is being tried."""
        return self._flow.ways[self._number]

    def open_ahead(self) -> None:
        """Start the first way's page before the first look, which takes long to get ready for.

        Only where none of our apps is in front: then the first look would lead here anyway.
        """
        self.opened = self._ahead = True
        self._say("")
        try:
            self._actor.act(self.way.entry, self.way.name)
        except ElementNotFound as error:
            self._missing = error.message

    def first_look(self) -> Look:
        """What the phone shows when the run begins.

        Raises:
            ScreenError: as `open`.
        """
        look = self._watch.look()
        if not (self._ahead and self._leads_nowhere(look)):
            return look
        if self._missing:
            return self.next(look, self._missing)
        try:
            return self._fresh_if_needed(self._arriving(look))
        except ElementNotFound as error:
            return self.next(look, error.message)

    def open(self, before: Look, why: str = "") -> Look:
        """Start the way's first page; pages that were left open over it are dropped if needed.

        `before`: what the phone shows now.

        Raises:
            ScreenError: neither this way nor one of the next could be opened.
        """
        self.opened = True
        self._say(why)
        try:
            return self._fresh_if_needed(self._start(before, self.way.entry))
        except ElementNotFound as error:  # the phone has no such page
            return self.next(before, error.message)

    def _say(self, why: str) -> None:
        self._emit(WayTaken(self._watch.clock.now(), self.way.name, why))

    def _fresh_if_needed(self, look: Look) -> Look:
        """Pages that were left open over the way's first one are dropped."""
        if not self._leads_nowhere(look):
            return look
        entry = self.way.entry
        return self._start(look, Open(entry.action, entry.package, entry.category, fresh=True))

    def _start(self, before: Look, entry: Open) -> Look:
        self._actor.act(entry, self.way.name)
        if before.screen in self.way.leads_to:  # it may stay as it is: nothing to wait for
            return self._watch.look()
        return self._arriving(before)

    def _arriving(self, before: Look) -> Look:
        return self._watch.until_changed(before, self.way.leads_to, SETTLE)

    def _leads_nowhere(self, look: Look) -> bool:
        return look.screen is None or self._flow.reaction(look.screen, self.way) is None

    def next(self, look: Look, why: str) -> Look:
        """Take the next way.

        Raises:
            ScreenError: there is none left.
        """
        if self._number + 1 >= len(self._flow.ways):
            if self._leads_nowhere(look):
                raise unknown_screen(look)
            raise ElementNotFound(
                f"No way led to the account page: {why}.", observation=look.observation
            )
        self._number += 1
        return self.open(look, why)

    def lost(self, look: Look) -> Look:
        """The flow has nothing to do on this screen: let it pass, or take the next way.

        Raises:
            ScreenError: it stays, and no way is left.
        """
        if not self.opened:
            return self.open(look)
        if self._actor.wake():
            return self._watch.look()
        new = self._watch.until_changed(look, self._flow.screens(), self._patience(look))
        if not self._leads_nowhere(new):
            return new
        if self._watch.language_changed():
            return self._watch.look()
        if self._is_foreign(new) and self._reopened < MOST_REOPENED:
            self._reopened += 1
            return self.open(new, "something else came in front of it")
        return self.next(new, new.identification.why)

    def _patience(self, look: Look) -> float:
        return FOREIGN_PATIENCE if self._is_foreign(look) else PATIENCE

    def _is_foreign(self, look: Look) -> bool:
        """Whether another app is in front, such as the launcher after a restart of the phone."""
        package = look.observation.package
        ours = package in self._watch.pack.own_packages
        return bool(package) and not ours

    def leave(self) -> None:
        """Go to the launcher; works without the right to tap."""
        self._actor.act(HOME, "launcher")


def unknown_screen(look: Look) -> ScreenError:
    """The error for a screen that the flow has nothing to do on."""
    if look.screen:
        return UnexpectedScreen(
            f"The screen {look.screen} does not belong here.", observation=look.observation
        )
    package = package_name(look.observation.package) or "no app"
    return UnknownScreen(
        f"The phone shows a screen of {package} that is not known.", observation=look.observation
    )
