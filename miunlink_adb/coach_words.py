"""What the owner is told while he is coached: one sentence for each act.

Pure. The words in quotation marks are those of the pack's label files in the phone's language,
never a text read off the screen. It must not know when which sentence is due.
"""

from __future__ import annotations

from collections.abc import Sequence

from miunlink_adb.hierarchy import Node
from miunlink_adb.observation import Observation
from miunlink_adb.pack import BoundPack
from miunlink_adb.words import words

__all__ = ["back_words", "scroll_words", "tap_words", "wake_words"]

DESCRIBED = {
    "account_row_china": "the row with your name, and {} below it",
    "offer_later": "the cross that closes the offer",
    "offer_close": "the cross that closes the offer",
    "permission_deny": "the button that denies it",
    "dialog_negative": "the left button",
    "dialog_positive": "the right button",
    "bank_card_confirm": "OK",
    "unsynced_continue": "the button that goes on",
    "photo_quality_continue": "the button that goes on",
    "hidden_photos_continue": "the button that goes on",
    "keep_button": "the button that keeps the data on the phone",
    "remove_button": "the button that removes the data from the phone",
    "sign_out_button": "the button that signs out",
}
"""Elements whose words no label says, or do not suffice."""


def tap_words(pack: BoundPack, element: str, node: Node, observation: Observation) -> str:
    """What to tap and where it is, such as: Tap “Sign out”, at the bottom of the screen."""
    return f"Tap {_named(pack, element, node.text)}, {_place(node, observation)}."


def scroll_words(pack: BoundPack, elements: Sequence[str], *, forward: bool, final: bool) -> str:
    """Which way to scroll, until what is seen; with the one tap that is not yet to be made."""
    names = " or ".join(dict.fromkeys(_named(pack, element) for element in elements))
    way = "down" if forward else "up and down"
    caution = " Do not tap it yet." if final else ""
    return f"Scroll {way} until you see {names}.{caution}"


def back_words() -> str:
    """The owner is on a page that does not belong here."""
    return "This is another page: go back (Back key, or swipe in from the edge of the screen)."


def wake_words() -> str:
    """The screen is dark."""
    return "Switch the phone's screen on and unlock it."


def _named(pack: BoundPack, element: str, shown: str = "") -> str:
    said, described = words(pack, element, shown), DESCRIBED.get(element)
    if described and "{}" in described and said:
        return described.format(f"“{said}”")
    if said:
        return f"“{said}”"
    return (described or f"the {element.replace('_', ' ')}").replace(", and {} below it", "")


def _place(node: Node, observation: Observation) -> str:
    """Top, middle or bottom of the screen, as far as the dump shows how high that is."""
    height = max((root.bounds.bottom for root in observation.root.children), default=0)
    middle = node.bounds.center[1]
    if not height or height // 3 <= middle < height * 2 // 3:
        return "in the middle of the screen"
    return "at the top of the screen" if middle < height // 3 else "at the bottom of the screen"
