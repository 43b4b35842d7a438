# ruff: noqa: FBT001 - booleans come over the wire by position
"""Scroll and fling methods, with UiScrollable's arithmetic and its true return values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miunlink_adb.virtual.automation import ui_selector
from miunlink_adb.virtual.automation.rpc import Registry
from miunlink_adb.virtual.automation.selector import Selector

if TYPE_CHECKING:
    from miunlink_adb.virtual.automation.session import Session

registry = Registry()
method = registry.method

DEAD_ZONE = 0.1
FLING_STEPS = 5
SCROLL_STEPS = 55
MAX_SEARCH_SWIPES = 30
STEP_MS = 5


async def scroll(
    session: Session, selector: Selector, *, vertical: bool, forward: bool, steps: int
) -> bool:
    """One swipe over the object.

    False when it reached an end, also when it moved; and when nothing moved.
    """
    node = session.ui(selector)
    left, top, right, bottom = node.bounds
    if vertical:
        dead, x = int((bottom - top) * DEAD_ZONE), (left + right) // 2
        start, end = (x, bottom - dead), (x, top + dead)
    else:
        dead, y = int((right - left) * DEAD_ZONE), (top + bottom) // 2
        start, end = (right - dead, y), (left + dead, y)
    if not forward:
        start, end = end, start
    ui = session.phone.ui
    await ui.swipe(*start, *end, steps * STEP_MS, source=session.source)
    event = ui.finger.scrolled
    return event is not None and not event.at_end


async def to_end(
    session: Session, selector: Selector, *, vertical: bool, forward: bool, swipes: int, steps: int
) -> bool:
    """Scroll until it says that it reached the end; always true."""
    for _ in range(swipes):
        if not await scroll(session, selector, vertical=vertical, forward=forward, steps=steps):
            break
    return True


@method("scrollForward", "selector", "bool", "int")
async def scroll_forward(
    session: Session,
    selector: Selector,
    vertical: bool,
    steps: int,
) -> bool:
    """One swipe forward."""
    return await scroll(session, selector, vertical=vertical, forward=True, steps=steps)


@method("scrollBackward", "selector", "bool", "int")
async def scroll_backward(
    session: Session,
    selector: Selector,
    vertical: bool,
    steps: int,
) -> bool:
    """One swipe back."""
    return await scroll(session, selector, vertical=vertical, forward=False, steps=steps)


@method("flingForward", "selector", "bool")
async def fling_forward(session: Session, selector: Selector, vertical: bool) -> bool:
    """One fast swipe forward."""
    return await scroll_forward(session, selector, vertical, FLING_STEPS)


@method("flingBackward", "selector", "bool")
async def fling_backward(session: Session, selector: Selector, vertical: bool) -> bool:
    """One fast swipe back."""
    return await scroll_backward(session, selector, vertical, FLING_STEPS)


@method("scrollToBeginning", "selector", "bool", "int", "int")
async def scroll_to_beginning(
    session: Session,
    selector: Selector,
    vertical: bool,
    swipes: int,
    steps: int,
) -> bool:
    """Back to the first row."""
    return await to_end(
        session, selector, vertical=vertical, forward=False, swipes=swipes, steps=steps
    )


@method("scrollToEnd", "selector", "bool", "int", "int")
async def scroll_to_end(
    session: Session,
    selector: Selector,
    vertical: bool,
    swipes: int,
    steps: int,
) -> bool:
    """On to the last row."""
    return await to_end(
        session, selector, vertical=vertical, forward=True, swipes=swipes, steps=steps
    )


@method("flingToBeginning", "selector", "bool", "int")
async def fling_to_beginning(
    session: Session,
    selector: Selector,
    vertical: bool,
    swipes: int,
) -> bool:
    """Back to the first row, fast."""
    return await scroll_to_beginning(session, selector, vertical, swipes, FLING_STEPS)


@method("flingToEnd", "selector", "bool", "int")
async def fling_to_end(
    session: Session,
    selector: Selector,
    vertical: bool,
    swipes: int,
) -> bool:
    """On to the last row, fast."""
    return await scroll_to_end(session, selector, vertical, swipes, FLING_STEPS)


@method("scrollTo", "selector", "selector", "bool")
async def scroll_to(
    session: Session,
    selector: Selector,
    target: Selector,
    vertical: bool,
) -> bool:
    """Scroll until `target` is below the object: from where it is, else from the beginning."""
    wanted = selector.then("child", target)

    def there() -> bool:
        return ui_selector.find(wanted, session.root()) is not None

    if there():
        return True
    await scroll_to_beginning(session, selector, vertical, MAX_SEARCH_SWIPES, SCROLL_STEPS)
    for _ in range(MAX_SEARCH_SWIPES):
        if there():
            return True
        moved = await scroll_forward(session, selector, vertical, SCROLL_STEPS)
        if not moved:
            return there()
    return there()
