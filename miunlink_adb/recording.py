"""Captures of the screens that the owner walks through: looks on, touches nothing.

A capture holds what its scrubbing lets through, nothing else. It must not know the terminal, nor
where captures are kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from miunlink_adb.capture import labels_of, scrubbed_xml
from miunlink_adb.clock import Deadline
from miunlink_adb.hierarchy import Node, parse_hierarchy
from miunlink_adb.observation import Observation
from miunlink_adb.pack import BoundPack
from miunlink_adb.screen import identify
from miunlink_adb.watch import Look, Watch

__all__ = ["Capture", "Ended", "recaptured", "record"]

Ended = Literal["account_gone", "time_over", "enough"]

PAUSE = 0.4
"""Seconds between two looks."""
ACCOUNTS_EVERY = 3.0
MOST = 80
MOST_OF_ONE = 4
"""Captures of one run, and of one screen (an unknown one: of one activity) in different states."""
OWNER = "0"


@dataclass(frozen=True, slots=True)
class Capture:
    """One scrubbed look.

    `seen`: the screen it was taken for, None if for none. `screen`: what the scrubbed capture
    itself is taken for; it differs where the proof was a text that is not kept. `why`: what
    told it, or why nothing did. `xml`: the hierarchy; its note repeats the rest.
    """

    seen: str | None
    screen: str | None
    package: str
    activity: str
    locale: str
    why: str
    xml: str


def record(watch: Watch, keep: Callable[[Capture], None], seconds: float) -> Ended:
    """Look on until the account is gone, enough is captured or the time is over.

    `keep` gets each capture at once, so that an interruption loses none. Screens of apps that the
    pack does not name are never captured.

    Raises:
        DeviceError: the phone is gone and did not come back.
    """
    deadline = Deadline(watch.clock, seconds)
    states, counts = set[object](), Counter[object]()
    signed_in = bool(watch.accounts().get(OWNER, 0))
    asked = watch.clock.now()
    while not deadline.expired:
        look = watch.look()
        place = (look.observation.activity, look.screen)
        if _is_ours(look, watch.pack) and _state(look) not in states:
            states.add(_state(look))
            counts[place] += 1
            if counts[place] <= MOST_OF_ONE:
                keep(capture_of(look, watch.pack))
        if sum(min(count, MOST_OF_ONE) for count in counts.values()) >= MOST:
            return "enough"
        if watch.clock.now() - asked >= ACCOUNTS_EVERY:
            asked = watch.clock.now()
            if signed_in and not watch.accounts().get(OWNER, 0):
                return "account_gone"
        watch.clock.sleep(deadline.slice(PAUSE))
    return "time_over"


def _is_ours(look: Look, pack: BoundPack) -> bool:
    return not look.observation.keyguard and look.observation.package in _packages(pack)


def _packages(pack: BoundPack) -> frozenset[str]:
    return pack.own_packages


def _state(look: Look) -> object:
    """What makes two looks two captures: the screen, and which views are there; no texts."""
    nodes = look.observation.index.nodes
    views = frozenset((node.class_name, node.resource_id) for node in nodes)
    return look.observation.activity, look.screen, views


def capture_of(look: Look, pack: BoundPack) -> Capture:
    """Scrub one look and see what is still recognised."""
    seen, shown = look.observation, look.identification
    told = {"package": seen.package, "activity": seen.activity, "locale": pack.locale}
    xml = scrubbed_xml(seen.root, labels_of(pack), apps=_packages(pack))
    again = recaptured(parse_hierarchy(xml), pack, seen.package, seen.activity)
    note = " ".join(f"{key}={value or '-'}" for key, value in {**told, "screen": again}.items())
    xml = scrubbed_xml(seen.root, labels_of(pack), apps=_packages(pack), note=note)
    return Capture(look.screen, again, seen.package, seen.activity, pack.locale, shown.why, xml)


def recaptured(root: Node, pack: BoundPack, package: str, activity: str) -> str | None:
    """The screen that a capture is taken for."""
    return identify(Observation(root, package, activity, pack.locale), pack).screen
