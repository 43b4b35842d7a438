"""What one check found.

It must not know checks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

__all__ = ["Finding", "State", "exit_code", "fail", "good", "warn"]

State = Literal["ok", "warn", "fail"]
DEVICE, PACK, REFUSED = 3, 4, 6
"""Exit codes of what stops us, as everywhere in this program."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check.

    `what`: one sentence. `remedy`: what to do, "" when nothing is wrong. `code`: the exit code if
    it stops us. `fix`: a shell command on the phone that mends it, run only if the owner agrees.
    """

    check: str
    state: State
    what: str
    remedy: str = ""
    code: int = 0
    fix: str = ""

    def to_json(self) -> dict[str, str]:
        """The four fields that `doctor --json` prints."""
        return {
            "check": self.check,
            "state": self.state,
            "what": self.what,
            "remedy": self.remedy,
        }


def good(check: str, what: str) -> Finding:
    """Nothing is wrong."""
    return Finding(check, "ok", what)


def warn(check: str, what: str, remedy: str, *, fix: str = "") -> Finding:
    """It may get in the way."""
    return Finding(check, "warn", what, remedy, fix=fix)


def fail(check: str, what: str, remedy: str, code: int = DEVICE, *, fix: str = "") -> Finding:
    """It stops us."""
    return Finding(check, "fail", what, remedy, code, fix)


def exit_code(findings: Iterable[Finding]) -> int:
    """That of the first that stops us, 0 if none does."""
    return next((finding.code for finding in findings if finding.state == "fail"), 0)
