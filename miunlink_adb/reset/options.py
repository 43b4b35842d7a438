"""What a reset is asked to do.

Plain values. It must not know how they are given.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["ResetOptions", "Via", "Wipe"]

Via = Literal["settings", "twrp"]
Wipe = Literal["format", "data"]


@dataclass(frozen=True, slots=True)
class ResetOptions:
    """Options of one reset.

    `wipe`: what TWRP erases: everything, or all but the internal storage's files. `knows_password`:
    the owner accepts that the phone will ask for the account's password. `no_backup`: he needs
    none. `confirm`: the model, typed beforehand. `may_ask`: there is a terminal to ask in.
    `handoff_timeout`: seconds for the owner's turn on the phone. `restart_timeout`: for a restart.
    """

    via: Via = "settings"
    wipe: Wipe = "format"
    dry_run: bool = False
    knows_password: bool = False
    no_backup: bool = False
    confirm: str = ""
    may_ask: bool = False
    handoff_timeout: float = 900.0
    restart_timeout: float = 300.0

    def to_journal(self) -> dict[str, object]:
        """What is kept of them; not the model's name."""
        return {
            "via": self.via,
            "wipe": self.wipe if self.via == "twrp" else None,
            "dry_run": self.dry_run,
            "knows_password": self.knows_password,
            "no_backup": self.no_backup,
        }
