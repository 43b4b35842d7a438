"""The loop: observe, look the screen up in the flow, check guards, act, see what changed.

The only one that waits and the only one that acts. Where the phone stands is observed on every
turn and never remembered. It must not know ids, texts, adb or the terminal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from miunlink_adb.actor import Actor
from miunlink_adb.completion import Completion
from miunlink_adb.effect import Effects, no_effect
from miunlink_adb.errors import (
    ElementAmbiguous,
    ElementNotFound,
    PhoneFailure,
    Refused,
    Timeout,
    UnexpectedScreen,
)
from miunlink_adb.event import Emit, ScreenSeen
from miunlink_adb.flow import Await, Choose, Fail, Flow, HandOff, LookAt, Reaction, Refuse, TapOn
from miunlink_adb.guard import AT_ONCE, Guards
from miunlink_adb.handoff import Handoffs
from miunlink_adb.hierarchy import Node
from miunlink_adb.phone import Swipe
from miunlink_adb.route import Route
from miunlink_adb.scroll import Scroll
from miunlink_adb.watch import Look, Watch

__all__ = ["Ending", "Plan", "Runner"]

Ending = Literal["gone", "dry_run"]
MOST_TURNS = 400


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do on this phone: the table, and what the owner decided beforehand.

    `data`: ``keep``, ``remove`` or ``ask``. `user`: the Android user whose account is meant.
    """

    flow: Flow
    data: str
    handoff_timeout: float
    user: str = "0"


