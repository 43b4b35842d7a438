"""How long a phone may take to answer before it counts as hanging.

It must not know what is asked.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """How many seconds a call to a server on the phone that hangs may take.

    `dump`: reading the screen down, which takes long on old phones. `act`: a touch or a key; and
    how late the answer to a wait may be.
    """

    dump: float = 20.0
    act: float = 10.0
