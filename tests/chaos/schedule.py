"""What one seed stands for: a phone, its circumstances, its owner, and what goes wrong when.

Pure: the same seed gives the same schedule. It must not know how a run is made or judged.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from miunlink_adb.signout import SignoutOptions
from miunlink_adb.virtual import Fault, Owner, Scenario, known_releases
from miunlink_adb.virtual.worlds import RELEASES
from miunlink_adb.virtual.worlds.texts import known_locales
from miunlink_adb.virtual.worlds.world import LAYOUTS
from tests.chaos.catalogue import draw
from tests.faults.bench import Situation

__all__ = ["Schedule", "schedule"]

SCENARIOS: tuple[tuple[str, ...], ...] = (
    (),
    (),
    ("bank_cards=2",),
    ("unsynced=yes",),
    ("second_step=yes",),
    ("web_verification=yes",),
    ("captcha_after=1",),
    ("cloud_synced=no",),
    ("find_device=no",),
    ("has_password=no",),
    ("second_space=yes",),
    ("keyguard=secure",),
    ("screen_on=no",),
    ("front=account",),
    ("front=chat",),
    ("popups=permission,update",),
    ("dual_apps=yes",),
)
SECOND_RUN: tuple[tuple[str, ...], ...] = (("token_expired=yes",),)
"""Circumstances in which the owner's part ends the first run, and the second one succeeds."""
ENDS: tuple[tuple[str, ...], ...] = (
    ("cooldown_days=3",),
    ("logout_failed=no_response",),
    ("too_many_after=1",),
    ("taps=silent",),
    ("password_error=network",),
)
"""Circumstances under which no sign-out can succeed."""
HABITS: tuple[tuple[str, ...], ...] = (
    (),
    (),
    ("password=wrong,right",),
    ("password=wrong,wrong,right",),
    ("code=wrong,right",),
    ("delay=0.6",),
)
QUITS: tuple[tuple[str, ...], ...] = (("away",), ("password=cancel",))
"""Owners with whom no sign-out can succeed."""
HELP = ("delay=0.15", "hidden=ok", "usb=ok", "surprise=ok")


@dataclass(frozen=True)
class Schedule:
    """One seed's run. `kinds`: names of what goes wrong.

    `recoverable`: the run must end signed out. `hopeless`: on this phone no run can.
    """

    seed: int
    situation: Situation
    kinds: tuple[str, ...]
    recoverable: bool
    hopeless: bool
    text: str


def schedule(seed: int) -> Schedule:
    """The schedule of a seed."""
    random = Random(seed)  # noqa: S311  no secrets: schedules that can be repeated
    phone = _phone(random)
    switches, hopeless = _pick(random, SCENARIOS, (*ENDS, *SECOND_RUN))
    habits, useless = _pick(random, HABITS, QUITS)
    drawn = draw(random)
    options = _options(random, useless=useless or "password_error=network" in switches)
    owner = Owner.parse([*_helps(habits, options.data), *habits])
    recoverable = all(kind.recoverable for kind, _ in drawn) and not (hopeless or useless)
    situation = replace(
        phone,
        scenario=Scenario.parse(switches),
        owner=owner,
        options=options,
        faults=lambda: _planted(seed),
        own_server=any(kind.own_server for kind, _ in drawn),
    )
    kinds = tuple(kind.name for kind, _ in drawn)
    place = f"{phone.release}:{phone.locale}:{phone.layout}"
    moments = ", ".join(f"{kind.name} {_moment(fault)}" for kind, fault in drawn)
    text = f"{place} {' '.join((*switches, *habits)) or 'plain'} {options.route}; {moments}"
    return Schedule(
        seed, situation, kinds, recoverable, hopeless and switches not in SECOND_RUN, text
    )


def _helps(habits: tuple[str, ...], data: str) -> list[str]:
    """What he does unless he is away; about the data only where it is left to him."""
    if habits == ("away",):
        return []
    return [*HELP, *(["data=keep"] if data == "ask" else [])]


def _planted(seed: int) -> list[Fault]:
    """The faults of a seed, new: each counts what it met."""
    random = Random(seed)  # noqa: S311  no secrets: schedules that can be repeated
    _phone(random)
    _pick(random, SCENARIOS, (*ENDS, *SECOND_RUN))
    _pick(random, HABITS, QUITS)
    return [fault for _, fault in draw(random)]


def _phone(random: Random) -> Situation:
    release = random.choice(known_releases())
    locale = random.choice(known_locales(RELEASES[release]))
    return Situation(release, locale, random.choice(LAYOUTS))


def _pick(
    random: Random, good: tuple[tuple[str, ...], ...], bad: tuple[tuple[str, ...], ...]
) -> tuple[tuple[str, ...], bool]:
    """One of the good nine times out of ten, else one of the bad; whether it was bad."""
    is_bad = random.random() < 0.1
    return random.choice(bad if is_bad else good), is_bad


def _options(random: Random, *, useless: bool) -> SignoutOptions:
    return SignoutOptions(
        route=random.choice(("settings", "settings", "intent")),
        data=random.choice(("keep", "remove", "ask")),
        handoff_timeout=12.0 if useless else 120.0,
        may_confirm=True,
    )


def _moment(fault: Fault) -> str:
    when = fault.when
    place = f"on {when.screen}" if when.screen else ""
    request = f"at {when.request} {when.nth}" if when.request else ""
    times = f"x{fault.times}" if fault.times > 1 else ""
    data = {name: value for name, value in fault.data.items() if name != "call"}
    return " ".join(part for part in (request, place, times, str(data) if data else "") if part)
