"""Methods that inject input: clicks, swipes, raw touches, keys."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from miunlink_adb.virtual.automation.rpc import Registry
from miunlink_adb.virtual.automation.selector import Selector
from miunlink_adb.virtual.faults import InputRefused

if TYPE_CHECKING:
    from miunlink_adb.virtual.automation.session import Session

registry = Registry()
method = registry.method

STEP_MS = 5
DOWN, UP, MOVE = 0, 1, 2
KEY_NAMES = (
    "home back left right up down center menu search enter delete del recent volume_up"
    " volume_down volume_mute camera power"
).split()


@method("click", "int", "int")
async def click(session: Session, x: int, y: int) -> bool:
    """Down, 100 ms, up; false only for negative coordinates."""
    if x < 0 or y < 0:
        return False
    await session.phone.ui.tap(x, y, source=session.source)
    return True


@method("click", "int", "int", "int")
async def long_click(session: Session, x: int, y: int, ms: int) -> bool:
    """Down, `ms`, up."""
    if x < 0 or y < 0:
        return False
    await session.phone.ui.tap(x, y, source=session.source, hold=ms / 1000)
    return True


@method("swipe", "int", "int", "int", "int", "int")
async def swipe(session: Session, x1: int, y1: int, x2: int, y2: int, steps: int) -> bool:
    """A swipe of `steps` steps of 5 ms."""
    await session.phone.ui.swipe(x1, y1, x2, y2, max(steps, 1) * STEP_MS, source=session.source)
    return True


@method("drag", "int", "int", "int", "int", "int")
async def drag(session: Session, x1: int, y1: int, x2: int, y2: int, steps: int) -> bool:
    """A swipe after a long press."""
    ms = 500 + max(steps, 1) * STEP_MS
    await session.phone.ui.swipe(x1, y1, x2, y2, ms, source=session.source)
    return True


@method("swipePoints", "ints", "int")
async def swipe_points(session: Session, flat: list[int], steps: int) -> bool:
    """One drag through points, `steps` steps between two of them; the finger goes up at the end."""
    points = list(zip(flat[::2], flat[1::2], strict=False))
    (x1, y1), (x2, y2) = points[0], points[-1]
    ms = max(steps, 1) * STEP_MS * max(len(points) - 1, 1)
    await session.phone.ui.swipe(x1, y1, x2, y2, ms, source=session.source)
    return True


@method("injectInputEvent", "int", "float", "float", "int")
async def inject(session: Session, action: int, x: float, y: float, _meta: int) -> bool:
    """A raw touch: what it was is known when the finger goes up."""
    if session.phone.faults.input == "exception":
        raise InputRefused(session.phone.refusal())
    if action == DOWN:
        session.finger = (x, y, time.monotonic())
        return True
    if action == MOVE:
        return session.finger is not None
    if action != UP or session.finger is None:
        return False
    x1, y1, since = session.finger
    session.finger = None
    ms = (time.monotonic() - since) * 1000
    await session.phone.ui.swipe(x1, y1, x, y, ms, source=session.source)
    return True


@method("pressKey", "str")
async def press_key(session: Session, name: str) -> bool:
    """A key by one of u2's words; false for others."""
    if name.lower() not in KEY_NAMES:
        return False
    return await session.phone.ui.key(name.lower(), source=session.source)


@method("pressKeyCode", "int")
async def press_key_code(session: Session, code: int) -> bool:
    """A key by its code."""
    return await session.phone.ui.key(code, source=session.source)


@method("pressKeyCode", "int", "int")
async def press_key_code_meta(session: Session, code: int, _meta: int) -> bool:
    """A key by its code, with Shift, Alt and the like."""
    return await session.phone.ui.key(code, source=session.source)


@method("dragTo", "selector", "int", "int", "int")
async def drag_to(session: Session, selector: Selector, x: int, y: int, steps: int) -> bool:
    """Drag an object to a point."""
    return await drag(session, *session.ui(selector).center, x, y, steps)


@method("dragTo", "selector", "selector", "int")
async def drag_to_object(session: Session, selector: Selector, to: Selector, steps: int) -> bool:
    """Drag an object to another."""
    return await drag(session, *session.ui(selector).center, *session.ui(to).center, steps)


@method("gesture", "selector", "point", "point", "point", "point", "int")
async def gesture(
    session: Session,
    selector: Selector,
    one: tuple[int, int],
    _two: tuple[int, int],
    end: tuple[int, int],
    _end_two: tuple[int, int],
    steps: int,
) -> bool:
    """Two fingers; only the first one's way matters to our lists."""
    session.ui(selector)
    return await swipe(session, *one, *end, steps)


@method("pinchIn", "selector", "int", "int")
@method("pinchOut", "selector", "int", "int")
async def pinch(session: Session, selector: Selector, _percent: int, _steps: int) -> bool:
    """Two fingers towards or from each other: nothing here zooms."""
    session.ui(selector)
    return True


@method("wakeUp")
async def wake_up(session: Session) -> None:
    """Press the power key if the screen is off."""
    if not session.phone.screen_on:
        await session.phone.ui.key("WAKEUP", source=session.source)


@method("sleep")
async def sleep(session: Session) -> None:
    """Press the power key if the screen is on."""
    if session.phone.screen_on:
        await session.phone.ui.key("SLEEP", source=session.source)
