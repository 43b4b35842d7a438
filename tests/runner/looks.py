"""Looks at a fake phone for the rooms that are tested alone."""

from __future__ import annotations

from miunlink_adb.pack import load_bound
from miunlink_adb.watch import Look, Watch
from tests.runner.bench import Bench


def watch_of(made: Bench) -> Watch:
    """A watch of the bench's phone, whose language does not change."""
    words = made.phone.words
    pack = load_bound(words.release, words.locale)
    return Watch(made.phone, pack, made.clock, made.events.append, lambda: None)


def look_at(made: Bench) -> Look:
    """What the phone shows now."""
    return watch_of(made).look()
