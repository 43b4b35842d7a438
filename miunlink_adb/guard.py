"""Named predicates that must hold before a tap: why it must not happen, and who decides.

It must not know phones beyond what a Watch tells, nor the terminal beyond an Owner who answers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Protocol

from miunlink_adb.errors import Cancelled, MiunlinkError
from miunlink_adb.watch import Look, Watch

__all__ = ["Guards", "Owner", "Verdict"]

Verdict = Literal["go", "dry_run", "look_again"]


class Owner(Protocol):
    """Whoever answers for the phone's owner at the computer."""

    def confirm(self) -> bool:
        """Whether the account may be signed out now; asked once, right before it."""

    def choose(self, choices: tuple[str, ...]) -> str | None:
        """One of the choices, or None: the owner decides on the phone."""


class Guards:
    """The guards of one run, by name."""

    def __init__(self, watch: Watch, owner: Owner, *, dry_run: bool) -> None:
        """`dry_run`: nothing that belongs to signing out is ever tapped."""
        self._watch, self._owner, self._dry_run = watch, owner, dry_run
        self._confirmed = False
        self._covered = 0
        self._choice: str | None = None
        self._named: dict[str, Callable[[Look], Verdict]] = {
            "not_a_dry_run": self._not_a_dry_run,
            "confirmed": self._is_confirmed,
            "account_app_in_front": self._account_app_in_front,
        }

    def check(self, names: tuple[str, ...], look: Look) -> Verdict:
        """Ask each guard in order; the first that does not say ``go`` decides.

        Raises:
            Cancelled: the owner said no.
            MiunlinkError: a name that is no guard.
        """
        for name in names:
            if name not in self._named:
                raise MiunlinkError(f"There is no guard {name!r}.")
            verdict = self._named[name](look)
            if verdict != "go":
                return verdict
        return "go"

    def choice(self, choices: tuple[str, ...], decided: str) -> str | None:
        """The owner's choice, made beforehand or asked for once."""
        if decided in choices:
            return decided
        if self._choice is None and not self._dry_run:
            self._choice = self._owner.choose(choices)
        return self._choice

    def _not_a_dry_run(self, _look: Look) -> Verdict:
        return "dry_run" if self._dry_run else "go"

    def _is_confirmed(self, _look: Look) -> Verdict:
        """Asking takes the owner's time, so the phone is looked at again afterwards."""
        if self._confirmed:
            return "go"
        if not self._owner.confirm():
            raise Cancelled("You did not confirm; nothing on the phone was changed.")
        self._confirmed = True
        return "look_again"

    def _account_app_in_front(self, look: Look) -> Verdict:
        """The window manager must agree that the focus is where the dump says it is."""
        focus = self._watch.focus()
        if focus is None or focus == look.observation.package:
            self._covered = 0
            return "go"
        self._covered += 1
        if self._covered > 20:
            raise Cancelled(
                f"A window of {focus} stays in front of the account page; nothing was changed.",
                hint="Close it on the phone and run the command again.",
            )
        self._watch.clock.sleep(0.5)
        return "look_again"
