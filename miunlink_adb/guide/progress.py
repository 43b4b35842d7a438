"""How far an owner is in a guide, kept between sittings: one small file per phone and guide.

Names of steps and counts only; a phone is its code. Written whole or not at all. A file that
cannot be read is told, and never believed. It must not know what a step is.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from miunlink_adb.phone_key import phone_key
from miunlink_adb.private_file import private_folder, put

__all__ = ["KEPT_FOR", "Kept", "ProgressFile"]

FORMAT = 1
KEPT_FOR = timedelta(days=30)
"""What was confirmed longer ago may be true no more."""
MOST_BYTES = 16 * 1024
NO_PHONE = "no-phone"
DAMAGED = "What was kept of an earlier sitting cannot be read; the guide begins anew."
OLD = "The last sitting is more than 30 days ago; the guide begins anew."
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Kept:
    """What an earlier sitting left.

    `outcomes`: step to what became of it. `before`: accounts per Android user when the guide was
    begun, None if they were not known.
    """

    outcomes: Mapping[str, str] = field(default_factory=dict)
    before: Mapping[str, int] | None = None


class ProgressFile:
    """The file of one guide on one phone. What cannot be kept is told once and stops nothing."""

    def __init__(
        self,
        state: Path,
        guide: str,
        serials: Sequence[str],
        now: Callable[[], datetime],
        tell: Tell,
    ) -> None:
        """`state`: the user's folder. `serials`: the phone's, best first; none without a phone."""
        self._state, self._guide, self._serials = state, guide, tuple(serials)
        self._now, self._tell = now, tell
        self._told = False

    @property
    def file(self) -> Path:
        """Where it is.

        Raises:
            OSError: the phone cannot be named, because nothing can be kept here.
        """
        key = NO_PHONE
        if self._serials:
            self._state.mkdir(mode=0o700, parents=True, exist_ok=True)
            key = phone_key(self._state, *self._serials)
        return self._state / "guides" / f"{key}.{self._guide}.json"

    def load(self) -> Kept:
        """What an earlier sitting left; nothing if there was none, or none that counts."""
        try:
            data = self.file.read_bytes()
        except FileNotFoundError:
            return Kept()
        except OSError as error:
            self._lost(error)
            return Kept()
        kept = _parsed(data, self._guide)
        if kept is None:
            self._tell(DAMAGED)
            return Kept()
        changed, found = kept
        if not timedelta(days=-1) < self._now() - changed < KEPT_FOR:
            self._tell(OLD)
            return Kept()
        return found

    def save(self, kept: Kept) -> None:
        """Write it, for its owner's eyes only."""
        document = {
            "format": FORMAT,
            "guide": self._guide,
            "changed": self._now().isoformat(timespec="seconds"),
            "outcomes": dict(kept.outcomes),
            "before": None if kept.before is None else dict(kept.before),
        }
        try:
            file = self.file
            private_folder(file.parent)
            put(file, json.dumps(document, indent=1).encode("ascii") + b"\n")
        except OSError as error:
            self._lost(error)

    def forget(self) -> None:
        """Nothing is to be gone on with."""
        with contextlib.suppress(OSError):
            self.file.unlink(missing_ok=True)

    def _lost(self, error: OSError) -> None:
        if not self._told:
            self._told = True
            why = error.strerror or type(error).__name__
            self._tell(f"How far you are is not kept: {why}. Leaving loses your place.")


def _parsed(data: bytes, guide: str) -> tuple[datetime, Kept] | None:
    try:
        found = json.loads(data[:MOST_BYTES])
        if (found["format"], found["guide"]) != (FORMAT, guide):
            return None
        changed = datetime.fromisoformat(found["changed"])
        kept = Kept(_texts(found["outcomes"]), _counts(found["before"]))
    except (ValueError, TypeError, KeyError, RecursionError, AttributeError):
        return None
    return (changed, kept) if changed.tzinfo else None


def _texts(found: object) -> dict[str, str]:
    pairs = _object(found)
    if not all(isinstance(text, str) for text in pairs.values()):
        raise TypeError
    return pairs


def _counts(found: object) -> dict[str, int] | None:
    if found is None:
        return None
    pairs = _object(found)
    counts = [count for count in pairs.values() if type(count) is int and count >= 0]
    if len(counts) < len(pairs) or not all(user.isdecimal() for user in pairs):
        raise TypeError
    return pairs


def _object(found: object) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise TypeError
    return found
