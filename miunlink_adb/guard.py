"""Named predicates that must hold before a tap: why it must not happen, and who decides.

It must not know phones beyond what a Watch tells, nor the terminal beyond an Owner who answers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Protocol

from miunlink_adb.errors import Cancelled, MiunlinkError, Refused
from miunlink_adb.redact import package_name
from miunlink_adb.watch import Front, Look, Watch

__all__ = ["AT_ONCE", "Guards", "Owner", "Verdict"]

Verdict = Literal["go", "dry_run", "look_again"]

AT_ONCE = 0.05
"""Seconds within which nobody was asked: the answer was known."""
MOST_COVERED = 20
"""How often another window may have the focus before it counts as one that stays."""
MOST_SILENT = 4
"""How often the window manager may name nothing; some phones never say what has the focus."""


class Owner(Protocol):
    """Whoever answers for the phone's owner at the computer."""

    def confirm(self) -> bool:
        """Whether the account may be signed out now; asked once, right before it."""

    def choose(self, choices: tuple[str, ...]) -> str | None:
        """One of the choices, or None: the owner decides on the phone."""


class Guards:
    """The guards of one run, by name, and what its owner decided."""

    def __init__(self, watch: Watch, owner: Owner, *, dry_run: bool) -> None:
        """`dry_run`: nothing that belongs to signing out is ever tapped.

        `asked`: the owner was asked about the data.
        """
        self._watch, self._owner, self.dry_run = watch, owner, dry_run
        self._confirmed = False
        self._covered = self._silent = 0
        self.asked = False
        self._choice: str | None = None
        self._front: Front | None = None
        self._named: dict[str, Callable[[Look], Verdict]] = {
            "not_a_dry_run": self._not_a_dry_run,
            "confirmed": self._is_confirmed,
            "account_app_in_front": self._account_app_in_front,
        }

    def check(self, names: tuple[str, ...], look: Look, front: Front | None = None) -> Verdict:
        """Ask each guard in order; the first that does not say ``go`` decides.

        `front`: what the phone has in front, if that was asked after `look`.

        Raises:
            Cancelled: the owner said no.
            MiunlinkError: a name that is no guard.
        """
        self._front = front
        for name in names:
            if name not in self._named:
                raise MiunlinkError(f"There is no guard {name!r}.")
            verdict = self._named[name](look)
            if verdict != "go":
                return verdict
        return "go"

    def choice(self, choices: tuple[str, ...], decided: str) -> str | None:
        """The owner's choice, made beforehand or answered when asked; None: not made."""
        return decided if decided in choices else self._choice

    def ask(self, choices: tuple[str, ...]) -> None:
        """Ask for the choice, once; it takes the owner's time, so look again afterwards."""
        self.asked = True
        self._choice = self._owner.choose(choices)

    def _not_a_dry_run(self, _look: Look) -> Verdict:
        return "dry_run" if self.dry_run else "go"

    def _is_confirmed(self, _look: Look) -> Verdict:
        """Asking takes the owner's time, so the phone is looked at again afterwards.

        An answer that was given beforehand takes none.
        """
        if self._confirmed:
            return "go"
        asked = self._watch.clock.now()
        if not self._owner.confirm():
            raise Cancelled("You did not confirm; nothing on the phone was changed.")
        self._confirmed = True
        return "look_again" if self._watch.clock.now() - asked > AT_ONCE else "go"

    def _account_app_in_front(self, look: Look) -> Verdict:
        """The window manager must agree that the focus is where the dump says it is.

        No focus at all is the moment between two screens, or a phone that does not tell.
        """
        focus = (self._front or self._watch.front()).package
        if focus == look.observation.package:
            self._covered = self._silent = 0
            return "go"
        if focus is None and self._silent >= MOST_SILENT:
            return "go"
        self._covered += focus is not None
        self._silent += focus is None
        if self._covered > MOST_COVERED:
            raise Refused(
                f"A window of {package_name(focus or '')} stays in front of the account page; "
                "nothing was tapped.",
                guard="account_app_in_front",
                hint="Close it on the phone and run the command again.",
            )
        self._watch.clock.sleep(0.5)
        return "look_again"
