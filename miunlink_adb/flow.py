"""A flow is a table from screen to reaction: plain data, which can describe itself.

It must not know phones, packs or clocks: who follows a flow is the runner's business.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from miunlink_adb.phone import Open

__all__ = [
    "Await",
    "Choose",
    "Fail",
    "Flow",
    "HandOff",
    "LookAt",
    "Reaction",
    "Refuse",
    "TapOn",
    "Way",
]


@dataclass(frozen=True, slots=True)
class TapOn:
    """Tap an element; scroll `within` another until it is in view.

    `elements`: tried in order; names the pack's elements. `guards`: must all hold before the tap.
    `point_of_no_return`: after this tap the account may be gone, so it is never tapped twice.
    `leads_to`: the screens that can come next.
    """

    elements: tuple[str, ...]
    within: str = ""
    guards: tuple[str, ...] = ()
    leads_to: tuple[str, ...] = ()
    point_of_no_return: bool = False

    def __str__(self) -> str:
        scroll = f"scroll {self.within} and " if self.within else ""
        return f"{scroll}tap {' or '.join(self.elements)}"


@dataclass(frozen=True, slots=True)
class Choose:
    """Answer as the owner chose beforehand; without a choice it is the owner's turn."""

    choices: Mapping[str, TapOn]

    def __str__(self) -> str:
        return f"choose {' or '.join(self.choices)}"


@dataclass(frozen=True, slots=True)
class Await:
    """Something is under way: wait for the screen to go, at most `limit` seconds.

    `last`: when it is over, the goal should be reached.
    """

    what: str
    limit: float
    last: bool = False

    def __str__(self) -> str:
        return f"wait while {self.what}"


@dataclass(frozen=True, slots=True)
class HandOff:
    """The owner's turn: nothing is tapped and nothing is typed until this screen is left.

    `in_the_way`: the screen only lies over the way to the goal and is no part of it: whatever
    comes after it ends the turn, and a dry run waits for it too.
    """

    reason: str
    in_the_way: bool = False

    def __str__(self) -> str:
        return f"hand over to the owner: {self.reason}"


@dataclass(frozen=True, slots=True)
class Refuse:
    """Stop because going on would be wrong (exit 6)."""

    guard: str
    message: str
    hint: str

    def __str__(self) -> str:
        return f"refuse: {self.guard}"


@dataclass(frozen=True, slots=True)
class Fail:
    """Stop because the phone itself says that it failed (exit 5)."""

    message: str
    hint: str

    def __str__(self) -> str:
        return "stop: the phone reports a failure"


@dataclass(frozen=True, slots=True)
class LookAt:
    """A screen that is left as it is: only what has been reached is checked."""

    why: str

    def __str__(self) -> str:
        return f"look only: {self.why}"


Reaction = TapOn | Choose | Await | HandOff | Refuse | Fail | LookAt


@dataclass(frozen=True, slots=True)
class Way:
    """One way to the flow's goal: where it starts, and what to tap where it differs.

    `kind`: which of the two routes of the command line it belongs to.
    """

    name: str
    kind: Literal["settings", "intent"]
    entry: Open
    reactions: Mapping[str, Reaction]
    leads_to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """What a user wants done: ways in, reactions to screens, and the screens that end it.

    `finished`: screens that come after the goal was reached. `begins_on`: pages that the goal's
    dialogs lie over; one that is back and stays means that the owner left them. `popups`: screens
    that lie over any other and say nothing about where the flow is.
    """

    name: str
    ways: tuple[Way, ...]
    reactions: Mapping[str, Reaction]
    finished: tuple[str, ...]
    begins_on: tuple[str, ...] = ()
    popups: frozenset[str] = frozenset()

    def reaction(self, screen: str, way: Way) -> Reaction | None:
        """What to do on a screen, or None if the flow has nothing to do there."""
        return way.reactions.get(screen) or self.reactions.get(screen)

    def screens(self) -> frozenset[str]:
        """Every screen that the flow knows what to do on."""
        return frozenset(self.reactions).union(*(way.reactions for way in self.ways))
