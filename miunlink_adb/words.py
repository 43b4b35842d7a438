"""The words that stand on the phone's own buttons and rows, for telling its owner where to go.

Pure: a pack and an element's name in, a text of the pack's label files out; never a text that was
read off a phone. It must not know what is to be done there.
"""

from __future__ import annotations

from miunlink_adb.pack import BoundPack

__all__ = ["path_words", "words"]

OTHER_NAMES = {"sign_out_button": "sign_out_words"}
"""Elements that are told by id alone: the element of a pack that carries their words."""


def words(pack: BoundPack, element: str) -> str | None:
    """What stands on an element in the phone's language; None if no label says."""
    for name in (element, OTHER_NAMES.get(element, "")):
        found = pack.elements.get(name)
        for selector, _ in found.selectors if found else ():
            if selector.wording and selector.wording.shown:
                return selector.wording.shown[0]
    return None


def path_words(pack: BoundPack, *elements: str) -> str:
    """A way through pages, such as “Additional settings” > “Developer options”."""
    known = [text for name in elements if (text := words(pack, name))]
    return " > ".join(f"“{text}”" for text in known)
