"""Guides in words for the terminal: a step, a question, the whole to read, the result.

It must not know phones, nor decide what follows from an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import click

from miunlink_adb.cli.question import typed
from miunlink_adb.cli.render import plain, say
from miunlink_adb.guide.model import Guide, Step
from miunlink_adb.guide.page import card_pairs
from miunlink_adb.guide.result import GuideReport
from miunlink_adb.guide.sitting import Sitting
from miunlink_adb.guide.words import Words

__all__ = ["lead_in_terminal", "print_guide", "print_result", "understood"]


def lead_in_terminal(sitting: Sitting, words: Words, open_page: Callable[[str], bool]) -> None:
    """Ask step by step until the walk is over. `open_page`: False when no browser took it.

    Raises:
        KeyboardInterrupt: Ctrl-C, or the terminal's end.
    """
    _introduce(sitting, words)
    asked = ""
    while (step := sitting.walk.step) is not None:
        if step.id != asked:
            _show_step(sitting, step, words, open_page)
            asked = step.id
        answers = sitting.walk.answers()
        shown = ", ".join(words.say(answer) for answer in answers)
        answer = understood(typed(words.say("prompt", answers=shown)), answers, words)
        if answer is None:
            say(words.say("not_an_answer", answers=shown))
            continue
        found = sitting.answer(step.id, answer)
        if found is not None:
            say(words.say(f"{found.name}_{found.outcome}"), bold=True)
        asked = ""
    say(words.say("finished" if sitting.walk.finished else "left"), bold=True)


def understood(given: str, answers: tuple[str, ...], words: Words) -> str | None:
    """The answer that is meant: in either language, in full or its beginning, if that is plain."""
    wanted = given.strip().casefold()
    if not wanted:
        return None
    spelled = {answer: (answer, words.say(answer).casefold()) for answer in answers}
    full = [answer for answer, texts in spelled.items() if wanted in texts]
    begun = [a for a, texts in spelled.items() if any(t.startswith(wanted) for t in texts)]
    found = full or begun
    return found[0] if len(found) == 1 else None


def _introduce(sitting: Sitting, words: Words) -> None:
    guide = sitting.guide
    say(guide.title, bold=True)
    say(guide.summary)
    if guide.warning:
        say(f"{words.say('warning')}: {guide.warning}", bold=True)
    if sitting.card is None:
        say(words.say("no_phone"))
    else:
        say(f"{words.say('phone')}:")
        for name, value in card_pairs(sitting.card, words):
            say(f"  {name}: {value}")
    if sitting.resumed:
        say(words.say("resumed"), bold=True)


def _show_step(
    sitting: Sitting, step: Step, words: Words, open_page: Callable[[str], bool]
) -> None:
    walk = sitting.walk
    say("")
    number = words.say("step", number=walk.number, count=len(walk.guide.steps))
    say(f"{number}: {step.title}", bold=True)
    for line in _lines(step, words):
        say(f"  {line}")
    if step.address is not None and walk.may_show(step):
        say(f"  {words.say('page')}: {step.address}")
        say(f"  {words.say('opened' if open_page(step.address) else 'not_opened')}")
        say(f"  {words.say('secret')}")
    way = words.say(walk.answers()[0])
    say(f"  {words.say('confirm', answer=way)}: {words.sentence(step.statement)}")


def _lines(step: Step, words: Words) -> Iterator[str]:
    for key in ("warning", "where", "look_for"):
        if text := getattr(step, key):
            yield f"{words.say(key)}: {text}"


def print_guide(guide: Guide, words: Words) -> None:
    """The whole guide on stdout, warnings first, to be read or printed."""
    click.secho(plain(guide.title), bold=True)
    click.echo(plain(guide.summary))
    if guide.warning:
        click.secho(plain(f"{words.say('warning')}: {guide.warning}"), bold=True)
    for number, step in enumerate(guide.steps, 1):
        click.echo("")
        click.secho(plain(f"{number}. {step.title}"), bold=True)
        for line in _lines(step, words):
            click.echo(plain(f"   {line}"))
        if step.address is not None:
            click.echo(plain(f"   {words.say('page')}: {step.address}"))
        way = words.say("yes" if step.gate else "done")
        click.echo(
            plain(f"   {words.say('confirm', answer=way)}: {words.sentence(step.statement)}")
        )
    click.echo("")
    click.echo(plain(guide.closing))


def print_result(report: GuideReport, words: Words) -> None:
    """What the owner confirmed, what the phone says, what is open, on stdout."""
    guide, outcomes = report.guide, report.walk.outcomes
    click.secho(plain(guide.title), bold=True)
    for step in guide.steps:
        outcome = outcomes.get(step.id)
        click.echo(
            plain(f"  {words.say(outcome) if outcome else '-'}: {words.sentence(step.statement)}")
        )
    for result in report.results.values():
        click.echo(plain(words.say(f"{result.name}_{result.outcome}")))
    if proof := _proof(report):
        click.echo(f"Accounts by 'dumpsys account': {proof}.")
    if report.walk.finished:
        click.echo(plain(guide.closing))


def _proof(report: GuideReport) -> str:
    if report.before is None or report.after is None:
        return ""
    before, after = report.before, report.after
    users = sorted({*before, *after}, key=int)
    return ", ".join(
        f"user {user}: {before.get(user, 0)} before, {after.get(user, 0)} now" for user in users
    )
