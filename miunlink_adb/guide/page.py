"""A step of a guide as a page of HTML that works without scripts.

Pure: a sitting's state in, text out. Forms carry the token and the name of their step, so that an
old page answers nothing. It must not know sockets.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from miunlink_adb.guide.card import PhoneCard
from miunlink_adb.guide.checks import CheckResult
from miunlink_adb.guide.model import Step
from miunlink_adb.guide.walk import Walk
from miunlink_adb.guide.words import Words
from miunlink_adb.page import (
    STYLE,
    Markup,
    document,
    element,
    facts,
    heading,
    items,
    joined,
    paragraph,
    policy,
    section,
)

__all__ = ["GUIDE_POLICY", "card_pairs", "guide_page", "sorry_page"]

GUIDE_STYLE = """
.warning { border-inline-start: .3rem solid #b3261e; padding: .3rem .8rem; margin: .8rem 0; }
.found { border: 1px solid var(--line); border-radius: .4rem; padding: .5rem .8rem; }
form { display: flex; flex-wrap: wrap; gap: .6rem; margin: 1.2rem 0; }
button { font: inherit; padding: .5rem 1.2rem; border: 1px solid var(--line); border-radius: .4rem;
         background: var(--soft); color: inherit; cursor: pointer; }
button.on { font-weight: bold; border: 2px solid #2a7d2a; }
.official { font-size: 1.1rem; }
"""
GUIDE_POLICY = f"{policy(STYLE + GUIDE_STYLE, forms=True)}; frame-ancestors 'none'"
"""What the page itself says in its head, and what only a header can say."""


def guide_page(
    walk: Walk,
    words: Words,
    *,
    card: PhoneCard | None,
    found: CheckResult | None = None,
    notes: Sequence[str] = (),
    token: str,
) -> str:
    """The page of the step at hand, or of the end.

    `found`: what was looked up after the last answer. `notes`: sentences to say before all else.
    """
    guide = walk.guide
    body = [
        heading(1, guide.title),
        paragraph(guide.summary),
        _warning(guide.warning, words),
        *[paragraph(note, "found") for note in notes],
        _found(found, words),
        _phone(card, words),
        _step(walk, words, token) if not walk.over else _end(walk, words),
        _past(walk, words),
    ]
    return _document(guide.title, words, body)


def sorry_page(title: str, message: str) -> str:
    """A page for what cannot be answered; it tells nothing of the guide."""
    return document(title, heading(1, title), paragraph(message), style=GUIDE_STYLE)


def _document(title: str, words: Words, body: Sequence[object]) -> str:
    main = element("main", joined(*body), dir=words.direction)
    return document(title, main, style=GUIDE_STYLE, lang=words.language, forms=True)


def _warning(warning: str, words: Words) -> Markup:
    if not warning:
        return Markup("")
    return element("p", element("strong", words.say("warning"), ": "), warning, class_="warning")


def _found(found: CheckResult | None, words: Words) -> Markup:
    if found is None:
        return Markup("")
    return paragraph(words.say(f"{found.name}_{found.outcome}"), "found")


def card_pairs(card: PhoneCard, words: Words) -> list[tuple[str, str]]:
    """What tells the phone from others, with its names; for page and terminal."""
    none = words.say("none")
    ends = (words.say("serial"), card.serial_end), (words.say("imei"), ", ".join(card.imei_ends))
    return [(words.say("model"), card.model or none)] + [(name, end or none) for name, end in ends]


def _phone(card: PhoneCard | None, words: Words) -> Markup:
    if card is None:
        return paragraph(words.say("no_phone"), "note")
    return section(words.say("phone"), facts(card_pairs(card, words)))


def _step(walk: Walk, words: Words, token: str) -> Markup:
    step = walk.step
    if step is None:
        return Markup("")
    number = words.say("step", number=walk.number, count=len(walk.guide.steps))
    way = walk.answers()[0]
    named = [(words.say("where"), step.where), (words.say("look_for"), step.look_for)]
    return element(
        "section",
        heading(2, f"{number}: {step.title}"),
        _warning(step.warning, words),
        facts((name, value) for name, value in named if value),
        _link(step, words) if walk.may_show(step) else "",
        paragraph(
            f"{words.say('confirm', answer=words.say(way))}: {words.sentence(step.statement)}"
        ),
        _form(walk, step, words, token),
        paragraph(words.say("secret"), "note"),
    )


def _link(step: Step, words: Words) -> Markup:
    """The official page: the owner opens it himself, and it does not learn where he came from."""
    if step.address is None:
        return Markup("")
    link = element(
        "a", step.address, href=step.address, rel="noreferrer noopener", target="_blank", dir="ltr"
    )
    note = f" ({words.say('opens_new')})"
    return element("p", words.say("page"), ": ", link, note, class_="official")


def _form(walk: Walk, step: Step, words: Words, token: str) -> Markup:
    buttons = [
        element(
            "button",
            words.say(answer),
            type="submit",
            name="answer",
            value=answer,
            class_="on" if place == 0 else None,
        )
        for place, answer in enumerate(walk.answers())
    ]
    hidden = [
        element("input", type="hidden", name=name, value=value)
        for name, value in (("token", token), ("step", step.id))
    ]
    return element(
        "form", *hidden, *buttons, method="post", action=f"/{token}/answer", autocomplete="off"
    )


def _end(walk: Walk, words: Words) -> Markup:
    said = [paragraph(words.say("finished" if walk.finished else "left"), "verdict")]
    if walk.finished:
        said.append(paragraph(walk.guide.closing))
    return joined(*said, paragraph(words.say("close")))


def _past(walk: Walk, words: Words) -> Markup:
    done: Mapping[str, str] = walk.outcomes
    return items(
        f"{step.title}: {words.say(done[step.id])}" for step in walk.guide.steps if step.id in done
    )
