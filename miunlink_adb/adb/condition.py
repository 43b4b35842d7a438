"""Several selectors as few questions that uiautomator2's server can answer by itself.

Pure. The server compares exactly, by id or by a regular expression over a whole text, so a
question may be wider than its selectors (what stands around a node is not asked), and for texts
narrower (Unicode has more ways to write the same words than are put into the expression). `exact`
says when an answer needs no second look. It must not know how a question is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from miunlink_adb.selector import Selector
from miunlink_adb.wording import is_template

__all__ = ["Plan", "Question", "plan"]

Question = dict[str, str]
"""Arguments of uiautomator2's Selector."""

_INVISIBLE = "[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]*"
_ALIKE = ("'’‘ʼ", '"“”', "-‐‑–—", "帐账", "iIıİ")
"""Signs that `wording.fold` takes for one; the dotted i is not the dotless one's capital."""
_CLASSES = {sign: f"[{re.escape(group)}]" for group in _ALIKE for sign in group}
_DOTS = r"(?:\s*(?:\.{2,}|。{2,}|…+))"
_PIECES = re.compile(r"(?P<dots>\s*(?:\.{2,}|。{2,}|…+))|(?P<space>\s+)|(?P<one>.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Plan:
    """What to ask for a list of selectors.

    `questions`: any of them answered with yes ends the wait. `exact`: a yes needs no second look.
    `blind`: some selector is in no question, so that only a look at the screen finds it.
    """

    questions: tuple[Question, ...]
    exact: bool
    blind: bool

    @property
    def single(self) -> bool:
        """Whether one question, asked once for the whole time, is all there is to do."""
        return len(self.questions) == 1 and self.exact and not self.blind


def plan(selectors: Sequence[Selector]) -> Plan:
    """The questions for these selectors: by id in one, by text in one, by description in one."""
    by_id = [s for s in selectors if s.resource_ids]
    by_text = [s for s in selectors if not s.resource_ids and _texts(s)]
    others = [s for s in selectors if not s.resource_ids and not _is_told_by_text(s)]
    questions = []
    if by_id:
        questions.append(_id_question(name for s in by_id for name in s.resource_ids))
    if by_text:
        questions += _text_questions(by_text)
    exact = all(_is_plain(s) for s in by_id) and not by_text
    return Plan(tuple(questions), exact=exact, blind=bool(others))


def _texts(selector: Selector) -> list[str]:
    """The texts that can be put into an expression: without places for values."""
    shown = selector.wording.shown if selector.wording else ()
    return [text for text in shown if text.strip() and not is_template(text)]


def _is_told_by_text(selector: Selector) -> bool:
    wording = selector.wording
    texts = _texts(selector)
    return bool(wording and texts and not wording.prints and len(texts) == len(wording.shown))


def _is_plain(selector: Selector) -> bool:
    """Whether its ids are all that it asks for."""
    packages = {name.partition(":")[0] for name in selector.resource_ids}
    return selector == Selector(selector.package, selector.resource_ids) and (
        not selector.package or packages == {selector.package}
    )


def _id_question(names: Iterable[str]) -> Question:
    unique = list(dict.fromkeys(names))
    if len(unique) == 1:
        return {"resourceId": unique[0]}
    return {"resourceIdMatches": _any_of(re.escape(name) for name in unique)}


def _text_questions(selectors: Sequence[Selector]) -> list[Question]:
    texts = dict.fromkeys(text for selector in selectors for text in _texts(selector))
    pattern = f"(?iu){_INVISIBLE}{_any_of(wording_pattern(text) for text in texts)}{_INVISIBLE}"
    where = _packages([s.package for s in selectors])
    return [{"textMatches": pattern, **where}, {"descriptionMatches": pattern, **where}]


def _packages(names: Sequence[str]) -> Question:
    unique = list(dict.fromkeys(names))
    if "" in unique:
        return {}
    if len(unique) == 1:
        return {"packageName": unique[0]}
    return {"packageNameMatches": _any_of(re.escape(name) for name in unique)}


def wording_pattern(text: str) -> str:
    """A regular expression for Java and Python that finds this text as phones may write it."""
    return "".join(_piece(found) for found in _PIECES.finditer(text.strip()))


def _piece(found: re.Match[str]) -> str:
    if found["dots"]:
        return _DOTS
    if found["space"]:
        return r"[\s\u00a0\u202f\u3000]+"
    return _CLASSES.get(found["one"], re.escape(found["one"]))


def _any_of(patterns: Iterable[str]) -> str:
    return f"(?:{'|'.join(patterns)})"
