"""The words that stand on the phone's own buttons and rows, for telling its owner where to go.

Pure: a pack and an element's name in, a text of the pack's label files out; never a text that was
read off a phone. It must not know what is to be done there.
"""

from __future__ import annotations

from miunlink_adb.pack import BoundPack
from miunlink_adb.wording import fold

__all__ = ["path_words", "words"]

OTHER_NAMES = {"sign_out_button": "sign_out_words"}
"""Elements that are told by id alone: the element of a pack that carries their words."""


def words(pack: BoundPack, element: str, shown: str = "") -> str | None:
    """What stands on an element in the phone's language; None if no label says.

    `shown`: a text of the phone's screen; the label's wording that is the same is preferred.
    """
    known = [
        text
        for name in (element, OTHER_NAMES.get(element, ""))
        if name in pack.elements
        for selector, _ in pack.elements[name].selectors
        if selector.wording
        for text in selector.wording.shown
    ]
    same = [text for text in known if shown and fold(text) == fold(shown)]
    return next(iter([*same, *known]), None)


def path_words(pack: BoundPack, *elements: str) -> str:
    """A way through pages, such as “Additional settings” > “Developer options”."""
    known = [text for name in elements if (text := words(pack, name))]
    return " > ".join(f"“{text}”" for text in known)
