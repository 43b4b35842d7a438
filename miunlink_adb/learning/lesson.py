"""What was learned from one phone, as plain values, and the same in words.

It must not know how it was learned.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from miunlink_adb.pack.model import SelectorSpec

__all__ = ["ElementLesson", "Lesson"]

_SHOWN = 12


@dataclass(frozen=True, slots=True)
class ElementLesson:
    """An element whose selectors are other than the shipped pack says.

    `select`: those that are left, with how sure each is now. `sure`: of the best of them, if
    the shipped pack has it otherwise.
    """

    name: str
    package: str
    select: tuple[SelectorSpec, ...]
    sure: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """What one phone taught about one release in one language.

    `build`: its fingerprint. `versions`: package -> version code. `labels`: label -> its texts in
    the phone's language. `differ`: labels that the packs call otherwise. `fresh`: labels that the
    packs have no words for in this language. `gone`: labels whose string the app has not.
    `present`, `absent`: ids. `strings`: names of dialog strings that no pack asks for. `unread`:
    package -> why it could not be read.
    """

    release: str
    title: str
    locale: str
    build: str
    versions: Mapping[str, str]
    labels: Mapping[str, tuple[str, ...]]
    differ: tuple[str, ...]
    fresh: tuple[str, ...]
    gone: tuple[str, ...]
    present: tuple[str, ...]
    absent: tuple[str, ...]
    strings: tuple[str, ...]
    elements: tuple[ElementLesson, ...]
    unread: Mapping[str, str]

    @property
    def summary(self) -> str:
        """The difference in a sentence: ``3 labels differ, 2 ids absent, 1 new dialog string``."""
        counts = [
            _count(len(self.differ), "label differs", "labels differ"),
            _count(len(self.fresh), "label new in this language", "labels new in this language"),
            _count(len(self.gone), "label without a string", "labels without a string"),
            _count(len(self.absent), "id absent", "ids absent"),
            _count(len(self.strings), "new dialog string", "new dialog strings"),
        ]
        told = ", ".join(count for count in counts if count)
        return f"{told or 'nothing differs'} ({self.title}, {self.locale})."

    def lines(self) -> list[str]:
        """The difference in full, a line for each kind."""
        return [
            f"{title}: {_listed(names)}"
            for title, names in (
                ("labels that differ", self.differ),
                ("labels new in this language", self.fresh),
                ("labels without a string here", self.gone),
                ("ids absent", self.absent),
                ("new dialog strings", self.strings),
                ("could not be read", [f"{n} ({why})" for n, why in sorted(self.unread.items())]),
            )
            if names
        ]


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}" if number else ""


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
