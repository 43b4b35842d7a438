"""A guide as data: its steps, in one language.

Texts only; it must not know where they come from, nor how they are shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["CHECKS", "STEP_TEXTS", "TEXTS", "Guide", "Step"]

Need = Literal["required", "optional"]
CHECKS = ("online", "no_account")
"""What can be looked up on an attached phone; see `checks`."""
TEXTS = ("title", "summary", "warning", "closing")
STEP_TEXTS = ("title", "where", "look_for", "warning", "statement")


@dataclass(frozen=True, slots=True)
class Step:
    """One step. Texts that a step has no use for are "".

    Attributes:
        id: its name in progress files, journals and translations.
        title: what is to be done, a few words.
        where: the way there, through menus or pages.
        look_for: what the owner should see there.
        warning: what he must know before.
        statement: the sentence that he confirms with *done*, without its full stop.
        address: the official page of this step, or None.
        check: what can be looked up on the phone afterwards, one of CHECKS, or None.
        must_confirm: it cannot be skipped.
        gate: a yes is asked for in every sitting, before anything that comes later is shown.
    """

    id: str
    title: str
    where: str
    look_for: str
    warning: str
    statement: str
    address: str | None
    check: str | None
    must_confirm: bool
    gate: bool


@dataclass(frozen=True, slots=True)
class Guide:
    """One guide.

    Attributes:
        name: ``remove-device``.
        language: of its texts, as far as they are translated: ``en``, ``ru``.
        phone: whether it makes sense without an attached phone.
        changes_phone: its steps change something on the phone.
        title, summary, warning, closing: what it is for, what it can do, what to know first, and
            what nobody but the owner can know at the end.
        steps: at least one.
    """

    name: str
    language: str
    phone: Need
    changes_phone: bool
    title: str
    summary: str
    warning: str
    closing: str
    steps: tuple[Step, ...]

    def step(self, id_: str) -> Step | None:
        """The step of this name."""
        return next((step for step in self.steps if step.id == id_), None)
