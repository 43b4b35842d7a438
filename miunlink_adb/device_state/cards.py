"""Cards in a phone: SIM cards from its properties, memory cards from `sm list-volumes public`.

Pure. It must not know numbers, operators or what is on a card.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

SIM_STATE = "gsm.sim.state"
_EMPTY = frozenset({"", "ABSENT", "UNKNOWN", "NOT_READY", "NULL"})
_VOLUME = re.compile(r"^public:\S+ (\w+)", re.MULTILINE)
_PRIVATE = re.compile(r"^(?:public|private|emulated)\b", re.MULTILINE)


def sim_cards(props: Mapping[str, str]) -> int | None:
    """How many SIM cards are in the phone; None if the radio does not say."""
    text = props.get(SIM_STATE, "")
    if not text.strip(","):
        return None
    return sum(state.strip().upper() not in _EMPTY for state in text.split(","))


def memory_cards(text: str) -> int | None:
    """How many memory cards (or USB sticks) `sm list-volumes` lists; None if it is no answer.

    `sm list-volumes` lists the phone's own storage too, which tells an answer from none.
    """
    if not _PRIVATE.search(text):
        return None
    return len(_VOLUME.findall(text))