class Runner:
    """Follows one flow on one phone."""

    def __init__(self, actor: Actor, plan: Plan, watch: Watch, guards: Guards, emit: Emit) -> None:
        """`actor` acts on the phone that `watch` looks at; `guards` know the owner's decisions."""
        self._plan, self._watch, self._guards, self._emit = plan, watch, guards, emit
        self._handoffs = Handoffs(watch, emit, plan.handoff_timeout, plan.flow, plan.user)
        self._actor = actor
        self._route = Route(plan.flow, watch, self._actor, emit)
        self._completion = Completion(watch, plan.flow, plan.user)
        self._scroll = Scroll()
        self._sought: TapOn | None = None
        self._effects = Effects()

    @property
    def route(self) -> str:
        """The route, ``settings`` or ``intent``, that the run is on or reached its goal by."""
        return self._route.way.kind

    @property
    def under_way(self) -> bool:
        """Whether the account may be going: the button was tapped, or its dialogs were met."""
        return self._completion.under_way

    def open_ahead(self) -> None:
        """Before `run`: open the way's first page while the phone gets ready for looks.

        Only where the first look would have it opened: nothing of ours is in front.

        Raises:
            DeviceError: the phone does not answer.
        """
        self._route.open_ahead()

    def run(self) -> Ending:
        """Go on until the account is gone, or as far as a dry run goes.

        Raises:
            MiunlinkError: whatever stopped it; the phone is left as it is.
        """
        look = self._route.first_look()
        for _ in range(MOST_TURNS):
            result = self._turn(look)
            if not isinstance(result, Look):
                return result
            look = result
        raise Timeout("The run came to no end: the phone keeps going round the same screens.")

    def leave(self) -> None:
        """Leave Settings for the launcher, as after a dry run."""
        self._route.leave()

    def _turn(self, look: Look) -> Look | Ending:
        flow, screen = self._plan.flow, look.screen
        reaction = flow.reaction(screen, self._route.way) if screen else None
        self._note(look, reaction)
        if self.under_way and screen in flow.begins_on + flow.finished:
            return self._completion.page_is_back(look) or "gone"
        if self.under_way and reaction is None:
            return self._completion.behind_unknown(look) or "gone"
        if reaction is not None:
            return self._react(look, reaction)
        return self._search_on(look) or self._route.lost(look)

    def _react(self, look: Look, reaction: Reaction) -> Look | Ending:
        match reaction:
            case TapOn():
                return self._tap_on(look, reaction)
            case Choose():
                return self._choose(look, reaction)
            case Await():
                return self._await(look, reaction)
            case HandOff():
                return self._hand_off(look, reaction)
            case LookAt():
                return self._look_at(look)
            case Refuse():
                raise Refused(reaction.message, guard=reaction.guard, hint=reaction.hint)
            case Fail():
                raise PhoneFailure(
                    reaction.message, hint=reaction.hint, observation=look.observation
                )

    def _tap_on(self, look: Look, reaction: TapOn) -> Look | Ending:
        try:
            node, element = self._node(look, reaction)
        except ElementAmbiguous as error:
            if not reaction.within or reaction.point_of_no_return:
                raise
            return self._route.next(look, error.message)
        if node is None:
            return self._search(look, reaction)
        return self._tap(look, reaction, node, element)

    def _search(self, look: Look, reaction: TapOn) -> Look | Ending:
        """It is not in sight: scroll; where the list begins, take it by its position."""
        if self._scroll.unmoved(look) and self._actor.wake():
            return self._watch.look()
        if swipe := self._swipe(look, reaction):
            self._sought = reaction
            return self._actor.scroll(look, swipe, reaction)
        if self._scroll.at_start:
            node, element = self._node(look, reaction, by_position=True)
            if node is not None:
                return self._tap(look, reaction, node, element)
        return self._not_here(look, reaction)

    def _search_on(self, look: Look) -> Look | None:
        """Scrolled to where nothing is known: go on scrolling, if that is all that happened."""
        swipe = self._scroll.onward(look) if self._sought else None
        return self._actor.scroll(look, swipe, self._sought) if swipe and self._sought else None

    def _tap(self, look: Look, reaction: TapOn, node: Node, element: str) -> Look | Ending:
        final, front, began = reaction.point_of_no_return, None, self._watch.clock.now()
        if final:
            front = self._watch.front()
            if self._actor.wake(asleep=front.asleep):
                return self._watch.look()
        verdict = self._guards.check(reaction.guards, look, front)
        if verdict != "go":
            return "dry_run" if verdict == "dry_run" else self._watch.look()
        took_time = self._watch.clock.now() - began > AT_ONCE
        if (final or took_time) and (moved := self._moved(look, reaction, node)):
            return moved
        if final:
            return self._sign_out(look, node, element, reaction)
        new = self._actor.tap(look, node, element, reaction)
        self._scroll.interrupted()
        self._check_effect(look, new, element)
        return self._completion.noted(look, new)

    def _sign_out(self, look: Look, node: Node, element: str, reaction: TapOn) -> Look | Ending:
        """The tap that may be final; an owner who is asked for it may do something else instead."""
        if not self._actor.asks:
            self._completion.begin()
        new = self._actor.tap(look, node, element, reaction)
        if self._actor.asks:
            if self._completion.proved():
                return "gone"
            if new.screen in reaction.leads_to and new.screen not in self._plan.flow.begins_on:
                self._completion.begin()
        return self._completion.noted(look, new)

    def _node(
        self, look: Look, reaction: TapOn, *, by_position: bool = False
    ) -> tuple[Node | None, str]:
        """What to tap. The n-th row is only what it is meant to be where the list begins."""
        for name in reaction.elements:
            hit = look.identification.elements.get(name)
            if hit is None or (hit.selector.index is not None) is not by_position:
                continue
            if len(hit.nodes) > 1:
                raise ElementAmbiguous(
                    f"{len(hit.nodes)} things on the screen {look.screen} could be {name}.",
                    observation=look.observation,
                )
            if self._scroll.shows_enough(look, hit.nodes[0], reaction.within):
                return hit.nodes[0], name
        return None, reaction.elements[0]

    def _moved(self, look: Look, reaction: TapOn, node: Node) -> Look | None:
        """What the phone shows now, unless the node is where it was.

        Asked before the tap that may be final, whatever the guards took, and after guards that
        took their time before any other.
        """
        new = self._watch.look()
        same = self._node(new, reaction)[0] if new.screen == look.screen else None
        return None if same and same.bounds == node.bounds else new

    def _swipe(self, look: Look, reaction: TapOn) -> Swipe | None:
        return self._scroll.next(look, reaction.within) if reaction.within else None

    def _not_here(self, look: Look, reaction: TapOn) -> Look | Ending:
        if self._watch.language_changed():
            return self._watch.look()
        names = " or ".join(reaction.elements)
        why = f"{names} is not on the screen {look.screen}"
        if reaction.within and not reaction.point_of_no_return:
            return self._route.next(look, why)
        new = self._watch.until_changed(look, (), 2.0)
        if not self._effects.too_often_in_vain(look, new, f"no {names}"):
            return new
        if self._scroll.stuck:
            raise no_effect(f"swipes in {reaction.within}")
        raise ElementNotFound(f"{why}.", observation=look.observation)

    def _check_effect(self, look: Look, new: Look, element: str) -> None:
        if new.screen == look.screen and self._actor.wake():
            return
        if self._effects.too_often_in_vain(look, new, element):
            raise no_effect(f"taps on {element}")

    # --- other reactions ------------------------------------------------------------------------

    def _choose(self, look: Look, reaction: Choose) -> Look | Ending:
        choices = tuple(reaction.choices)
        choice = self._guards.choice(choices, self._plan.data)
        if choice is not None:
            return self._tap_on(look, reaction.choices[choice])
        if self._guards.dry_run or self._guards.asked:
            return self._hand_off(look, HandOff("data_choice"))
        self._guards.ask(choices)
        return self._watch.look()

    def _await(self, look: Look, reaction: Await) -> Look | Ending:
        return self._completion.awaited(look, reaction) or "gone"

    def _hand_off(self, look: Look, reaction: HandOff) -> Look | Ending:
        """The owner's turn; a dry run has none in what belongs to signing out."""
        if not reaction.in_the_way:
            if self._guards.dry_run:
                return "dry_run"
            self._completion.under_way = True
        return self._handoffs.run(look, reaction)

    def _look_at(self, look: Look) -> Look | Ending:
        """A screen that is not touched: open the way's entry once, then take the next way."""
        if look.screen == "signed_out_page":
            return self._signed_out_page(look)
        if not self._route.opened:
            return self._route.open(look)
        return self._route.next(look, f"{look.screen} came up instead of the account page")

    def _signed_out_page(self, look: Look) -> Look | Ending:
        if self._completion.proved():
            return "gone"
        raise UnexpectedScreen(
            "The phone asks to sign in although it still lists an account.",
            observation=look.observation,
        )

    def _note(self, look: Look, reaction: Reaction | None) -> None:
        marks = tuple(f"{hit.element}: {hit.selector}" for hit in look.identification.landmarks)
        self._emit(
            ScreenSeen(
                self._watch.clock.now(),
                look.screen,
                look.observation.package,
                str(reaction) if reaction else "",
                look.identification.why,
                marks,
            )
        )
