"""A look at a phone as a record: what bound it then, so that a later document has a before.

Only what has changed since the last look is recorded. It must not know how a look is made, and a
look that cannot be recorded is none the worse: nothing is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from miunlink_adb import __version__
from miunlink_adb.archive import Archive
from miunlink_adb.deed import last_entry
from miunlink_adb.keeping import serials_of
from miunlink_adb.remaining import Binding, is_ready, verdict
from miunlink_adb.run_record import RunRecord
from miunlink_adb.survey import PhoneFacts

__all__ = ["record_look"]

COMMAND = "status"


def record_look(
    archive: Archive, facts: PhoneFacts, adb_serial: str, bindings: Sequence[Binding]
) -> None:
    """Keep what a look found, unless the last one found the same."""
    serials = serials_of(facts.props, adb_serial)
    found = _evidence(list(bindings))
    if _is_known(archive.runs_on(*serials), found):
        return
    match = facts.release
    about: dict[str, object] = {
        "command": COMMAND,
        "version": __version__,
        "release": match.release,
        "region": match.region,
        "locale": facts.locale,
        "options": {},
    }
    journal = archive.begin(serials, about, 0.0, _nobody)
    did = [f"Looked at the phone. {verdict(list(bindings))}"]
    left_open = [name.replace("_", " ") for name in found["in_the_way"]]
    journal.end(last_entry("done", None, 0, did=did, evidence=found, left_open=left_open))


def _is_known(runs: Sequence[RunRecord], found: Mapping[str, Any]) -> bool:
    """Whether the last thing that was done was a look, and found the same."""
    last = max(runs, key=lambda run: (run.began, run.last_moment), default=None)
    if last is None or last.command != COMMAND or last.ended is None:
        return False
    return bool(last.ended.get("evidence") == found)


def _evidence(bindings: list[Binding]) -> dict[str, Any]:
    """Counts by name, for what blocks a hand-over and for what does not."""
    blocking = Counter(binding.what for binding in bindings if binding.blocks)
    others = Counter(binding.what for binding in bindings if not binding.blocks)
    return {
        "ready": is_ready(bindings),
        "in_the_way": dict(sorted(blocking.items())),
        "to_remember": dict(sorted(others.items())),
    }


def _nobody(_why: str) -> None:
    """A look that is not recorded is none the worse."""
