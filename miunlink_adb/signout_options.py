"""What the owner decided before a sign-out begins.

Plain data. It must not know the command line, nor how a sign-out goes on.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["SignoutOptions"]


@dataclass(frozen=True, slots=True)
class SignoutOptions:
    """What the owner decided on the command line.

    `data`: ``keep``, ``remove`` or ``ask``. `may_confirm`: somebody is there to confirm, or has
    done so with ``--yes``. `release`: take this pack, whatever the phone says. `coach`: the owner
    does every tap, told what to tap. `may_coach`: so too, once the phone is found to refuse taps.
    `coach_route`: the route then; the intent needs no tap before the account page.
    """

    dry_run: bool = False
    route: str = "settings"
    data: str = "ask"
    handoff_timeout: float = 300.0
    may_confirm: bool = False
    release: str | None = None
    coach: bool = False
    may_coach: bool = False
    coach_route: str = "intent"
