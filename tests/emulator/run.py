"""One run of the command on a handset."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from tests.e2e.program import Program
from tests.e2e.shape import assert_shape
from tests.emulator.dressed import Dress
from tests.emulator.handset import Handset, Turn


@dataclass(frozen=True)
class Bench:
    """A phone and the command beside it."""

    COMMAND: ClassVar[tuple[str, ...]] = (sys.executable, "-m", "tests.emulator.dressed")
    handset: Handset
    program: Program
    dress: Callable[[str], Dress]

    def sign_out(
        self, locale: str, *arguments: str, switches: tuple[str, ...] = (), turns: Sequence[Turn]
    ) -> dict[str, Any]:
        """Prepare the phone, run `signout`, return its document; `turns` are the owner's."""
        self.handset.prepare(locale, *switches)
        self.handset.turns = list(turns)
        assert self.handset.accounts() == 1, "nobody is signed in"
        variable: dict[str, Any] = dict(self.dress(locale).variable())
        done = self.program.run(
            *("-s", self.handset.serial, "signout", "--json", "--release", "emulator"),
            *("--handoff-timeout", "120", *arguments),
            turn=self.handset.turn,
            **variable,
        )
        document = done.document
        assert_shape(document, done.code)
        assert (document["serial"], document["locale"]) == (self.handset.serial, locale), done.said
        return document
