"""The kinds of fault that a chaos schedule is drawn from: where each strikes, what to expect.

A kind is *recoverable* when a program that does nothing wrong can still sign the phone out in the
same run: the fault passes, or the owner sees to it. The rest must end in a clear, true state, from
which a second run goes on. It must not know how a run is made.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from miunlink_adb.virtual import Fault, When
from miunlink_adb.virtual.phone import Phone

__all__ = ["KINDS", "Kind", "draw"]

Draw = Callable[[Random], Fault]

PAGES = ("settings_home", "account_page", "wipe_data_confirm", "password_prompt")
BUSY = ("checking_password", "removing_account")
LOOKS = (("dump", 24), ("rpc:waitForExists", 8), ("shell", 7))
"""Requests that only look, and how many of each a run makes."""


@dataclass(frozen=True)
class Kind:
    """One kind of fault. `plan`: one fault of it, at a random moment.

    `own_server`: it strikes the adb server, so the run needs one of its own.
    """

    name: str
    plan: Draw
    recoverable: bool = True
    own_server: bool = False


def any_moment(random: Random) -> When:
    """At a look, or as a page comes up; not between a look and the tap that it led to."""
    if random.random() < 0.35:
        return When(screen=random.choice((*PAGES, *BUSY)))
    request, most = random.choice(LOOKS)
    return When(request=request, nth=random.randint(1, most))


def in_sight(random: Random) -> When:
    """While the phone waits for us, or as a page comes up: then the program looks again.

    What comes up in the milliseconds between a look and a tap is hit by the tap; nobody can help
    that, and it shows nothing about the program.
    """
    if random.random() < 0.35:
        return When(screen=random.choice((*PAGES, *BUSY)))
    return When(request="rpc:waitForExists", nth=random.randint(1, 7))


def at_look(random: Random) -> When:
    """When the screen is written down."""
    return When(request="rpc:dumpWindowHierarchy", nth=random.randint(1, 24))


def at_request(random: Random) -> When:
    """At a request to the automation server that may be repeated, or whose effect is seen."""
    name, most = random.choice(
        (("rpc:dumpWindowHierarchy", 24), ("rpc:waitForExists", 7), ("rpc:swipePoints", 3))
    )
    return When(request=name, nth=random.randint(1, most))


def at_tap(random: Random) -> When:
    """At a tap: if it is the one on sign-out, it is not made again."""
    return When(request="rpc:click", nth=random.randint(1, 4))


def before_sign_out(random: Random) -> When:
    """While the way to the account page is walked."""
    return When(request="dump", screen="settings_home", nth=random.randint(1, 3))


def _kind(
    name: str,
    what: str,
    moment: Callable[[Random], When] = any_moment,
    *,
    recoverable: bool = True,
    times: int = 1,
    **data: Any,
) -> Kind:
    """A kind whose data are fixed; `times`: at most so many in a row."""

    def plan(random: Random) -> Fault:
        return Fault(what, moment(random), random.randint(1, times), dict(data))

    return Kind(name, plan, recoverable)


def _for_a_while(
    name: str,
    what: str,
    low: float,
    high: float,
    moment: Callable[[Random], When] = any_moment,
    *,
    recoverable: bool = True,
) -> Kind:
    def plan(random: Random) -> Fault:
        return Fault(what, moment(random), 1, {"seconds": random.uniform(low, high)})

    return Kind(name, plan, recoverable)


def _one_of(
    name: str,
    what: str,
    key: str,
    values: tuple[Any, ...],
    moment: Callable[[Random], When] = any_moment,
    *,
    recoverable: bool = True,
) -> Kind:
    def plan(random: Random) -> Fault:
        return Fault(what, moment(random), 1, {key: random.choice(values)})

    return Kind(name, plan, recoverable)


def _do(name: str, call: Callable[[Phone], object], **more: Any) -> Kind:
    return _kind(name, "do", call=call, **more)


def _network_breaks_off(phone: Phone) -> None:
    phone.network = False
    phone.latency.after(0.3, lambda: setattr(phone, "network", True))


def _holder_for_a_while(phone: Phone) -> None:
    phone.automation.stop()
    phone.automation.holder = "another tool"
    phone.latency.after(0.6, lambda: setattr(phone.automation, "holder", ""))


LANGUAGES = ("de-DE", "ru-RU", "zh-CN", "es-ES", "ar-EG", "en-US")
OURS = ("permission", "update", "deduct", "ad", "notification", "find_device")
FOREIGN = ("battery", "call", "system_update")

KINDS: tuple[Kind, ...] = (
    # the cable, adb, the phone as a whole
    _for_a_while("unplugged", "unplug", 0.05, 1.5),
    _for_a_while("offline", "offline", 0.1, 1.5),
    Kind("adb server restarted", lambda r: Fault("adb_killed", any_moment(r)), own_server=True),
    _kind("unauthorized", "unauthorize"),
    _for_a_while("reboot", "reboot", 0.2, 1.0, moment=before_sign_out),
    _for_a_while("reboot at any time", "reboot", 0.2, 1.0, recoverable=False),
    _kind("screen off", "screen_off"),
    _one_of("keyguard", "lock", "secure", (True, False)),
    _one_of("rotation", "rotate", "to", (1, 2, 3)),
    _one_of("language", "locale", "to", LANGUAGES),
    _do("network breaks off", _network_breaks_off, recoverable=False),
    # apps
    _kind("settings crash", "crash", before_sign_out, package="com.android.settings"),
    _kind("settings killed", "kill", before_sign_out, package="com.android.settings"),
    _kind("account app crash", "crash", recoverable=False, package="com.xiaomi.account"),
    _kind("account app killed", "kill", recoverable=False, package="com.xiaomi.account"),
    _one_of("question of our apps", "surprise", "screen", OURS, in_sight),
    _one_of("window of another app", "surprise", "screen", FOREIGN, in_sight),
    _do("owner goes home", lambda phone: phone.ui.home(), recoverable=False),
    # the automation server
    _kind("server killed", "server_killed", at_request, times=2),
    _kind("server drops", "server_drop", at_request, times=2),
    _kind("half an answer", "server_half", at_request, times=2),
    _kind("no JSON", "server_not_json", at_request, times=2),
    _kind("status 500", "server_500", at_request, times=2),
    _kind("not connected", "server_not_connected", at_request, times=2),
    _kind("dead object", "server_dead_object", at_request, times=2),
    _kind("server hangs", "server_hung", at_request),
    _kind("server dies at a tap", "server_killed", at_tap, recoverable=False),
    _kind("server hangs at a tap", "server_hung", at_tap, recoverable=False),
    _kind("no JSON at a tap", "server_not_json", at_tap, recoverable=False),
    _kind("already registered", "already_registered", lambda _: When(request="start"), times=2),
    _kind("server quits", "server_quits", lambda _: When(request="start"), recoverable=False),
    _do("another holder", _holder_for_a_while),
    # dumps
    _kind("empty dump", "dump_empty", at_look, times=3),
    _kind("blank dump", "dump_blank", at_look, times=3),
    _kind("half a dump", "dump_half", at_look, times=2),
    _kind("illegal character", "dump_illegal_character", at_look, times=2),
    _kind("giant dump", "dump_giant", at_look, times=2),
    # input
    _kind("swipe lost", "tap_no_effect", lambda _: When(request="swipe")),
    _kind("tap lost", "tap_no_effect", lambda _: When(request="tap", screen="settings_home")),
    _kind(
        "tap on sign-out lost",
        "tap_no_effect",
        lambda _: When("tap", screen="account_page"),
        recoverable=False,
    ),
    _kind(
        "input refused",
        "input_exception",
        lambda r: When(request=r.choice(("tap", "swipe"))),
        recoverable=False,
    ),
    _one_of(
        "input off",
        "input",
        "mode",
        ("exception", "silent", "tap_silent", "sometimes"),
        recoverable=False,
    ),
)
"""Every kind, named once."""


def draw(random: Random, most: int = 3) -> list[tuple[Kind, Fault]]:
    """One to `most` faults, of different kinds."""
    kinds = random.sample(KINDS, random.randint(1, most))
    return [(kind, kind.plan(random)) for kind in kinds]
